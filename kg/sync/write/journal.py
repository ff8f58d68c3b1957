"""The journal of an apply: what each file was and becomes, on disk before the first file of the vault is touched.

``journal.jsonl`` has a line per step, ``before/`` holds the old bytes under their sha256. A line that a crash cut is
the last one, and its step was not taken: lines are on the disk before their steps.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.sync.plan.plan import digest
from kg.sync.write import file_replacement

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

FILE, BEFORE = "journal.jsonl", "before"


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a file of the vault: the sha256 of its bytes before (None for a new file) and after."""

    path: str
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class Record:
    """What a journal tells: steps in order, folders that were made, sync's memory before, and whether it ended."""

    steps: tuple[Step, ...]
    folders: tuple[str, ...]
    memory: str | None
    ended: bool


def read(folder: Path) -> Record | None:
    """Read the journal in sync's folder, or None when there is nothing to undo."""
    data = file_replacement.read(folder / FILE)
    if data is None:
        return None
    lines = [json.loads(line) for line in data.split(b"\n")[:-1]]
    memories = [line["memory"] for line in lines if "memory" in line]
    return Record(
        steps=tuple(Step(line["path"], line["before"], line["after"]) for line in lines if "path" in line),
        folders=tuple(dict.fromkeys(line["folder"] for line in lines if "folder" in line)),
        memory=memories[0] if memories else None,
        ended=any("ended" in line for line in lines),
    )


class Journal:
    """An open journal; what an unfinished apply before it wrote stays in it: undo then goes back behind both."""

    def __init__(self, folder: Path, memory: bytes | None) -> None:
        self._folder = folder
        old = read(folder)
        if old is not None and old.ended:
            forget(folder)
        (folder / BEFORE).mkdir(parents=True, exist_ok=True)
        self._file = (folder / FILE).open("ab")
        if (folder / FILE).stat().st_size and not (file_replacement.read(folder / FILE) or b"\n").endswith(b"\n"):
            self._file.truncate(_whole(file_replacement.read(folder / FILE) or b""))
        self._keep([memory] if memory is not None else [])
        self._tell([{"memory": None if memory is None else digest(memory)}])

    def record(self, steps: Sequence[Step], before: Iterable[bytes]) -> None:
        """Put steps and the bytes they replace on the disk; only then may they be taken."""
        self._keep(before)
        self._tell([{"path": step.path, "before": step.before, "after": step.after} for step in steps])

    def folder(self, path: str) -> None:
        """Note that a folder is about to be made."""
        self._tell([{"folder": path}])

    def end(self) -> None:
        """Note that all steps were taken."""
        self._tell([{"ended": True}])

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _keep(self, before: Iterable[bytes]) -> None:
        for data in before:
            place = self._folder / BEFORE / digest(data)
            if file_replacement.read(place) != data:
                file_replacement.replace(place, data)

    def _tell(self, lines: Iterable[dict[str, Any]]) -> None:
        self._file.writelines(json.dumps(line).encode() + b"\n" for line in lines)
        self._file.flush()
        os.fsync(self._file.fileno())


def bytes_before(folder: Path, sha256: str) -> bytes:
    """The bytes that a step replaced."""
    return (folder / BEFORE / sha256).read_bytes()


def forget(folder: Path) -> None:
    """Remove the journal, then what it kept."""
    (folder / FILE).unlink(missing_ok=True)
    shutil.rmtree(folder / BEFORE, ignore_errors=True)


def _whole(data: bytes) -> int:
    return data.rfind(b"\n") + 1
