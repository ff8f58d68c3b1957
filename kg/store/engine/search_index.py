"""The search file next to the graph: full text over claims, names and aliases of entities, and how often each occurs.

It holds nothing that the notes do not: every row is written together with the graph of its note, and may be written
again.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from contextlib import ExitStack, closing, contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple
from weakref import finalize

from kg.files.open_database import open_database
from kg.rdf.terms import clean
from kg.store.engine import cue_index, entity_names, fact_cache
from kg.store.engine.cue_index import CueIndex
from kg.store.engine.entity_names import NameTables
from kg.store.engine.fact_cache import Kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.model import Claim
    from kg.store.engine.cue_index import NoteLines

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
WEIGHTS = "10.0, 2.0, 4.0"  # a word of the claim's own text counts most, then a name of an entity, then the note's path

_WORD = re.compile(r'"([^"]*)"?|(\S+)')
_MARK = re.compile("[\x02\x03]")
_MARKS = ("\x02", "\x03")  # what sqlite puts around a hit: control characters, so that no text can pretend to be one


class SearchRow(NamedTuple):
    """What is searchable of a claim: its IRI, text and note's path, and the names of its entities and key terms.

    ``data`` is the whole claim, as ``kg.store.engine.fact_packing`` packs it.
    """

    claim: str
    text: str
    note: str
    entities: tuple[str, ...]
    data: bytes = b""


class Hit(NamedTuple):
    """A claim found: its IRI, its text with each hit between U+0002 and U+0003, and its rank (lower is better)."""

    claim: str
    marked: str
    rank: float


class EntityCount(NamedTuple):
    """An entity with the number of claims that mention it or are about it, and of notes that these are in."""

    name: str
    type: str
    claims: int
    notes: int


def search_rows(claims: Iterable[Claim]) -> tuple[SearchRow, ...]:
    """Return the searchable rows of claims."""
    return tuple(
        SearchRow(
            claim.id,
            _MARK.sub(" ", clean(claim.text)),
            clean(claim.note),
            tuple(sorted({mention.entity for mention in claim.mentions}.union(claim.about, claim.terms))),
        )
        for claim in claims
    )


def match_expression(text: str) -> str:
    """Turn what a user typed into an FTS5 expression that means no more than it says.

    Words must all occur; ``"several words"`` is a phrase; ``word*`` matches by beginning. Everything else, operators of
    FTS5 included, is plain text. Returns "" when there is nothing to search for.
    """
    terms = []
    for match in _WORD.finditer(clean(text).replace("\0", " ")):
        word = match[1] if match[2] is None else match[2].replace('"', " ")
        prefix = match[2] is not None and word.endswith("*")
        if any(char.isalnum() for char in word):
            terms.append(f'"{word.rstrip("*")}"' + ("*" if prefix else ""))
    return " ".join(terms)


def marks(marked: str) -> tuple[tuple[int, int], ...]:
    """Return the ranges of the plain text that a hit's marks are around."""
    found: list[tuple[int, int]] = []
    place = 0
    for number, piece in enumerate(_MARK.split(marked)):
        if number % 2:  # every second piece is between marks
            found.append((place, place + len(piece)))
        place += len(piece)
    return tuple(found)


