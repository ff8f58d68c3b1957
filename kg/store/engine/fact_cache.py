"""Whole notes and claims, packed, in the search file: much faster to read than from the graph, where they fit it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

SCHEMA = """
CREATE TABLE IF NOT EXISTS fit (snapshot TEXT NOT NULL);
"""


class Kept:
    """What an open search file keeps of notes and claims, and of which snapshot of the graph it is the same.

    A reader's snapshot may be older than the search file, which then says nothing of it.
    """

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database

    def fits(self, snapshot: str) -> None:
        """Say, inside a transaction, that what is here was made with the graph of a snapshot."""
        self._db.execute("INSERT INTO fit VALUES (?)", (snapshot,))

    def outgrow(self) -> None:
        """Say, inside a transaction, that something is being written, which no snapshot has yet."""
        self._db.execute("DELETE FROM fit")

    @contextmanager
    def fitting(self, snapshot: str) -> Iterator[bool]:
        """Return whether this was made with the graph of a snapshot, and keep it so while somebody reads."""
        self._db.execute("BEGIN")
        try:
            yield self._db.execute("SELECT 1 FROM fit WHERE snapshot = ?", (snapshot,)).fetchone() is not None
        finally:
            self._db.execute("COMMIT")

    def claims(self, iris: Iterable[str]) -> list[bytes]:
        """Return the packed claims with these IRIs, in their order; those that are not here are left out."""
        query = "SELECT data FROM claim WHERE iri = ?"
        return [data for iri in iris for (data,) in self._db.execute(query, (iri,))]

    def note(self, iri: str) -> tuple[bytes, list[bytes]]:
        """Return the packed facts of a note, which must be here, and its claims in reading order."""
        number, facts = self._db.execute("SELECT id, facts FROM note WHERE iri = ?", (iri,)).fetchone()
        rows = self._db.execute("SELECT data FROM claim WHERE note = ? ORDER BY id", (number,))
        return facts, [data for (data,) in rows]
