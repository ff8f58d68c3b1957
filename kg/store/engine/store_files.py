"""The files of a store: its layout, its lock, its snapshots for readers; and what failing to read or write means."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kg.errors import StoreError, StoreLocked, StoreMissing, StoreVersion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LAYOUT = "claimgraph store 3"  # to be raised whenever an older store could not be read, or would be read wrongly
GRAPH, SEARCH, VERSION, PUBLISHED, LOCK = "store", "search.sqlite", "layout", "published", "lock"
KEPT = 2  # snapshots kept: the published one, and the one before for readers who still have it open

# What an engine's message holds -> the error's reason and hint; the first that fits counts.
TROUBLES = (
    ("no space left", "the disk is full", "free some space, then run the command again; what is stored is intact"),
    ("disk is full", "the disk is full", "free some space, then run the command again; what is stored is intact"),
    ("read-only file system", "the folder is read-only", "make it writable, or copy the vault elsewhere"),
    ("readonly database", "the folder is read-only", "make it writable, or copy the vault elsewhere"),
    ("permission denied", "no permission to read or write the folder", "change its permissions"),
)
LOCKED = ("while lock file", "lock hold by", "database is locked")
ANEW = f"if this persists, delete its file {VERSION!r} and run 'kg build', which rebuilds everything from the notes"


@contextmanager
def trouble(folder: Path) -> Iterator[None]:
    """Turn the engines' errors into ours, with the folder's name and a way out."""
    try:
        yield
    except (OSError, RuntimeError, sqlite3.Error) as error:  # RuntimeError: what pyoxigraph says of damaged files
        text = " ".join(str(error).split())
        for sign, reason, hint in TROUBLES:
            if sign in text.lower():
                raise StoreError(folder, reason, hint) from error
        if any(sign in text.lower() for sign in LOCKED):
            raise StoreLocked(folder) from error
        raise StoreError(folder, text, ANEW) from error


def lock(folder: Path) -> sqlite3.Connection:
    """Make a folder the caller's alone to write in, until what is returned is closed or the process ends, however.

    The engine has a lock of its own, but a writer reopens the engine now and then. The lock is an empty file, and it
    is SQLite that locks it: that knows how on each system.

    Raises:
        sqlite3.OperationalError: Another writer has it.
        OSError: The folder cannot be made or written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / LOCK
    file.touch()  # SQLite does not say why it cannot open one; this opens none that is there, which would free the lock
    held = sqlite3.connect(file, timeout=0, isolation_level=None)
    try:
        held.execute("BEGIN IMMEDIATE")
    except sqlite3.Error:
        held.close()
        raise
    return held


def prepare(folder: Path, base: str) -> None:
    """Make a folder, which the caller has locked, ready for a writer.

    Raises:
        StoreVersion: It holds a store of another layout or base IRI.
    """
    wanted = f"{LAYOUT} {base}"
    found = _read(folder / VERSION)
    if found is not None and found != wanted:
        raise StoreVersion(folder, found, wanted)
    if found is None or not ((folder / GRAPH).is_dir() and (folder / SEARCH).is_file()):
        discard(folder)  # never finished being made, or a part was lost: the others would not fit a new one
        _write(folder / VERSION, wanted)


def published(folder: Path) -> tuple[str, Path]:
    """Return the base IRI and the snapshot that readers open.

    Raises:
        StoreMissing: Nothing was published.
        StoreVersion: Another version of kg wrote it.
    """
    layout, name = _read(folder / VERSION), _read(folder / PUBLISHED)
    if layout is None or name is None or not (folder / name).is_dir():
        raise StoreMissing(folder)
    found, _, base = layout.rpartition(" ")
    if found != LAYOUT:
        raise StoreVersion(folder, found, LAYOUT)
    return base, folder / name


def is_published(folder: Path) -> bool:
    """Whether readers find a snapshot."""
    name = _read(folder / PUBLISHED)
    return name is not None and (folder / name).is_dir()


def publish(folder: Path, backup: Callable[[Path], None]) -> str:
    """Make a snapshot, point readers to it, delete all but the last few, and return its name.

    The pointer is replaced in one step: a reader finds the old snapshot or the new one.
    """
    latest = max(map(_number, _snapshots(folder)), default=0) + 1
    snapshot = folder / f"{PUBLISHED}-{latest}"
    backup(snapshot)
    _write(folder / PUBLISHED, snapshot.name)
    for old in _snapshots(folder):
        if _number(old) <= latest - KEPT:
            shutil.rmtree(old)
    return snapshot.name


def discard(folder: Path) -> None:
    """Delete everything that belongs to a store but its lock, which the caller holds; other files stay."""
    (folder / VERSION).unlink(missing_ok=True)  # first: what is left after a crash then counts as unfinished
    (folder / PUBLISHED).unlink(missing_ok=True)
    for suffix in ("", "-wal", "-shm"):
        (folder / f"{SEARCH}{suffix}").unlink(missing_ok=True)
    for tree in (folder / GRAPH, *_snapshots(folder)):
        if tree.exists():
            shutil.rmtree(tree)


def _snapshots(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob(f"{PUBLISHED}-*") if _number(path) > 0)


def _number(path: Path) -> int:
    digits = path.name.removeprefix(f"{PUBLISHED}-")
    return int(digits) if digits.isdecimal() else 0


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None


def _write(path: Path, text: str) -> None:
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(f"{text}\n", encoding="utf-8")
    fresh.replace(path)
