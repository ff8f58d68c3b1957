"""Shows one block of Markdown as a reader sees it, and keeps for every code point where it comes from.

1. ``marks`` lists, in the block's own string, what is hidden or replaced: marks of emphasis, link targets, html tags,
   footnote marks, comments, backslashes of escapes, timestamps.
2. ``Display`` copies the rest, folds white space and notes where links, timestamps, bold and code came to stand.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

RUNS = re.compile(r"(\S+(?: \S+)*)|\s+")  # what is shown as it stands, and white space to fold
BEFORE, AFTER = "before", "after"  # which neighbour's markup a hidden piece is


class Piece(NamedTuple):
    """A hidden or replaced range of a block's string.

    Attributes:
        start, end: In the block's string.
        side: ``before`` when it is the markup of what follows, ``after`` when of what precedes.
        shown: What is there instead, "" for nothing.
        role: ``link``, ``strong``, ``emphasis``, ``code`` or ``stamp`` where the place is to be noted, else "".
        key: Which link, pair of marks, code span or timestamp; the two pieces of a pair share it.
    """

    start: int
    end: int
    side: str = AFTER
    shown: str = ""
    role: str = ""
    key: int = -1


class Mark(NamedTuple):
    """Displayed text ``[start, end)`` between two pieces of one role and key, and its place in the file."""

    role: str
    key: int
    start: int
    end: int
    inner: Span


class DisplayedLines:
    """A block's lines joined by newlines, with the way back to the file."""

    def __init__(self, text: str, lines: Sequence[tuple[int, int]]) -> None:
        self.body = "\n".join([text[start:end] for start, end in lines])
        self._places = list(lines)
        self._starts = [0]
        for start, end in lines[:-1]:
            self._starts.append(self._starts[-1] + end - start + 1)

    def place(self, at: int) -> int:
        """Where the code point at ``at`` of the body is in the file."""
        if len(self._places) == 1:
            return self._places[0][0] + at
        number = bisect_right(self._starts, at) - 1
        start, end = self._places[number]
        return min(start + at - self._starts[number], end)

    def end(self, at: int) -> int:
        """Where in the file the code point before ``at`` ends: for a newline, the start of the next line."""
        if self.body[at - 1] == "\n":
            return self.place(at)
        return self.place(at - 1) + 1

    def at(self, place: int) -> int:
        """The body's offset of a place in the file, the nearest one for places between lines."""
        number = max(bisect_right(self._places, (place, float("inf"))) - 1, 0)
        start, end = self._places[number]
        return self._starts[number] + min(max(place - start, 0), end - start)


@dataclass(slots=True)
class Display:
    """Collects the displayed text of one block; ``add`` takes the pieces in order, ``close`` ends it."""

    lines: DisplayedLines
    text: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    opens: list[int] = field(default_factory=list)
    closes: list[int] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    stamps: list[tuple[int, int]] = field(default_factory=list)
    _entered: dict[tuple[str, int], tuple[int, int]] = field(default_factory=dict)  # pairs whose first piece was seen
    _pending: int = -1  # where markup that belongs to the next code point begins
    _blank: bool = True  # nothing or white space was shown last

    def show(self, pieces: Iterable[Piece]) -> None:
        """Copy the body around the pieces, which come in order; one that overlaps an earlier one is ignored."""
        at = 0
        for piece in pieces:
            if piece.start < at:
                continue
            self._copy(at, piece.start)
            self._note(piece)
            if piece.shown:
                self._put(piece.shown, self.lines.place(piece.start), self.lines.end(piece.end))
            else:
                self._hide(piece)
            at = piece.end
        self._copy(at, len(self.lines.body))
        if self._pending >= 0 and self.closes:  # nothing follows that the last markup could belong to
            self.closes[-1] = self.lines.end(at)
        if self._blank and self.text:
            if self.closes[-1] > self.ends[-1]:  # markup closes behind the blank
                self.closes[-2] = self.closes[-1]
            for column in (self.text, self.starts, self.ends, self.opens, self.closes):
                del column[-1]

    def marked(self, role: str) -> list[Mark]:
        """Displayed ranges of one role, in order, none of them empty."""
        size = len(self.text)
        found = [mark._replace(end=min(mark.end, size)) for mark in self.marks if mark.role == role]
        return sorted((mark for mark in found if mark.start < mark.end), key=lambda mark: (mark.start, -mark.end))

    def _note(self, piece: Piece) -> None:
        at = len(self.text)
        if piece.role == "stamp":
            self.stamps.append((at, piece.key))
        elif piece.role and piece.side == BEFORE:
            self._entered[piece.role, piece.key] = at, self.lines.end(piece.end)
        elif piece.role and (entered := self._entered.pop((piece.role, piece.key), None)):
            inner = Span(entered[1], self.lines.place(piece.start))
            self.marks.append(Mark(piece.role, piece.key, entered[0], at, inner))

    def _hide(self, piece: Piece) -> None:
        if piece.side == BEFORE:
            if self._pending < 0:
                self._pending = self.lines.place(piece.start)
        elif self._pending < 0 and self.closes:
            self.closes[-1] = self.lines.end(piece.end)

    def _copy(self, start: int, end: int) -> None:
        for run in RUNS.finditer(self.lines.body, start, end):
            if run[1]:
                self._extend(run[1], self.lines.place(run.start()))
            else:
                self._put(" ", self.lines.place(run.start()), self.lines.end(run.end()))

    def _extend(self, shown: str, place: int) -> None:
        """Show text that appears like this in the file; its only white space is single inner spaces."""
        first = len(self.text)
        self.text.extend(shown)
        for column, begin in (
            (self.starts, place),
            (self.opens, place),
            (self.ends, place + 1),
            (self.closes, place + 1),
        ):
            column.extend(range(begin, begin + len(shown)))
        self._mark(first)
        self._blank = False

    def _put(self, shown: str, start: int, end: int) -> None:
        """Show a replacement; all its code points come from the same place."""
        for char in shown:
            blank = char.isspace()
            if blank and self._blank:
                if self.text:
                    self.ends[-1] = self.closes[-1] = end
                continue
            self.text.append(" " if blank else char)
            self.starts.append(start)
            self.opens.append(start)
            self.ends.append(end)
            self.closes.append(end)
            self._mark(len(self.text) - 1)
            self._blank = blank

    def _mark(self, at: int) -> None:
        if self._pending >= 0:
            self.opens[at] = self._pending
            self._pending = -1
