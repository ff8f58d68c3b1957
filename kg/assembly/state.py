"""What earlier builds learned of each note, kept in ``VAULT/.kg/state.sqlite`` so that a build costs what has changed.

The file is a cache: deleting it costs time, never a fact. A row is trusted only where its keys fit what is at hand:
``key`` (the file's bytes) and ``recipe`` (the code and model that read it) for what was found in the note alone,
``outcome`` (everything that its part of the graph depends on) for what the store holds of it.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self

from kg.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

LAYOUT = 3
TABLES = ("note", "output", "build")
PAGE = 100  # rows fetched at a time
SCHEMA = """
CREATE TABLE IF NOT EXISTS note (
    path     TEXT PRIMARY KEY,
    key      TEXT NOT NULL,  -- hash of the file's bytes and of what else decides how it is read
    recipe   TEXT NOT NULL,  -- of the code and model that analysed it
    outcome  TEXT,           -- hash of all that its graph was made from, NULL while the store lacks it
    summary  BLOB,           -- what its graph holds, for the entities and the totals
    local    BLOB NOT NULL,  -- what the rest of the vault needs to know of it
    analysis BLOB NOT NULL   -- its sentences, parsed
);
CREATE TABLE IF NOT EXISTS output (
    path     TEXT PRIMARY KEY,
    quads    BLOB NOT NULL,  -- its graph, as stored, compressed
    trig     BLOB NOT NULL   -- the same as a block of TriG, compressed
);
CREATE TABLE IF NOT EXISTS build (
    name     TEXT PRIMARY KEY,
    value    BLOB NOT NULL   -- what a build keeps of the vault as a whole, by name
);
"""


@dataclass(frozen=True, slots=True)
class Known:
    """The keys of a note that an earlier build has seen."""

    key: str
    recipe: str
    outcome: str | None


class State:
    """The build state of one vault; use it as a context manager.

    Every method raises StoreError when the file cannot be read or written.
    """

    def __init__(self, path: Path, *, fresh: bool = False) -> None:
        self.path = path
        with _guarded(self.path):
            if fresh:
                path.unlink(missing_ok=True)
            try:
                self._db = _connect(path)
            except sqlite3.OperationalError:  # disk or permissions: the user must mend that
                raise
            except sqlite3.DatabaseError:  # damaged: it is a cache
                path.unlink()
                self._db = _connect(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def known(self) -> dict[str, Known]:
        """The keys of every note, by path."""
        with _guarded(self.path):
            rows = self._db.execute("SELECT path, key, recipe, outcome FROM note")
            return {path: Known(*keys) for path, *keys in rows}

    def remember(self, path: str, keys: tuple[str, str], local: bytes, analysis: bytes) -> None:
        """Keep what was found in one note alone; ``keys`` are (key, recipe). Its graph counts as missing."""
        with _guarded(self.path):
            self._db.execute(
                "INSERT OR REPLACE INTO note (path, key, recipe, local, analysis) VALUES (?, ?, ?, ?, ?)",
                (path, *keys, local, analysis),
            )

    def stored(self, path: str, outcome: str, summary: bytes, output: tuple[bytes, bytes]) -> None:
        """The store now holds the note's graph as made from ``outcome``; ``output`` is (quads, trig), compressed."""
        with _guarded(self.path):
            self._db.execute("UPDATE note SET outcome = ?, summary = ? WHERE path = ?", (outcome, summary, path))
            self._db.execute("INSERT OR REPLACE INTO output (path, quads, trig) VALUES (?, ?, ?)", (path, *output))

    def forget(self, paths: Sequence[str]) -> None:
        """Drop notes that are no longer in the vault."""
        with _guarded(self.path):
            for table in ("note", "output"):
                self._db.executemany(f"DELETE FROM {table} WHERE path = ?", ((path,) for path in paths))  # noqa: S608 - ours

    def locals(self) -> Iterator[tuple[str, bytes]]:
        """(path, local findings) of every note, by path."""
        return _rows(self._db, self.path, "SELECT path, local FROM note WHERE path > ? ORDER BY path LIMIT ?")

    def summaries(self) -> Iterator[tuple[str, bytes]]:
        """(path, summary) of every note that the store holds, by path."""
        return _rows(
            self._db,
            self.path,
            "SELECT path, summary FROM note WHERE path > ? AND outcome IS NOT NULL ORDER BY path LIMIT ?",
        )

    def outputs(self, form: Literal["quads", "trig"]) -> Iterator[tuple[str, bytes]]:
        """(path, compressed N-Quads or block of TriG) of every note that the store holds, by path."""
        return _rows(self._db, self.path, f"SELECT path, {form} FROM output WHERE path > ? ORDER BY path LIMIT ?")  # noqa: S608 - ours

    def analysis(self, path: str) -> bytes:
        """The parsed sentences of one note."""
        with _guarded(self.path):
            row: tuple[bytes] = self._db.execute("SELECT analysis FROM note WHERE path = ?", (path,)).fetchone()
            return row[0]

    def unstored(self, path: str) -> None:
        """The store holds no graph of the note, for none could be made."""
        with _guarded(self.path):
            self._db.execute("UPDATE note SET outcome = NULL, summary = NULL WHERE path = ?", (path,))
            self._db.execute("DELETE FROM output WHERE path = ?", (path,))

    def recall(self, name: str) -> bytes | None:
        """What was recorded of the vault as a whole."""
        with _guarded(self.path):
            row = self._db.execute("SELECT value FROM build WHERE name = ?", (name,)).fetchone()
            return None if row is None else row[0]

    def record(self, name: str, value: bytes | None) -> None:
        """Keep something of the vault as a whole; None forgets it."""
        with _guarded(self.path):
            self._db.execute("DELETE FROM build WHERE name = ?", (name,))
            if value is not None:
                self._db.execute("INSERT INTO build (name, value) VALUES (?, ?)", (name, value))

    def commit(self) -> None:
        """Make everything up to here durable."""
        with _guarded(self.path):
            self._db.commit()


def _rows(database: sqlite3.Connection, path: Path, query: str) -> Iterator[tuple[str, bytes]]:
    """Page through a query, so that rows may be written while they are walked."""
    page: list[tuple[str, bytes]] = [("", b"")]
    while page:
        with _guarded(path):
            page = database.execute(query, (page[-1][0], PAGE)).fetchall()
        yield from page


@contextmanager
def _guarded(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(path, str(error), "check free space and permissions of the folder") from error


def _connect(path: Path) -> sqlite3.Connection:
    """Open the database, emptied first when another version of kg made it."""
    database = sqlite3.connect(path)
    if database.execute("PRAGMA user_version").fetchone()[0] not in (0, LAYOUT):
        database.executescript("".join(f"DROP TABLE IF EXISTS {table};" for table in TABLES))
    database.executescript(SCHEMA)
    database.execute(f"PRAGMA user_version = {LAYOUT}")
    database.commit()
    return database
