"""Notices a new generation at little cost: the search file stays open, and one row of it is read for each look."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from kg.files.database import FAILED
from kg.files.open_database import open_database
from kg.store.engine import generation
from kg.store.engine.store_files import SEARCH

if TYPE_CHECKING:
    from pathlib import Path

    from kg.files.database import Database
    from kg.store.engine.generation import Generation


class GenerationWatch:
    """Looks at the search file of a vault, for one thread.

    It proves nothing of what it sees: who opens what is new there checks version and owner.
    """

    def __init__(self, folder: Path) -> None:
        """Open nothing yet.

        Args:
            folder: The vault's ``.kg`` folder.
        """
        self._path = folder / SEARCH
        self._database: Database | None = None
        self._file = (0, 0)

    def current(self) -> Generation | None:
        """The generation that is published now; None where none is, or it cannot be read."""
        try:
            found = self._path.lstat()
            if self._database is None or self._file != (found.st_dev, found.st_ino):
                self.close()  # a build that makes everything again makes another file
                self._file = found.st_dev, found.st_ino
                self._database = open_database(self._path, write=False)
            return generation.current(self._database)
        except (OSError, *FAILED):
            self.close()
            return None

    def close(self) -> None:
        """Let go of the file."""
        with suppress(*FAILED):
            if self._database is not None:
                self._database.close()
        self._database = None
