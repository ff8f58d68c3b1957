"""Writes an output file whole or not at all, and sets of files without touching what others put next to them."""

from __future__ import annotations

import json
import os
import re
import time
from contextlib import contextmanager, suppress
from errno import EEXIST
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import UnsafePath
from kg.files.safe_folder import UNFINISHED, Folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ABANDONED = 3600  # seconds after which a file that nobody has written to is not going to be finished
MANIFEST = ".kg-files.json"  # in a folder of outputs: which files kg wrote there
ELSEWHERE = "name another folder with --out"
_NAME = re.compile(r"(?:[a-z0-9]+/)?[a-z0-9]+\.[a-z]+")  # of a file in a set; nothing that could lead out of the folder
_HEAD = 1_000  # bytes at the beginning of a file in which its mark stands


class _Manifest(NamedTuple):
    """What a set was made from, and the size of each of its files by name."""

    key: str
    files: dict[str, int]


def write(path: Path, data: Iterable[bytes], vault: Path | None = None) -> None:
    """Write the file that the user names: next to it, then renamed over it; what is no regular file directly.

    A link stays a link, a pipe or a device is written to, but not inside the vault, whoever made that.

    Args:
        path: The file.
        data: Its content.
        vault: The vault.

    Raises:
        UnsafePath: It is in the vault, and a link, behind one, or no regular file.
        OSError: The file cannot be written; an older one is still there. The error names ``path``.
    """
    inner = None if vault is None else _inner(path, vault)
    try:
        if vault is not None and inner is not None:
            with Folder(vault) as place:
                if obstacle := place.obstacle(inner):
                    raise UnsafePath(path, obstacle)
                place.replace(inner, data, flushed=False)
        elif path.exists() and not path.is_file():
            with path.open("wb") as device:
                device.writelines(data)
        else:
            real = Path(os.path.realpath(path))
            write_in(real.parent, real.name, data)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def write_in(folder: Path, name: str, data: Iterable[bytes]) -> None:
    """Write a file into a folder, whole or not at all; what is a link or no file is not written to.

    Raises:
        FileExistsError: A link, a folder or the like has the name.
        OSError: It cannot be written; an older one is still there.
    """
    with Folder(folder) as place:
        _refuse(place, name)
        place.replace(name, data, flushed=False)


def made(folder: Path, vault: Path | None = None) -> None:
    """Make a folder for outputs, and those above it.

    Args:
        folder: The folder, named by the user; it may be a link, but not inside the vault, whoever made that.
        vault: The vault.

    Raises:
        UnsafePath: It lies in the vault, behind a link.
        OSError: It cannot be made.
    """
    inner = None if vault is None else _inner(folder, vault)
    if vault is not None and inner is not None:
        with Folder(vault) as place:
            place.make(inner)
    else:
        folder.mkdir(parents=True, exist_ok=True)


def _inner(path: Path, vault: Path) -> str | None:
    """A path's steps below the vault, with ``/`` between them; None where it does not lie there."""
    for root in (os.path.abspath(vault), os.path.realpath(vault)):  # noqa: PTH100 - no link of the path is resolved
        found = os.path.relpath(os.path.abspath(path), root).replace(os.sep, "/")  # noqa: PTH100
        if found.partition("/")[0] not in {".", ".."}:
            return found
    return None


@contextmanager
def swept(*folders: Path) -> Iterator[None]:
    """Remove unfinished files: those that a killed run left, and, when what is done within is broken off, its own.

    Another process may be at work in the same folders: what it writes now is left alone.
    """
    _sweep(folders, time.time() - ABANDONED)
    before, whole = _unfinished(folders), False
    try:
        yield
        whole = True
    finally:
        for folder, name in () if whole else _unfinished(folders) - before:
            with Folder(folder) as place:
                place.remove(name)


def _sweep(folders: Iterable[Path], before: float) -> None:
    for folder in folders:
        with suppress(FileNotFoundError, NotADirectoryError), Folder(folder) as place:
            place.sweep("", before)


def _unfinished(folders: Iterable[Path]) -> set[tuple[Path, str]]:
    found: set[tuple[Path, str]] = set()
    for folder in folders:
        with suppress(FileNotFoundError, NotADirectoryError), Folder(folder) as place:
            found |= {(folder, name) for name in place.names() if UNFINISHED.fullmatch(name) and place.is_file(name)}
    return found


def guard(path: Path, mark: bytes) -> None:
    """Refuse to go on where a file is somebody else's.

    Args:
        path: The file; it may be missing or empty.
        mark: Bytes near the beginning of every such file of kg's.

    Raises:
        FileExistsError: The file is there and not kg's, or it is a link, a folder or the like.
        OSError: It cannot be read.
    """
    with suppress(FileNotFoundError), Folder(path.parent) as place:
        _guard(place, path.name, mark)


