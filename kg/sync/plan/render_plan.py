"""A plan as people and programs read it: unified diffs, a summary, JSON."""

from __future__ import annotations

import re
from collections import Counter
from difflib import unified_diff
from typing import TYPE_CHECKING, Any

from kg.views.render.figures import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.sync.plan.plan import Edit, Left, Plan

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
SHOWN = 5  # files of one reason that a summary names
_WAYS_OUT = {
    "edited": "kg sync --apply --force overwrites them, keeping a copy",
    "removed": "--recreate writes it again",
    "deleted": "--recreate writes them again",
    "refused": "fix the file, then run kg sync again",
    "recent": "run kg sync again later",
    "double": "change or remove the kg_id of the copy",
}


def diff(edit: Edit) -> Iterator[str]:
    """The lines of a unified diff, without line ends; a file that is new comes from ``/dev/null``."""
    before = _LINES.findall((edit.before or b"").decode("utf-8", "replace"))
    after = _LINES.findall(edit.after.decode("utf-8", "replace"))
    old = "/dev/null" if edit.before is None else f"a/{edit.path}"
    for line in unified_diff(before, after, old, f"b/{edit.path}"):
        yield line.rstrip("\r\n")
        if not line.endswith(("\n", "\r")) and line[:1] in "+- ":
            yield "\\ No newline at end of file"


def record(plan: Plan) -> dict[str, Any]:
    """The plan as plain JSON values."""
    return {
        "edits": [
            {
                "path": edit.path,
                "action": edit.code,
                "kind": edit.wanted.kind,
                "planned_against": edit.sha256,
                "forced": edit.forced,
                "diff": list(diff(edit)),
            }
            for edit in plan.edits
        ],
        "left": [{"path": one.path, "why": one.why, "detail": one.detail} for one in plan.left],
        "unchanged": plan.same,
        "your_notes": plan.notes,
        "your_notes_touched": plan.touched,
    }


def counts(edits: Sequence[Edit]) -> str:
    """``44 files new, 2 changed``."""
    codes = Counter(edit.code for edit in edits)
    return f"{counted(codes['create'], 'new file')}, {codes['update']:,} changed"


def left_lines(left: Iterable[Left]) -> Iterator[str]:
    """What is left alone and why, deleted pages in one line, with how to fix it once for each reason."""
    found = list(left)
    deleted = [one for one in found if one.why == "deleted"]
    for why in dict.fromkeys(one.why for one in found if one.why != "deleted"):
        alike = [one for one in found if one.why == why]
        yield from (f"{one.path}: {one.detail}" for one in alike[:SHOWN])
        if len(alike) > SHOWN:
            yield f"and {len(alike) - SHOWN:,} more {why} (--format json names them)"
        yield f"({_WAYS_OUT[why]})"
    if deleted:
        yield f"{counted(len(deleted), 'page')} that you deleted ({_WAYS_OUT['deleted']})"