class SearchFile:
    """An open search file; the caller turns ``sqlite3.Error`` into an error that names the store.

    Attributes:
        read_only: Whether it was opened for reading only.
        names: What it knows of the entities' names.
        kept: Whole notes and claims.
        cues: Transcripts.
    """

    def __init__(self, database: sqlite3.Connection, *, read_only: bool) -> None:
        self._db = database
        self.read_only = read_only
        self.names = NameTables(database)
        self.kept = Kept(database)
        self.cues = CueIndex(database)
        finalize(self, _let_go, database)  # who asks a graph from Python may drop it without closing it

    @classmethod
    def open(cls, path: Path, *, read_only: bool) -> SearchFile:
        """Open a search file; made when missing, unless read-only."""
        database = open_database(path, write=not read_only, isolation=None)
        return cls(database if read_only else _prepared(database), read_only=read_only)

    @classmethod
    def in_memory(cls) -> SearchFile:
        """Make an empty one that is gone when it is closed."""
        return cls(_prepared(sqlite3.connect(":memory:", isolation_level=None)), read_only=False)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make everything written inside happen whole or not at all."""
        self._db.execute("BEGIN IMMEDIATE")
        with self._db:
            self.kept.outgrow()
            yield

    def replace_note(
        self, iri: str, rows: Sequence[SearchRow], facts: bytes = b"", lines: NoteLines | None = None
    ) -> None:
        """Make these the rows of a note, in reading order, inside a transaction."""
        note = self._forget(iri)
        if lines is not None:
            self.cues.replace_lines(iri, lines)
        if note is None:
            add = "INSERT INTO note (iri, facts) VALUES (?, ?) RETURNING id"
            note = self._db.execute(add, (iri, facts)).fetchone()[0]
        else:
            self._db.execute("UPDATE note SET facts = ? WHERE id = ?", (facts, note))
        tally: dict[str, int] = {}
        add = "INSERT INTO claim (note, iri, data) VALUES (?, ?, ?) RETURNING id"
        words: list[tuple[int, str, str, str]] = []
        for row in rows:
            (number,) = self._db.execute(add, (note, row.claim, row.data)).fetchone()
            words.append((number, row.text, row.note.removesuffix(".md"), " · ".join(row.entities)))
            for entity in row.entities:
                tally[entity] = tally.get(entity, 0) + 1
        self._db.executemany("INSERT INTO words (rowid, text, note, entities) VALUES (?, ?, ?, ?)", words)
        self._db.executemany(
            "INSERT INTO tally VALUES (?, ?, ?)", [(entity, note, count) for entity, count in sorted(tally.items())]
        )

    def remove_note(self, iri: str) -> None:
        """Forget a note, inside a transaction."""
        self._forget(iri)
        self._db.execute("DELETE FROM note WHERE iri = ?", (iri,))

    def _forget(self, iri: str) -> int | None:
        found = self._db.execute("SELECT id FROM note WHERE iri = ?", (iri,)).fetchone()
        if found is not None:
            self.cues.remove_lines(iri)
            self._db.execute("DELETE FROM words WHERE rowid IN (SELECT id FROM claim WHERE note = ?)", found)
            self._db.execute("DELETE FROM claim WHERE note = ?", found)
            self._db.execute("DELETE FROM tally WHERE note = ?", found)
        return found[0] if found else None

    def notes(self) -> set[str]:
        """Return the IRIs of the notes that have rows here."""
        return {iri for (iri,) in self._db.execute("SELECT iri FROM note")}

    def search(self, text: str, limit: int) -> list[Hit]:
        """Find claims by their words, best first; equal ranks in order of IRI."""
        expression = match_expression(text)
        if not expression:
            return []
        query = f"""
            SELECT claim.iri, highlight(words, 0, ?, ?), bm25(words, {WEIGHTS}) AS score
            FROM words JOIN claim ON claim.id = words.rowid
            WHERE words MATCH ? ORDER BY score, claim.iri LIMIT ?"""  # noqa: S608 - the weights are our own constant
        return [Hit(*row) for row in self._db.execute(query, (*_MARKS, expression, limit))]

    def claims_with(self, part: str) -> list[str]:
        """Return the IRIs of the claims that hold a text, sorted."""
        return [iri for (iri,) in self._db.execute("SELECT iri FROM claim WHERE instr(iri, ?) ORDER BY iri", (part,))]

    def counts(self, type_: str | None = None, least: int = 0, *, terms: bool = False) -> list[EntityCount]:
        """Return entities with how often they are mentioned, most claims first, then by name.

        Args:
            type_: Of this type only.
            least: Claims that they have at least.
            terms: Whether also those that are key terms only.
        """
        query = """
            SELECT name, type, coalesce(sum(claims), 0) AS n, count(claims) FROM entity
            LEFT JOIN tally ON tally.entity = entity.name WHERE (:type IS NULL OR type = :type) AND term <= :terms
            GROUP BY name HAVING n >= :least ORDER BY n DESC, name"""
        return [EntityCount(*row) for row in self._db.execute(query, {"type": type_, "least": least, "terms": terms})]

    def count_of(self, entity: str) -> EntityCount:
        """Return one entity, which must exist, with how often it is mentioned."""
        query = """
            SELECT name, type, coalesce(sum(claims), 0), count(claims) FROM entity
            LEFT JOIN tally ON tally.entity = entity.name WHERE name = ? GROUP BY name"""
        return EntityCount(*self._db.execute(query, (entity,)).fetchone())

    def tallies(self, notes: Iterable[str]) -> dict[str, int]:
        """Return how often entities are mentioned in some notes, given their IRIs, by name."""
        total: Counter[str] = Counter()
        query = "SELECT entity, claims FROM tally JOIN note ON tally.note = note.id WHERE iri = ?"
        for iri in notes:
            for entity, claims in self._db.execute(query, (iri,)):
                total[entity] += claims
        return dict(total)

    def claim_counts(self) -> dict[str, int]:
        """Return the number of claims of each note, by the note's IRI."""
        query = "SELECT note.iri, count(claim.id) FROM note LEFT JOIN claim ON claim.note = note.id GROUP BY note.id"
        return dict(self._db.execute(query))


def _let_go(database: sqlite3.Connection) -> None:
    with suppress(sqlite3.Error):  # it belongs to another thread
        database.close()


def _prepared(database: sqlite3.Connection) -> sqlite3.Connection:
    """A database made ready to be written; it is closed where it cannot be."""
    with ExitStack() as opened:
        opened.enter_context(closing(database))
        database.execute("PRAGMA journal_mode = WAL")  # readers are not kept waiting by a writer
        database.execute("PRAGMA synchronous = NORMAL")
        database.executescript(SCHEMA + entity_names.SCHEMA + fact_cache.SCHEMA + cue_index.SCHEMA)
        opened.pop_all()  # nothing failed, so it stays open
    return database