def _guard(place: Folder, name: str, mark: bytes) -> None:
    _refuse(place, name)
    head = place.read(name, _HEAD)
    if head and mark not in head:
        raise FileExistsError(EEXIST, f"is there already and not kg's; {ELSEWHERE}", str(place.path / name))


def _refuse(place: Folder, name: str) -> None:
    if obstacle := place.obstacle(name):
        raise FileExistsError(EEXIST, f"{obstacle}, and so not kg's; {ELSEWHERE}", str(place.path / name))


def replace(path: Path, data: bytes, mark: bytes, vault: Path | None = None) -> None:
    """Write a file whose folders may be missing; one that has these bytes already is left alone.

    Args:
        path: The file.
        data: Its content.
        mark: Bytes near the beginning of every such file: one without them is somebody else's.
        vault: As for ``made``.

    Raises:
        FileExistsError: The file is there and not kg's.
        UnsafePath: Its folder lies in the vault, behind a link.
        OSError: It cannot be written.
    """
    made(path.parent, vault)
    with Folder(path.parent) as place:
        _replace(place, path.name, data, mark)


def _replace(place: Folder, name: str, data: bytes, mark: bytes) -> None:
    _guard(place, name, mark)
    if place.read(name) != data:
        place.replace(name, data, flushed=False)


def write_set(
    folder: Path, files: Iterable[tuple[str, Iterable[bytes]]], mark: bytes, key: str, vault: Path | None = None
) -> None:
    """Write a set of files into a folder and remove those of an earlier set that are no longer part of it.

    A file that has the wanted bytes already is left alone. Only files that kg wrote are replaced or removed.

    Args:
        folder: Made when missing.
        files: Names, at most one folder deep, and contents; each is written before the next is asked for.
        mark: Bytes near the beginning of every such file.
        key: Says what the set was made from; ``is_written`` compares it.
        vault: As for ``made``.

    Raises:
        FileExistsError: A file of that name is not kg's.
        UnsafePath: The folder, or one in it, is a link.
        OSError: A file cannot be written.
    """
    made(folder, vault)
    with Folder(folder) as place:
        before = _manifest(place).files
        written: dict[str, int] = {}
        for name, pieces in files:
            data = b"".join(pieces)
            if "/" in name:
                place.make(name.rpartition("/")[0])
            _replace(place, name, data, mark)
            written[name] = len(data)
        for name in sorted(before.keys() - written.keys()):
            _remove(place, name, mark)
        manifest = json.dumps({"key": key, "files": dict(sorted(written.items()))}, indent=0) + "\n"
        place.replace(MANIFEST, manifest.encode(), durable=False)


def keep_only(folder: Path, names: Iterable[str], of: re.Pattern[str], mark: bytes) -> None:
    """Remove files of an earlier run from a folder: those whose whole name fits a pattern, but a few.

    Args:
        folder: The folder; it must be there.
        names: The files that stay.
        of: What the names of such files look like.
        mark: Bytes near the beginning of every such file.

    Raises:
        OSError: One cannot be read or removed.
    """
    with Folder(folder) as place:
        for name in sorted(set(filter(of.fullmatch, place.names())) - set(names)):
            if not place.obstacle(name) and mark in (place.read(name, _HEAD) or b""):
                place.remove(name)


def is_written(folder: Path, key: str) -> bool:
    """Return whether a folder holds the set that was made from ``key``, every file with its size."""
    try:
        with Folder(folder) as place:
            before = _manifest(place)
            return (
                bool(before.files)
                and before.key == key
                and all(_has(place, name, size) for name, size in before.files.items())
            )
    except (FileNotFoundError, NotADirectoryError, UnsafePath):
        return False


def _has(place: Folder, name: str, size: int) -> bool:
    found = place.stat(name)
    return found is not None and place.is_file(name) and found.st_size == size


def _remove(place: Folder, name: str, mark: bytes) -> None:
    if _NAME.fullmatch(name) and not place.obstacle(name) and mark in (place.read(name, _HEAD) or b""):
        place.remove(name)
        if "/" in name:
            place.remove_folder(name.rpartition("/")[0])


def _manifest(place: Folder) -> _Manifest:
    """What an earlier run wrote; empty where there is none, or where it cannot be understood."""
    try:
        found = json.loads(place.read(MANIFEST) or b"{}")
        return _Manifest(str(found["key"]), {str(name): int(size) for name, size in found["files"].items()})
    except (ValueError, TypeError, KeyError, AttributeError, UnsafePath, RecursionError):
        return _Manifest("", {})
