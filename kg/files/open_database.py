"""Opens SQLite's files in ``.kg``: through a handle of that folder, so that nothing is read or written elsewhere.

SQLite opens its files by path, the database first and those next to it (``-wal``, ``-shm``, ``-journal``) whenever it
needs them. Here the path begins at an open handle of the folder, which is kept for as long as the database is open; and
a link in the place of a file is refused. Where the system does not show a process its handles as paths, the path is the
folder's own: then the database, and that alone, is compared with the file in the folder before a byte is read or
written.
"""

from __future__ import annotations

import os
import stat
from contextlib import ExitStack, closing, suppress
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from kg.errors import UnsafePath
from kg.files.database import Database
from kg.files.folder_handle import LookedInto
from kg.files.own_folder import DATABASE, own_folder, prove

if TYPE_CHECKING:
    from pathlib import Path

OPEN_FILES = "/dev/fd"  # where a system shows a process what it has open
MOVED = "was exchanged while it was opened"
AGAIN = "run the command again"
TRIES = 3

Known = tuple[int, int]  # a file's device and its number there


def open_database(path: Path, *, write: bool) -> Database:
    """Open one of SQLite's files in a vault's ``.kg``, made when missing if it is to be written.

    Args:
        path: The file.
        write: Whether it is written to; else it must be there.

    Raises:
        UnsafePath: It is a link or the like, or was exchanged for one meanwhile.
        OSError: It cannot be made.
        apsw.Error: It is missing, or cannot be opened.
    """
    for _ in range(TRIES - 1):  # another thread that opens a file in the same moment is no attack
        with suppress(_Exchanged):
            return _opened(path, write=write)
    return _opened(path, write=write)


class _Exchanged(UnsafePath):
    """The file that was opened is not the one in the folder."""


class _KeptFolder(LookedInto):
    """A folder that databases are open in, which is closed with the last of them."""

    def __del__(self) -> None:
        self.close()


_one_at_a_time = Lock()
_kept_folders: WeakValueDictionary[Known, _KeptFolder] = WeakValueDictionary()


def _opened(path: Path, *, write: bool) -> Database:
    with own_folder(path.parent) as folder, ExitStack() as opened:
        prove(folder, *(path.name + suffix for suffix in DATABASE))
        if write and folder.stat(path.name) is None:
            with suppress(FileExistsError):
                folder.put(path.name, b"", durable=False)
        kept = _kept(folder)
        place, before = (path.absolute(), _open_files()) if kept is None else (kept.reach(path.name), {})
        database = Database(place.as_uri(), write=write, as_named=kept is not None, needs=kept)
        opened.enter_context(closing(database))
        if kept is None:
            _compare(folder, path.name, before)
        opened.pop_all()  # nothing failed, so it stays open
        return database


def _kept(folder: LookedInto) -> _KeptFolder | None:
    """A handle of this folder, the same for all databases that are open in it; None where handles are not paths.

    Of several connections to one database, SQLite uses the first one's name for what they share, until the last is
    closed.
    """
    shown, found = folder.reach(), folder.stat(".")
    if shown == folder.path or found is None:
        return None
    with _one_at_a_time:
        kept = _kept_folders.get((found.st_dev, found.st_ino))
        if kept is None:
            kept = _kept_folders[found.st_dev, found.st_ino] = _KeptFolder(shown)
        return kept


def _compare(folder: LookedInto, name: str, before: dict[int, Known]) -> None:
    """See that a file of the folder is among those that were opened since; where the system does not show them, trust.

    SQLite may use a handle again that it has open already: then there is no new one.
    """
    after = _open_files()
    fresh = {known for handle, known in after.items() if before.get(handle) != known}
    found = folder.stat(name)
    if after and (found is None or (found.st_dev, found.st_ino) not in (fresh or set(after.values()))):
        raise _Exchanged(folder.path / name, MOVED, AGAIN)


def _open_files() -> dict[int, Known]:
    """The regular files that this process has open, by handle; none where the system does not show them."""
    found: dict[int, Known] = {}
    with suppress(OSError):
        for name in os.listdir(OPEN_FILES):  # noqa: PTH208 - names are all that is needed
            with suppress(OSError, ValueError):
                about = os.fstat(int(name))
                if stat.S_ISREG(about.st_mode):
                    found[int(name)] = about.st_dev, about.st_ino
    return found
