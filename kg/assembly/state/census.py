"""What the graphs of all notes hold of each entity, property, recording and channel, kept note by note.

Each of them is described once for the vault. ``count`` replaces what one note says, and marks as *stale* whatever it
says something else of than before; only that is described again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kg.extract.names.entity_list import Use
from kg.rdf.terms import entity_iri, entity_name, property_iri, property_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.assembly.state.build_state import BuildState

ENTITY, PROPERTY, RECORDING, CHANNEL = "entity", "property", "recording", "channel"

Thing = tuple[str, str]  # its kind and name


class Summary(msgspec.Struct, frozen=True, array_like=True):
    """What a note's graph holds, for the totals and for what is described once for the vault.

    Attributes:
        claims: How many claims.
        repaired: How many of them play another second than the one written.
        media, channel: As in ``NoteFacts``.
        entities: The entities that it names, and how.
        properties: Local names of the properties that its statements use, sorted.
        uncorrected: The entities that it would name without the user's corrections; None when it would be the same.
        rejected: IRI and words of the claims that the user rejected.
        held: What a language model says and the parse does not bear out: where the claim is in the note's text (code
            points), the saying, and why it is held back.
    """

    claims: int
    repaired: int
    media: str | None
    channel: str | None
    entities: tuple[Use, ...]
    properties: tuple[str, ...]
    uncorrected: tuple[Use, ...] | None = None
    rejected: tuple[tuple[str, str], ...] = ()
    held: tuple[tuple[int, int, str, str], ...] = ()


class Content(NamedTuple):
    """What a build keeps of a note's graph: its summary, and its block of TriG, compressed."""

    summary: Summary
    trig: bytes


class GraphTotals(NamedTuple):
    """How many notes, claims, and claims and notes with a repaired time the graphs hold."""

    notes: int
    claims: int
    repaired: int
    notes_repaired: int


_summary = msgspec.msgpack.Decoder(Summary)
_text = msgspec.msgpack.Decoder(str)
_uses = msgspec.msgpack.Decoder(tuple[Use, ...])


def count(state: BuildState, note: int, held: Content) -> None:
    """Count a note's graph instead of the one that it had before."""
    summary = held.summary
    _recount(state, note, things_of(summary))
    state.change(
        "INSERT OR REPLACE INTO output (note, claims, repaired, summary, trig) VALUES (?, ?, ?, ?, ?)",
        [(note, summary.claims, summary.repaired, msgspec.msgpack.encode(summary), held.trig)],
    )


def forget(state: BuildState, note: int) -> None:
    """Count a note's graph no longer."""
    _recount(state, note, {})
    state.change("DELETE FROM output WHERE note = ?", [(note,)])


def totals(state: BuildState) -> GraphTotals:
    """The totals over all graphs."""
    query = """SELECT coalesce(sum(path LIKE '%.md'), 0), coalesce(sum(claims), 0), coalesce(sum(repaired), 0),
        count(nullif(repaired, 0)) FROM output JOIN note ON note = id"""  # a transcript that gives claims is no note
    return GraphTotals(*state.rows(query)[0])


def summaries(state: BuildState) -> Iterator[Summary]:
    """The summary of every note, by path."""
    query = "SELECT path, summary FROM note JOIN output ON note = id WHERE path > ? ORDER BY path LIMIT ?"
    return (_summary.decode(row) for _, row in state.walk(query))


def held_back(state: BuildState) -> Iterator[tuple[str, tuple[int, int, str, str]]]:
    """What of a language model's sayings is held back, with the path of the note, by path."""
    query = "SELECT path, summary FROM note JOIN output ON note = id WHERE path > ? ORDER BY path LIMIT ?"
    return ((path, each) for path, row in state.walk(query) for each in _summary.decode(row).held)


def blocks(state: BuildState) -> Iterator[bytes]:
    """The block of TriG, compressed, of every note, by path."""
    query = "SELECT path, trig FROM note JOIN output ON note = id WHERE path > ? ORDER BY path LIMIT ?"
    return (block for _, block in state.walk(query))


def stale(state: BuildState) -> list[Thing]:
    """What has to be described again, sorted."""
    return [(kind, name) for kind, name in state.rows("SELECT kind, name FROM stale ORDER BY kind, name")]


def names(state: BuildState, *kinds: str) -> Iterator[str]:
    """The names of all that any note has of some kinds, each once, sorted; a few are read at a time."""
    one = "SELECT name FROM (SELECT DISTINCT name FROM used WHERE kind = '{}' AND name > ?1 ORDER BY name LIMIT ?2)"
    query = f"{' UNION '.join(map(one.format, kinds))} ORDER BY name LIMIT ?2"
    return (name for (name,) in state.walk(query))


def described(state: BuildState) -> None:
    """Say that nothing has to be described again."""
    state.change("DELETE FROM stale", [()])


def is_used(state: BuildState, thing: Thing) -> bool:
    """Whether any note has it."""
    return bool(state.rows("SELECT 1 FROM used WHERE kind = ? AND name = ? LIMIT 1", thing))


def channels(state: BuildState, name: str) -> list[str]:
    """The channels of that name, as the notes write it, sorted."""
    rows = state.rows("SELECT DISTINCT data FROM used WHERE kind = ? AND name = ?", (CHANNEL, name))
    return sorted(_text.decode(data) for (data,) in rows)


def uses(state: BuildState, entity: str) -> list[tuple[Use, ...]]:
    """How each of the notes that name an entity, by ``one_name``, uses it."""
    rows = state.rows("SELECT data FROM used WHERE kind = ? AND name = ?", (ENTITY, entity))
    return [_uses.decode(data) for (data,) in rows]


def one_name(name: str) -> str:
    """What names of entities and channels with one IRI share."""
    return entity_name(entity_iri(name))


def things_of(summary: Summary) -> dict[Thing, bytes]:
    """Everything that a note has, each with what the note says of it."""
    named: dict[str, list[Use]] = {}
    for use in summary.entities:
        named.setdefault(one_name(use.entity), []).append(use)
    found = {(ENTITY, name): msgspec.msgpack.encode(rows) for name, rows in named.items()}
    found |= {(PROPERTY, property_name(property_iri(name))): b"" for name in summary.properties}
    if summary.media is not None:
        found[RECORDING, summary.media] = b""
    if summary.channel is not None:
        found[CHANNEL, one_name(summary.channel)] = msgspec.msgpack.encode(summary.channel)
    return found


def _recount(state: BuildState, note: int, after: dict[Thing, bytes]) -> None:
    kept = state.rows("SELECT summary FROM output WHERE note = ?", (note,))
    before = things_of(_summary.decode(kept[0][0])) if kept else {}
    gone = [thing for thing in before if thing not in after]
    new = [(*thing, note, data) for thing, data in after.items() if before.get(thing) != data]
    state.change("DELETE FROM used WHERE kind = ? AND name = ? AND note = ?", ((*thing, note) for thing in gone))
    state.change("INSERT OR REPLACE INTO used (kind, name, note, data) VALUES (?, ?, ?, ?)", new)
    state.change("INSERT OR IGNORE INTO stale VALUES (?, ?)", [*gone, *((kind, name) for kind, name, *_ in new)])
