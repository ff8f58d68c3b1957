"""The files of a store: its layout and its lock; and what failing to read or write means."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kg.errors import StoreDamaged, StoreError, StoreForeign, StoreLocked, StoreMissing, StoreVersion, UnsafePath
from kg.files import file_lock
from kg.files.cache_seal import EVERYTHING, UNFLUSHED, is_own
from kg.files.database import FAILED
from kg.files.own_folder import DATABASE, make_room, make_room_for_tree, own_folder, prove, unfit_in
from kg.store.engine import snapshots

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from kg.files.folder_handle import LookedInto
    from kg.files.safe_folder import Folder

LAYOUT = "claimgraph store 6"  # to be raised whenever an older store could not be read, or would be read wrongly
GRAPH, SEARCH, VERSION, LOCK, TRY = "store", "search.sqlite", "layout", "lock", "try"
OLDER = ("published", "fingerprint")  # files of older layouts

# What an engine's message holds -> the error's reason and hint; the first that fits counts.
TROUBLES = (
    ("no space left", "the disk is full", "free some space, then run the command again; what is stored is intact"),
    ("disk is full", "the disk is full", "free some space, then run the command again; what is stored is intact"),
    ("read-only file system", "the folder is read-only", "make it writable, or copy the vault elsewhere"),
    ("readonly database", "the folder is read-only", "make it writable, or copy the vault elsewhere"),
    ("permission denied", "no permission to read or write the folder", "change its permissions"),
)
LOCKED = ("while lock file", "lock hold by", "database is locked")
ANEW = "run 'kg build': which rebuilds what is damaged from the notes"
ANSWERS = "answers.sqlite"  # no cache: a language model was paid for it
OTHERS = re.compile(r"(\w+\.sqlite)(-wal|-shm|-journal)?")
TRIAL = 2**20  # bytes that a disk must take before a store on it is given up


def is_damage(error: Exception) -> bool:
    """Whether an engine's error means that its files are damaged, not that the disk or a lock refuses."""
    text = str(error).lower()
    return not any(sign in text for sign in (*(sign for sign, _, _ in TROUBLES), *LOCKED))


def try_disk(kg: Folder) -> None:
    """Make sure that the disk takes what is written to it; an engine blames its files where a full disk is to blame.

    Raises:
        OSError: It does not.
    """
    kg.replace(TRY, bytes(TRIAL))
    kg.remove(TRY)


@contextmanager
def trouble(folder: Path) -> Iterator[None]:
    """Turn the engines' errors into ours, with the folder's name and a way out."""
    try:
        yield
    except (OSError, RuntimeError, *FAILED) as error:  # RuntimeError: what pyoxigraph says of damaged files
        text = " ".join(str(error).split())
        for sign, reason, hint in TROUBLES:
            if sign in text.lower():
                raise StoreError(folder, reason, hint) from error
        if any(sign in text.lower() for sign in LOCKED):
            raise StoreLocked(folder) from error
        raise StoreDamaged(folder, text, ANEW) from error


@contextmanager
def lock(kg: Folder) -> Iterator[None]:
    """Have a folder alone to write in, until this ends or the process does, however.

    The engine has a lock of its own, but a writer reopens the engine now and then.

    Raises:
        StoreLocked: Another writer has it.
        OSError: The folder cannot be written.
    """
    make_room(kg, LOCK)
    try:
        with file_lock.lock(kg, LOCK, 0):
            yield
    except file_lock.LockHeld as held:
        raise StoreLocked(kg.path, str(held)) from held


def mend(kg: Folder, changed: Collection[str]) -> list[str]:
    """Remove what is not as the last writer left it, and set aside what is none of kg's making; says what that was.

    Args:
        kg: The folder, which the caller has locked.
        changed: The files that are not as they were sealed, or ``EVERYTHING``, or ``UNFLUSHED``.
    """
    _forget_databases(kg, kg.names() if changed == EVERYTHING else changed)
    if changed == EVERYTHING:
        discard(kg)
        return [f"{kg.path.name} was not made by you with this kg: everything is rebuilt"]
    told = make_room(kg, VERSION, *(SEARCH + suffix for suffix in DATABASE))
    told += make_room_for_tree(kg, GRAPH)
    told += [reason] if (reason := unfit_in(kg, GRAPH, write=True)) else []
    if changed == UNFLUSHED:
        told.append(f"the machine went down while {kg.path.name} was written: the store is rebuilt")
    parts = {name.partition("/")[0] for name in changed}
    if parts & {VERSION, GRAPH, *(SEARCH + suffix for suffix in DATABASE)} or told:
        discard(kg)
    for name in snapshots.names(kg):
        if name in parts or unfit_in(kg, name):
            snapshots.remove(kg, name)
    return told


def _forget_databases(kg: Folder, names: Collection[str]) -> None:
    """Remove databases that are caches, but the store's own; and what SQLite would do first with any of them."""
    for name in names:
        found = OTHERS.fullmatch(name)
        if found is not None and found[1] != SEARCH and (found[1] != ANSWERS or found[2]) and kg.is_file(name):
            kg.remove(name)


def prepare(kg: Folder, base: str) -> None:
    """Make a folder, which the caller has locked, ready for a writer.

    Raises:
        StoreVersion: It holds a store of another layout or base IRI.
    """
    wanted = f"{LAYOUT} {base}"
    found = _read(kg, VERSION)
    if found is not None and found != wanted:
        raise StoreVersion(kg.path, found, wanted)
    if found is None or not (kg.is_folder(GRAPH) and kg.is_file(SEARCH)):
        discard(kg)  # never finished being made, or a part was lost: the others would not fit a new one
        kg.replace(VERSION, f"{wanted}\n".encode())


def readable(folder: Path) -> str:
    """Return the base IRI of a store that readers may open.

    Raises:
        StoreMissing: There is none.
        StoreForeign: Somebody else made it.
        StoreVersion: Another version of kg wrote it.
        UnsafePath: A file of it is a link, or the like.
    """
    try:
        with own_folder(folder) as kg:
            layout = _read(kg, VERSION)
            if layout is None or kg.stat(SEARCH) is None:
                raise StoreMissing(folder)
            if not is_own(kg):
                raise StoreForeign(folder)
            prove(kg, *(SEARCH + suffix for suffix in DATABASE))
    except FileNotFoundError:
        raise StoreMissing(folder) from None
    found, _, base = layout.rpartition(" ")
    if found != LAYOUT:
        raise StoreVersion(folder, found, LAYOUT)
    return base


def discard(kg: Folder) -> None:
    """Delete everything that belongs to a store but its lock, which the caller holds, and what somebody has open."""
    kg.remove_tree(VERSION)  # first: what is left after a crash then counts as unfinished
    for name in (*OLDER, *(SEARCH + suffix for suffix in DATABASE), GRAPH):
        kg.remove_tree(name)
    snapshots.sweep(kg, "")


def _read(kg: LookedInto, name: str) -> str | None:
    try:
        return (kg.read(name) or b"").decode().strip() or None
    except (UnicodeDecodeError, UnsafePath):
        return None
