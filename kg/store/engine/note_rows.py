"""The rows of notes in the search file: their claims in full text, packed, and by entity, and what there is to count.

What is counted is kept up to date by whoever changes a note's rows, so that no question counts over the vault.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kg.model.transcript import is_candidate
from kg.rdf.terms import clean, entity_iri, entity_name
from kg.store.engine.cue_index import NoteLines  # noqa: TC001 - msgspec reads the annotations
from kg.store.engine.value_table import ClaimValue  # noqa: TC001 - as above

if TYPE_CHECKING:
    from kg.files.database import Database
    from kg.store.engine.cue_index import CueIndex

SCHEMA = """
CREATE TABLE IF NOT EXISTS note (
    id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, path TEXT NOT NULL,
    spoken INTEGER NOT NULL,  -- whether it is a transcript that gives claims
    claims INTEGER NOT NULL, statements INTEGER NOT NULL, repaired INTEGER NOT NULL, unreached INTEGER NOT NULL,
    quads INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS note_facts (note INTEGER PRIMARY KEY, facts BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS claim (
    id INTEGER PRIMARY KEY,   -- in reading order within a note
    note INTEGER NOT NULL, iri TEXT NOT NULL, callout TEXT, modality TEXT NOT NULL, data BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS claim_note ON claim (note);
CREATE INDEX IF NOT EXISTS claim_iri ON claim (iri);
CREATE INDEX IF NOT EXISTS claim_callout ON claim (callout) WHERE callout IS NOT NULL;
CREATE TABLE IF NOT EXISTS topic (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);  -- an entity, as its IRI has it
CREATE TABLE IF NOT EXISTS said (
    topic INTEGER, note INTEGER, claim INTEGER, about INTEGER NOT NULL, PRIMARY KEY (topic, note, claim)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS words
    USING fts5 (text, note, entities, tokenize = "porter unicode61 remove_diacritics 2");
CREATE TABLE IF NOT EXISTS tally (entity TEXT, note INTEGER, claims INTEGER NOT NULL, PRIMARY KEY (entity, note))
    WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS tally_note ON tally (note);
"""
# what the claims of a note add to the counts of the entities in them, or take from them
COUNT = """UPDATE entity SET claims = entity.claims {0} tally.claims, notes = entity.notes {0} 1 FROM tally
    WHERE tally.note = ? AND tally.entity = entity.name"""


class SearchRow(NamedTuple):
    """What is searchable of a claim: its IRI, text and note's path, and the names of its entities and key terms.

    ``about`` are those of the names that its main proposition is about; ``callout`` and ``modality`` as in ``Claim``;
    ``values`` are the attributes that it gives values for; ``data`` is the whole claim, as
    ``kg.store.engine.fact_packing`` packs it.
    """

    claim: str
    text: str
    note: str
    entities: tuple[str, ...]
    data: bytes = b""
    about: tuple[str, ...] = ()
    callout: str | None = None
    modality: str = ""
    values: tuple[ClaimValue, ...] = ()


class NoteCounts(NamedTuple):
    """What a note's graph holds, in numbers: besides its claims, those with a repaired time, and all its quads.

    ``unreached`` are times of the note that reach no claim.
    """

    statements: int = 0
    repaired: int = 0
    unreached: int = 0
    quads: int = 0


class RowsOfNote(NamedTuple):
    """All that the search file keeps of a note.

    Attributes:
        rows: Its claims in reading order.
        facts: What is known of the note itself, packed.
        lines: Those of a transcript that stands in it.
        path: Of its file.
        counts: How much its graph holds.
    """

    rows: tuple[SearchRow, ...]
    facts: bytes = b""
    lines: NoteLines | None = None
    path: str = ""
    counts: NoteCounts = NoteCounts()


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
    add = "INSERT OR REPLACE INTO note VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"
    about_note = (note, iri, clean(fresh.path), is_candidate(fresh.path), len(fresh.rows), *fresh.counts)
    (note,) = database.execute(add, about_note).fetchone()
    database.execute("INSERT OR REPLACE INTO note_facts VALUES (?, ?)", (note, fresh.facts))
    tally: dict[str, int] = {}
    add = "INSERT INTO claim (note, iri, callout, modality, data) VALUES (?, ?, ?, ?, ?) RETURNING id"
    words: list[tuple[int, str, str, str]] = []
    said: list[tuple[int, int, bool, str]] = []
    values: list[tuple[str | int, ...]] = []
    for row in fresh.rows:
        (number,) = database.execute(add, (note, row.claim, row.callout, row.modality, row.data)).fetchone()
        words.append((number, row.text, row.note.removesuffix(".md"), " · ".join(row.entities)))
        values += [(*value, number, note) for value in row.values]
        about = set(map(one_name, row.about))
        said += [(note, number, name in about, name) for name in sorted({*map(one_name, row.entities)} | about)]
        for entity in row.entities:
            tally[entity] = tally.get(entity, 0) + 1
    database.executemany("INSERT INTO words (rowid, text, note, entities) VALUES (?, ?, ?, ?)", words)
    topics = sorted({name for *_, name in said})
    database.executemany("INSERT OR IGNORE INTO topic (name) VALUES (?)", [(name,) for name in topics])
    database.executemany("INSERT INTO value VALUES (?, ?, ?, ?, ?, ?, ?)", values)
    database.executemany("INSERT INTO said SELECT id, ?, ?, ? FROM topic WHERE name = ?", said)
    database.executemany(
        "INSERT INTO tally VALUES (?, ?, ?)", [(entity, note, count) for entity, count in sorted(tally.items())]
    )
    database.execute(COUNT.format("+"), (note,))


def one_name(name: str) -> str:
    """Return what names of entities with one IRI share."""
    return entity_name(entity_iri(name))


def remove(database: Database, cues: CueIndex, iri: str) -> None:
    """Forget a note, inside a transaction."""
    note = _forget(database, cues, iri)
    database.execute("DELETE FROM note_facts WHERE note = ?", (note,))
    database.execute("DELETE FROM note WHERE id = ?", (note,))


def _forget(database: Database, cues: CueIndex, iri: str) -> int | None:
    found = database.execute("SELECT id FROM note WHERE iri = ?", (iri,)).fetchone()
    if found is not None:
        cues.remove_lines(iri)
        (note,) = found
        names = {one_name(name) for (name,) in database.execute("SELECT entity FROM tally WHERE note = ?", found)}
        forget = "DELETE FROM said WHERE note = ? AND topic = (SELECT id FROM topic WHERE name = ?)"
        database.executemany(forget, [(note, name) for name in sorted(names)])
        database.execute("DELETE FROM words WHERE rowid IN (SELECT id FROM claim WHERE note = ?)", found)
        database.execute("DELETE FROM value WHERE note = ?", found)
        database.execute("DELETE FROM claim WHERE note = ?", found)
        database.execute(COUNT.format("-"), found)
        database.execute("DELETE FROM tally WHERE note = ?", found)
    return found[0] if found else None
