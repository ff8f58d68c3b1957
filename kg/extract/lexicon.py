"""The vault's own dictionary of names: the evidence of all notes merged, and cut out again for one note.

1. ``evidence.collect`` lists what one note knows of its capitalised phrases.
2. ``Lexicon.build`` adds up the evidence of all notes, in any order.
3. ``Lexicon.view`` decides, for the phrases of one note, which are names, their usual spelling and their type. A note is
   extracted from its own analysis and its view alone, so it must be extracted anew exactly when one of them changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kg.extract.evidence import Evidence, Sighting, collect
from kg.extract.naming import Totals, is_name, key_of, type_of
from kg.extract.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["Entry", "Evidence", "Lexicon", "LexiconView", "Sighting", "collect"]

PART = 5  # words a part of a phrase may have


class Entry(NamedTuple):
    """What the lexicon holds of a spelling.

    Attributes:
        name: The usual spelling of the same name.
        type: One of ``ENTITY_TYPES``.
        notes: In how many notes the spelling occurs.
    """

    name: str
    type: str
    notes: int


class LexiconView(msgspec.Struct, frozen=True):
    """The part of the lexicon that can matter for one note: names by spelling, sorted; and what its short forms stand for."""

    entries: tuple[tuple[str, Entry], ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()

    def encoded(self) -> bytes:
        """Canonical bytes: equal views give equal bytes."""
        return msgspec.msgpack.encode(self)

    def table(self) -> dict[str, Entry]:
        """Entries by spelling."""
        return dict(self.entries)


class Lexicon:
    """All names of a vault, with their evidence; immutable once built."""

    def __init__(self, totals: Mapping[str, Totals], expansions: Mapping[str, Mapping[str, int]]) -> None:
        self._totals = totals
        self._expansions = expansions
        self._spellings = _by_key(totals)

    @classmethod
    def build(cls, evidence: Iterable[Evidence]) -> Lexicon:
        """Add up the evidence of notes; the order of the notes makes no difference."""
        totals: dict[str, Totals] = {}
        expansions: dict[str, dict[str, int]] = {}
        for note in evidence:
            for sighting in note.sightings:
                known = totals.get(sighting.text)
                totals[sighting.text] = known.plus(sighting) if known else Totals.of(sighting)
            for short, long in note.pairs:
                row = expansions.setdefault(short, {})
                row[long] = row.get(long, 0) + 1
        return cls(totals, expansions)

    def __len__(self) -> int:
        return len(self._totals)

    def names(self) -> Iterator[tuple[str, Entry]]:
        """Every spelling that is a name, sorted."""
        for text in sorted(self._totals):
            entry = self.entry(text)
            if entry:
                yield text, entry

    def entry(self, text: str) -> Entry | None:
        """What is known of a spelling, or None when it is no name."""
        totals = self._totals.get(text)
        if totals is None and text in words().types:
            return Entry(text, words().types[text], 0)
        if totals is None or not is_name(text, totals):
            return None
        group = self._group(text)
        merged = group[0][1]
        for _, other in group[1:]:
            merged = merged.merged(other)
        return Entry(usual(group), type_of(text, merged), totals.notes)

    def _group(self, text: str) -> list[tuple[str, Totals]]:
        """The spellings of one name: those with the same key that are names themselves."""
        same = [(each, self._totals[each]) for each in self._spellings[key_of(text)]]
        return [(each, totals) for each, totals in same if is_name(each, totals)]

    def view(self, evidence: Evidence) -> LexiconView:
        """Cut out what can matter for one note: its phrases, and the parts of its longer phrases."""
        spellings = {part for sighting in evidence.sightings for part in parts(sighting.text)}
        found = ((text, self.entry(text)) for text in sorted(spellings))
        return LexiconView(tuple((text, entry) for text, entry in found if entry), evidence.pairs)


def parts(text: str) -> Iterator[str]:
    """A phrase and all runs of up to ``PART`` neighbouring words of it."""
    yield text
    split = text.split(" ")
    if len(split) > 1:
        for size in range(1, min(PART, len(split) - 1) + 1):
            for start in range(len(split) - size + 1):
                yield " ".join(split[start : start + size])


def usual(group: list[tuple[str, Totals]]) -> str:
    """The usual spelling of a name: in most notes, then most often inside sentences, then the longest."""
    table = words()
    best = max(group, key=lambda item: (item[1].notes, item[0] in table.types, item[1].mid, len(item[0]), item[0]))
    return best[0]


def _by_key(totals: Iterable[str]) -> dict[str, list[str]]:
    spellings: dict[str, list[str]] = {}
    for text in sorted(totals):
        spellings.setdefault(key_of(text), []).append(text)
    return spellings
