"""List items by CommonMark's rules (section 5.2), one at a time and without tokens.

To the outline it makes no difference which items form one list, whether a list is tight, or what its numbers are.
So a list is here just its items, each a container of its own: that reads lists several times faster than
markdown-it's rule, which makes four tokens for each item. A test holds the two equal.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import Span, record

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.rules_block import StateBlock

    Content = Callable[[StateBlock, int, int], None]

INDENT = 4  # columns from which a line is indented code
LEVELS = 2  # of nesting that an item adds: the list's and its own
MARK = re.compile(r"(?:[-*+]|([0-9]{1,9})[.)])(?:[ \t]+|\Z)")
# a mark, and text that can only be a paragraph: it begins with a letter, bold text or a wikilink
PLAIN = re.compile(r"(?:[-*+]|[0-9]{1,9}[.)]) {1,4}(?=[^\W\d_]|\*\*[^\s*]|\[\[)")


def starts(state: StateBlock, line: int) -> bool:
    """Whether an item starts at ``line``; where that would end a paragraph, it must hold text and number 1 if any."""
    column = state.sCount[line]
    if column - state.blkIndent >= INDENT:
        return False
    if 0 <= state.listIndent <= column - INDENT and column < state.blkIndent:
        return False  # so far right of its list, and still left of the item's text: the text goes on
    end = state.eMarks[line]
    mark = MARK.match(state.src, state.bMarks[line] + state.tShift[line], end)
    if mark is None:
        return False
    if state.parentType != "paragraph" or column < state.blkIndent:
        return True
    return mark.end() < end and (mark[1] is None or int(mark[1]) == 1)


def plain(state: StateBlock, line: int, end: int, add: Callable[[Span], None]) -> bool:
    """Read items of one line of plain text from ``line`` on, as most are; ``add`` is called with the text of each.

    Such an item need not be entered as a container. The next line with text starts an item no further right, or
    comes after an empty line and too far left to belong to this one.

    Returns:
        Whether there was one; ``state.line`` is then the line after the last.
    """
    first, start = line, state.bMarks[line] + state.tShift[line]
    mark = PLAIN.match(state.src, start)
    while mark is not None:
        inner, after = mark.end(), line + 1
        mark = None
        next_text = state.bMarks[after] + state.tShift[after]
        if next_text >= state.eMarks[after]:
            after = state.skipEmptyLines(after)
            if after < end and state.sCount[after] >= state.sCount[line] + inner - start:
                break
        elif not 0 <= state.sCount[after] <= state.sCount[line] or (mark := PLAIN.match(state.src, next_text)) is None:
            break
        add(shown(state, line, inner))
        line, start = after, next_text
        if after >= end or state.sCount[after] < state.blkIndent:
            break
    state.line = line
    return line > first


def shown(state: StateBlock, line: int, start: int) -> Span:
    """What a line shows from offset ``start`` on: without white space at its end."""
    end = state.eMarks[line]
    if end > start and state.src[end - 1] in " \t":
        end = start + len(state.src[start:end].rstrip(" \t"))
    return record(Span, (start, max(start, end)))


def read(state: StateBlock, line: int, end: int, content: Content) -> bool:
    """Read the item that starts at ``line``: ``content`` is called where it has any, with its lines as it shows them.

    Returns:
        Whether there was an item; ``state.line`` is then the line after it.
    """
    start, stop = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    mark = MARK.match(state.src, start, stop)
    if mark is None:
        return False
    inner = mark.end()
    if inner >= stop and state.isEmpty(line + 1):  # an empty item holds nothing that comes after an empty line
        state.line = min(line + 2, end)
        return True
    kept = state.tShift[line], state.sCount[line], state.listIndent, state.blkIndent, state.parentType
    column, indent = _columns(state, line, mark)
    state.listIndent, state.blkIndent, state.parentType = state.blkIndent, indent, "list"
    state.tShift[line], state.sCount[line] = inner - state.bMarks[line], column
    state.level += LEVELS
    content(state, line, end)
    state.level -= LEVELS
    state.tShift[line], state.sCount[line], state.listIndent, state.blkIndent, state.parentType = kept
    return True


def _columns(state: StateBlock, line: int, mark: re.Match[str]) -> tuple[int, int]:
    """The column at which an item's text begins, and the one from which further lines belong to it."""
    blanks = mark[0].lstrip("-*+.)0123456789")
    after = state.sCount[line] + len(mark[0]) - len(blanks)
    column = after
    for blank in blanks:
        column += 1 if blank == " " else 4 - (column + state.bsCount[line]) % 4
    wide = column - after
    if mark.end() >= state.eMarks[line] or wide > INDENT:  # the rest is white space, or indented code
        wide = 1
    return column, after + wide
