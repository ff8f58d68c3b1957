"""Reads a file whole, through links to it, but nothing else than a regular file and no more of it than is allowed."""

from __future__ import annotations

import os
import stat
from errno import EFBIG, EINVAL

from kg.files.folder_handle import NO_FILE

# a pipe is not waited for; a file that a process starts does not have this one open
READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


class OverLimit(OSError):
    """A file has more bytes than are read: ``size`` of them."""

    def __init__(self, path: str, size: int, most: int) -> None:
        super().__init__(EFBIG, f"{size:,} bytes, the limit is {most:,}", path)
        self.size = size


def read_regular(path: str, most: int) -> bytes:
    """The bytes of a file.

    Args:
        path: Where it is; it may be a link.
        most: Bytes that it may have.

    Raises:
        OverLimit: It has more.
        OSError: It cannot be read, or is a pipe, a device or the like.
    """
    with os.fdopen(os.open(path, READ), "rb", buffering=0) as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise OSError(EINVAL, NO_FILE, path)
        if about.st_size > most:
            raise OverLimit(path, about.st_size, most)
        return file.read()
