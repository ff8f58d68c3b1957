"""The rows of notes in the search file: their claims in full text and packed, and how often each entity occurs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kg.store.engine.cue_index import NoteLines  # noqa: TC001 - msgspec reads the annotations

if TYPE_CHECKING:
    from kg.files.database import Database
    from kg.store.engine.cue_index import CueIndex

SCHEMA = """
CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, facts BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS claim (id INTEGER PRIMARY KEY, note INTEGER NOT NULL, iri TEXT NOT NULL, data BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS claim_note ON claim (note);
CREATE INDEX IF NOT EXISTS claim_iri ON claim (iri);
CREATE VIRTUAL TABLE IF NOT EXISTS words
    USING fts5 (text, note, entities, tokenize = "porter unicode61 remove_diacritics 2");
CREATE TABLE IF NOT EXISTS tally (entity TEXT, note INTEGER, claims INTEGER NOT NULL, PRIMARY KEY (entity, note))
    WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS tally_note ON tally (note);
"""


class SearchRow(NamedTuple):
    """What is searchable of a claim: its IRI, text and note's path, and the names of its entities and key terms.

    ``data`` is the whole claim, as ``kg.store.engine.fact_packing`` packs it.
    """

    claim: str
    text: str
    note: str
    entities: tuple[str, ...]
    data: bytes = b""


class RowsOfNote(NamedTuple):
    """All that the search file keeps of a note: its claims in reading order, its packed facts, its transcript lines."""

    rows: tuple[SearchRow, ...]
    facts: bytes = b""
    lines: NoteLines | None = None


_packer = msgspec.msgpack.Encoder()
_unpacker = msgspec.msgpack.Decoder(RowsOfNote)


def packed(note: RowsOfNote) -> bytes:
    """Pack the rows of a note."""
    return _packer.encode(note)


def unpacked(data: bytes) -> RowsOfNote:
    """Give them back."""
    return _unpacker.decode(data)


def replace(database: Database, cues: CueIndex, iri: str, fresh: RowsOfNote) -> None:
    """Make these the rows of a note, inside a transaction."""
    note = _forget(database, cues, iri)
    if fresh.lines is not None:
        cues.replace_lines(iri, fresh.lines)
    if note is None:
        add = "INSERT INTO note (iri, facts) VALUES (?, ?) RETURNING id"
        note = database.execute(add, (iri, fresh.facts)).fetchone()[0]
    else:
        database.execute("UPDATE note SET facts = ? WHERE id = ?", (fresh.facts, note))
    tally: dict[str, int] = {}
    add = "INSERT INTO claim (note, iri, data) VALUES (?, ?, ?) RETURNING id"
    words: list[tuple[int, str, str, str]] = []
    for row in fresh.rows:
        (number,) = database.execute(add, (note, row.claim, row.data)).fetchone()
        words.append((number, row.text, row.note.removesuffix(".md"), " · ".join(row.entities)))
        for entity in row.entities:
            tally[entity] = tally.get(entity, 0) + 1
    database.executemany("INSERT INTO words (rowid, text, note, entities) VALUES (?, ?, ?, ?)", words)
    database.executemany(
        "INSERT INTO tally VALUES (?, ?, ?)", [(entity, note, count) for entity, count in sorted(tally.items())]
    )


def remove(database: Database, cues: CueIndex, iri: str) -> None:
    """Forget a note, inside a transaction."""
    _forget(database, cues, iri)
    database.execute("DELETE FROM note WHERE iri = ?", (iri,))


def _forget(database: Database, cues: CueIndex, iri: str) -> int | None:
    found = database.execute("SELECT id FROM note WHERE iri = ?", (iri,)).fetchone()
    if found is not None:
        cues.remove_lines(iri)
        database.execute("DELETE FROM words WHERE rowid IN (SELECT id FROM claim WHERE note = ?)", found)
        database.execute("DELETE FROM claim WHERE note = ?", found)
        database.execute("DELETE FROM tally WHERE note = ?", found)
    return found[0] if found else None
