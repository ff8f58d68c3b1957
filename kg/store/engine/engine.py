"""Holds Oxigraph's store open, and keeps what it takes of memory in bounds while much is loaded into it."""

from __future__ import annotations

from errno import ENOENT
from os.path import samestat
from typing import TYPE_CHECKING
from weakref import finalize

import pyoxigraph as ox

from kg.errors import UnsafePath
from kg.files.folder_handle import LookedInto, lease
from kg.files.own_folder import own_folder, unfit_in
from kg.malloc_memory import give_back

if TYPE_CHECKING:
    from pathlib import Path

REFRESH = 500_000  # quads loaded in bulk after which the store is opened again
MUCH = 1_000_000  # quads loaded in bulk after which its files are put in order, for queries twice as fast
QUAD = 350  # bytes that a quad takes in files that are in order


class Engine:
    """An open store of Oxigraph, in a folder that is held open, too: what is exchanged for it meanwhile is not opened.

    Attributes:
        identity: Which folder it is, whatever its name: the same for all who have it open.
    """

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        """Open it.

        Args:
            folder: Right in a vault's ``.kg``; made when missing, unless read-only.
            read_only: Whether it is only read; then the folder is leased until the engine is closed.

        Raises:
            UnsafePath: The folder is a link, or something in it is not fit to be opened.
            FileNotFoundError: Read-only, and it is missing, or being removed.
            OSError: It cannot be opened.
        """
        self._folder = folder
        self._read_only = read_only
        with own_folder(folder.parent) as kg:
            if not read_only:
                kg.make(folder.name)
            self._place = LookedInto(kg.reach(folder.name), follow=False)
            self._end = finalize(self, self._place.close)  # who asks a graph from Python may drop it without closing it
            if read_only:
                self._hold(kg)
            found = self._place.stat(".")
        self.identity = (found.st_dev, found.st_ino) if found else (0, 0)
        self._graph: ox.Store | None = None if read_only else self._opened()
        self._loaded = 0  # quads, since the files were in order
        self._held = 0  # quads, since it was opened

    @property
    def graph(self) -> ox.Store:
        """The store itself; another object after ``load`` and ``renew``, so do not keep it.

        A reader's is opened when it is first asked for, which takes longer than all else that opening a generation
        takes, and many questions need the search file alone.

        Raises:
            OSError, RuntimeError: It cannot be opened.
            UnsafePath: Something in it is not fit to be opened.
        """
        if self._graph is None:
            self._graph = self._opened()
        return self._graph

    def _hold(self, kg: LookedInto) -> None:
        """Keep the folder from being removed while it is open; it may have been renamed for that just now."""
        leased, here, there = lease(self._place), self._place.stat("."), kg.stat(self._folder.name)
        if leased is False or here is None or there is None or not samestat(here, there):
            self._end()
            raise FileNotFoundError(ENOENT, "is being removed", str(self._folder))
        if reason := unfit_in(self._place):
            self._end()
            raise UnsafePath(self._folder, f"is not fit to be read: {reason}", "run 'kg build'")

    def _opened(self) -> ox.Store:
        place = self._place.reach()
        try:
            found = ox.Store.read_only(str(place)) if self._read_only else ox.Store(place)
        except (OSError, RuntimeError) as error:
            raise type(error)(str(error).replace(str(place), str(self._folder))) from error
        if reason := unfit_in(self._place):
            raise UnsafePath(self._folder, f"is not fit to be opened: {reason}", "run 'kg build'")
        return found

    def renew(self) -> None:
        """Open the store again, which gives back what it has taken of memory.

        While it is open, Oxigraph holds an index of every file that it has looked into.

        Raises:
            OSError: It cannot be opened; a reader's is then as it was, a writer's is closed.
        """
        if self._read_only and self._graph is None:
            return
        if not self._read_only:
            self._let_go()
        self._graph = self._opened()
        self._held = 0
        give_back()

    @property
    def size(self) -> int:
        """Bytes of the store's files.

        Raises:
            OSError: They cannot be read.
        """
        return sum(found.st_size for name in self._place.names() if (found := self._place.stat(name)))

    def close(self) -> None:
        """Close it."""
        self._let_go()
        self._end()

    def _let_go(self) -> None:
        """Close the store, which is what happens when nothing refers to it; it may have failed to open again."""
        self._graph = None

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
        """Put the files in order, when much was loaded since they were, or a good part of what there is.

        Else the engine does so later by itself, and a snapshot of before then shares no file with what comes of it.
        """
        if self._loaded >= MUCH or self._loaded * QUAD > self.size / 2:
            self.graph.optimize()
            self._loaded = 0
            give_back()
