"""Takes speakers' labels out of the words of cues: ``Alice Smith: …``, ``>> ALICE: …``, ``- Bob: …``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extract.recording import speaker_labels
from kg.extract.recording.cast import Cast
from kg.extract.recording.speaker_labels import Heard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.recording.speaker_labels import SpeakerLabel
    from kg.model.transcript import Cue

OPENER = re.compile(r"(?:[\s>\-–—♪♫]|\[[^\]\d]{0,60}\])*")  # marks of another speaker, and of sounds
NEAR = 100  # code points in which a label ends


def labelled(cues: Sequence[Cue]) -> list[Cue]:
    """The cues with their labels as speakers; those that have a speaker already, or no label, stay as they are."""
    starts = [_start(cue) for cue in cues]
    read = [_label(cue, start) for cue, start in zip(cues, starts, strict=True)]
    heard = [
        Heard(label, cue.text[start + label.end :], listed=False)
        for cue, start, label in zip(cues, starts, read, strict=True)
        if label is not None
    ]
    cast = Cast()
    spoken = speaker_labels.speaking(heard, cast)
    return [
        cue
        if label is None or label.name not in spoken or not cue.text[start + label.end :].strip()
        else cue._replace(speaker=cast.speaker(label.name), text=cue.text[start + label.end :].strip())
        for cue, start, label in zip(cues, starts, read, strict=True)
    ]


def _label(cue: Cue, start: int) -> SpeakerLabel | None:
    """The label that may open a cue, at whose time the cue begins."""
    label = speaker_labels.read(cue.text[start:], None) if start >= 0 else None
    return None if label is None else label._replace(stamped=cue.start is not None)


def _start(cue: Cue) -> int:
    """Where a label may begin; -1 where there can be none."""
    if cue.speaker is not None or ":" not in cue.text[:NEAR]:
        return -1
    opener = OPENER.match(cue.text)
    return opener.end() if opener else 0
