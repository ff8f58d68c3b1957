"""List items by CommonMark's rules (section 5.2), one at a time and without tokens.

To the outline it makes no difference which items form one list, whether a list is tight, or what its numbers are.
So a list is here just its items, each a container of its own: that reads lists several times faster than
markdown-it's rule, which makes four tokens for each item. A test holds the two equal.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.rules_block import StateBlock

    Content = Callable[[StateBlock, int, int], None]

INDENT = 4  # columns from which a line is indented code
LEVELS = 2  # of nesting that an item adds: the list's and its own
MARK = re.compile(r"(?:[-*+]|([0-9]{1,9})[.)])(?:[ \t]+|\Z)")


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
    if inner >= stop and state.isEmpty(line + 1):  # an empty item holds nothing that stands after an empty line
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
