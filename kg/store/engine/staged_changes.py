"""What a build has written and not published: kept in the search file, apart from the rows that readers see.

The rows of the last generation stay as they are until the build publishes; then everything staged is applied in the
transaction that names the new generation. What a killed build staged is there for the next one, which goes on with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.files.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS staged (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, mark BLOB, data BLOB, UNIQUE (kind, name)
);
"""
NOTE, SUBJECT, TRANSCRIPT = "note", "subject", "transcript"


class Staged(NamedTuple):
    """One staged change.

    Attributes:
        name: What changes: the IRI of a note or a subject, the path of a transcript.
        mark: What the writer compares; None for what is to be removed.
        data: The rows to come, packed by whoever staged them.
    """

    name: str
    mark: bytes | None
    data: bytes | None = None


class StagedChanges:
    """The staged changes of an open search file; whoever stages does so inside a transaction of that file.

    Attributes:
        active: Whether changes are staged and looked at: a reader does neither, and a writer only once something was
            published, for before that there are no readers to hide them from.
    """

    def __init__(self, database: Database) -> None:
        self._db = database
        self.active = False

    def put(self, kind: str, changes: Iterable[Staged]) -> None:
        """Stage changes; what was staged under the same names is replaced."""
        rows = ((kind, *change) for change in changes)
        self._db.executemany("INSERT OR REPLACE INTO staged (kind, name, mark, data) VALUES (?, ?, ?, ?)", rows)

    def over(self, kind: str, published: dict[str, bytes], among: Iterable[str] | None = None) -> dict[str, bytes]:
        """Return the marks of what was published as they will be.

        Args:
            kind: Of the changes.
            published: The marks, by name, as readers have them.
            among: The names that are asked for, where it is not all.
        """
        if not self.active:
            return published
        query = "SELECT name, mark FROM staged WHERE kind = ?"
        if among is None:
            rows = self._db.execute(query, (kind,)).fetchall()
        else:
            query += " AND name = ?"
            rows = [row for name in among for row in self._db.execute(query, (kind, name))]
        found = published | dict(rows)
        return {name: mark for name, mark in found.items() if mark is not None}

    def doubt(self, kind: str) -> None:
        """Give everything that is staged to stay the mark b""."""
        self._db.execute("UPDATE staged SET mark = x'' WHERE kind = ? AND mark IS NOT NULL", (kind,))

    def all(self, kind: str) -> Iterator[Staged]:
        """Yield what is staged, in the order of its staging; nothing may be staged meanwhile."""
        query = "SELECT name, mark, data FROM staged WHERE kind = ? ORDER BY id"
        return (Staged(*row) for row in self._db.execute(query, (kind,)))

    def count(self) -> int:
        """Return how many changes are staged."""
        return int(self._db.execute("SELECT count(*) FROM staged").fetchone()[0])

    def clear(self) -> None:
        """Forget what is staged."""
        self._db.execute("DELETE FROM staged")
