"""Takes applies back, the latest first, also a killed one: every file that is as sync wrote it becomes what it was."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import SyncRefused, UnsafePath
from kg.files.safe_folder import Folder
from kg.sync.plan.plan import digest
from kg.sync.plan.sync_memory import FILE as MEMORY
from kg.sync.write import history, journal, page_exchange
from kg.sync.write.page_exchange import Pages

if TYPE_CHECKING:
    from pathlib import Path

    from kg.sync.write.history import HistoryEntry
    from kg.sync.write.journal import Record, Step

FATES = ("restored", "removed", "kept", "gone", "barred")


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: files restored, new files removed, and files that somebody changed since, which stay.

    Attributes:
        restored: Files that are what they were.
        removed: New files, which are no more.
        kept: Files that somebody changed since.
        gone: Files that were moved or deleted since; a moved one keeps what sync wrote.
        barred: Paths that now lead through a link, or to a folder; what they led to keeps what sync wrote.
        late: As in ``kg.sync.write.apply.Applied``.
        number: Of the apply, in the history.
    """

    restored: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    late: tuple[tuple[str, str], ...] = ()
    number: int = 0


def undo(root: Path, number: int | None = None) -> Undone | None:
    """Take the latest apply back; None when there is nothing to take back. Killed in the middle, it can be run again.

    Args:
        root: The vault.
        number: That the latest apply must have in the history; any if not given.

    Raises:
        SyncRefused: All applies are somebody else's, the latest has another number, or another sync is at work.
        UnsafePath: ``.kg`` is a link.
        OSError: A file cannot be read or written.
    """
    with history.opened(root) as vault:
        latest = history.latest(vault)
        if number is not None and (latest is None or latest.number != number):
            raise SyncRefused(f"number {number} is not the latest of the history", "kg sync --history lists it")
        if latest is not None:
            return _undone(vault, latest, history.record_of(vault, latest))
        if others := history.entries(vault):
            raise SyncRefused(
                f"{others[-1].path!r} was not written by you with this kg: it may have come with the vault",
                "it is left alone",
            )
        return None


def undo_to(root: Path, number: int) -> list[Undone]:
    """Take back an apply and all after it, the latest first.

    Raises:
        SyncRefused: There is none of that number.
        UnsafePath, OSError: As in ``undo``.
    """
    with Folder(root) as vault:
        numbers = [entry.number for entry in history.entries(vault) if history.is_own(vault, entry)]
    if number not in numbers:
        raise SyncRefused(f"number {number} is not in the history", "kg sync --history lists what can be taken back")
    done = (undo(root) for each in numbers if each >= number)
    return [found for found in done if found is not None]


def _undone(vault: Folder, entry: HistoryEntry, record: Record) -> Undone:
    late = page_exchange.swept(vault, history.known(vault))
    steps: dict[str, list[Step]] = {}
    for step in record.steps:
        steps.setdefault(step.path, []).append(step)
    pages = Pages(vault)
    told = {path: _back(vault, pages, taken, ended=record.ended) for path, taken in steps.items()}
    late += pages.settle()
    told |= {page: "kept" for page, place in late if not place}
    for made in reversed(record.folders):
        with suppress(UnsafePath):
            vault.remove_folder(made)
    _forget(vault, entry, record)
    fates: dict[str, tuple[str, ...]] = {fate: tuple(path for path in told if told[path] == fate) for fate in FATES}
    return Undone(**fates, late=tuple(late), number=entry.number)


def _back(vault: Folder, pages: Pages, taken: list[Step], *, ended: bool) -> str:
    """Walk a file's steps backwards, as far as they were taken; says what became of it, "" for nothing."""
    path = taken[0].path
    if vault.obstacle(path):
        return "barred"
    now = vault.read(path)
    have = start = None if now is None else digest(now)
    for step in reversed(taken):
        if have == step.after:
            have = step.before
    if have == start or start is None:
        return _untouched(taken, start, ended=ended)
    if have is None:
        return "removed" if pages.remove(path, start) else "kept"
    try:
        done = pages.replace(path, start, journal.bytes_before(vault, have))
    except FileNotFoundError:
        return "gone"
    return "restored" if done else "kept"


def _untouched(taken: list[Step], have: str | None, *, ended: bool) -> str:
    if have is None:
        return "gone" if ended or taken[0].before is not None else ""
    return "" if have in {one for step in taken for one in (step.before, step.after)} else "kept"


def _forget(vault: Folder, entry: HistoryEntry, record: Record) -> None:
    if record.memory is None:
        vault.remove(MEMORY)
    else:
        vault.replace(MEMORY, journal.bytes_before(vault, record.memory))
    history.forget(vault, entry)
