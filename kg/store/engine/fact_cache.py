"""Whole notes and claims, packed, in the search file: much faster to read than from the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.files.database import Database


class Kept:
    """What an open search file keeps of notes and claims."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def claims(self, iris: Iterable[str]) -> list[bytes]:
        """Return the packed claims with these IRIs, in their order; those that are not here are left out."""
        query = "SELECT data FROM claim WHERE iri = ?"
        return [data for iri in iris for (data,) in self._db.execute(query, (iri,))]

    def note(self, iri: str) -> tuple[bytes, list[bytes]]:
        """Return the packed facts of a note, which must be here, and its claims in reading order."""
        number, facts = self._db.execute("SELECT id, facts FROM note WHERE iri = ?", (iri,)).fetchone()
        rows = self._db.execute("SELECT data FROM claim WHERE note = ? ORDER BY id", (number,))
        return facts, [data for (data,) in rows]
