"""A folder that is worked in without ever leaving it: every write, rename and delete goes through here."""

from __future__ import annotations

import os
import re
import secrets
import stat
import time
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING

from kg.errors import UnsafePath
from kg.files import exchange_files
from kg.files.folder_handle import CALM, ENTER, FOLDER, LINK, LookedInto, is_real_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

UNFINISHED = re.compile(r"\.kg-[0-9a-f]{16}\.new")  # the name of a file that is being written
PAUSES = (0.05, 0.1, 0.2, 0.4)  # seconds between tries to rename a file that another program holds


class Folder(LookedInto):
    """A folder to work in; what ``LookedInto`` says of paths and errors holds of all that is done here too."""

    def put(self, path: str, data: bytes | Iterable[bytes], *, mode: int | None = None, durable: bool = True) -> None:
        """Make a new file.

        Args:
            path: Its path.
            data: Its bytes, whole or in pieces.
            mode: Its permission bits; the user's umask decides where there are none.
            durable: Whether its bytes are on the disk when this returns; ``flush`` does that for its name.

        Raises:
            FileExistsError: Something is there.
        """
        with self.at(path) as place:
            handle = self.open_file(path, place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | CALM)
            whole = False
            try:
                with os.fdopen(handle, "wb") as file:
                    file.writelines([data] if isinstance(data, bytes) else data)
                    if mode is not None and hasattr(os, "fchmod"):
                        os.fchmod(file.fileno(), mode)
                    if durable:
                        to_disk(file)
                whole = True
            finally:
                if not whole:
                    os.unlink(place[0], dir_fd=place[1])

    def replace(self, path: str, data: bytes | Iterable[bytes], *, durable: bool = True, flushed: bool = True) -> None:
        """Give a file these bytes, whole or not at all; a link or a file of that name is replaced, not written into.

        Args:
            path: Its path.
            data: Its bytes, whole or in pieces.
            durable: Whether it is whole, the new file or the older one, after a loss of power too.
            flushed: Whether it is the new one then.
        """
        if self.is_folder(path):
            raise UnsafePath(self.path / path, FOLDER)
        parent = path.rpartition("/")[0]
        fresh = f"{parent}/" * bool(parent) + f".kg-{secrets.token_hex(8)}.new"
        self.put(fresh, data, durable=durable)
        try:
            self.rename(fresh, path)
        except OSError:
            self.remove(fresh)
            raise
        if durable and flushed:
            self.flush(parent)

    def sweep(self, path: str, before: float) -> None:
        """Delete what runs that were killed left unfinished in a folder, if nobody wrote to it since ``before``."""
        for name in self.names(path):
            if UNFINISHED.fullmatch(name):
                place = f"{path}/{name}" if path else name
                found = self.stat(place)
                if found is not None and stat.S_ISREG(found.st_mode) and found.st_mtime < before:
                    self.remove(place)

    @contextmanager
    def append(self, path: str) -> Iterator[IO[bytes]]:
        """Open a file, made when missing, to write at its end; one that has a second name is refused."""
        with self.at(path) as place:
            handle = self.open_file(path, place, os.O_RDWR | os.O_CREAT | os.O_APPEND | CALM)
        with os.fdopen(handle, "ab") as file:
            if os.fstat(file.fileno()).st_nlink > 1:
                raise UnsafePath(self.path / path, "has a second name elsewhere (a hard link)")
            yield file

    def rename(self, old: str, new: str) -> None:
        """Rename a file or folder; a file that has the new name is replaced."""
        with self.at(old) as one, self.at(new) as other:
            _patiently(lambda: os.replace(one[0], other[0], src_dir_fd=one[1], dst_dir_fd=other[1]))

    def rename_new(self, old: str, new: str) -> None:
        """Rename a file or folder.

        Raises:
            FileExistsError: The new name is taken.
        """
        with self.at(old) as one, self.at(new) as other:
            _patiently(lambda: exchange_files.rename_new(one, other))

    def exchange(self, one: str, other: str) -> None:
        """Exchange two files in one step; where the system cannot, ``other`` is away for a moment.

        Raises:
            FileExistsError: ``other`` was made again in that moment, and stays; ``one`` is what was there before.
        """
        with self.at(one) as here, self.at(other) as there:
            try:
                _patiently(lambda: exchange_files.exchange(here, there))
            except OSError as error:
                if error.errno not in exchange_files.UNSUPPORTED:
                    raise
            else:
                return
        aside = f"{one}.out"
        self.rename_new(other, aside)
        try:
            self.rename_new(one, other)
        finally:
            self.rename(aside, one)

    def remove(self, path: str) -> None:
        """Delete a file or a link, which is not followed; what is not there is gone already."""
        with suppress(FileNotFoundError), self.at(path) as (name, folder):
            os.unlink(name, dir_fd=folder)

    def remove_folder(self, path: str) -> None:
        """Delete an empty folder; one that is not empty, or none, stays."""
        if self.is_folder(path) and not self.names(path):
            with self.at(path) as (name, folder):
                os.rmdir(name, dir_fd=folder)

    def remove_tree(self, path: str) -> None:
        """Delete a file, a link, or a folder with all that is in it; a link in it is deleted, not followed."""
        if not self.is_folder(path):
            self.remove(path)
            return
        for name in self.names(path):
            self.remove_tree(f"{path}/{name}")
        self.remove_folder(path)

    def make(self, path: str) -> list[str]:
        """Make a folder and those above it, on the disk when this returns.

        Returns:
            The paths of those that were not there, the uppermost first.
        """
        made: list[str] = []
        steps = path.split("/")
        for count in range(1, len(steps) + 1):
            step = "/".join(steps[:count])
            found = self.stat(step)
            if found is None:
                with suppress(FileExistsError), self.at(step) as (name, folder):
                    os.mkdir(name, dir_fd=folder)
                    made.append(step)
                    self.flush(step.rpartition("/")[0])
            elif not is_real_folder(found):
                raise UnsafePath(self.path / step, LINK if stat.S_ISLNK(found.st_mode) else "is no folder")
        return made

    def flush(self, path: str) -> None:
        """Make what was renamed in a folder survive a loss of power, where the system can."""
        with self.at(f"{path}/." if path else ".") as (name, folder):
            if folder is None:
                return
            handle = os.open(name, ENTER, dir_fd=folder)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in exchange_files.UNSUPPORTED:  # a network's file system may not flush folders
                raise
        finally:
            os.close(handle)


def to_disk(file: IO[bytes]) -> None:
    """Put what was written to an open file on the disk."""
    file.flush()
    os.fsync(file.fileno())


def _patiently(act: Callable[[], object]) -> None:
    """Rename a file, and try again for about a second where another program holds it.

    On Windows an editor, a scanner for viruses or a sync client that has the file open makes that fail; most let go
    soon. Elsewhere a refusal lasts, and a second is not missed.
    """
    for pause in PAUSES:
        try:
            act()
        except PermissionError:
            time.sleep(pause)
        else:
            return
    act()
