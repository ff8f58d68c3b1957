"""The growing outline of a note: leaf blocks, headings and callouts, with the containers they are in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.model import Block, Callout, Heading, Span, record

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

# [!type], [!pro tip], [!note|metadata], then a fold mark, then the title
CALLOUT = re.compile(r"\[!([^\]|\n]+)(?:\|([^\]\n]*))?\]([+-]?)[ \t]*")
# the box of a task, `[ ]` or `[x]`, belongs to the list mark
TASK = re.compile(r"\[[^\[\]\n]\](?:[ \t]+|$)")
FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]:[ \t]*")


class Fence(NamedTuple):
    """A fenced code block: its info string and the spans of the lines between the fences."""

    info: str
    lines: tuple[Span, ...]


class Structure(NamedTuple):
    """What the block rules found in a note, in reading order.

    Attributes:
        blocks, headings, callouts: As in ``Note``.
        fences: Fenced code blocks.
        tasks: Indices of the blocks that open a task (``- [ ] text``).
    """

    blocks: tuple[Block, ...]
    headings: tuple[Heading, ...]
    callouts: tuple[Callout, ...]
    fences: tuple[Fence, ...]
    tasks: frozenset[int]


class Outline:
    """Collects the leaves of one note while its containers are entered and left."""

    __slots__ = (
        "blocks",
        "callout",
        "callouts",
        "fences",
        "fresh",
        "heading",
        "headings",
        "list_depth",
        "row",
        "tasks",
        "unclosed_math",
    )

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.headings: list[Heading] = []
        self.callouts: list[Callout] = []
        self.fences: list[Fence] = []
        self.tasks: list[int] = []
        self.heading: int | None = None
        self.callout: int | None = None
        self.list_depth = 0
        self.fresh = False  # the next leaf is the first of its list item
        self.row = 0
        self.unclosed_math = -1  # the container's end up to which a search for a closing $$ failed

    def structure(self) -> Structure:
        """Everything collected, frozen."""
        return Structure(
            tuple(self.blocks),
            tuple(self.headings),
            tuple(self.callouts),
            tuple(self.fences),
            frozenset(self.tasks),
        )

    def add(self, kind: str, span: Span, lines: tuple[Span, ...], row: int = 0) -> None:
        """Add a leaf at the present place."""
        place = self.heading, self.callout, self.list_depth, self.fresh, row
        self.blocks.append(record(Block, (kind, span, lines, *place)))
        self.fresh = False

    def leaf(self, kind: str, state: StateBlock, first: int, last: int) -> None:
        """Add the lines ``first`` to ``last`` (exclusive) as one leaf."""
        lines = line_spans(state, first, last)
        self.add(kind, Span(lines[0].start, lines[-1].end), lines)

    def paragraph(self, state: StateBlock, first: int, last: int) -> None:
        """Add a paragraph; one that opens with ``[^id]:`` holds one or more footnote definitions."""
        lines = line_spans(state, first, last)
        src = state.src
        start = lines[0].start
        if src[start] == "[":
            if self.fresh and (task := TASK.match(src, start, lines[0].end)):
                self.tasks.append(len(self.blocks))
                lines = (Span(task.end(), lines[0].end), *lines[1:])
            elif FOOTNOTE.match(src, start, lines[0].end):
                self._footnotes(src, lines)
                return
        self.add("paragraph", lines[0] if len(lines) == 1 else Span(lines[0].start, lines[-1].end), lines)

    def line(self, span: Span) -> None:
        """Add a paragraph of one line that no box and no footnote's mark can open."""
        place = self.heading, self.callout, self.list_depth, self.fresh, 0
        self.blocks.append(record(Block, ("paragraph", span, (span,), *place)))
        self.fresh = False

    def item(self, span: Span) -> None:
        """Add a list item that is one line of plain text."""
        place = self.heading, self.callout, self.list_depth + 1, True, 0
        self.blocks.append(record(Block, ("paragraph", span, (span,), *place)))
        self.fresh = False

    def _footnotes(self, src: str, lines: tuple[Span, ...]) -> None:
        groups: list[tuple[int, list[Span]]] = []
        for line in lines:
            if mark := FOOTNOTE.match(src, line.start, line.end):
                groups.append((line.start, [Span(mark.end(), line.end)]))
            else:
                groups[-1][1].append(line)
        for start, members in groups:
            self.add("footnote", Span(start, members[-1].end), tuple(members))

    def title(self, level: int, text: str, lines: tuple[Span, ...], span: Span) -> None:
        """Add a heading, which opens the section of what follows in its container."""
        self.heading = len(self.headings)
        self.headings.append(record(Heading, (level, text, span)))
        self.add("heading", span, lines)

    def fence(self, state: StateBlock, line: int, info: str, *, closed: bool) -> None:
        """Add a fenced code block that ends before ``state.line``."""
        lines = line_spans(state, line, state.line)
        inner = lines[1:-1] if closed else lines[1:]
        self.fences.append(Fence(info, inner))
        self.add("code", Span(lines[0].start, lines[-1].end), inner)

    def open_callout(self, state: StateBlock, line: int) -> int:
        """Enter the callout whose title is on ``line``, the first of a quote; its index, or -1 if none does."""
        span = line_spans(state, line, line + 1)[0]
        found = CALLOUT.match(state.src, span.start, span.end)
        if found is None or not found[1].strip():
            return -1
        kind = "-".join(found[1].lower().split())
        written = state.src[found.end() : span.end]
        parent = self.callout
        self.callout = len(self.callouts)
        self.callouts.append(
            Callout(
                kind,
                written or kind.replace("-", " ").title(),
                found[3] or None,
                1 if parent is None else self.callouts[parent].depth + 1,
                Span(quote_mark(state, line), span.end),
                parent,
                None if found[2] is None else found[2].strip(),
            ),
        )
        self.add("callout-title", span, (Span(found.end(), span.end),) if written else ())
        return self.callout

    def close_callout(self, index: int, end: int) -> None:
        """Leave a callout, whose last line ends at offset ``end``."""
        callout = self.callouts[index]
        self.callouts[index] = callout._replace(span=Span(callout.span.start, end))
        self.callout = callout.parent


def line_spans(state: StateBlock, first: int, last: int) -> tuple[Span, ...]:
    """The spans of lines as their container shows them: no prefix, no white space at either end."""
    src, begins, shifts, ends = state.src, state.bMarks, state.tShift, state.eMarks
    spans = []
    for line in range(first, last):
        start = begins[line] + shifts[line]
        end = ends[line]
        if end > start and src[end - 1] in " \t":
            end = start + len(src[start:end].rstrip(" \t"))
        spans.append(record(Span, (start, max(start, end))))
    return tuple(spans)


def quote_mark(state: StateBlock, line: int) -> int:
    """Offset of the ``>`` that opened the quote whose content on ``line`` the state now shows."""
    before = state.bMarks[line] - 1
    return before if state.src[before] == ">" else before - 1
