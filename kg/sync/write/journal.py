"""The journal of an apply: what each file was and becomes, on disk before the first file of the vault is touched.

Each apply has one, by number; ``before/`` holds the old bytes of all of them under their sha256. Every line is signed
together with all before it: a journal that came with somebody else's vault is none of this user's, and nothing that
it says is done. A line that a crash cut is the last one, and its step was not taken: lines are on the disk before
their steps.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from kg.errors import UnsafePath
from kg.files.safe_folder import to_disk
from kg.files.user_key import is_signed, sign
from kg.sync.plan.plan import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.files.folder_handle import LookedInto
    from kg.files.safe_folder import Folder

BEFORE = ".kg/sync/before"


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a file of the vault: the sha256 of its bytes before (None for a new file) and after."""

    path: str
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class Record:
    """What a journal says.

    Attributes:
        steps: Changes, in order.
        folders: Folders that were made.
        memory: The sha256 of sync's memory before; None when there was none.
        ended: Whether all steps were taken.
        begun: When, in seconds since 1970.
    """

    steps: tuple[Step, ...]
    folders: tuple[str, ...]
    memory: str | None
    ended: bool
    begun: int


def is_own(data: bytes) -> bool:
    """Whether this user wrote a journal."""
    return next(_signed(data), None) is not None


def parsed(data: bytes) -> Record:
    """Understand a journal that this user wrote. What follows a damaged line counts as not done."""
    lines = [line for line, _ in _signed(data)]
    memories = [line["memory"] for line in lines if "memory" in line]
    return Record(
        steps=tuple(Step(line["path"], line["before"], line["after"]) for line in lines if "path" in line),
        folders=tuple(dict.fromkeys(line["folder"] for line in lines if "folder" in line)),
        memory=memories[0],
        ended=any("ended" in line for line in lines),
        begun=lines[0]["begun"],
    )


def _signed(data: bytes) -> Iterator[tuple[dict[str, Any], int]]:
    """The lines that are signed, each with the place where it ends and its signature as the next one's beginning."""
    place, last = 0, ""
    for line in data.split(b"\n")[:-1]:
        signature, _, text = line.decode("utf-8", "replace").partition(" ")
        if not is_signed(f"{last} {text}".encode(), signature):
            return
        place, last = place + len(line) + 1, signature
        yield json.loads(text), place


class Journal:
    """A journal that is being written; one that a killed apply left is gone on with: undo goes back behind both."""

    def __init__(self, vault: Folder, file: IO[bytes], before: bytes) -> None:
        """Go on with a journal.

        Args:
            vault: The vault.
            file: The open journal.
            before: What is in it.
        """
        self._vault = vault
        self._file = file
        place = max((place for _, place in _signed(before)), default=0)
        self._last = before[:place].rpartition(b"\n")[0].rpartition(b"\n")[2].partition(b" ")[0].decode()
        file.truncate(place)

    def begin(self, memory: bytes | None, now: int) -> None:
        """Note sync's memory, and the second since 1970."""
        self._keep([memory] if memory is not None else [])
        self._tell([{"begun": now, "memory": None if memory is None else digest(memory)}])

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

    def _keep(self, before: Iterable[bytes]) -> None:
        """Put bytes under their sha256 on the disk; a file that a crash left half there is made again."""
        kept = False
        for data in before:
            place = f"{BEFORE}/{digest(data)}"
            if self._vault.read(place) != data:
                self._vault.remove(place)
                self._vault.put(place, data)
                kept = True
        if kept:
            self._vault.flush(BEFORE)

    def _tell(self, lines: Iterable[dict[str, Any]]) -> None:
        for line in lines:
            text = json.dumps(line)
            self._last = sign(f"{self._last} {text}".encode())
            self._file.write(f"{self._last} {text}\n".encode())
        to_disk(self._file)


def is_kept(vault: LookedInto, sha256: str) -> bool:
    """Whether the bytes that a step replaced are there, unchanged."""
    data = vault.read(f"{BEFORE}/{sha256}")
    return data is not None and digest(data) == sha256


def bytes_before(vault: Folder, sha256: str) -> bytes:
    """The bytes that a step replaced.

    Raises:
        UnsafePath: They are gone, or are others.
    """
    data = vault.read(f"{BEFORE}/{sha256}")
    if data is None or digest(data) != sha256:
        raise UnsafePath(vault.path / BEFORE / sha256, "is missing or damaged: what was there before is lost")
    return data
