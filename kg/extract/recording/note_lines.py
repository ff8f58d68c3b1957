"""A note's lines as a reader sees them, each with the times in it: what the recording model walks over."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Block, Note, Passage, Span

UNSURE = "low-confidence"  # flag of a time that may be a clock, a verse or a ratio
CUE = re.compile(r"[0-9]{1,6}\s+(?=[0-9][0-9:.,]*[ \t]*-->)")  # the number of a subtitle, over its times
CLIP = "🎧"  # opens the line of a clip: its times are of the recording, whatever stands there


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One line of a block.

    Attributes:
        block: Number of its block in the note.
        passage: Number of the passage that shows it, or -1 when nothing of it is shown.
        start, end: Its range in the passage's text.
        text: What is shown of it.
        stamps: (offset in the passage's text, index into ``Note.timestamps``) of each time in it, in order.
        span: In the file.
        section: Number of the heading above it, or -1.
        cue: Whether it is nothing but the number of a subtitle; then ``text`` is "".
    """

    block: int
    passage: int
    start: int
    end: int
    text: str
    stamps: tuple[tuple[int, int], ...]
    span: Span
    section: int = -1
    cue: bool = False

    @property
    def before(self) -> str:
        """What stands before its first time; all of it without one."""
        return self.text[: self.stamps[0][0] - self.start] if self.stamps else self.text

    @property
    def after(self) -> str:
        """What stands after the times that open it, or after its last time; "" without one."""
        return self.text[max(self.stamps[-1][0] - self.start, 0) :] if self.stamps else ""


def note_lines(note: Note, passages: Sequence[Passage]) -> list[NoteLine]:
    """The lines of a note's blocks in reading order; those that show nothing only where they hold a time."""
    starts = [block.span.start for block in note.blocks]
    shown: dict[int, list[int]] = {}
    for number, passage in enumerate(passages):
        shown.setdefault(max(bisect_right(starts, passage.starts[0]) - 1, 0), []).append(number)
    times = [stamp.span.start for stamp in note.timestamps]
    found: list[NoteLine] = []
    for number, block in enumerate(note.blocks):
        inside = range(bisect_left(times, block.span.start), bisect_left(times, block.span.end))
        if number in shown:
            for at in shown[number]:
                found += _shown(note.text, block, (number, at), passages[at], times)
        elif inside:
            stamps = tuple((0, index) for index in inside if _counts(note, index))
            if stamps:
                found.append(NoteLine(number, -1, 0, 0, "", stamps, block.span, _section(block)))
    return found


def _shown(
    text: str, block: Block, places: tuple[int, int], passage: Passage, times: Sequence[int]
) -> Iterator[NoteLine]:
    """The lines of a block that a passage shows."""
    number, at = places
    placed = {stamp.stamp: stamp.at for stamp in passage.stamps}
    for span in block.lines:
        start, end = bisect_left(passage.starts, span.start), bisect_left(passage.starts, span.end)
        inside = range(bisect_left(times, span.start), bisect_left(times, span.end))
        stamps = tuple((min(max(placed[index], start), end), index) for index in inside if index in placed)
        if start < end or stamps:
            cue = CUE.match(text, span.start) is not None
            shown = "" if cue else passage.text[start:end]
            yield NoteLine(number, at, start, end, shown, stamps, span, _section(block), cue)


def _section(block: Block) -> int:
    return -1 if block.heading is None else block.heading


def _counts(note: Note, index: int) -> bool:
    """Whether a time that nothing is shown around is one of the recording."""
    stamp = note.timestamps[index]
    return UNSURE not in stamp.flags or note.text[stamp.span.start : stamp.span.start + 1] in "[<"
