"""Takes the last apply back, also one that was killed: every file that is as sync wrote it becomes what it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.sync.plan.plan import digest
from kg.sync.plan.sync_memory import FILE as MEMORY
from kg.sync.write import file_replacement, journal
from kg.sync.write.apply import FOLDER

if TYPE_CHECKING:
    from pathlib import Path


FATES = ("restored", "removed", "kept", "gone")


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: files restored, new files removed, and files that somebody changed since, which stay.

    ``gone`` were moved or deleted since; a moved one keeps what sync wrote.
    """

    restored: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def undo(root: Path) -> Undone | None:
    """Take the last apply back; None when there is nothing to take back. Killed in the middle, it can be run again.

    Raises:
        OSError: A file cannot be read or written.
    """
    folder = root / FOLDER
    record = journal.read(folder)
    if record is None:
        return None
    steps: dict[str, list[journal.Step]] = {}
    for step in record.steps:
        steps.setdefault(step.path, []).append(step)
    file_replacement.sweep({(root / path).parent for path in steps} | {folder})
    told = {path: _back(root, folder, path, taken, ended=record.ended) for path, taken in steps.items()}
    for made in reversed(record.folders):
        place = root / made
        if place.is_dir() and not any(place.iterdir()):
            place.rmdir()
    _forget(folder, record)
    return Undone(*(tuple(path for path in told if told[path] == fate) for fate in FATES))


def _back(root: Path, folder: Path, path: str, taken: list[journal.Step], *, ended: bool) -> str:
    """Walk a file's steps backwards, as far as they were taken; says what became of it, "" for nothing."""
    now = file_replacement.read(root / path)
    have = start = None if now is None else digest(now)
    for step in reversed(taken):
        if have == step.after:
            have = step.before
    if have == start:
        known = {one for step in taken for one in (step.before, step.after)}
        if have is None:
            return "gone" if ended or taken[0].before is not None else ""
        return "" if have in known else "kept"
    if have is None:
        (root / path).unlink()
        return "removed"
    file_replacement.replace(root / path, journal.bytes_before(folder, have))
    return "restored"


def _forget(folder: Path, record: journal.Record) -> None:
    if record.memory is None:
        (folder / MEMORY).unlink(missing_ok=True)
    else:
        file_replacement.replace(folder / MEMORY, journal.bytes_before(folder, record.memory))
    journal.forget(folder)
