"""The only writer into the vault: takes a plan's edits one by one, each against the very bytes it was planned for.

1. Everything that will be replaced, and what it becomes, goes into the journal.
2. Each file is read again. If it changed, the edit is planned again from the new bytes, never written as it was.
3. The file is exchanged for the new one. If what comes out has changed even now, it goes back: 2. again.
4. Sync's memory is written, and the journal is ended.

Killed at any point, each file is the old one or the new one, and ``undo`` restores the old.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from errno import EACCES, EPERM, EROFS, EXDEV
from typing import TYPE_CHECKING

from kg.errors import UnsafePath
from kg.files.safe_folder import Folder
from kg.sync.plan import sync_memory
from kg.sync.plan.plan import Edit, Left, decide, digest
from kg.sync.plan.sync_memory import FILE as MEMORY
from kg.sync.plan.sync_memory import Memory, Written
from kg.sync.write import history, page_exchange
from kg.sync.write.journal import Step
from kg.sync.write.page_exchange import BACKUP, OUT, Pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Protocol

    from kg.sync.plan.plan import Manner, Plan
    from kg.sync.write.journal import Journal

    class Progress(Protocol):
        """Hears how far it is."""

        def phase(self, name: str, total: int, unit: str) -> None:
            """A phase begins."""

        def advance(self, n: int = 1) -> None:
            """So many more are done."""


TRIES = 20  # times that a file which is saved again and again is planned again
LASTING = {EACCES, EPERM, EXDEV, EROFS}  # errors of one file or folder, which do not stop the others


@dataclass(slots=True)
class Applied:
    """What was done.

    Attributes:
        written: Edits.
        left: Files that were left after all.
        backups: Copies of what was overwritten by force.
        late: (file, where a save of it is kept that came while it was replaced; "" when it is the file again).
    """

    written: list[Edit] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    backups: list[str] = field(default_factory=list)
    late: list[tuple[str, str]] = field(default_factory=list)


def apply(
    root: Path,
    plan: Plan,
    manner: Manner,
    *,
    recent: Callable[[str], bool],
    progress: Progress | None = None,
    now: Callable[[], float] = time.time,
) -> Applied:
    """Write a plan's edits into the vault; a plan without edits touches nothing but sync's memory.

    Args:
        root: The vault.
        plan: What to do.
        manner: How files may be treated, as when it was planned.
        recent: Says whether somebody changed a file just now.
        progress: Hears how far it is.
        now: The clock, in seconds since 1970; for the history alone.

    Raises:
        SyncRefused: Another sync is at work in the vault.
        UnsafePath: ``.kg`` is a link.
        OSError: A file cannot be written; those before it are, and can be undone.
    """
    done = Applied()
    if not plan.edits and _remembered(root, plan.memory):
        return done
    with history.opened(root) as vault:
        done.late += page_exchange.swept(vault, history.known(vault) if vault.names(OUT) else {})
        if not plan.edits:
            _remember(vault, plan.memory, done)
            return done
        with history.journaled(vault, vault.read(MEMORY), now()) as journal:
            journal.record([_step(edit) for edit in plan.edits], [e.before for e in plan.edits if e.before is not None])
            if progress is not None:
                progress.phase("Writing", len(plan.edits), "files")
            act = _Act(vault, manner, recent, journal, Pages(vault), done)
            for edit in plan.edits:
                _take(edit, plan.memory, act)
                if progress is not None:
                    progress.advance()
            _settle(act)
            _remember(vault, plan.memory, done)
            journal.end()
        if not done.written:
            _nothing_written(vault)
    return done


def _remembered(root: Path, memory: Memory) -> bool:
    with Folder(root) as vault:
        known = sync_memory.load(vault).files
        return {**known, **memory.files} == known


@dataclass(frozen=True, slots=True)
class _Act:
    """What taking a step needs."""

    vault: Folder
    manner: Manner
    recent: Callable[[str], bool]
    journal: Journal
    pages: Pages
    done: Applied


def _step(edit: Edit) -> Step:
    return Step(edit.path, edit.sha256, digest(edit.after))


def _take(edit: Edit, memory: Memory, act: _Act) -> None:
    """Write one file, planned again as often as it changes in between."""
    for _ in range(TRIES):
        found = _current(edit, memory, act)
        if not isinstance(found, Edit):
            act.done.left += [found] if found is not None else []
            return
        edit = found
        if edit.forced and edit.before is not None:
            act.done.backups.append(_backup(act.vault, edit.path, edit.before))
        left = _write(edit, act)
        if left is None:
            act.done.written.append(edit)
            return
        if left.why != "saved":
            act.done.left.append(left)
            return
    act.done.left.append(Left(edit.path, "recent", "is being changed all the time"))


def _current(edit: Edit, memory: Memory, act: _Act) -> Edit | Left | None:
    """The edit as the file is now, why it is left, or None when the file is as it should be by now."""
    if obstacle := act.vault.obstacle(edit.path):
        return Left(edit.path, "refused", obstacle)
    now = act.vault.read(edit.path)
    if now == edit.before:
        return edit
    if now is None:
        return Left(edit.path, "deleted", "was deleted")
    if act.manner.once:
        return Left(edit.path, "changed", "was changed meanwhile")
    again = decide(edit.wanted, now, memory, act.manner, recent=act.recent)
    if isinstance(again, Edit):
        act.journal.record([_step(again)], [now])
    return again


def _write(edit: Edit, act: _Act) -> Left | None:
    """Write one file; why it was left after all, if it was. ``saved`` means that it may be tried again."""
    try:
        if edit.sha256 is None:
            _create(edit, act)
        elif not act.pages.replace(edit.path, edit.sha256, edit.after):
            return Left(edit.path, "saved", "was saved just now")
    except FileExistsError:
        return Left(edit.path, "recent", "appeared just now")
    except FileNotFoundError:
        return Left(edit.path, "saved", "was moved just now")
    except (OSError, UnsafePath) as error:  # of a folder that takes no new file too, in which case the old one stays
        return _lasting(edit, error)
    return None


def _create(edit: Edit, act: _Act) -> None:
    steps = edit.path.split("/")
    for count in range(1, len(steps)):
        parent = "/".join(steps[:count])
        if act.vault.stat(parent) is None:
            act.journal.folder(parent)
            act.vault.make(parent)
    act.pages.create(edit.path, edit.after)


def _lasting(edit: Edit, error: OSError | UnsafePath) -> Left:
    """Why a file cannot be written though others can; an error that stops all of them goes on."""
    if isinstance(error, UnsafePath):
        return Left(edit.path, "refused", error.reason)
    if error.errno not in LASTING:
        raise error
    return Left(edit.path, "refused", f"cannot be replaced now ({error.strerror})")


def _settle(act: _Act) -> None:
    """Take what was saved into a page while it was replaced for what it is: the user's newest."""
    late = dict(act.pages.settle())
    for page, place in late.items():
        act.done.late.append((page, place))
    again = {page for page, place in late.items() if not place}
    act.done.written = [edit for edit in act.done.written if edit.path not in again]


def _nothing_written(vault: Folder) -> None:
    """A run that wrote nothing is no run to take back."""
    entry = history.latest(vault)
    if entry is not None:
        for folder in reversed(history.record_of(vault, entry).folders):
            vault.remove_folder(folder)
        history.forget(vault, entry)


def _backup(vault: Folder, path: str, data: bytes) -> str:
    """Keep what is overwritten by force until the user removes it; undo needs no backup, this is for later."""
    place = f"{BACKUP}/{digest(data)[:16]}/{path.rpartition('/')[2]}"
    vault.make(place.rpartition("/")[0])
    vault.replace(place, data)
    return place


def _remember(vault: Folder, memory: Memory, done: Applied) -> None:
    files = {**sync_memory.load(vault).files, **memory.files}
    files |= {edit.wanted.key: Written(edit.path, digest(edit.after)) for edit in done.written}
    data = Memory(files).to_bytes()
    if vault.read(MEMORY) != data:
        vault.replace(MEMORY, data)
