"""The ``.kg`` folder of a vault, which is kg's own: opened without following a link, foreign things in it set aside.

SQLite and Oxigraph open their files by path. Before they do, it is proved here that the path leads through no link,
and that a file which is written to has no second name elsewhere; ``kg.files.open_database`` and the engine see to it
that nothing exchanged since then leads elsewhere.
"""

from __future__ import annotations

import os
import re
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kg.errors import UnsafePath
from kg.files.folder_handle import LINK, is_real_folder
from kg.files.regular_file import OverLimit
from kg.files.safe_folder import Folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.files.folder_handle import LookedInto

ASIDE = "set-aside"
WRITTEN = re.compile(r"MANIFEST-\d+|\d+\.log|LOG|LOCK")  # the engine's files that are written into; others it replaces
DATABASE = ("", "-wal", "-shm", "-journal")  # what SQLite adds to the name of a database's files
BARRED = "may not be read or written by you"
WAY_OUT = "kg keeps what it learns in a folder of its own: remove the link"


@contextmanager
def own_folder(path: Path, *, make: bool = False) -> Iterator[Folder]:
    """Open kg's own folder of a vault.

    Args:
        path: ``VAULT/.kg``.
        make: Whether to make it when it is missing.

    Raises:
        UnsafePath: It is a link.
        OSError: It is missing, or cannot be opened.
    """
    if make:
        path.parent.mkdir(parents=True, exist_ok=True)
        with Folder(path.parent) as vault:
            if not vault.is_folder(path.name):
                _refuse_link(vault, path.name)
                vault.make(path.name)
    try:
        folder = Folder(path, follow=False)
    except UnsafePath as unsafe:
        raise UnsafePath(path, unsafe.reason, WAY_OUT) from None
    with folder:
        yield folder


def _refuse_link(vault: Folder, name: str) -> None:
    if vault.obstacle(name) == LINK:
        raise UnsafePath(vault.path / name, LINK, WAY_OUT)
    if vault.stat(name) is not None:
        raise NotADirectoryError(20, "is a file where kg's own folder should be", str(vault.path / name))


def own_file(path: Path, most: int) -> bytes | None:
    """The bytes of a file that a user keeps in ``.kg``; None when it, or the folder, is missing.

    Args:
        path: The file.
        most: Bytes that it may have.

    Raises:
        UnsafePath: The folder or the file is a link, or it is no regular file.
        OverLimit: It has more bytes.
        OSError: It cannot be read.
    """
    try:
        with own_folder(path.parent) as folder:
            found = folder.stat(path.name)
            if found is not None and found.st_size > most:
                raise OverLimit(str(path), found.st_size, most)
            return folder.read(path.name)
    except (FileNotFoundError, NotADirectoryError):
        return None


def prove(folder: Folder, *names: str) -> None:
    """Make sure that files are regular ones, or missing, and have no second name.

    Raises:
        UnsafePath: One is not.
    """
    for name in names:
        if reason := _unfit(folder.stat(name)):
            raise UnsafePath(folder.path / name, reason, "remove it, then run 'kg build'")


def make_room(folder: Folder, *names: str) -> list[str]:
    """Set aside what is in the place of files and is none of kg's making; returns what it was."""
    return [set_aside(folder, name, reason) for name in names if (reason := _unfit_for(folder, name, write=True))]


def make_room_for_tree(folder: Folder, name: str) -> list[str]:
    """Set aside what is in the place of a folder of the engine's files; returns what it was."""
    found = folder.stat(name)
    if found is None or is_real_folder(found):
        return []
    return [set_aside(folder, name, "is no folder")]


def unfit_in(folder: LookedInto, name: str = "", *, write: bool = False) -> str:
    """Why a folder of the engine's files is not fit to be opened, "" when it is.

    Args:
        folder: That folder, or the one it is in.
        name: Its name there; "" for ``folder`` itself.
        write: Whether it is opened to be written.
    """
    for inner in folder.names(name):
        path = f"{name}/{inner}" if name else inner
        shared = WRITTEN.fullmatch(inner) is None
        if reason := _unfit_for(folder, path, write=write and not shared, shared=shared):
            return f"{path} {reason}"
    return ""


def _unfit_for(folder: LookedInto, path: str, *, write: bool, shared: bool = False) -> str:
    """Why something is no file to be read or written by this user, "" where it is one, or is missing."""
    if reason := _unfit(folder.stat(path), shared=shared):
        return reason
    with folder.at(path) as (name, place):
        there = os.access(name, os.F_OK, dir_fd=place)
        may = os.access(name, os.R_OK | (os.W_OK if write else 0), dir_fd=place)
    return BARRED if there and not may else ""


def _unfit(found: os.stat_result | None, *, shared: bool = False) -> str:
    """Why something is no file to be written to, "" where it is one, or is missing."""
    if found is None:
        return ""
    if stat.S_ISLNK(found.st_mode):
        return LINK
    if not stat.S_ISREG(found.st_mode):
        return "is no regular file"
    return "" if found.st_nlink == 1 or shared else "has a second name elsewhere (a hard link)"


def set_aside(folder: Folder, name: str, reason: str) -> str:
    """Move something out of the way, whatever it is; returns what was done and why, for a person."""
    if folder.obstacle(ASIDE) not in {"", "is a folder"}:
        folder.remove(ASIDE)
    folder.make(ASIDE)
    number = 1
    while folder.stat(place := f"{ASIDE}/{number}-{name}") is not None:
        number += 1
    folder.rename_new(name, place)
    return f"{folder.path.name}/{name} {reason}: it is now {folder.path.name}/{place}"
