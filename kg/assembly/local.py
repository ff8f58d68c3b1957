"""One note alone: its bytes in, all that is found without looking at any other note out. Runs in worker processes."""

from __future__ import annotations

import hashlib
import zlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kg.extract import nlp
from kg.extract.analysis import Analysis, analyse, facts
from kg.extract.curation import words_of
from kg.extract.evidence import Evidence, collect
from kg.extract.packing import encode as pack
from kg.extract.timeline import NoteTimes
from kg.model import NoteFacts, Page, Problem
from kg.rdf.terms import claim_keys
from kg.reader.note import read_note
from kg.reader.page import read_page
from kg.reader.render import parts, passages

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HOME = Path(__file__).resolve().parent.parent
ROOMS = ("model", "reader", "extract")  # their code decides what is found in a note
MARK = 3  # bytes
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
        page: What it says as a page that kg generated, or None for a note of the user's own.
        words: ``marked`` words of its sentences.
        sentences: ``marked`` keys of its claims.
    """

    facts: NoteFacts
    times: NoteTimes
    evidence: Evidence
    problems: tuple[Problem, ...]
    page: Page | None = None
    words: bytes = b""
    sentences: bytes = b""


class Findings(NamedTuple):
    """The outcome for one note, encoded for the build state."""

    path: str
    key: str
    local: bytes
    analysis: bytes


def analyse_note(task: Task) -> Findings:
    """Read and analyse one note; nothing in it can make this raise."""
    note = read_note(task.path, task.data, excluded=task.excluded)
    page, faults = read_page(note) or (None, ())
    skipped = page is not None or (note.conflict_copy and not task.conflict_copies)
    shown = () if skipped else passages(note)
    found: Analysis = analyse(note, shown, nlp.load(task.model))
    local = Local(
        facts=facts(note, parts(note), _unknown, found.language),
        times=found.times,
        evidence=collect(found.path, found.title, found.sentences),
        problems=(*note.problems, *found.problems, *faults),
        page=page,
        words=marked(words_of(sentence.text for sentence in found.sentences)),
        sentences=marked(claim_keys({sentence.text for sentence in found.sentences if sentence.claim})),
    )
    return Findings(note.path, task.key(), msgspec.msgpack.encode(local), pack(found))


def marked(texts: Iterable[str]) -> bytes:
    """A short mark of each text, sorted: tells in few bytes what a note may hold, rarely too much, never too little."""
    return b"".join(sorted({mark(text) for text in texts}))


def mark(text: str) -> bytes:
    """The mark of one text, ``MARK`` bytes of its checksum."""
    return zlib.crc32(text.encode("utf-8", "replace")).to_bytes(4)[:MARK]


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
