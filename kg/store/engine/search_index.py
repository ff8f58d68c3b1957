"""The search file next to the graph: full text over claims, names and aliases of entities, and how often each occurs.

It holds nothing that the notes do not. What a build writes is staged, and readers see it once it is published; each of
them reads inside one transaction, so that nothing changes for it meanwhile.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, NamedTuple

from kg.files.database import Database
from kg.files.open_database import open_database
from kg.rdf.terms import clean
from kg.store.engine import cue_index, entity_names, generation, note_rows, staged_changes, subject_table, value_table
from kg.store.engine.cue_index import CueIndex
from kg.store.engine.entity_names import NameTables, which
from kg.store.engine.fact_cache import Kept
from kg.store.engine.note_rows import RowsOfNote, SearchRow
from kg.store.engine.staged_changes import NOTE, Staged, StagedChanges
from kg.store.engine.subject_table import SubjectTable
from kg.store.engine.value_table import ValueTable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from kg.model import Claim
    from kg.store.engine.generation import Generation
    from kg.store.engine.value_table import Attribute, PairCounter

SCHEMA = "".join(
    room.SCHEMA for room in (note_rows, entity_names, subject_table, value_table, cue_index, generation, staged_changes)
)
LEFT = 16_000_000  # bytes that the log of changes may have once it has been worked in
WEIGHTS = "10.0, 2.0, 4.0"  # a word of the claim's own text counts most, then a name of an entity, then the note's path

_WORD = re.compile(r'"([^"]*)"?|(\S+)')
_MARK = re.compile("[\x02\x03]")
_MARKS = ("\x02", "\x03")  # what sqlite puts around a hit: control characters, so that no text can pretend to be one


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
            about=tuple(sorted({*claim.about, *claim.terms})),
            callout=claim.callout and clean(claim.callout),
            modality=claim.modality,
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
    """An open search file; the caller turns SQLite's errors into one that names the store.

    Attributes:
        read_only: Whether it was opened for reading only.
        generation: What it belongs to; a reader's stays as it is, None when nothing was published.
        staged: What was written since.
        names: What it knows of the entities' names.
        subjects: What of the entities' graph is written.
        kept: Whole notes and claims.
        values: For which attributes claims give values.
        cues: Transcripts.
    """

    def __init__(self, database: Database, *, read_only: bool) -> None:
        self._db = database
        self.read_only = read_only
        self.generation: Generation | None = None
        self.staged = StagedChanges(database)
        self.names = NameTables(database)
        self.subjects = SubjectTable(database, self.staged)
        self.kept = Kept(database)
        self.values = ValueTable(database)
        self.cues = CueIndex(database, self.staged)

    @classmethod
    def open(cls, path: Path, *, read_only: bool) -> SearchFile:
        """Open a search file; made when missing, unless read-only."""
        database = open_database(path, write=not read_only)
        with ExitStack() as opened:
            opened.enter_context(closing(database))
            if read_only:
                database.execute("BEGIN")  # what is read from here on is one state, until it is closed
            else:
                _prepare(database)
            found = cls(database, read_only=read_only)
            found.generation = generation.current(database)
            found.staged.active = not read_only and found.generation is not None
            opened.pop_all()  # nothing failed, so it stays open
        return found

    @classmethod
    def in_memory(cls) -> SearchFile:
        """Make an empty one that is gone when it is closed."""
        database = Database.in_memory()
        _prepare(database)
        return cls(database, read_only=False)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def transaction(self) -> AbstractContextManager[None]:
        """Make everything written inside happen whole or not at all."""
        return self._db.transaction()

    def publish(self, fresh: Generation, counter: PairCounter | None = None) -> None:
        """Apply what is staged and name the generation that it belongs to, in one step that lasts.

        Args:
            fresh: The generation.
            counter: Counts the pairs of values of the attributes that have changed.
        """
        changed: set[Attribute] = set()
        self._db.execute("PRAGMA synchronous = FULL")  # the log is on the disk before an older snapshot may go
        with self.transaction():
            for iri, mark, data in self.staged.all(NOTE):
                changed |= self.values.of_note(iri)
                if mark is None or data is None:
                    note_rows.remove(self._db, self.cues, iri)
                else:
                    note_rows.replace(self._db, self.cues, iri, note_rows.unpacked(data))
                changed |= self.values.of_note(iri)
            self.values.recount(changed, counter)
            self.subjects.apply()
            self.cues.apply()
            self.staged.clear()
            generation.replace(self._db, fresh)
        self._db.execute("PRAGMA synchronous = NORMAL")
        self.generation, self.staged.active = fresh, True

    def replace_note(self, iri: str, fresh: RowsOfNote) -> None:
        """Make these the rows of a note, inside a transaction."""
        if self.staged.active:
            self.staged.put(NOTE, [Staged(iri, b"", note_rows.packed(fresh))])
        else:
            note_rows.replace(self._db, self.cues, iri, fresh)

    def remove_note(self, iri: str) -> None:
        """Forget a note, inside a transaction."""
        if self.staged.active:
            self.staged.put(NOTE, [Staged(iri, None)])
        else:
            note_rows.remove(self._db, self.cues, iri)

    def notes(self) -> set[str]:
        """Return the IRIs of the notes that have rows here, or will have when this is published."""
        published = {iri: b"" for (iri,) in self._db.execute("SELECT iri FROM note")}
        return set(self.staged.over(NOTE, published))

    def search(self, text: str, limit: int) -> list[Hit]:
        """Find claims by their words, best first; equal ranks in order of IRI."""
        expression = match_expression(text)
        if not expression:
            return []
        # texts and IRIs are read of those alone that rank as high as the last one that is wanted
        query = f"""
            WITH hit AS MATERIALIZED (SELECT rowid, bm25(words, {WEIGHTS}) AS score FROM words WHERE words MATCH :text),
            last AS (SELECT score FROM hit ORDER BY score LIMIT 1 OFFSET max(:limit - 1, 0)),
            best AS MATERIALIZED (
                SELECT claim.id, iri, score FROM hit JOIN claim ON claim.id = hit.rowid
                WHERE score <= coalesce((SELECT score FROM last), score) ORDER BY score, iri LIMIT :limit
            )
            SELECT iri, highlight(words, 0, :on, :off), best.score FROM best JOIN words ON words.rowid = best.id
            WHERE words MATCH :text ORDER BY best.score, iri"""  # noqa: S608 - the weights are our own constant
        values = {"text": expression, "limit": limit, "on": _MARKS[0], "off": _MARKS[1]}
        return [Hit(*row) for row in self._db.execute(query, values)]

    def claims_with(self, part: str) -> list[str]:
        """Return the IRIs of the claims that hold a text, sorted."""
        return [iri for (iri,) in self._db.execute("SELECT iri FROM claim WHERE instr(iri, ?) ORDER BY iri", (part,))]

    def counts(
        self, type_: str | None = None, least: int = 0, *, terms: bool = False, limit: int | None = None
    ) -> list[EntityCount]:
        """Return entities with how often they are mentioned, most claims first, then by name.

        Args:
            type_: Of this type only.
            least: Claims that they have at least.
            terms: Whether also those that are key terms only.
            limit: At most so many.
        """
        query = f"SELECT name, type, claims, notes FROM entity WHERE {which(type_, terms=terms)}"  # noqa: S608 - ours
        query += " ORDER BY claims DESC, name LIMIT :limit"
        values = {"type": type_, "least": least, "limit": -1 if limit is None else limit}
        return [EntityCount(*row) for row in self._db.execute(query, values)]

    def count_of(self, entity: str) -> EntityCount:
        """Return one entity, which must exist, with how often it is mentioned."""
        query = "SELECT name, type, claims, notes FROM entity WHERE name = ?"
        return EntityCount(*self._db.execute(query, (entity,)).fetchone())

    def tallies(self, notes: Iterable[str]) -> dict[str, int]:
        """Return how often entities are mentioned in some notes, given their IRIs, by name."""
        total: Counter[str] = Counter()
        query = "SELECT entity, tally.claims FROM tally JOIN note ON tally.note = note.id WHERE iri = ?"
        for iri in notes:
            for entity, claims in self._db.execute(query, (iri,)):
                total[entity] += claims
        return dict(total)

    def claim_counts(self) -> dict[str, int]:
        """Return the number of claims of each note, by the note's IRI."""
        query = "SELECT note.iri, count(claim.id) FROM note LEFT JOIN claim ON claim.note = note.id GROUP BY note.id"
        return dict(self._db.execute(query))


def _prepare(database: Database) -> None:
    database.execute("PRAGMA journal_mode = WAL")  # readers are not kept waiting by a writer
    database.execute("PRAGMA synchronous = NORMAL")
    database.execute(f"PRAGMA journal_size_limit = {LEFT}")
    database.execute(SCHEMA)
