"""Tells how a note writes its times: before what they cover, or after it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.extract.recording.note_lines import NoteLine

BEFORE, AFTER = "before", "after"
WORD = re.compile(r"\w")


class Habit(NamedTuple):
    """Where a note's times stand: ``before`` or ``after`` what they cover, and how sure that is, 0 to 1."""

    place: str = AFTER
    confidence: float = 1.0


def _closes(line: NoteLine, _: Sequence[NoteLine], __: int) -> bool:
    return bool(line.stamps) and WORD.search(line.before) is not None and WORD.search(line.after) is None


def _heads(line: NoteLine, _: Sequence[NoteLine], __: int) -> bool:
    return bool(line.stamps) and WORD.search(line.before) is None and WORD.search(line.after) is not None


def _alone(line: NoteLine) -> bool:
    return bool(line.stamps) and WORD.search(line.text) is None


def _alone_above(line: NoteLine, lines: Sequence[NoteLine], at: int) -> bool:
    """A time alone in its line, over the text of its block, or as the first block of its section."""
    below, above = _next_to(lines, at, 1), _next_to(lines, at, -1)
    if line.passage < 0 or below is None or below.block != line.block:
        return _alone(line) and below is not None and above is None
    return _alone(line) and not below.stamps and (above is None or above.block != line.block)


def _alone_below(line: NoteLine, lines: Sequence[NoteLine], at: int) -> bool:
    """A time alone in its line, under the text of its block, or as the last block of its section."""
    below, above = _next_to(lines, at, 1), _next_to(lines, at, -1)
    if line.passage < 0 or above is None or above.block != line.block:
        return _alone(line) and above is not None and below is None
    return _alone(line) and not above.stamps and (below is None or below.block != line.block)


def _next_to(lines: Sequence[NoteLine], at: int, step: int) -> NoteLine | None:
    """The line before or after one, in the same section."""
    other = at + step
    while 0 <= other < len(lines) and lines[other].cue:
        other += step
    return lines[other] if 0 <= other < len(lines) and lines[other].section == lines[at].section else None


# what a line shows, the habit that it speaks for, and how loudly
EVIDENCE: tuple[tuple[Callable[[NoteLine, Sequence[NoteLine], int], bool], str, int], ...] = (
    (_closes, AFTER, 2),
    (_heads, BEFORE, 2),
    (_alone_above, BEFORE, 2),
    (_alone_below, AFTER, 2),
)


def habit(lines: Sequence[NoteLine]) -> Habit:
    """The habit that most of a note's lines follow; after what they cover where they are even."""
    votes = {BEFORE: 0, AFTER: 0}
    for at, line in enumerate(lines):
        if line.stamps:
            for shows, place, weight in EVIDENCE:
                if shows(line, lines, at):
                    votes[place] += weight
    total = sum(votes.values())
    if not total:
        return Habit()
    place = BEFORE if votes[BEFORE] > votes[AFTER] else AFTER
    return Habit(place, round(votes[place] / total, 2))
