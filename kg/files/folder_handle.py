"""A folder that is looked into without ever leaving it: no link is followed, no path leads out, only files are files.

Everything is opened relative to a handle of the folder, one step at a time, so that nothing that is exchanged on the
way leads elsewhere. Where the system has no such handles, each step is looked at before it is taken.
"""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from errno import EISDIR, ELOOP, ENOTDIR, ENXIO
from pathlib import Path
from typing import TYPE_CHECKING, Self

from kg.errors import UnsafePath
from kg.files import file_lock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.files.exchange_files import Place

READABLE = 0o666  # permission bits of a new file, before the user's umask
LINK, FOLDER, NO_FILE = "is a link", "is a folder", "is no regular file"
BEHIND = "lies behind a link or in what is no folder"
OUTSIDE = "is no path inside its folder"
_HANDLES = {os.open, os.stat, os.unlink, os.rename, os.mkdir, os.rmdir} <= os.supports_dir_fd
CALM = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | CALM  # a pipe is not waited for
ENTER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | CALM
_OPEN_FILES = Path("/proc/self/fd")  # where Linux shows a process what it has open
_LINKED = 0x400  # Windows marks links and junctions so
_REASONS = {ELOOP: LINK, EISDIR: FOLDER, ENXIO: NO_FILE}


class LookedInto:
    """A folder to look into; a context manager. Paths have ``/`` between their steps.

    Every method raises UnsafePath where a path leads out, through a link, or to something that is neither a regular
    file nor a folder; and OSError where the system refuses.

    Attributes:
        path: Where it is, as the user named it; links up to here are the user's own.
    """

    def __init__(self, path: Path, *, follow: bool = True) -> None:
        """Open a folder.

        Args:
            path: Where it is.
            follow: Whether it may be a link itself.
        """
        self.path = path
        if not follow and os.path.islink(path):  # noqa: PTH114 - and again below, in one step
            raise UnsafePath(path, LINK)
        flags = ENTER if not follow else os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
        self._handle = os.open(path, flags) if _HANDLES else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the folder."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def reach(self, name: str = "") -> Path:
        """A path for a program that opens files by path: of the folder, or of what has this name right in it.

        Where the system shows a process its open files as paths, it leads into this very folder as long as that is
        open, whatever is exchanged for it meanwhile.
        """
        shown = _OPEN_FILES / str(self._handle)
        return (shown if self._handle is not None and shown.exists() else self.path) / name

    def obstacle(self, path: str) -> str:
        """Why a file may not be written at a path, "" when it may: it is a file, or nothing is there."""
        try:
            found = self.stat(path)
        except UnsafePath as unsafe:
            return unsafe.reason
        return "" if found is None else no_file(found)

    def stat(self, path: str) -> os.stat_result | None:
        """What the system knows of a file, a folder or a link; None when nothing is there."""
        try:
            with self.at(path) as (name, folder):
                return os.stat(name, dir_fd=folder, follow_symlinks=False)
        except FileNotFoundError:
            return None

    def is_file(self, path: str) -> bool:
        """Whether a regular file is there."""
        found = self.stat(path)
        return found is not None and stat.S_ISREG(found.st_mode)

    def is_folder(self, path: str) -> bool:
        """Whether a folder is there, and no link to one."""
        found = self.stat(path)
        return found is not None and is_real_folder(found)

    def read(self, path: str, most: int = -1) -> bytes | None:
        """The bytes of a file, or its first ones; None when nothing is there."""
        try:
            with self.at(path) as place:
                handle = self.open_file(path, place, _READ)
        except FileNotFoundError:
            return None
        try:
            with os.fdopen(handle, "rb", buffering=0) as file:
                return file.read(most)
        except OSError as error:  # of a handle, so it names no file
            raise OSError(error.errno, error.strerror, str(self.path / path)) from error

    def names(self, path: str = "") -> list[str]:
        """The names in a folder, sorted; none when it is missing."""
        inner = f"{path}/." if path else "."
        try:
            with self.at(inner) as (name, folder):
                if folder is None:
                    return sorted(os.listdir(name))  # noqa: PTH208 - a handle, below, has no Path
                handle = os.open(name, ENTER, dir_fd=folder)
        except FileNotFoundError:
            return []
        try:
            return sorted(os.listdir(handle))  # noqa: PTH208 - as above
        finally:
            os.close(handle)

    def open_file(self, path: str, place: Place, flags: int) -> int:
        """Open a regular file, and nothing else; for this class and those made of it."""
        name, folder = place
        try:
            if folder is None and os.path.lexists(name) and no_file(os.lstat(name)) == LINK:
                raise UnsafePath(self.path / path, LINK)
            handle = os.open(name, flags, READABLE, dir_fd=folder)
        except OSError as error:
            if error.errno in _REASONS and not isinstance(error, FileExistsError):
                raise UnsafePath(self.path / path, _REASONS[error.errno]) from error
            raise OSError(error.errno, error.strerror, str(self.path / path)) from error
        if reason := no_file(os.fstat(handle)):
            os.close(handle)
            raise UnsafePath(self.path / path, reason)
        return handle

    @contextmanager
    def at(self, path: str) -> Iterator[Place]:
        """The last step of a path, and a handle of the folder that it is in, or the whole path and None."""
        steps = _steps(self.path, path)
        if self._handle is None:
            self._look_ahead(steps, path)
            yield str(self.path.joinpath(*steps)), None
            return
        handle = self._handle
        for step in steps[:-1]:
            handle = self._entered(step, handle, path)
        try:
            yield steps[-1], handle
        except OSError as error:
            if error.filename == steps[-1]:
                error.filename = str(self.path / path)
            raise
        finally:
            if handle != self._handle:
                os.close(handle)

    def _look_ahead(self, steps: Sequence[str], path: str) -> None:
        for count in range(1, len(steps)):
            if not is_real_folder(os.lstat(self.path.joinpath(*steps[:count]))):
                raise UnsafePath(self.path / path, BEHIND)

    def _entered(self, step: str, handle: int, path: str) -> int:
        """A handle of a folder in a folder, whose own handle is closed, unless it is the first."""
        try:
            return os.open(step, ENTER, dir_fd=handle)
        except OSError as error:
            if error.errno in (ELOOP, ENOTDIR):
                raise UnsafePath(self.path / path, BEHIND) from error
            error.filename = str(self.path / path)
            raise
        finally:
            if handle != self._handle:
                os.close(handle)


