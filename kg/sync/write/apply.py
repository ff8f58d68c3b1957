"""The only writer into the vault: takes a plan's edits one by one, each against the very bytes it was planned for.

1. Everything that will be replaced, and what it becomes, goes into the journal.
2. Each file is read again. If it changed, the edit is planned anew from the new bytes, never written as it was.
3. The file is replaced whole.
4. Sync's memory is written, and the journal is ended.

Killed at any point, each file is the old one or the new one, and ``undo`` restores the old.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.sync.plan.plan import Edit, Left, decide, digest
from kg.sync.plan.sync_memory import FILE as MEMORY
from kg.sync.plan.sync_memory import Memory, Written
from kg.sync.write import file_replacement
from kg.sync.write.journal import Journal, Step

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Protocol

    from kg.sync.plan.plan import Manner, Plan

    class Progress(Protocol):
        """Told how far it is."""

        def phase(self, name: str, total: int, unit: str) -> None:
            """A phase begins."""

        def advance(self, n: int = 1) -> None:
            """So many more are done."""


FOLDER = ".kg/sync"
BACKUP = ".kg/backup"


@dataclass(slots=True)
class Applied:
    """What was done: edits that were written, files that were left after all, and copies of what was overwritten."""

    written: list[Edit] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    backups: list[str] = field(default_factory=list)


def apply(
    root: Path, plan: Plan, manner: Manner, *, recent: Callable[[str], bool], progress: Progress | None = None
) -> Applied:
    """Write a plan's edits into the vault; a plan without edits touches nothing but sync's memory.

    Args:
        root: The vault.
        plan: What to do.
        manner: How files may be treated, as when it was planned.
        recent: Tells whether somebody changed a file just now.
        progress: Told how far it is.

    Raises:
        OSError: A file cannot be written; those before it are, and can be undone.
    """
    folder = root / FOLDER
    done = Applied()
    if plan.edits:
        folder.mkdir(parents=True, exist_ok=True)
        file_replacement.sweep({(root / edit.path).parent for edit in plan.edits})
        journal = Journal(folder, file_replacement.read(folder / MEMORY))
        try:
            journal.record([_step(edit) for edit in plan.edits], [e.before for e in plan.edits if e.before is not None])
            if progress is not None:
                progress.phase("Writing", len(plan.edits), "files")
            for edit in plan.edits:
                _take(root, edit, plan.memory, _Act(manner, recent, journal, done))
                if progress is not None:
                    progress.advance()
            _remember(folder, plan.memory, done)
            journal.end()
        finally:
            journal.close()
    elif plan.memory != Memory():
        folder.mkdir(parents=True, exist_ok=True)
        _remember(folder, plan.memory, done)
    return done


@dataclass(frozen=True, slots=True)
class _Act:
    """What taking a step needs."""

    manner: Manner
    recent: Callable[[str], bool]
    journal: Journal
    done: Applied


def _step(edit: Edit) -> Step:
    return Step(edit.path, edit.sha256, digest(edit.after))


def _take(root: Path, edit: Edit, memory: Memory, act: _Act) -> None:
    """Write one file, planned anew as often as it changes in between."""
    now = file_replacement.read(root / edit.path)
    while now != edit.before:
        if now is None:
            act.done.left.append(Left(edit.path, "deleted", "was deleted"))
            return
        again = decide(edit.wanted, now, memory, act.manner, recent=act.recent)
        if not isinstance(again, Edit):
            if again is not None:
                act.done.left.append(again)
            return
        edit = again
        act.journal.record([_step(edit)], [now])
        now = file_replacement.read(root / edit.path)
    if edit.forced and now is not None:
        act.done.backups.append(_backup(root, edit.path, now))
    left = _write(root, edit, act.journal)
    if left is None:
        act.done.written.append(edit)
    else:
        act.done.left.append(left)


def _write(root: Path, edit: Edit, journal: Journal) -> Left | None:
    """Write one file; why it was left after all, if it was."""
    path = root / edit.path
    if edit.before is not None:
        try:
            file_replacement.replace(path, edit.after)
        except PermissionError as error:  # of a folder that takes no new file too, in which case the old one stays
            return Left(edit.path, "refused", f"cannot be replaced now ({error.strerror})")
        return None
    for parent in reversed(path.relative_to(root).parents):
        if not (root / parent).exists():
            journal.folder(parent.as_posix())
            (root / parent).mkdir()
    try:
        file_replacement.create(path, edit.after)
    except FileExistsError:
        return Left(edit.path, "recent", "appeared just now")
    return None


def _backup(root: Path, path: str, data: bytes) -> str:
    """Keep what is overwritten by force until the user removes it; undo needs no backup, this is for later."""
    place = root / BACKUP / digest(data)[:16] / path.rpartition("/")[2]
    place.parent.mkdir(parents=True, exist_ok=True)
    file_replacement.replace(place, data)
    return place.relative_to(root).as_posix()


def _remember(folder: Path, memory: Memory, done: Applied) -> None:
    files = dict(memory.files)
    files |= {edit.wanted.key: Written(edit.path, digest(edit.after)) for edit in done.written}
    data = Memory(files).to_bytes()
    if file_replacement.read(folder / MEMORY) != data:
        file_replacement.replace(folder / MEMORY, data)
