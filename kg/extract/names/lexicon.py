"""The vault's own dictionary of names: the evidence of all notes merged, and cut out again for one note.

1. ``name_evidence.collect`` lists what one note knows of its capitalised phrases.
2. ``Lexicon.build`` adds up the evidence of all notes, in any order; a build keeps the sums, and changes them by what
   has changed.
3. ``Lexicon.view`` decides, for the phrases of one note, which are names, their usual spelling and their type. A note
   is extracted from its own analysis and its view alone, so it must be extracted again just when one of them changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kg.extract.names import type_confidence
from kg.extract.names.name_decision import SpellingTotals, is_name, key_of, points_of, type_of
from kg.extract.names.name_evidence import Evidence, Sighting, collect
from kg.extract.names.type_confidence import TypeVotes
from kg.extract.words.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["Entry", "Evidence", "Lexicon", "LexiconView", "Sighting", "asked", "collect", "parts"]

PART = 5  # words that a part of a phrase may have
LONGEST_PHRASE = 16  # words of a phrase whose parts are looked at


class Entry(NamedTuple):
    """What the lexicon holds of a spelling.

    Attributes:
        name: The usual spelling of the same name.
        type: One of ``ENTITY_TYPES``.
        sure: Whether the type is likely enough to be told.
    """

    name: str
    type: str
    sure: bool = True


class LexiconView(msgspec.Struct, frozen=True):
    """The part of the lexicon that can matter for one note.

    Attributes:
        entries: Names by spelling, sorted.
        pairs: Abbreviation and expansion, as the note defines them, sorted.
    """

    entries: tuple[tuple[str, Entry], ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()

    def encoded(self) -> bytes:
        """Canonical bytes: equal views give equal bytes."""
        return msgspec.msgpack.encode(self)

    def table(self) -> dict[str, Entry]:
        """Entries by spelling."""
        return dict(self.entries)


class _Group(NamedTuple):
    """The spellings of one name: the usual one, and the counts of all."""

    name: str
    totals: SpellingTotals


class Lexicon:
    """All names of a vault, with their evidence; it does not change once built.

    Args:
        totals: The counts of a spelling, for each that occurs.
        spellings: All spellings that occur with a key of ``name_decision.key_of``, sorted.
    """

    def __init__(self, totals: Mapping[str, SpellingTotals], spellings: Mapping[str, Sequence[str]]) -> None:
        self._totals = totals
        self._spellings = spellings
        self._groups: dict[str, _Group] = {}

    @classmethod
    def build(cls, evidence: Iterable[Evidence]) -> Lexicon:
        """Add up the evidence of notes; their order makes no difference, and one note's evidence is held at a time."""
        totals: dict[str, SpellingTotals] = {}
        for note in evidence:
            for sighting in note.sightings:
                known, new = totals.get(sighting.text), SpellingTotals.of(sighting)
                totals[sighting.text] = known.merged(new) if known else new
        return cls.of(totals)

    @classmethod
    def of(cls, totals: Mapping[str, SpellingTotals]) -> Lexicon:
        """The lexicon of these spellings and no others."""
        spellings: dict[str, list[str]] = {}
        for text in sorted(totals):
            spellings.setdefault(key_of(text), []).append(text)
        return cls(totals, spellings)

    def __len__(self) -> int:
        return len(self._totals)

    def names(self) -> Iterator[tuple[str, Entry]]:
        """Every spelling that is a name, sorted."""
        for text in sorted(self._totals):
            entry = self.entry(text)
            if entry:
                yield text, entry

    def entry(self, text: str, own: tuple[int, ...] = (), least: float = 0.0) -> Entry | None:
        """What is known of a spelling, or None when it is no name.

        Args:
            text: The spelling.
            own: Points per type in the note at hand, as in ``Sighting.votes``.
            least: How likely its type must be to be a sure one.
        """
        totals = self._totals.get(text)
        if totals is None:
            known = words().types.get(text)
            return Entry(text, known) if known else None
        if not is_name(text, totals):
            return None
        group = self._group(key_of(text))
        kind = type_of(group.name, group.totals, own)
        sure = least <= 0 or type_confidence.chance(_votes(group, own), kind) >= least
        return Entry(group.name, kind, sure)

    def type_votes(self, text: str, own: tuple[int, ...]) -> TypeVotes | None:
        """What the probability of a spelling's type is learned from; None for one that no note writes."""
        totals = self._totals.get(text)
        if totals is None or not is_name(text, totals):
            return None
        return _votes(self._group(key_of(text)), own)

    def _group(self, key: str) -> _Group:
        """The spellings of one name: those with the same key that are names themselves; there must be one."""
        found = self._groups.get(key)
        if found is None:
            same = ((text, self._totals[text]) for text in self._spellings[key])
            names = [(text, totals) for text, totals in same if is_name(text, totals)]
            merged = names[0][1]
            for _, other in names[1:]:
                merged = merged.merged(other)
            found = self._groups[key] = _Group(_usual(names), merged)
        return found

    def view(self, evidence: Evidence, least: float = 0.0) -> LexiconView:
        """Cut out what can matter for one note: its phrases, and the parts of its longer phrases.

        Args:
            evidence: Of the note.
            least: How likely a name's type must be to be a sure one.
        """
        own = {sighting.text: sighting.votes for sighting in evidence.sightings}
        found = ((text, self.entry(text, own.get(text, ()), least)) for text in sorted(asked(evidence.sightings)))
        return LexiconView(tuple((text, entry) for text, entry in found if entry), evidence.pairs)


def _votes(group: _Group, own: tuple[int, ...]) -> TypeVotes:
    return TypeVotes(group.name, points_of(group.totals, own), own)


def asked(sightings: Iterable[Sighting]) -> set[str]:
    """The spellings that the view of a note with these sightings may be made of: they decide its entries."""
    return {part for sighting in sightings for part in parts(sighting.text)}


def parts(text: str) -> Iterator[str]:
    """A phrase, and all runs of up to ``PART`` neighbouring words of it."""
    yield text
    split = text.split(" ")[:LONGEST_PHRASE]
    for size in range(1, min(PART, len(split) - 1) + 1):
        for start in range(len(split) - size + 1):
            yield " ".join(split[start : start + size])


def _usual(group: list[tuple[str, SpellingTotals]]) -> str:
    """The usual spelling: a well-known full form, else that of most notes, most often inside sentences, the longest."""
    table = words()
    full = {table.canonical.get(text, "") for text, _ in group}

    def rank(item: tuple[str, SpellingTotals]) -> tuple[bool, int, bool, int, int, str]:
        text, totals = item
        return text in full, totals.notes, text in table.types, totals.mid, len(text), text

    return max(group, key=rank)[0]
