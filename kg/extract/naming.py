"""Decides from the counts of a spelling whether it is a name, and of what type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.cues import shape
from kg.extract.typevotes import VOTED
from kg.extract.wordlists import words

if TYPE_CHECKING:
    from kg.extract.evidence import Sighting

KNOWN_POINTS = 120  # points that a name known in advance has for its type
SEEN = 2  # occurrences inside sentences that make a phrase of ordinary words a name
SHORT_KEY = 4  # letters up to which "SOX" and "Sox" are told apart
ABSTRACT = re.compile(r"[a-z]{3}(?:[ts]ions?|ness|ments?|ances?|ences?|ships?|hood|ology|ically|ical|ically|izations?|ized|izing|ously|ful|less)\Z")
CODE = re.compile(r".*(?:[a-z][A-Z]|\d)")


class Totals(NamedTuple):
    """Counts of one spelling over notes; fields as in ``Sighting``, ``notes`` and ``lower`` count notes."""

    notes: int
    mid: int
    first: int
    label: int
    proper: int
    quoted: int
    linked: int
    listed: int
    lower: int
    votes: tuple[int, ...]

    @classmethod
    def of(cls, sighting: Sighting) -> Totals:
        """The counts of one note."""
        return cls(1, *sighting[1:])

    def plus(self, sighting: Sighting) -> Totals:
        """These counts and one more note's."""
        return self.merged(Totals.of(sighting))

    def merged(self, other: Totals) -> Totals:
        """The sum of two counts."""
        counts = (mine + theirs for mine, theirs in zip(self[:-1], other[:-1], strict=True))
        return Totals(*counts, votes=_added(self.votes, other.votes))


def _added(one: tuple[int, ...], two: tuple[int, ...]) -> tuple[int, ...]:
    if len(one) < len(two):
        one, two = two, one
    return tuple(points + two[at] if at < len(two) else points for at, points in enumerate(one))


def key_of(text: str) -> str:
    """What spellings of one name share: letters and digits without case; short ones keep their case."""
    key = "".join(sign for sign in text.casefold() if sign.isalnum())
    return key if len(key) > SHORT_KEY else f"{key}:{'A' if text.isupper() else 'a'}"


def is_name(text: str, totals: Totals) -> bool:
    """Whether a spelling names something, as far as its occurrences tell."""
    table = words()
    lower = text.lower()
    if text in table.types:
        return bool(totals.mid or totals.first or not totals.lower)
    if lower in table.never or lower in table.generic or (lower[-1] == "s" and lower[:-1] in table.generic):
        return False
    if " " not in text and "-" not in text:
        return _single(text, ordinary(text), totals)
    return _several(text, totals)


def ordinary(word: str) -> bool:
    """Whether a word is an ordinary English one, by the list or by an ending that makes abstract nouns and adjectives."""
    lower = word.lower()
    return lower in words().common or lower in words().inside or bool(ABSTRACT.search(lower))


def _single(text: str, common: bool, totals: Totals) -> bool:
    if len(text) == 1:
        return totals.linked > 0
    if CODE.match(text) and totals.mid + totals.first:
        return True
    if common:
        if totals.listed and not totals.lower:
            return True
        return totals.mid >= SEEN and totals.proper > totals.mid // 2 and not totals.lower
    if totals.label and not totals.mid + totals.first and totals.lower:
        return False
    if totals.lower and totals.lower * 2 > totals.notes and totals.mid < 2 * SEEN:
        return False
    return totals.mid + totals.first > 0 or totals.proper > 0


def _several(text: str, totals: Totals) -> bool:
    table = words()
    inside = totals.mid > 0
    if not inside and totals.lower:
        return False
    if not inside and not totals.first and any(word in table.types for word in text.split()):
        return False
    if all(map(ordinary, text.split())):
        return not totals.lower and (totals.mid >= SEEN or totals.proper > 0 and totals.mid + totals.first > 0 or totals.quoted > 0)
    return inside or (totals.proper > 0 or totals.first > 0)


def type_of(text: str, totals: Totals) -> str:
    """The type with most points; a name known in advance starts with points for its own."""
    points = dict(zip(VOTED, totals.votes, strict=False))
    known = words().types.get(text)
    if known:
        points[known] = points.get(known, 0) + KNOWN_POINTS
    best = max(VOTED, key=lambda kind: points.get(kind, 0))
    if points.get(best, 0) > 0:
        return best
    return "Product" if shape(text)[-1] == "9" else "Organization"
