"""Writes an output file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

READABLE = 0o666  # permission bits of a new file, before the user's umask


def write(path: Path, data: Iterable[bytes]) -> None:
    """Write beside the file, then rename over it; what is no regular file (a pipe, a device) is written directly.

    Raises:
        OSError: The file cannot be written; an older one is still there. The error names ``path``.
    """
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as device:
                device.writelines(data)
        else:
            _replace(Path(os.path.realpath(path)), data)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def _replace(path: Path, data: Iterable[bytes]) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".kg-")
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(data)
        fresh.chmod(READABLE & ~_umask())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _umask() -> int:
    """The process's umask; the system tells it only when it is set."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
