"""What earlier builds read in files that may be transcripts, file by file, in the build state.

A file that turned out to be none is remembered as such, so that it is not opened again before it changes.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import msgspec

from kg.model import Problem  # noqa: TC001 - msgspec reads the annotations
from kg.model.note import TranscriptFile
from kg.model.transcript import FORMATS, Cue, Transcript

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.assembly.state.build_state import BuildState

LEVEL = 1  # of compression: the fastest

_cues = msgspec.msgpack.Decoder(tuple[Cue, ...])


class TranscriptFacts(msgspec.Struct, frozen=True, array_like=True):
    """What is known of a transcript, its cues apart; fields as in ``kg.model.transcript.Transcript``."""

    path: str
    sha256: str
    format: str
    language: str
    length: float
    cues: int
    problems: tuple[Problem, ...] = ()

    @property
    def file(self) -> TranscriptFile:
        """What the graph says of it."""
        return TranscriptFile(self.path, FORMATS[self.format], self.language)


class HeardFile(msgspec.Struct, frozen=True, array_like=True):
    """A file that was read: its key, and what was found in it, encoded; ``facts`` is None for no transcript."""

    path: str
    key: str
    facts: bytes | None = None
    cues: bytes = b""


_facts = msgspec.msgpack.Decoder(TranscriptFacts)


def packed(path: str, key: str, found: Transcript | None) -> HeardFile:
    """What is kept of a file that was read."""
    if found is None:
        return HeardFile(path, key)
    return HeardFile(path, key, msgspec.msgpack.encode(facts_of(found)), packed_cues(found.cues))


def facts_of(found: Transcript) -> TranscriptFacts:
    """What is known of a transcript, its cues apart."""
    path, sha256, form, language, cues, length, problems = found
    return TranscriptFacts(path, sha256, form, language, length, len(cues), problems)


def packed_cues(cues: Iterable[Cue]) -> bytes:
    """Cues in few bytes."""
    return zlib.compress(msgspec.msgpack.encode(tuple(cues)), LEVEL)


def unpacked_cues(data: bytes) -> tuple[Cue, ...]:
    """Give cues back; none for ``b""``."""
    return _cues.decode(zlib.decompress(data)) if data else ()


def keys(state: BuildState) -> dict[str, str]:
    """The key of every file that was read, by path."""
    return dict(state.rows("SELECT path, key FROM transcript"))


def remember(state: BuildState, heard: HeardFile) -> None:
    """Keep what was found in a file."""
    state.change(
        "INSERT OR REPLACE INTO transcript (path, key, facts, cues) VALUES (?, ?, ?, ?)",
        [(heard.path, heard.key, heard.facts, heard.cues)],
    )


def forget(state: BuildState, paths: Iterable[str]) -> None:
    """Drop files that are gone, or that are no longer read."""
    state.change("DELETE FROM transcript WHERE path = ?", ((path,) for path in paths))


def transcripts(state: BuildState) -> dict[str, TranscriptFacts]:
    """All transcripts by path, in the order of their paths."""
    rows = state.rows("SELECT path, facts FROM transcript WHERE facts IS NOT NULL ORDER BY path")
    return {path: _facts.decode(facts) for path, facts in rows}


def cues(state: BuildState, path: str) -> bytes:
    """The packed cues of a transcript."""
    found: bytes = state.rows("SELECT cues FROM transcript WHERE path = ?", (path,))[0][0]
    return found
