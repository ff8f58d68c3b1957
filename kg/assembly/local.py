"""One note alone: its bytes in, all that is found without looking at any other note out. Runs in worker processes."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kg.extract import nlp
from kg.extract.analysis import Analysis, analyse, facts
from kg.extract.evidence import Evidence, collect
from kg.extract.packing import encode as pack
from kg.extract.timeline import NoteTimes
from kg.model import NoteFacts, Problem
from kg.reader.note import read_note
from kg.reader.render import parts, passages

if TYPE_CHECKING:
    from collections.abc import Sequence

HOME = Path(__file__).resolve().parent.parent
ROOMS = ("model", "reader", "extract")  # their code decides what is found in a note
KINDS = {".py", ".toml", ".txt"}


class Task(NamedTuple):
    """A note to read: its path, its bytes, whether the user hides it, and the spaCy pipeline to use."""

    path: str
    data: bytes
    excluded: bool
    model: str
    conflict_copies: bool

    def key(self) -> str:
        """A hash of everything here that decides what is found in the note."""
        options = f"{self.excluded} {self.conflict_copies}\0".encode()
        return hashlib.sha256(options + self.data).hexdigest()


class Local(msgspec.Struct, frozen=True, array_like=True):
    """What the rest of the vault needs to know of a note.

    Attributes:
        facts: The note itself; no link is resolved yet.
        times: Its timestamps, for the repair across the notes of one recording.
        evidence: What it knows of names.
        problems: What was wrong with the file.
    """

    facts: NoteFacts
    times: NoteTimes
    evidence: Evidence
    problems: tuple[Problem, ...]


class Findings(NamedTuple):
    """The outcome for one note, encoded for the build state."""

    path: str
    key: str
    local: bytes
    analysis: bytes


def analyse_note(task: Task) -> Findings:
    """Read and analyse one note; nothing in it can make this raise."""
    note = read_note(task.path, task.data, excluded=task.excluded)
    skipped = note.conflict_copy and not task.conflict_copies
    shown = () if skipped else passages(note)
    found: Analysis = analyse(note, shown, nlp.load(task.model))
    local = Local(
        facts=facts(note, parts(note), _unknown, found.language),
        times=found.times,
        evidence=collect(found.path, found.title, found.sentences),
        problems=(*note.problems, *found.problems),
    )
    return Findings(note.path, task.key(), msgspec.msgpack.encode(local), pack(found))


@lru_cache(maxsize=4)
def recipe(model: str) -> str:
    """A hash of the code and the pipeline that analyse notes; with another one, earlier findings are worthless."""
    return f"{nlp.version(model)} {hash_of_rooms(ROOMS)}"


def hash_of_rooms(rooms: Sequence[str]) -> str:
    """A hash of all code and data in the given rooms of the package."""
    digest = hashlib.sha256()
    for room in rooms:
        for file in sorted(each for each in (HOME / room).rglob("*") if each.suffix in KINDS):
            digest.update(file.relative_to(HOME).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _unknown(_: str) -> None:
    """Links are resolved when all files of the vault are known."""
