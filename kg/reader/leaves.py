"""The rules for leaf blocks: headings, paragraphs, tables, display math, thematic breaks, link definitions."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from markdown_it.rules_block import blockquote, fence, html_block

from kg.model import Span, record
from kg.reader import items
from kg.reader.items import INDENT
from kg.reader.outline import line_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.rules_block import StateBlock

    from kg.reader.outline import Outline

ATX = re.compile(r"(#{1,6})(?:[ \t]+|$)")
ATX_CLOSING = re.compile(r"(?:^|[ \t])#+$")
SETEXT = re.compile(r"(=+|-+)[ \t]*$")
BREAK = re.compile(r"(?:\*[ \t]*+){3,}$|(?:-[ \t]*+){3,}$|(?:_[ \t]*+){3,}$")
DELIMITERS = re.compile(r"(?:[:|]|-(?![ \t]))[-:| \t]*$")  # a dash and a blank would be a list item
DELIMITER_STARTS = ("|", "-", ":")
DELIMITER = re.compile(r":?-+:?$")
CELL_END = re.compile(r"(?<!\\)\|")
# [label]: destination "title", on one line; labels that are footnote marks or times are none
DEFINITION = re.compile(
    r"\[(?!\^|[0-9:.,]+\])(?:[^\[\]\\\n]|\\.){1,999}\]:[ \t]*(?:<[^<>\n]*>|[^\s<]\S*)"
    r"""(?:[ \t]+(?:"[^"\n]*"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*$"""
)

# first character of a line -> the markdown-it rule that may end a paragraph or a quote there
_ENDS = {"`": fence, "~": fence, ">": blockquote, "<": html_block}


def _outline(state: StateBlock) -> Outline:
    outline: Outline = state.env["outline"]
    return outline


def _indented(state: StateBlock, line: int) -> bool:
    return state.sCount[line] - state.blkIndent >= INDENT


def heading(state: StateBlock, line: int, _end: int) -> bool:
    """``# text``; closing hashes do not belong to the text."""
    span = items.shown(state, line, state.bMarks[line] + state.tShift[line])
    mark = ATX.match(state.src, span.start, span.end)
    if mark is None:
        return False
    start = mark.end()
    text = state.src[start : span.end]
    if text.endswith("#"):
        text = ATX_CLOSING.sub("", text).rstrip(" \t")
    state.line = line + 1
    _outline(state).title(len(mark[1]), text, (record(Span, (start, start + len(text))),), span)
    return True


def rule_line(state: StateBlock, line: int, _end: int) -> bool:
    """A thematic break: three or more of ``*``, ``-`` or ``_``; it leaves no block."""
    if BREAK.match(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line]) is None:
        return False
    state.line = line + 1
    return True


def definition(state: StateBlock, line: int, _end: int) -> bool:
    """A link reference definition, ``[label]: destination``; it is not displayed and leaves no block."""
    if DEFINITION.match(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line]) is None:
        return False
    state.line = line + 1
    return True


def math(state: StateBlock, line: int, end: int) -> bool:
    """Display math: from a line that starts with ``$$`` to one that ends with the next ``$$``."""
    start = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith("$$", start):
        return False
    last = _math_end(state, line, end)
    if last < 0:
        return False
    state.line = last + 1
    _outline(state).leaf("math", state, line, last + 1)
    return True


def _math_end(state: StateBlock, line: int, end: int) -> int:
    outline = _outline(state)
    if outline.unclosed_math == end:
        return -1
    (start, stop) = line_spans(state, line, line + 1)[0]
    start += 2
    for at in range(line, end):
        if at > line:
            if state.sCount[at] < state.blkIndent and not state.isEmpty(at):
                break
            (start, stop) = line_spans(state, at, at + 1)[0]
        found = state.src.find("$$", start, stop)
        if found >= 0:
            return at if found + 2 == stop else -1
    outline.unclosed_math = end
    return -1


