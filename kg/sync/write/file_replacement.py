"""How a file of the vault is replaced: whole or not at all, with its mode, and never over somebody else's new file."""

from __future__ import annotations

import os
import secrets
import time
from pathlib import Path
from typing import TYPE_CHECKING

from kg.files import READABLE, UNFINISHED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PAUSES = (0.05, 0.1, 0.2, 0.4)  # seconds between tries to replace a file that another program holds
SUFFIX = ".tmp"  # of an unfinished file; the dot that its name begins with hides it from Obsidian


def read(path: Path) -> bytes | None:
    """The bytes of a file, or None when there is no such file.

    Raises:
        OSError: It cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def replace(path: Path, data: bytes) -> None:
    """Put new bytes in the place of a file, keeping its mode; a link stays a link.

    Raises:
        OSError: It cannot be written; the old one is still there.
    """
    real = Path(os.path.realpath(path))
    fresh = _beside(real, data, real.stat().st_mode & 0o7777 if real.exists() else None)
    try:
        _patiently(lambda: fresh.replace(real))
    finally:
        fresh.unlink(missing_ok=True)
    _flush_folder(real.parent)


def create(path: Path, data: bytes) -> None:
    """Write a new file.

    Raises:
        FileExistsError: There is one of that name by now.
        OSError: It cannot be written.
    """
    fresh = _beside(path, data, None)
    try:
        os.link(fresh, path)  # unlike a rename it fails when the name is taken
    except PermissionError:  # a file system without hard links
        if path.exists():
            raise FileExistsError(path) from None
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    _flush_folder(path.parent)


def sweep(folders: Iterable[Path]) -> None:
    """Remove what a killed run left half written."""
    for folder in folders:
        for rest in folder.glob(f"{UNFINISHED}*{SUFFIX}"):
            rest.unlink(missing_ok=True)


def _beside(path: Path, data: bytes, mode: int | None) -> Path:
    """A temporary file in the same folder with these bytes, on the disk."""
    fresh = path.with_name(f"{UNFINISHED}{secrets.token_hex(8)}{SUFFIX}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, READABLE)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            fresh.chmod(mode)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    return fresh


def _patiently(replace: Callable[[], object]) -> None:
    """Replace a file, and try again for about a second where another program holds it.

    On Windows an editor, a scanner for viruses or a sync client that has the file open makes that fail; most let go
    soon. Elsewhere a refusal lasts, and a second is not missed.
    """
    for pause in PAUSES:
        try:
            replace()
        except PermissionError:
            time.sleep(pause)
        else:
            return
    replace()


def _flush_folder(folder: Path) -> None:
    """Make a rename survive a loss of power, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
