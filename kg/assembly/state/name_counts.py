"""The counts of every spelling of the vault, kept in the build state, and which notes a change of them touches."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from kg.assembly.state.batches import batches
from kg.extract.names.lexicon import Lexicon
from kg.extract.names.name_decision import SpellingTotals, key_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from kg.assembly.state.build_state import BuildState
    from kg.extract.names.name_evidence import Sighting

ASKED = 900  # spellings asked for in one query: SQLite before 3.32 takes 999
MANY = 2_000  # changed spellings from which on looking at every note is quicker than asking which it touches

_counts = msgspec.msgpack.Decoder(tuple[int, int, int, int, int, int, int, int, int, tuple[int, ...]])
_votes = msgspec.msgpack.Decoder(tuple[int, ...])


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What a change of counts may touch: ``texts`` wherever they are, some ``notes`` by number, or ``every`` note."""

    texts: frozenset[str] = frozenset()
    notes: frozenset[int] = frozenset()
    every: bool = False


@dataclass(slots=True)
class Spellings:
    """Gathers what changed notes say now and said before, and then changes the counts."""

    state: BuildState
    least: float = 0.0
    _lost: dict[str, SpellingTotals] = field(default_factory=dict)
    _gained: dict[str, SpellingTotals] = field(default_factory=dict)

    def change(self, note: int, before: Sequence[Sighting], after: Sequence[Sighting]) -> None:
        """Take note of what one note says now instead of what it said before."""
        old, new = set(before), set(after)
        for counts, rows in ((self._lost, old - new), (self._gained, new - old)):
            for row in rows:
                known, more = counts.get(row.text), SpellingTotals.of(row)
                counts[row.text] = known.merged(more) if known else more
        self.state.change(
            "DELETE FROM vote WHERE text = ? AND note = ?", ((row.text, note) for row in old - new if row.votes)
        )
        self.state.change(
            "INSERT INTO vote (text, note, votes) VALUES (?, ?, ?)",
            ((row.text, note, msgspec.msgpack.encode(row.votes)) for row in new - old if row.votes),
        )

    def apply(self) -> Suspicion:
        """Change the counts, and return what that may affect."""
        changed = sorted(self._lost.keys() | self._gained.keys())
        suspicious = bool(self.state.rows("SELECT 1 FROM note WHERE outcome IS NOT NULL LIMIT 1"))
        if suspicious and len(changed) <= MANY:
            before = _groups(self.state, changed)
            self._write(changed)
            return _compared(self.state, before, _groups(self.state, changed), self.least)
        self._write(changed)
        return Suspicion(every=suspicious and bool(changed))

    def _write(self, changed: Sequence[str]) -> None:
        rows = []
        for text in changed:
            totals = _totals(self.state, text)
            if text in self._lost and totals is not None:
                totals = totals.without(self._lost[text])
            if text in self._gained:
                totals = totals.merged(self._gained[text]) if totals else self._gained[text]
            rows.append((text, totals))
        self.state.change("DELETE FROM spelling WHERE text = ?", ((text,) for text, _ in rows))
        self.state.change(
            "INSERT INTO spelling (text, key, totals) VALUES (?, ?, ?)",
            ((text, key_of(text), _packed(totals)) for text, totals in rows if totals and totals.notes),
        )


def lexicon(state: BuildState, texts: Collection[str]) -> Lexicon:
    """The part of the vault's lexicon about these spellings: their counts, and those of the same names."""
    found: dict[str, SpellingTotals] = {}
    for some in batches(sorted(texts), ASKED):
        query = f"""SELECT text, totals FROM spelling WHERE key IN
            (SELECT key FROM spelling WHERE text IN ({", ".join("?" * len(some))}))"""  # noqa: S608 - ours
        found |= {text: _unpacked(totals) for text, totals in state.rows(query, some)}
    return Lexicon.of(found)


def _groups(state: BuildState, texts: Sequence[str]) -> dict[str, SpellingTotals]:
    """The counts of spellings, and of all other spellings of the same names."""
    query = "SELECT text, totals FROM spelling WHERE key = ?"
    keys = sorted({key_of(text) for text in texts})
    return {text: _unpacked(totals) for key in keys for text, totals in state.rows(query, (key,))}


def _compared(
    state: BuildState, before: Mapping[str, SpellingTotals], after: Mapping[str, SpellingTotals], least: float
) -> Suspicion:
    """Which spellings mean something else now, for all notes or for those that vote on their type themselves."""
    old, new = Lexicon.of(before), Lexicon.of(after)
    texts, notes = set(), set()
    for text in before.keys() | after.keys():
        if old.entry(text, (), least) != new.entry(text, (), least):
            texts.add(text)
            continue
        for note, votes in state.rows("SELECT note, votes FROM vote WHERE text = ?", (text,)):
            own = _votes.decode(votes)
            if old.entry(text, own, least) != new.entry(text, own, least):
                notes.add(note)
    return Suspicion(frozenset(texts), frozenset(notes))


def _totals(state: BuildState, text: str) -> SpellingTotals | None:
    found = state.rows("SELECT totals FROM spelling WHERE text = ?", (text,))
    return _unpacked(found[0][0]) if found else None


def _packed(totals: SpellingTotals) -> bytes:
    return msgspec.msgpack.encode(
        (
            totals.notes,
            totals.mid,
            totals.first,
            totals.label,
            totals.proper,
            totals.quoted,
            totals.linked,
            totals.listed,
            totals.lower,
            totals.votes,
        )
    )


def _unpacked(totals: bytes) -> SpellingTotals:
    return SpellingTotals(*_counts.decode(totals))
