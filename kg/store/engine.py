"""Holds Oxigraph's store open, and keeps what it takes of memory in bounds while much is loaded into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pyoxigraph as ox

from kg.memory import give_back

if TYPE_CHECKING:
    from pathlib import Path

REFRESH = 500_000  # quads loaded in bulk after which the store is opened anew
MUCH = 1_000_000  # quads loaded in bulk after which its files are put in order, for queries twice as fast


class Engine:
    """An open store of Oxigraph.

    Attributes:
        graph: The store itself; another object after a ``load``, so do not keep it.
    """

    def __init__(self, folder: Path, graph: ox.Store) -> None:
        self.graph = graph
        self._folder = folder
        self._loaded = 0  # quads, since the files were in order
        self._held = 0  # quads, since it was opened

    @classmethod
    def open(cls, folder: Path, *, read_only: bool = False) -> Self:
        """Open the store in a folder, made when missing.

        Raises:
            OSError: It cannot be read or written, or another process writes.
        """
        return cls(folder, ox.Store.read_only(str(folder)) if read_only else ox.Store(folder))

    def close(self) -> None:
        """Close it, which is what happens when nothing refers to it; it may have failed to open anew."""
        vars(self).pop("graph", None)

    def load(self, nquads: bytes, quads: int) -> None:
        """Load N-Quads in bulk, all or none.

        While it is open, Oxigraph holds an index of every file that it has looked into, and each load makes some. So it
        is opened anew now and then: what it takes then depends on what is loaded, not on what is stored.

        Args:
            nquads: The N-Quads.
            quads: How many they are.

        Raises:
            OSError: They cannot be written; or another process took the store when it was opened anew.
        """
        self.graph.bulk_load(nquads, ox.RdfFormat.N_QUADS)
        self._loaded += quads
        self._held += quads
        if self._held >= REFRESH:
            self.close()
            self.graph = ox.Store(self._folder)
            self._held = 0
        give_back()

    def tidy(self) -> None:
        """Put the files in order, when much was loaded since they were."""
        if self._loaded >= MUCH:
            self.graph.optimize()
            self._loaded = 0
            give_back()
