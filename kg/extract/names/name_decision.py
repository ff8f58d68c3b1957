"""Decides from the counts of a spelling whether it is a name, and of what type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from kg.extract.names.type_cues import shape
from kg.extract.names.type_votes import voted
from kg.extract.words.wordlists import words

if TYPE_CHECKING:
    from kg.extract.names.name_evidence import Sighting

KNOWN_POINTS = 150  # points that a name known in advance has for its type
SEEN = 2  # occurrences inside sentences that make a phrase of ordinary words a name
OFTEN = 4  # occurrences inside sentences that make a name of a word that notes also write in lower case
TELLING = "#+"  # signs that make another name of a letter
SHORT_KEY = 4  # letters up to which "SOX" and "Sox" are told apart
# Endings of abstract nouns and of adjectives, which are hardly ever names.
ABSTRACT = re.compile(
    r"[a-z]{3}(?:[ts]ions?|ness|ments?|[ae]nces?|ships?|hood|ology|ical|ically|izations?|ized|izing|ously|ful|less)\Z"
)
CODE = re.compile(r".*(?:[a-z][A-Z]|\d)")


@dataclass(frozen=True, slots=True)
class SpellingTotals:
    """Counts of one spelling over notes; fields as in ``Sighting``, but ``notes`` and ``lower`` count notes."""

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
    def of(cls, sighting: Sighting) -> SpellingTotals:
        """The counts of one note."""
        _, mid, first, label, proper, quoted, linked, listed, lower, votes = sighting
        return cls(1, mid, first, label, proper, quoted, linked, listed, lower, votes)

    def merged(self, other: SpellingTotals) -> SpellingTotals:
        """The sum of two counts."""
        return self._summed(other, 1)

    def without(self, other: SpellingTotals) -> SpellingTotals:
        """The counts that, merged with the others, give these; ``notes`` is 0 when nothing is left."""
        return self._summed(other, -1)

    def _summed(self, other: SpellingTotals, sign: int) -> SpellingTotals:
        return SpellingTotals(
            self.notes + sign * other.notes,
            self.mid + sign * other.mid,
            self.first + sign * other.first,
            self.label + sign * other.label,
            self.proper + sign * other.proper,
            self.quoted + sign * other.quoted,
            self.linked + sign * other.linked,
            self.listed + sign * other.listed,
            self.lower + sign * other.lower,
            _added(self.votes, other.votes, sign),
        )


def _added(one: tuple[int, ...], two: tuple[int, ...], sign: int = 1) -> tuple[int, ...]:
    added = [points + sign * more for points, more in zip_longest(one, two, fillvalue=0)]
    while added and not added[-1]:
        added.pop()
    return tuple(added)


def key_of(text: str) -> str:
    """What the spellings of one name share: letters and digits without case; short ones of letters keep their case.

    "CoreWeave" and "Core Weave" have one key, and so have "U.S." and "United States"; "C", "C#" and "C++" have three;
    "v0" and "V0" have one, "SOX" and "Sox" two.
    """
    text = words().canonical.get(text, text)
    key = "".join(sign for sign in text.casefold() if sign.isalnum() or sign in TELLING)
    if len(key) > SHORT_KEY or any(map(str.isdigit, key)):
        return key
    return f"{key}:{'A' if text.isupper() else 'a'}"


def is_name(text: str, totals: SpellingTotals) -> bool:
    """Whether a spelling names something, judging by its occurrences."""
    table, lower = words(), text.lower()
    if text in table.types:
        return bool(totals.mid or totals.first or not totals.lower)
    if lower in table.never or (_is_abbreviation(lower) and (text.isupper() or text not in table.given)):
        return False
    if " " not in text and "-" not in text:
        return _is_single_name(text, totals)
    return _is_phrase_name(text, totals)


def _is_abbreviation(lower: str) -> bool:
    """Whether a word is an abbreviation that is a word, or the plural of one; "Sam" is a name all the same."""
    generic = words().generic
    return lower in generic or (lower[-1] == "s" and lower[:-1] in generic)


def ordinary(word: str) -> bool:
    """Whether a word is an ordinary English one: by the lists, or by its ending."""
    table, lower = words(), word.lower()
    return lower in table.common or lower in table.inside or lower in table.generic or bool(ABSTRACT.search(lower))


def _is_single_name(text: str, totals: SpellingTotals) -> bool:
    inside, written = totals.mid, totals.mid + totals.first
    if len(text.rstrip(".")) == 1 or not any(map(str.isalpha, text)):
        return totals.linked > 0 and text.isalpha()
    if CODE.match(text) and written:
        return True
    if ordinary(text):
        telling = totals.listed > 0 or (inside >= SEEN and totals.proper > inside // 2)
        return telling and not totals.lower
    usually_small = totals.lower * 2 > totals.notes and inside < OFTEN
    return not usually_small and (written > 0 or totals.proper > 0)


def _is_phrase_name(text: str, totals: SpellingTotals) -> bool:
    split, written = text.split(), totals.mid + totals.first
    if not totals.mid and totals.lower:
        return False
    if not written and any(word in words().types for word in split):
        return False
    if all(map(ordinary, split)):
        telling = totals.mid >= SEEN or totals.quoted > 0 or (totals.proper > 0 and written > 0)
        return telling and not totals.lower
    return written > 0 or totals.proper > 0


def points_of(totals: SpellingTotals, own: tuple[int, ...]) -> dict[str, float]:
    """Points of each type that has any: their mean over all notes, and those of the note at hand once more."""
    points = {kind: total / totals.notes for kind, total in zip(voted(), totals.votes, strict=False)}
    for kind, value in zip(voted(), own, strict=False):
        points[kind] = points.get(kind, 0) + value
    return points


def type_of(text: str, totals: SpellingTotals, own: tuple[int, ...] = ()) -> str:
    """The type with most points.

    Args:
        text: The name.
        totals: Its counts over all notes; their mean per note counts.
        own: Points in the note at hand, which knows best what it speaks of; they count once more.
    """
    points = points_of(totals, own)
    known = words().types.get(text) or words().folded.get(text.casefold())
    if known:
        points[known] = points.get(known, 0) + KNOWN_POINTS
    best = max(voted(), key=lambda kind: points.get(kind, 0))
    if points.get(best, 0) > 0:
        return best
    return "Product" if shape(text)[-1] == "9" else "Organization"
