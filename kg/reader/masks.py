"""Hides what is not read as text: an equally long string in which code, math, html and prefixes are blank.

Offsets into a masked text are offsets into the file. Between two lines of blocks everything is line ends, so
nothing on one line or in one table cell is ever joined with another.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import Block, Span
from kg.reader import mark_search

if TYPE_CHECKING:
    from collections.abc import Sequence

# kinds of blocks whose text is read; the others are code, html and math
TEXT = frozenset({"paragraph", "heading", "callout-title", "table-cell", "footnote"})

_MARKS = {"`": "`", "$": "$", "\\": "\\", "!": "<!--"}  # what may hide text, and a character to look for first
_TICKS = re.compile(r"`+")
# each alternative begins with a plain character: only so does the search skip quickly to the next candidate
_SCAN = re.compile(r"``*|\$\$|\$(?=[^\s$])|\\[!-/:-@\[-`{-~]|<!--|<[A-Za-z/][^<>`]*>")
_KINDS = {"`": "code", "$": "math", "\\": "escape", "$$": "display", "<!--": "comment"}
_MATH_END = re.compile(r"(?<![\s\\$])\$(?![0-9$])")
# an opening, closing or self-closing tag, a processing instruction or a declaration, as CommonMark has them;
# anchors are taken as loosely as they are written
TAG = re.compile(
    r"<(?:a\b[^<>]*|/[A-Za-z][A-Za-z0-9-]*+\s*|[?!][^<>]*|[A-Za-z][A-Za-z0-9-]*+"
    r"""(?:\s++[A-Za-z_:][A-Za-z0-9_.:-]*+(?:\s*+=\s*+(?:[^\s"'=<>`]++|'[^'\n]*'|"[^"\n]*"))?)*\s*+/?)>"""
)
_INK = re.compile(r"[^\n]")


def visible(text: str, blocks: Sequence[Block]) -> str:
    """``text`` with everything blank but the lines of blocks that are read as text."""
    pieces = []
    at = 0
    for block in blocks:
        if block.kind in TEXT:
            for start, end in block.lines:
                pieces.append("\n" * (start - at))
                pieces.append(text[start:end])
                at = end
    pieces.append("\n" * (len(text) - at))
    return "".join(pieces)


def blank(text: str, spans: Sequence[tuple[int, int]], ink: str = " ") -> str:
    """``text`` with ``spans`` (in order of their starts) overwritten by ``ink``, line ends kept."""
    if not spans:
        return text
    pieces = []
    at = 0
    for begin, end in spans:
        start = max(at, begin)
        if start < end:
            pieces.append(text[at:start])
            one_line = text.find("\n", start, end) < 0
            pieces.append(ink * (end - start) if one_line else _INK.sub(lambda _: ink, text[start:end]))
            at = end
    pieces.append(text[at:])
    return "".join(pieces)


def hide_code(masked: str, blocks: Sequence[Block]) -> str:
    r"""Blank code spans, math and html comments, block by block; escaped characters become backslashes."""
    following = {mark: -1 for char, mark in _MARKS.items() if char in masked and mark in masked}
    if not following:
        return masked
    hidden: list[tuple[int, int]] = []
    escaped: list[tuple[int, int]] = []
    first = -1
    for block in blocks:
        start, end = block.span
        if first < start:
            first = _first(masked, following, start)
        if first < end and block.kind in TEXT:
            _scan(masked, block.span, following, hidden, escaped)
    return blank(blank(masked, hidden), escaped, "\\")


def _first(masked: str, following: dict[str, int], start: int) -> int:
    """Offset of the first mark from an offset on, or the text's end; ``following`` is where each mark comes next."""
    for mark, known in following.items():
        if known < start:
            at = masked.find(mark, start)
            following[mark] = at if at >= 0 else len(masked)
    return min(following.values())


def _scan(
    masked: str, span: Span, following: dict[str, int], hidden: list[tuple[int, int]], escaped: list[tuple[int, int]]
) -> None:
    """Find what hides text in one block, leftmost first, as an inline parser does."""
    finder = _Closers(masked, span.end)
    at = span.start
    while (mark_at := _first(masked, following, at)) < span.end:
        tag = masked.rfind("<", at, mark_at)  # of all tags before the mark only the last may hold it
        found = _SCAN.search(masked, mark_at if tag < 0 else tag, span.end)
        if found is None:
            return
        mark = found[0]
        kind = _KINDS.get(mark) or _KINDS.get(mark[0])
        at = found.end()
        if kind == "escape":
            escaped.append(found.span())
        elif kind is not None:
            end = finder.end(kind, found)
            if end > 0:
                hidden.append((found.start(), end))
                at = end


class _Closers:
    """Finds the end of a construct within one block; remembers what has no end, so that no search is repeated."""

    __slots__ = ("end_of_block", "end_of_line", "missing", "runs", "text")

    def __init__(self, text: str, end_of_block: int) -> None:
        self.text = text
        self.end_of_block = end_of_block
        self.end_of_line = -1
        self.missing: set[tuple[str, int]] = set()
        self.runs: dict[int, list[int]] | None = None

    def end(self, kind: str, opener: re.Match[str]) -> int:
        """Offset after the closing mark, or -1."""
        if kind == "code":
            return self._code(opener)
        mark = "$$" if kind == "display" else "-->" if kind == "comment" else "$"
        stop = self.end_of_block
        if kind == "math":  # within one line: a price must not pair with a price in the next line
            if self.end_of_line < opener.end():
                line_end = self.text.find("\n", opener.end(), stop)
                self.end_of_line = stop if line_end < 0 else line_end
            stop = self.end_of_line
        if (mark, stop) in self.missing:
            return -1
        if kind == "math":
            other = self.text.find("$", opener.end(), stop)  # most lines name one price; a plain search is fastest
            closer = _MATH_END.search(self.text, other, stop) if other >= 0 else None
            end = closer.end() if closer else -1
        else:
            end = self.text.find(mark, opener.end(), stop) + len(mark)
            end = end if end >= opener.end() + len(mark) else -1
        if end < 0:
            self.missing.add((mark, stop))
        return end

    def _code(self, opener: re.Match[str]) -> int:
        length = opener.end() - opener.start()
        if length == 1:  # nearly always the next tick is the closing one
            following = self.text.find("`", opener.end(), self.end_of_block)
            if following < 0 or not self.text.startswith("`", following + 1, self.end_of_block):
                return following + 1 if following >= 0 else -1
        if self.runs is None:  # runs of each length, last first, so that passed ones are popped
            self.runs = {}
            for run in reversed(list(_TICKS.finditer(self.text, opener.start(), self.end_of_block))):
                self.runs.setdefault(run.end() - run.start(), []).append(run.end())
        ends = self.runs.get(length, [])
        while ends and ends[-1] <= opener.end():
            ends.pop()
        return ends[-1] if ends else -1


def hide_tags(masked: str) -> str:
    """Blank html tags; the text between them stays."""
    return blank(masked, [m.span() for m in TAG.finditer(masked)]) if "<" in masked else masked


_COMMENT = re.compile(r"%%")
_TEMPLATE = re.compile(r"<%[\s\S]*?%>")


def template_code(masked: str) -> list[Span]:
    """Spans of the code of templates, ``<% … %>``, which may run over several blocks."""
    last = masked.rfind("%>") if "%" in masked else -1
    return [Span(*found.span()) for found in _TEMPLATE.finditer(masked, 0, last + 2)] if last > 0 else []


def comments(masked: str, blocks: Sequence[Block]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Spans of ``%%`` comments, and of marks that nothing closes.

    A mark at the start of a line opens a comment up to the next mark anywhere below, or to the end of the
    note; a mark within a line must be closed in its block, or it is text (``100%% sure``).
    """
    if mark_search.find(masked, "%%") < 0:
        return (), ()
    ends = [block.span.end for block in blocks if block.kind in TEXT]
    found: list[Span] = []
    open_marks: list[Span] = []
    opener = -1
    block = 0
    for mark in _COMMENT.finditer(masked):
        start = mark.start()
        if opener >= 0:
            while block < len(ends) and ends[block] <= opener:
                block += 1
            if _leads(masked, opener) or start < ends[block]:
                found.append(Span(opener, mark.end()))
                opener = -1
                continue
            open_marks.append(Span(opener, opener + 2))
        opener = start
    if opener >= 0:
        open_marks.append(Span(opener, opener + 2))
        if _leads(masked, opener):
            found.append(Span(opener, len(masked)))
    return tuple(found), tuple(open_marks)


def _leads(masked: str, at: int) -> bool:
    return at == 0 or masked[at - 1] == "\n"
