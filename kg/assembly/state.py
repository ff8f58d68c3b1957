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

LAYOUT = 2
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
        with self._guarded():
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
        with self._guarded():
            rows = self._db.execute("SELECT path, key, recipe, outcome FROM note")
            return {path: Known(*keys) for path, *keys in rows}

    def remember(self, path: str, keys: tuple[str, str], local: bytes, analysis: bytes) -> None:
        """Keep what was found in one note alone; ``keys`` are (key, recipe). Its graph counts as missing."""
        with self._guarded():
            self._db.execute(
                "INSERT OR REPLACE INTO note (path, key, recipe, local, analysis) VALUES (?, ?, ?, ?, ?)",
                (path, *keys, local, analysis),
            )

    def stored(self, path: str, outcome: str, summary: bytes, output: tuple[bytes, bytes]) -> None:
        """The store now holds the note's graph as made from ``outcome``; ``output`` is (quads, trig), compressed."""
        with self._guarded():
            self._db.execute("UPDATE note SET outcome = ?, summary = ? WHERE path = ?", (outcome, summary, path))
            self._db.execute("INSERT OR REPLACE INTO output (path, quads, trig) VALUES (?, ?, ?)", (path, *output))

    def forget(self, paths: Sequence[str]) -> None:
        """Drop notes that are no longer in the vault."""
        with self._guarded():
            for table in ("note", "output"):
                self._db.executemany(f"DELETE FROM {table} WHERE path = ?", ((path,) for path in paths))  # noqa: S608 - ours

    def locals(self) -> Iterator[tuple[str, bytes]]:
        """(path, local findings) of every note, by path."""
        return self._rows("SELECT path, local FROM note WHERE path > ? ORDER BY path LIMIT ?")

    def summaries(self) -> Iterator[tuple[str, bytes]]:
        """(path, summary) of every note that the store holds, by path."""
        return self._rows("SELECT path, summary FROM note WHERE path > ? AND outcome IS NOT NULL ORDER BY path LIMIT ?")

    def outputs(self, form: Literal["quads", "trig"]) -> Iterator[tuple[str, bytes]]:
        """(path, compressed N-Quads or block of TriG) of every note that the store holds, by path."""
        return self._rows(f"SELECT path, {form} FROM output WHERE path > ? ORDER BY path LIMIT ?")  # noqa: S608 - ours

    def analysis(self, path: str) -> bytes:
        """The parsed sentences of one note."""
        with self._guarded():
            row: tuple[bytes] = self._db.execute("SELECT analysis FROM note WHERE path = ?", (path,)).fetchone()
            return row[0]

    def commit(self) -> None:
        """Make everything up to here durable."""
        with self._guarded():
            self._db.commit()

    def _rows(self, query: str) -> Iterator[tuple[str, bytes]]:
        """Page through a query, so that rows may be written while they are walked."""
        last = ""
        while page := self._page(query, last):
            yield from page
            last = page[-1][0]

    def _page(self, query: str, last: str) -> list[tuple[str, bytes]]:
        with self._guarded():
            return self._db.execute(query, (last, PAGE)).fetchall()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(self.path, str(error), "check free space and permissions of the folder") from error


def _connect(path: Path) -> sqlite3.Connection:
    """Open the database, emptied first when another version of kg made it."""
    database = sqlite3.connect(path)
    if database.execute("PRAGMA user_version").fetchone()[0] not in (0, LAYOUT):
        database.executescript("DROP TABLE IF EXISTS note; DROP TABLE IF EXISTS output;")
    database.executescript(SCHEMA)
    database.execute(f"PRAGMA user_version = {LAYOUT}")
    database.commit()
    return database
