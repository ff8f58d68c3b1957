"""The plan: which files would change and how, and which are left alone and why. Pure: it reads what it is given."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

from kg.errors import SyncRefused
from kg.sync.plan.compose import compose
from kg.sync.plan.sync_memory import Memory, Written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.sync.plan.compose import Wanted
    from kg.sync.plan.vault_survey import VaultSurvey

MOST_SHARE = 30  # percent of the user's notes that a plan may touch unless more is allowed


@dataclass(frozen=True, slots=True)
class Edit:
    """A file to be written.

    Attributes:
        path: Vault path.
        code: ``create`` or ``update``.
        before: The bytes that it was planned against; None for a new file.
        after: The bytes that it gets.
        wanted: What was put into it, to do it again if the file changes meanwhile.
        forced: Whether this overwrites somebody's edits.
    """

    path: str
    code: str
    before: bytes | None
    after: bytes
    wanted: Wanted
    forced: bool = False

    @property
    def sha256(self) -> str | None:
        """Of the bytes that it was planned against."""
        return None if self.before is None else digest(self.before)


@dataclass(frozen=True, slots=True)
class Left:
    """A file that is left alone; ``why`` is edited, removed, refused, recent, changed, double or deleted."""

    path: str
    why: str
    detail: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sync would do; ``same`` counts the files that are as they should be already."""

    edits: tuple[Edit, ...]
    left: tuple[Left, ...]
    same: int
    memory: Memory
    notes: int

    @property
    def touched(self) -> int:
        """How many of the user's own notes would be written to."""
        return sum(edit.wanted.kind == "note" for edit in self.edits)


class FilesNow(Protocol):
    """The files as they are now."""

    def obstacle(self, path: str) -> str:
        """Why a file may not be written at a path, "" when it may."""

    def read(self, path: str) -> bytes | None:
        """A file's bytes, None if there is none."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How files may be treated.

    Attributes:
        force: Whether to write over edited blocks.
        recreate: Whether to write again what was deleted.
        at_most: Percent of the user's notes that may be touched.
        once: Whether a file that changes after it was planned is left, rather than planned again.
    """

    force: bool = False
    recreate: bool = False
    at_most: int = MOST_SHARE
    once: bool = False


def digest(data: bytes) -> str:
    """The sha256 of bytes, in hex."""
    return sha256(data).hexdigest()


def plan(
    wishes: Iterable[Wanted],
    seen: VaultSurvey,
    memory: Memory,
    manner: Manner,
    *,
    vault: FilesNow,
    recent: Callable[[str], bool],
) -> Plan:
    """Plan a sync.

    Args:
        wishes: What is wanted in each file.
        seen: The vault as it was looked at.
        memory: What earlier runs wrote.
        manner: How files may be treated.
        vault: Gives a file's bytes by path, and tells which cannot be written to.
        recent: Says whether somebody changed a file just now.

    Raises:
        SyncRefused: There are no notes, or too many of them would be touched.
    """
    if not seen.notes:
        raise SyncRefused("the vault contains no notes of yours", "is it mounted, downloaded, and the right folder?")
    edits: list[Edit] = []
    left = [Left(path, "double", f"has the same kg_id as {other}") for path, other in seen.doubles]
    files = dict(memory.files)
    same = 0
    for wanted in wishes:
        if obstacle := vault.obstacle(wanted.path):
            left.append(Left(wanted.path, "refused", obstacle))
            continue
        data = vault.read(wanted.path)
        edit = decide(wanted, data, memory, manner, recent=recent)
        if isinstance(edit, Edit):
            edits.append(edit)
        elif isinstance(edit, Left):
            left.append(edit)
        else:
            same += 1
        if data is not None and (wanted.kind != "note" or edit is None):
            files[wanted.key] = _kept(memory.files.get(wanted.key), wanted.path, data)
    left += [
        Left(memory.files[key].path, "deleted", "was deleted")
        for key in sorted(memory.files.keys() - seen.pages.keys())
        if not key.startswith("note:") and memory.files[key].path not in seen.paths and not manner.recreate
    ]
    made = Plan(tuple(edits), tuple(left), same, Memory(files), len(seen.notes))
    _bounded(made, manner)
    return made


def decide(
    wanted: Wanted, data: bytes | None, memory: Memory, manner: Manner, *, recent: Callable[[str], bool]
) -> Edit | Left | None:
    """Say what is to become of one file: an edit, a reason to leave it, or None when it is as it should be."""
    if wanted.kind == "note" and data is None:
        return Left(wanted.path, "refused", "is gone")
    outcome = compose(wanted, data, force=manner.force, recreate=manner.recreate)
    if outcome.code == "same":
        return None
    if outcome.code not in {"create", "update"}:
        return Left(wanted.path, outcome.code, outcome.detail)
    known = memory.files.get(wanted.key)
    if data is not None:
        if wanted.kind == "note" and known and not manner.recreate and b"%% kg:begin" not in data:
            return Left(wanted.path, "removed", "its block was removed")
        if recent(wanted.path) and (known is None or known.sha256 != digest(data)):
            return Left(wanted.path, "recent", "was changed just now")
    forced = manner.force and data is not None and compose(wanted, data, recreate=True).code == "edited"
    return Edit(wanted.path, outcome.code, data, outcome.after, wanted, forced=forced)


def _kept(known: Written | None, path: str, data: bytes) -> Written:
    """What to remember of a file that is there: what was written last, at the place where it is now."""
    return Written(path, known.sha256 if known else digest(data))


def _bounded(made: Plan, manner: Manner) -> None:
    if made.touched * 100 > made.notes * manner.at_most:
        raise SyncRefused(
            f"the plan touches {made.touched:,} of your {made.notes:,} notes, more than {manner.at_most}%",
            "--at-most 100 allows all of them",
        )
