"""Holds Oxigraph's store open, and keeps what it takes of memory in bounds while much is loaded into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.malloc_memory import give_back

if TYPE_CHECKING:
    from pathlib import Path

REFRESH = 500_000  # quads loaded in bulk after which the store is opened again
MUCH = 1_000_000  # quads loaded in bulk after which its files are put in order, for queries twice as fast


class Engine:
    """An open store of Oxigraph.

    Attributes:
        graph: The store itself; another object after ``load`` and ``renew``, so do not keep it.
    """

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self._folder = folder
        self._read_only = read_only
        self.graph = self._opened()
        self._loaded = 0  # quads, since the files were in order
        self._held = 0  # quads, since it was opened

    def _opened(self) -> ox.Store:
        return ox.Store.read_only(str(self._folder)) if self._read_only else ox.Store(self._folder)

    def renew(self) -> None:
        """Open the store again, which gives back what it has taken of memory.

        While it is open, Oxigraph holds an index of every file that it has looked into.

        Raises:
            OSError: It cannot be opened; a reader's is then as it was, a writer's is closed.
        """
        if not self._read_only:
            self.close()
        self.graph = self._opened()
        self._held = 0
        give_back()

    @property
    def size(self) -> int:
        """Bytes of the store's files.

        Raises:
            OSError: They cannot be read.
        """
        return sum(file.stat().st_size for file in self._folder.iterdir())

    def close(self) -> None:
        """Close it, which is what happens when nothing refers to it; it may have failed to open again."""
        vars(self).pop("graph", None)

    def load(self, nquads: bytes, quads: int) -> None:
        """Load N-Quads in bulk, all or none.

        Each load makes files. So the store is reopened now and then: what it takes of memory then depends on what is
        loaded, not on what is stored.

        Args:
            nquads: The N-Quads.
            quads: How many they are.

        Raises:
            OSError: They cannot be written, or the store cannot be opened again.
        """
        self.graph.bulk_load(nquads, ox.RdfFormat.N_QUADS)
        self._loaded += quads
        self._held += quads
        if self._held >= REFRESH:
            self.renew()
        give_back()

    def tidy(self) -> None:
        """Put the files in order, when much was loaded since they were."""
        if self._loaded >= MUCH:
            self.graph.optimize()
            self._loaded = 0
            give_back()
