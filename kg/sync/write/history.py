"""The applies of a vault, numbered, and the lock by which one process at a time writes: each can be taken back in turn.

::

    VAULT/.kg/sync/
      lock             locked by the process that writes
      history/0007.log the journal of the seventh apply
      before/          what pages were before, by sha256
      out/             pages that are being replaced
      memory.json      what sync remembers
"""

from __future__ import annotations

import re
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import SyncRefused
from kg.files.file_lock import LockHeld, lock
from kg.files.safe_folder import Folder
from kg.sync.plan.sync_memory import FOLDER
from kg.sync.write import journal, page_exchange

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.files.folder_handle import LookedInto
    from kg.sync.write.journal import Record

HISTORY = f"{FOLDER}/history"
OLDER = f"{FOLDER}/journal.jsonl"  # the journal of a kg that signed nothing
KEPT = 100  # applies that can be taken back
PATIENCE = 10.0  # seconds to wait for another sync to end
_NAME = re.compile(r"(\d{4,9})\.log")


class HistoryEntry(NamedTuple):
    """One apply: its number, and its journal's path."""

    number: int
    path: str


@contextmanager
def opened(root: Path, patience: float = PATIENCE) -> Iterator[Folder]:
    """Have a vault to write in alone.

    Raises:
        SyncRefused: Another sync is at work in it.
        UnsafePath: Its ``.kg`` folder is a link.
        OSError: It cannot be written.
    """
    with Folder(root) as vault:
        for folder in (HISTORY, journal.BEFORE, page_exchange.OUT):
            vault.make(folder)
        try:
            with lock(vault, f"{FOLDER}/lock", patience):
                yield vault
        except LockHeld as held:
            raise SyncRefused(f"another kg sync is at work in this vault ({held})", "wait for it to end") from held


def entries(vault: LookedInto) -> tuple[HistoryEntry, ...]:
    """All journals that are kept, the latest last; some may be somebody else's.

    One without a whole line is of an apply that was killed before it did anything, and counts for nothing.
    """
    found = sorted((int(match[1]), name) for name in vault.names(HISTORY) if (match := _NAME.fullmatch(name)))
    older = [HistoryEntry(0, OLDER)] if vault.stat(OLDER) is not None else []
    every = (*older, *(HistoryEntry(number, f"{HISTORY}/{name}") for number, name in found))
    return tuple(entry for entry in every if not _is_blank(vault, entry.path))


def is_own(vault: LookedInto, entry: HistoryEntry) -> bool:
    """Whether this user wrote a journal; what came with the vault is none of theirs, and is left alone."""
    return vault.is_file(entry.path) and journal.is_own(vault.read(entry.path) or b"")


def latest(vault: LookedInto) -> HistoryEntry | None:
    """The latest apply of this user."""
    return next((entry for entry in reversed(entries(vault)) if is_own(vault, entry)), None)


def record_of(vault: LookedInto, entry: HistoryEntry) -> Record:
    """What a journal of this user says."""
    return journal.parsed(vault.read(entry.path) or b"")


def own(vault: LookedInto) -> list[tuple[HistoryEntry, Record]]:
    """The applies of this user, the latest last, each with what its journal says."""
    return [(entry, record_of(vault, entry)) for entry in entries(vault) if is_own(vault, entry)]


def known(vault: LookedInto) -> dict[str, set[str]]:
    """The sha256 of all that was replaced and written, by page."""
    found: dict[str, set[str]] = {}
    for _, record in own(vault):
        for step in record.steps:
            found.setdefault(step.path, set()).update({step.after, *([step.before] if step.before else [])})
    return found


@contextmanager
def journaled(vault: Folder, memory: bytes | None, now: float) -> Iterator[journal.Journal]:
    """A journal to write: a new one, or that of the latest apply, if that was cut off.

    Args:
        vault: The vault, opened by ``opened``.
        memory: Sync's memory as it is.
        now: Seconds since 1970.
    """
    last = latest(vault)
    number = last.number if last else 0
    if last is None or record_of(vault, last).ended:
        number += 1
        while not _is_blank(vault, _path(number)):  # somebody else's
            number += 1
    path = _path(number)
    before = vault.read(path) or b""
    with vault.append(path) as file:
        vault.flush(HISTORY)
        held = journal.Journal(vault, file, before)
        held.begin(memory, int(now))
        yield held
    if len(entries(vault)) > KEPT:
        forget(vault, *(entry for entry, _ in own(vault)[:-KEPT]))


def _is_blank(vault: LookedInto, path: str) -> bool:
    """Whether there is no journal, or a file without a whole line."""
    return vault.stat(path) is None or (vault.is_file(path) and b"\n" not in (vault.read(path) or b""))


def _path(number: int) -> str:
    return f"{HISTORY}/{number:04}.log"


def forget(vault: Folder, *gone: HistoryEntry) -> None:
    """Remove applies from the history, then the old bytes that none of the others needs."""
    for entry in gone:
        vault.remove(entry.path)
    vault.flush(HISTORY)  # a journal that came back after a loss of power would need the bytes that go below
    left = own(vault)
    if gone and len(left) == len(entries(vault)):  # what somebody else's need is not known
        needed = {sha for _, record in left for sha in (record.memory, *(step.before for step in record.steps))}
        for name in vault.names(journal.BEFORE):
            if name not in needed:
                vault.remove_tree(f"{journal.BEFORE}/{name}")


def when(record: Record) -> str:
    """The minute when an apply began, for a person."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(record.begun))
