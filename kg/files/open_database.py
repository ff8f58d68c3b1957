"""Opens SQLite's files in ``.kg``: looked at before, and compared once they are open, before a byte is read or written.

SQLite opens its files by path and follows links on the way. So that nothing is made elsewhere, a new file is made
here; so that nothing is read or written elsewhere, the file that SQLite has opened must be the one in the folder.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import ExitStack, closing, suppress
from typing import TYPE_CHECKING, Literal

from kg.errors import UnsafePath
from kg.files.own_folder import DATABASE, own_folder, prove

if TYPE_CHECKING:
    from pathlib import Path

    from kg.files.folder_handle import LookedInto

OPEN_FILES = "/dev/fd"  # where a system shows a process what it has open
MOVED = "was exchanged while it was opened"
AGAIN = "run the command again"
TRIES = 3

Isolation = Literal["DEFERRED"] | None
Known = tuple[int, int]  # a file's device and its number there


def open_database(path: Path, *, write: bool, isolation: Isolation = "DEFERRED") -> sqlite3.Connection:
    """Open one of SQLite's files in a vault's ``.kg``, made when missing if it is to be written.

    Args:
        path: The file.
        write: Whether it is written to; else it must be there.
        isolation: When SQLite begins a transaction by itself; None for never.

    Raises:
        UnsafePath: It is a link or the like, or was exchanged for one meanwhile.
        OSError: It cannot be made.
        sqlite3.Error: It is missing, or cannot be opened.
    """
    for _ in range(TRIES - 1):  # another thread that opens a file in the same moment is no attack
        with suppress(_Exchanged):
            return _opened(path, isolation, write=write)
    return _opened(path, isolation, write=write)


class _Exchanged(UnsafePath):
    """The file that was opened is not the one in the folder."""


def _opened(path: Path, isolation: Isolation, *, write: bool) -> sqlite3.Connection:
    with own_folder(path.parent) as folder, ExitStack() as opened:
        prove(folder, *(path.name + suffix for suffix in DATABASE))
        if write and folder.stat(path.name) is None:
            with suppress(FileExistsError):
                folder.put(path.name, b"", durable=False)
        before = _open_files()
        uri = f"{path.absolute().as_uri()}?mode={'rw' if write else 'ro'}"
        database = opened.enter_context(closing(sqlite3.connect(uri, uri=True, isolation_level=isolation)))
        _compare(folder, path.name, before)
        opened.pop_all()  # nothing failed, so it stays open
        return database


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
