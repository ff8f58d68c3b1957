"""What is read of a recording's transcript: cues with their seconds, words and speakers."""

from __future__ import annotations

from typing import NamedTuple

from kg.model.note import Problem
from kg.model.span import Span


class Cue(NamedTuple):
    """A stretch of speech.

    Attributes:
        start: Second of the recording at which it begins, to a thousandth; None where the file gives no time.
        end: The second at which it ends, or None.
        text: The words, white space folded, without markup.
        speaker: Who speaks, as the file labels it, or None.
        words: Where each word of ``text`` lies in the file's text, in code points; () where nobody asked, or where
            they were not found.
    """

    start: float | None
    end: float | None
    text: str
    speaker: str | None = None
    words: tuple[Span, ...] = ()


class Transcript(NamedTuple):
    """A transcript file, read.

    Attributes:
        path: Path in the vault.
        sha256: Hex digest of the file's bytes.
        format: A key of ``FORMATS``.
        language: Code that the file or its name gives (``en``, ``pt-BR``), or "".
        cues: In the order of their seconds.
        length: The second at which the last cue ends; 0 without times.
        problems: What was wrong with the file; the rest of it is still read.
    """

    path: str
    sha256: str
    format: str
    language: str
    cues: tuple[Cue, ...]
    length: float
    problems: tuple[Problem, ...] = ()


# format -> its media type (RFC 6838), the formats that say most first
FORMATS: dict[str, str] = {
    "whisper": "application/json",
    "json3": "application/json",
    "vtt": "text/vtt",
    "srt": "application/x-subrip",
    "txt": "text/plain",
    "note": "text/markdown",
}
NOTE = "note"  # lines of a transcript that stand in a note
ENDINGS = (".vtt", ".srt", ".json3", ".json", ".txt")


def is_candidate(path: str) -> bool:
    """Whether a file's name allows it to be a transcript; for most endings only its content decides.

    Of the files that claims are taken from, it separates transcripts from notes.
    """
    return path.lower().endswith(ENDINGS)
