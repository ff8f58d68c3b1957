"""Transcripts in the search file: their cues in full text, whose they are, and the cues around a second.

A query's words may lie in a cue and in the one after it, for speech is cut anywhere; a hit holds one of them itself.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kg.model.transcript import NOTE, Cue
from kg.rdf.terms import clean
from kg.store.engine.staged_changes import TRANSCRIPT, Staged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.files.database import Database
    from kg.store.engine.staged_changes import StagedChanges

SCHEMA = """
CREATE TABLE IF NOT EXISTS transcript (
    id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, key TEXT NOT NULL, format TEXT NOT NULL, language TEXT NOT NULL,
    length REAL NOT NULL, media TEXT, rank INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS heard_by (note TEXT, transcript INTEGER, PRIMARY KEY (note, transcript)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS heard_by_transcript ON heard_by (transcript);
CREATE INDEX IF NOT EXISTS transcript_key ON transcript (key);
CREATE INDEX IF NOT EXISTS transcript_media ON transcript (media);
CREATE TABLE IF NOT EXISTS cue (
    id INTEGER PRIMARY KEY, transcript INTEGER NOT NULL, start REAL, end REAL, speaker TEXT
);
CREATE INDEX IF NOT EXISTS cue_start ON cue (transcript, start);
CREATE VIRTUAL TABLE IF NOT EXISTS spoken
    USING fts5 (text, speaker, below, tokenize = "porter unicode61 remove_diacritics 2");
"""
WEIGHTS = "10.0, 2.0, 1.0"  # a word of the cue itself counts most, then its speaker, then the cue below it
BEFORE_ALL = -1
LAST = 1_000_000  # rank of lines in a note: any file counts before them
UNENDED = 60  # seconds that a cue without an end may last
_CONTROLS = re.compile("[\x02\x03]")
_TERM = re.compile(r'"[^"]*"\*?')


class IndexedTranscript(NamedTuple):
    """A transcript as the search file has it.

    Attributes:
        path: Of the file, or of the note whose lines it is.
        key: Of all that its rows are made from.
        format, language, length: As in ``kg.model.transcript.Transcript``.
        media: IRI of its recording, or None.
        notes: Paths of the notes that it belongs to, sorted.
        rank: 0 for the transcript of its recording that counts for context; others have higher ranks.
    """

    path: str
    key: str
    format: str
    language: str
    length: float
    media: str | None
    notes: tuple[str, ...]
    rank: int = 0


class NoteLines(NamedTuple):
    """Lines of a note that are a transcript without punctuation: the note's path, its recording, and the lines."""

    path: str
    media: str | None
    cues: tuple[Cue, ...]


class CueHit(NamedTuple):
    """A cue that was found: its transcript, itself, its text with hits between U+0002 and U+0003, and its rank."""

    transcript: IndexedTranscript
    cue: Cue
    marked: str
    rank: float


def cue_digest(cues: Iterable[Cue]) -> str:
    """A hash of cues as they are indexed: seconds, words and speakers, in order."""
    digest = hashlib.sha256()
    for cue in cues:
        said = (cue.start, cue.end, _indexed(cue.text), cue.speaker)
        digest.update(f"{said!r}\n".encode("utf-8", "backslashreplace"))
    return digest.hexdigest()


def _indexed(text: str) -> str:
    return _CONTROLS.sub(" ", clean(text))


_staged_cues = msgspec.msgpack.Decoder(tuple[IndexedTranscript, tuple[Cue, ...]])


class CueIndex:
    """The transcripts of an open search file; whoever changes them does so inside a transaction of that file."""

    def __init__(self, database: Database, staged: StagedChanges) -> None:
        self._db = database
        self._staged = staged

    def keys(self, *, lines: bool = False) -> dict[str, str]:
        """Return the key of every transcript file by path, as it is, or will be when this is published.

        Args:
            lines: Whether also those of transcripts that are lines of a note.
        """
        rows = self._db.execute("SELECT path, key FROM transcript WHERE format <> ? OR ?", (NOTE, lines))
        published = {path: key.encode() for path, key in rows}
        return {path: key.decode() for path, key in self._staged.over(TRANSCRIPT, published).items()}

    def replace(self, transcript: IndexedTranscript, cues: Sequence[Cue]) -> None:
        """Make these the cues of a transcript file."""
        if self._staged.active:
            data = msgspec.msgpack.encode((transcript, cues))
            self._staged.put(TRANSCRIPT, [Staged(transcript.path, transcript.key.encode(), data)])
        else:
            self._replace(transcript, cues)

    def remove(self, path: str) -> None:
        """Forget a transcript file."""
        if self._staged.active:
            self._staged.put(TRANSCRIPT, [Staged(path, None)])
        else:
            self._remove(path)

    def apply(self) -> None:
        """Apply what is staged of transcript files."""
        for path, _, data in self._staged.all(TRANSCRIPT):
            if data is None:
                self._remove(path)
            else:
                self._replace(*_staged_cues.decode(data))

    def _replace(self, transcript: IndexedTranscript, cues: Sequence[Cue]) -> None:
        self._remove(transcript.path)
        path, key, form, language, length, media, notes, rank = transcript
        add = """INSERT INTO transcript (path, key, format, language, length, media, rank)
            VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id"""
        (number,) = self._db.execute(add, (path, key, form, language, length, media, rank)).fetchone()
        self._db.executemany("INSERT INTO heard_by VALUES (?, ?)", [(note, number) for note in notes])
        first = self._db.execute("SELECT coalesce(max(id), 0) + 1 FROM cue").fetchone()[0]
        texts = [_indexed(cue.text) for cue in cues]
        self._db.executemany(
            "INSERT INTO cue VALUES (?, ?, ?, ?, ?)",
            ((first + at, number, cue.start, cue.end, cue.speaker) for at, cue in enumerate(cues)),
        )
        self._db.executemany(
            "INSERT INTO spoken (rowid, text, speaker, below) VALUES (?, ?, ?, ?)",
            (
                (first + at, text, clean(cue.speaker or ""), below)
                for at, (cue, text, below) in enumerate(zip(cues, texts, (*texts[1:], "")[: len(texts)], strict=True))
            ),
        )

    def _remove(self, path: str) -> None:
        found = self._db.execute("SELECT id FROM transcript WHERE path = ?", (path,)).fetchone()
        if found is not None:
            self._db.execute("DELETE FROM spoken WHERE rowid IN (SELECT id FROM cue WHERE transcript = ?)", found)
            for table, column in (("cue", "transcript"), ("heard_by", "transcript"), ("transcript", "id")):
                self._db.execute(f"DELETE FROM {table} WHERE {column} = ?", found)  # noqa: S608 - ours

    def replace_lines(self, note: str, lines: NoteLines) -> None:
        """Make these the transcript lines of a note, given its IRI; ``remove_lines`` has been asked before."""
        path, media, cues = lines
        self._replace(IndexedTranscript(path, note, NOTE, "", 0.0, media, (path,), LAST), cues)

    def remove_lines(self, note: str) -> None:
        """Forget the transcript lines of a note, given its IRI."""
        query = "SELECT path FROM transcript WHERE key = ? AND format = ?"
        for (path,) in self._db.execute(query, (note, NOTE)).fetchall():
            self._remove(path)

    def counts(self) -> tuple[int, int]:
        """Return how many transcripts there are, and how many cues."""
        query = "SELECT (SELECT count(*) FROM transcript), (SELECT count(*) FROM cue)"
        transcripts, cues = self._db.execute(query).fetchone()
        return transcripts, cues

    def cues(self, path: str) -> Iterator[Cue]:
        """Yield the cues of a transcript in their order, as they are indexed."""
        query = """SELECT cue.start, cue.end, spoken.text, cue.speaker FROM cue JOIN spoken ON spoken.rowid = cue.id
            JOIN transcript ON transcript.id = cue.transcript WHERE path = ? ORDER BY cue.id"""
        return (Cue(*row) for row in self._db.execute(query, (path,)))

    def search(self, expression: str, limit: int) -> list[CueHit]:
        """Find cues, best first; equal ones by transcript and time.

        Args:
            expression: As ``match_expression`` of the search file makes it.
            limit: At most so many.
        """
        terms = _TERM.findall(expression)
        if not terms:
            return []
        here = f"{{text speaker}} : ({' OR '.join(terms)}) AND ({' AND '.join(terms)})"
        query = f"""
            SELECT cue.transcript, cue.start, cue.end, cue.speaker, highlight(spoken, 0, '\x02', '\x03'), spoken.text,
                bm25(spoken, {WEIGHTS}) AS score
            FROM spoken JOIN cue ON cue.id = spoken.rowid JOIN transcript ON transcript.id = cue.transcript
            WHERE spoken MATCH ? ORDER BY score, transcript.path, cue.id LIMIT ?"""  # noqa: S608 - the weights are ours
        known: dict[int, IndexedTranscript] = {}
        found = []
        rows = self._db.execute(query, (here, limit)).fetchall()
        for number, start, end, speaker, marked, text, score in rows:
            if number not in known:
                known[number] = _transcript(self._db, number)
            found.append(CueHit(known[number], Cue(start, end, text, speaker), marked, score))
        return found

    def of(self, media: str | None, note: str) -> IndexedTranscript | None:
        """Return the transcript that counts for a note and a recording in it, or None."""
        query = """SELECT id FROM transcript WHERE media = ? AND format <> 'note' ORDER BY rank, path LIMIT 1"""
        found = None if media is None else self._db.execute(query, (media,)).fetchone()
        if found is None:
            query = """SELECT id FROM transcript JOIN heard_by ON heard_by.transcript = id
                WHERE note = ? AND (media IS ? OR media IS NULL) ORDER BY rank, path LIMIT 1"""
            found = self._db.execute(query, (note, media)).fetchone()
        return None if found is None else _transcript(self._db, found[0])

    def at(self, path: str) -> IndexedTranscript | None:
        """Return the transcript that a file of the vault is, or None."""
        found = self._db.execute("SELECT id FROM transcript WHERE path = ?", (path,)).fetchone()
        return None if found is None else _transcript(self._db, found[0])

    def around(self, path: str, start: float, end: float) -> list[Cue]:
        """Return the cues of a transcript that are heard between two seconds, in order."""
        query = """SELECT cue.start, cue.end, spoken.text, cue.speaker FROM cue JOIN spoken ON spoken.rowid = cue.id
            JOIN transcript ON transcript.id = cue.transcript WHERE path = ? AND start < ? AND start >= (
                SELECT coalesce(max(start), ?) FROM cue JOIN transcript ON transcript.id = cue.transcript
                WHERE path = ? AND start <= ?
            ) AND coalesce(end, start + ?) >= ? ORDER BY cue.id"""
        values = (path, end, BEFORE_ALL, path, start, UNENDED, start)
        return [Cue(*row) for row in self._db.execute(query, values)]


def _transcript(database: Database, number: int) -> IndexedTranscript:
    query = "SELECT path, key, format, language, length, media, rank FROM transcript WHERE id = ?"
    path, key, form, language, length, media, rank = database.execute(query, (number,)).fetchone()
    notes = database.execute("SELECT note FROM heard_by WHERE transcript = ? ORDER BY note", (number,))
    return IndexedTranscript(path, key, form, language, length, media, tuple(note for (note,) in notes), rank)
