"""Reads plain text as a transcript where speakers' labels, or the times of a speech recogniser, head its lines.

``Alice Smith: …``, ``Alice Smith 00:01:12`` over a paragraph, ``[00:01:12] Alice: …``, ``[00:01.000 --> 00:04.000] …``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.recording import speaker_labels
from kg.extract.recording.cast import Cast
from kg.extract.recording.speaker_labels import Heard, SpeakerLabel
from kg.model.transcript import Cue
from kg.transcripts.found_cues import FoundCues, tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

FEWEST = 3  # turns of a transcript
SHARE = 0.3  # of the lines that must open turns
HEAD = 110  # code points of a line in which its label and time stand
_CLOCK = r"(?:([0-9]{1,3}):)?([0-9]{1,2}):([0-9]{2})(?:[.,]([0-9]{1,3}))?"
TIME = re.compile(rf"[\[(<]?\b{_CLOCK}(?:\s*-{{1,2}}>\s*{_CLOCK})?(?![\w:])[\])>]?")
GAP = re.compile(r"\n[ \t]*\n")  # between paragraphs
BLANK = re.compile(r"[\s\-–—:|]*")
SIXTY = 60


class TextLine(NamedTuple):
    """A line: its times, the label that it may have, what follows both, all its words, and whether a range heads it."""

    start: float | None
    end: float | None
    label: SpeakerLabel | None
    rest: str
    words: str
    ranged: bool


def read_labelled(text: str) -> FoundCues | None:
    """The cues of a text; None where it is no transcript."""
    lines = [_line(line.strip()) for line in text.split("\n") if line.strip()]
    cast = Cast()
    heard = [
        Heard(line.label, line.rest or _below(lines, at), listed=False)
        for at, line in enumerate(lines)
        if line.label is not None
    ]
    spoken = speaker_labels.speaking(heard, cast)
    speakers = [line.label if line.label is not None and line.label.name in spoken else None for line in lines]
    ranged = sum(line.ranged for line in lines)
    turns = sum(line.ranged or label is not None for line, label in zip(lines, speakers, strict=True))
    blocks = len(GAP.split(text.strip()))
    alone = len({label.name for label in speakers if label is not None}) < 2 and ranged < FEWEST  # noqa: PLR2004
    if turns < FEWEST or turns <= SHARE * (blocks if blocks > FEWEST else len(lines)) or alone:
        return None
    found = FoundCues("txt")
    found.cues = _cues(lines, speakers, cast)
    return found


def _line(line: str) -> TextLine:
    at = TIME.search(line, 0, HEAD)
    start = end = None
    ranged = False
    if at is not None and (start := _second(at.groups()[:4])) is not None:
        end = _second(at.groups()[4:])
        ranged = end is not None and at.start() == 0
    elif at is not None:
        at = None
    if at is not None and at.start() == 0:
        joint = BLANK.match(line, at.end())
        line, at = line[joint.end() if joint else at.end() :], None
        label = speaker_labels.read(line, None)
        label = None if label is None else label._replace(stamped=True)
    else:
        label = speaker_labels.read(line, None if at is None else at.start())
        if at is not None and (label is None or label.end < at.start()):
            start = end = None  # the time of a sentence, not of a label
        elif at is not None and label is not None:
            joint = BLANK.match(line, max(label.end, at.end()))
            label = label._replace(end=joint.end() if joint else label.end)
    return TextLine(start, end, label, line[label.end :].strip() if label else line, line, ranged)


def _below(lines: Sequence[TextLine], at: int) -> str:
    return lines[at + 1].rest if at + 1 < len(lines) else ""


def _second(fields: Sequence[str | None]) -> float | None:
    hours, minutes, seconds, parts = fields
    if minutes is None or seconds is None or int(seconds) >= SIXTY or (hours is not None and int(minutes) >= SIXTY):
        return None
    whole = int(hours or 0) * SIXTY * SIXTY + int(minutes) * SIXTY + int(seconds)
    return round(whole + float(f"0.{parts}"), 3) if parts else whole


def _cues(lines: Sequence[TextLine], labels: Sequence[SpeakerLabel | None], cast: Cast) -> list[Cue]:
    """One cue for each line with words; lines that open no turn belong to the one before them."""
    found: list[Cue] = []
    start = end = speaker = None
    for line, label in zip(lines, labels, strict=True):
        if label is not None or line.ranged:
            start, end = line.start, line.end
            speaker = cast.speaker(label.name) if label is not None else None
        words = tidy(line.words if label is None else line.rest)
        if words:
            found.append(Cue(start, end, words, speaker))
    return found
