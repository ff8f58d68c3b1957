"""Part of a build's first step: files that may be transcripts are read where they are new or have changed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kg.assembly.state import code_hashes, transcript_table
from kg.assembly.state.batches import batches
from kg.assembly.steps import absent_notes
from kg.assembly.steps.up_to_date import FileAsRead, stamp_of
from kg.assembly.steps.worker_pool import Failed
from kg.model import Problem
from kg.model.transcript import is_candidate
from kg.reader.problems import problem
from kg.reader.vault_folder import read_bytes
from kg.transcripts.read_transcript import MAX_BYTES, read_transcript

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.assembly.state.transcript_table import HeardFile
    from kg.assembly.steps.build_context import BuildContext
    from kg.assembly.steps.worker_pool import Mapper
    from kg.reader.vault_folder import Scan

STAMPS = "transcript stamps"
TOO_LARGE = "too-large"


class HearingTask(NamedTuple):
    """A file to read: its path, its bytes, and its key."""

    path: str
    data: bytes
    key: str


def hear(task: HearingTask) -> HeardFile:
    """Read one file; nothing in it can make this raise. Runs in worker processes."""
    return transcript_table.packed(task.path, task.key, read_transcript(task.path, task.data))


def candidates(found: Scan) -> list[str]:
    """The files of a vault that may be transcripts and that the user does not leave out."""
    left = found.excluded | found.conflicts
    return [path for path in found.others if is_candidate(path) and path not in left]


def key_of(data: bytes) -> str:
    """A hash of the bytes of such a file, and of the code that reads it."""
    return hashlib.sha256(f"{code_hashes.transcripts()}\0".encode() + data).hexdigest()


def read_candidate(vault: Path, path: str) -> bytes | Problem:
    """The bytes of such a file, or why they cannot be had."""
    data = read_bytes(vault, path, MAX_BYTES)
    if isinstance(data, Problem) and data.code == TOO_LARGE:
        return problem(path, "transcript-too-large", None, data.message.rpartition(": ")[2])
    return data


def read_transcripts(
    site: BuildContext, found: Scan, apply: Mapper, *, forget: bool = False
) -> tuple[tuple[Problem, ...], dict[str, str]]:
    """Read the transcripts that are new or changed, and forget those that are gone, but not those only not seen.

    Args:
        site: The vault and its state.
        found: What is in the vault.
        apply: Spreads the work.
        forget: Whether what is not seen is gone.

    Returns:
        What cannot be read; and the transcripts that are not seen, each with the day since when.
    """
    desk = _Files(site, found)
    for batch in batches(apply(hear, desk.changed())):
        for heard in batch:
            if isinstance(heard, Failed):
                desk.problems.append(problem(heard.task.path, "failed", None, heard.reason))
                desk.seen.pop(heard.task.path, None)
                desk.present.discard(heard.task.path)
            else:
                transcript_table.remember(site.state, heard)
        site.state.commit()
    absent = {} if forget else desk.absent()
    transcript_table.forget(site.state, sorted(desk.known.keys() - desk.present - absent.keys()))
    absent_notes.record(site.state, absent, absent_notes.UNHEARD)
    if desk.seen != desk.before:
        site.state.record(STAMPS, msgspec.msgpack.encode(desk.seen))
    site.state.commit()
    return tuple(desk.problems), absent


class _Files:
    """Sorts the files into those that are as they were and those to read."""

    def __init__(self, site: BuildContext, found: Scan) -> None:
        self._site, self._found = site, found
        self._paths = candidates(found)
        self.known = transcript_table.keys(site.state)
        kept = site.state.recall(STAMPS)
        self.before = {} if kept is None else msgspec.msgpack.decode(kept, type=dict[str, FileAsRead])
        self.seen: dict[str, FileAsRead] = {}
        self.present: set[str] = set()
        self.problems: list[Problem] = []

    def changed(self) -> Iterator[HearingTask]:
        """Yield the files to read; one is only opened when its stamp has changed."""
        recipe, vault = code_hashes.transcripts(), self._site.vault
        for path in self._paths:
            stamp, last = stamp_of(vault / path), self.before.get(path)
            if last is not None and last.stamp == stamp and last.key == self.known.get(path) and last.options == recipe:
                self.present.add(path)
                self.seen[path] = last
                continue
            data = read_candidate(vault, path)
            if isinstance(data, Problem):
                self.problems.append(data)
                continue
            self.present.add(path)
            key = key_of(data)
            if stamp is not None:
                self.seen[path] = FileAsRead(stamp, recipe, key)
            if key != self.known.get(path):
                yield HearingTask(path, data, key)

    def absent(self) -> dict[str, str]:
        """The known transcripts that are not seen, or cannot be read, each with the day since when."""
        state = self._site.state
        missing = transcript_table.transcripts(state).keys() - self.present
        locked = {each.path for each in self.problems if each.code in absent_notes.UNREACHABLE} & missing
        gone = missing - locked - set(self._found.others)  # the user may leave out what is there
        before = absent_notes.recalled(state, absent_notes.UNHEARD)
        found = absent_notes.not_seen(gone, self._found, self.known, transcript_table.keys(state), before)
        found |= {path: before.get(path, absent_notes.today()) for path in locked}
        return dict(sorted(found.items()))