def paragraph(state: StateBlock, line: int, end: int) -> bool:
    """Text up to an empty line or the start of another block; underlined, it is a heading."""
    outline = _outline(state)
    after = line + 1
    limit = state.lineMax
    kind = state.parentType
    state.parentType = "paragraph"
    level = 0
    begins, shifts, ends, columns = state.bMarks, state.tShift, state.eMarks, state.sCount
    while after < limit and begins[after] + shifts[after] < ends[after]:
        if columns[after] - state.blkIndent < INDENT:
            level = _underline(state, after) if after < end else 0
            if level or (columns[after] >= 0 and paragraph_ends(state, after, limit, silent=True)):
                break
        after += 1
    state.parentType = kind
    state.line = after + (1 if level else 0)
    if level:
        lines = line_spans(state, line, after)
        whole = Span(lines[0].start, line_spans(state, after, after + 1)[0].end)
        outline.title(level, "\n".join(state.src[a:b] for a, b in lines), lines, whole)
    else:
        outline.paragraph(state, line, after)
    return True


def _underline(state: StateBlock, line: int) -> int:
    start = state.bMarks[line] + state.tShift[line]
    if state.src[start] not in "=-" or state.sCount[line] < state.blkIndent:
        return 0
    found = SETEXT.match(state.src, start, state.eMarks[line])
    return 0 if found is None else 1 if found[1][0] == "=" else 2


def table(state: StateBlock, line: int, end: int) -> bool:
    """A table: a header, a line of delimiters with as many columns, rows; each cell is a leaf."""
    if not table_starts(state, line, end):
        return False
    outline = _outline(state)
    last = line + 2
    while last < end and not state.isEmpty(last) and state.sCount[last] >= state.blkIndent:
        if _indented(state, last) or block_quote_ends(state, last, end, silent=True):
            break
        last += 1
    for at in (line, *range(line + 2, last)):
        outline.row += 1
        for cell in cells(state.src, line_spans(state, at, at + 1)[0]):
            outline.add("table-cell", cell, (cell,), outline.row)
    state.line = last
    return True


def table_starts(state: StateBlock, line: int, end: int) -> bool:
    """Whether ``line`` is the header of a table and the next one its delimiters."""
    under = line + 1
    if under >= end or state.sCount[under] < state.blkIndent or _indented(state, under):
        return False
    src = state.src
    if not src.startswith(DELIMITER_STARTS, state.bMarks[under] + state.tShift[under]):
        return False
    head, rule = line_spans(state, line, under + 1)
    if src.find("|", head.start, head.end) < 0 or DELIMITERS.match(src, rule.start, rule.end) is None:
        return False
    marks = [src[a:b] for a, b in cells(src, rule)]
    return all(DELIMITER.match(mark) for mark in marks) and len(marks) == len(cells(src, head)) > 0


def cells(src: str, row: Span) -> Sequence[Span]:
    r"""Spans of a row's cells, trimmed; ``\|`` does not end a cell, the outer pipes are optional."""
    edges = [row.start - 1, *(m.start() for m in CELL_END.finditer(src, row.start, row.end)), row.end]
    spans = []
    for left, right in pairwise(edges):
        text = src[left + 1 : right]
        start = left + 1 + len(text) - len(text.lstrip(" \t"))
        spans.append(Span(start, start + len(text.strip(" \t"))))
    if len(spans) > 1 and spans[0].start == spans[0].end:
        del spans[0]
    if len(spans) > 1 and spans[-1].start == spans[-1].end:
        del spans[-1]
    return spans


def block_quote_ends(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's signature
    """Whether another block starts at ``line``, so that a quote does not go on there without its mark."""
    char = state.src[state.bMarks[line] + state.tShift[line]]
    if char in "-*_" and not _indented(state, line) and _is_break(state, line):
        return True
    if char == "#":
        return not _indented(state, line) and _is_heading(state, line)
    if char in "-*+0123456789":
        return items.starts(state, line)
    rule = _ENDS.get(char)
    return rule is not None and rule(state, line, end, silent)


def paragraph_ends(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's signature
    """Whether another block starts at ``line`` and interrupts the paragraph above."""
    return block_quote_ends(state, line, end, silent) or (
        line + 1 < end and not _indented(state, line) and table_starts(state, line, end)
    )


def _is_break(state: StateBlock, line: int) -> bool:
    return BREAK.match(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line]) is not None


def _is_heading(state: StateBlock, line: int) -> bool:
    return ATX.match(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line]) is not None
