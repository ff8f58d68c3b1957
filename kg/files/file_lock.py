"""Locks that end with the process, however that ends: one that a process has alone, and leases that many share."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.files.safe_folder import Folder

LOOK = 0.05  # seconds between two looks whether it is free


class LockHeld(Exception):
    """Another process has the lock; the message names it."""


@contextmanager
def lock(folder: Folder, path: str, patience: float) -> Iterator[None]:
    """Have a lock; others wait.

    Args:
        folder: Where it is.
        path: Of its file, which stays.
        patience: Seconds to wait for it.

    Raises:
        LockHeld: Another process has had it all that time.
        OSError: The file cannot be made.
    """
    until = time.monotonic() + patience
    with folder.append(path) as file:
        while not _taken(file.fileno()):
            if time.monotonic() >= until:
                raise LockHeld(_holder(folder, path))
            time.sleep(LOOK)
        try:
            file.truncate(0)
            file.write(f"process {os.getpid()}\n".encode())
            file.flush()
            yield
        finally:
            file.truncate(0)


def lease(handle: int, *, alone: bool) -> bool | None:
    """Lease an open file or folder, until it is closed.

    Args:
        handle: Of what is leased.
        alone: Whether nobody else may have a lease of it; else all who do not ask for that may.

    Returns:
        Whether it is leased now; None where the system does not know how.
    """
    try:
        import fcntl
    except ImportError:  # Windows, which deletes nothing that is open
        return None
    try:
        fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a network's file system may have no locks for folders
        return None
    return True


def _holder(folder: Folder, path: str) -> str:
    with suppress(OSError):  # on Windows what is locked cannot be read
        return (folder.read(path) or b"").decode("utf-8", "replace").strip()[:40]
    return ""


def _taken(handle: int) -> bool:
    """Take the lock if it is free; it is given back when the file is closed."""
    try:
        try:
            import fcntl
        except ImportError:  # Windows
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
