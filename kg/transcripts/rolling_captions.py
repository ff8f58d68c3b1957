"""Undoes rolling captions: automatic captions show each line twice or more while the next one comes in below it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from kg.transcripts.found_cues import tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model.transcript import Cue

SHARE = 0.3  # of the cues that must begin with the line that the one before ended with
FEWEST = 3  # cues from which a pattern shows
MOST_LINES = 8  # of a cue that are compared


def unrolled(cues: Sequence[Cue]) -> tuple[list[Cue], bool]:
    """Cues with their lines joined, each line said once where the captions roll; and whether they do.

    Args:
        cues: In the file's order, lines as shown.
    """
    shown = [[line for line in map(tidy, cue.text.split("\n")) if line] for cue in cues]
    repeated = sum(bool(_kept(one, other)) for one, other in pairwise(shown))
    rolls = repeated >= FEWEST and repeated > SHARE * len(cues)
    found: list[Cue] = []
    before: list[str] = []
    for cue, lines in zip(cues, shown, strict=True):
        new = lines[_kept(before, lines) :] if rolls else lines
        before = lines
        if new:
            found.append(cue._replace(text=" ".join(new)))
        elif found and cue.end is not None:
            found[-1] = found[-1]._replace(end=cue.end)
    return found, rolls


def _kept(before: Sequence[str], lines: Sequence[str]) -> int:
    """How many lines at the beginning of a cue are the last ones of the cue before it."""
    for count in range(min(len(before), len(lines), MOST_LINES), 0, -1):
        if list(before[-count:]) == list(lines[:count]):
            return count
    return 0