def lease(folder: LookedInto, *, alone: bool = False) -> bool | None:
    """Keep a folder from being deleted by others who ask first, until it is closed; as ``file_lock.lease``."""
    handle = folder._handle  # noqa: SLF001 - nobody else is to have it
    return None if handle is None else file_lock.lease(handle, alone=alone)


def is_locked(folder: LookedInto, path: str) -> bool:
    """Whether a process has a file locked with ``file_lock.lock``; False where the system cannot say."""
    try:
        with folder.at(path) as place:
            handle = folder.open_file(path, place, _READ)
    except FileNotFoundError:
        return False
    try:
        return file_lock.lease(handle, alone=False) is False
    finally:
        os.close(handle)


def _steps(root: Path, path: str) -> list[str]:
    steps = path.split("/")
    bad = {"", ".."} | ({"."} if path != "." else set())
    if bad & set(steps[:-1]) or steps[-1] in {"", ".."} or "\0" in path or (os.sep == "\\" and set(path) & set("\\:")):
        raise UnsafePath(root / path.replace("\0", "?"), OUTSIDE)
    return steps


def is_real_folder(found: os.stat_result) -> bool:
    """Whether this is a folder, and no link to one."""
    return stat.S_ISDIR(found.st_mode) and not getattr(found, "st_file_attributes", 0) & _LINKED


def no_file(found: os.stat_result) -> str:
    """Why this is no regular file, "" when it is one."""
    if stat.S_ISLNK(found.st_mode) or getattr(found, "st_file_attributes", 0) & _LINKED:
        return LINK
    if stat.S_ISDIR(found.st_mode):
        return FOLDER
    return "" if stat.S_ISREG(found.st_mode) else NO_FILE
