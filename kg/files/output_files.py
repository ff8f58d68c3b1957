"""Writes an output file whole or not at all, and sets of files without touching what others put next to them."""

from __future__ import annotations

import json
import os
import re
import tempfile
import time
from contextlib import contextmanager, suppress
from errno import EEXIST
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

UNFINISHED = ".kg-"  # how the name of a file begins that is being written; random characters follow
ABANDONED = 3600  # seconds after which a file that nobody has written to is not going to be finished
READABLE = 0o666  # permission bits of a new file, before the user's umask
MANIFEST = ".kg-files.json"  # in a folder of outputs: which files kg wrote there
_NAME = re.compile(r"(?:[a-z0-9]+/)?[a-z0-9]+\.[a-z]+")  # of a file in a set; nothing that could lead out of the folder
_RANDOM = 8  # characters that ``tempfile`` takes for a name
_HEAD = 1_000  # bytes at the beginning of a file in which its mark stands


class _Manifest(NamedTuple):
    """What a set was made from, and the size of each of its files by name."""

    key: str
    files: dict[str, int]


def write(path: Path, data: Iterable[bytes]) -> None:
    """Write next to the file, then rename over it; what is not a regular file (a pipe, a device) is written directly.

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
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=UNFINISHED)
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(data)
        fresh.chmod(READABLE & ~_umask())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


@contextmanager
def swept(*folders: Path) -> Iterator[None]:
    """Remove unfinished files: those that a killed run left, and, when what is done within is broken off, its own.

    Another process may be at work in the same folders: what it writes now is left alone.
    """
    for path in _unfinished(folders):
        with suppress(FileNotFoundError):  # just finished
            if time.time() - path.stat().st_mtime > ABANDONED:
                path.unlink()
    before, whole = _unfinished(folders), False
    try:
        yield
        whole = True
    finally:
        for path in () if whole else _unfinished(folders) - before:
            path.unlink(missing_ok=True)


def _unfinished(folders: Iterable[Path]) -> set[Path]:
    return {path for folder in folders for path in folder.glob(f"{UNFINISHED}{'?' * _RANDOM}")}


def _umask() -> int:
    """The process's umask, which the system reveals only when it is set."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def guard(path: Path, mark: bytes) -> None:
    """Refuse to go on where a file is somebody else's.

    Args:
        path: The file; it may be missing or empty.
        mark: Bytes that stand near the beginning of every such file of kg's.

    Raises:
        FileExistsError: The file is there and not kg's.
        OSError: It cannot be read.
    """
    if not path.is_file():
        return
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head and mark not in head:
        raise FileExistsError(EEXIST, "is there already and not kg's; name another folder with --out", str(path))


def replace(path: Path, data: bytes, mark: bytes) -> None:
    """Write a file whose folders may be missing; one that has these bytes already is left alone.

    Args:
        path: The file.
        data: Its content.
        mark: Bytes that stand near the beginning of every such file: one without them is somebody else's.

    Raises:
        FileExistsError: The file is there and not kg's.
        OSError: It cannot be written.
    """
    if path.is_file() and path.read_bytes() == data:
        return
    guard(path, mark)
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, [data])


def write_set(folder: Path, files: Iterable[tuple[str, Iterable[bytes]]], mark: bytes, key: str) -> None:
    """Write a set of files into a folder and remove those of an earlier set that are no longer part of it.

    A file that has the wanted bytes already is left alone. Only files that kg wrote are replaced or removed.

    Args:
        folder: Made when missing.
        files: Names, at most one folder deep, and contents; each is written before the next is asked for.
        mark: Bytes that stand near the beginning of every such file.
        key: Says what the set was made from; ``is_written`` compares it.

    Raises:
        FileExistsError: A file of that name is not kg's.
        OSError: A file cannot be written.
    """
    before = _manifest(folder).files
    written: dict[str, int] = {}
    for name, pieces in files:
        data = b"".join(pieces)
        replace(folder / name, data, mark)
        written[name] = len(data)
    for name in sorted(before.keys() - written.keys()):
        _remove(folder, name, mark)
    manifest = json.dumps({"key": key, "files": dict(sorted(written.items()))}, indent=0) + "\n"
    write(folder / MANIFEST, [manifest.encode()])


def is_written(folder: Path, key: str) -> bool:
    """Return whether a folder holds the set that was made from ``key``, every file with its size."""
    before = _manifest(folder)
    return (
        bool(before.files)
        and before.key == key
        and all(_has(folder / name, size) for name, size in before.files.items())
    )


def _has(path: Path, size: int) -> bool:
    return path.is_file() and path.stat().st_size == size


def _remove(folder: Path, name: str, mark: bytes) -> None:
    path = folder / name
    if _NAME.fullmatch(name) and path.is_file() and mark in path.read_bytes()[:_HEAD]:
        path.unlink()
        if path.parent != folder and not any(path.parent.iterdir()):
            path.parent.rmdir()


def _manifest(folder: Path) -> _Manifest:
    """What an earlier run wrote; empty where there is none, or where it cannot be understood."""
    path = folder / MANIFEST
    try:
        found = json.loads(path.read_bytes()) if path.is_file() else {}
        return _Manifest(str(found["key"]), {str(name): int(size) for name, size in found["files"].items()})
    except (ValueError, TypeError, KeyError, AttributeError):
        return _Manifest("", {})
