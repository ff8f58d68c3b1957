r"""Block structure of a note: containers by markdown-it's rules, leaves by our own, every line with its place.

Steps:

1. Line ends become ``\n`` without a change of length, so that every position is a position in the file.
2. ``Parser.tokenize`` looks at a line's first character and tries the rules that ``RULES`` names for it.
   Quotes, lists, fences, indented code and html blocks are markdown-it's own rules; those for containers move
   the state's line marks past their prefixes (``> ``, list marks, indentation) and call ``tokenize`` again.
3. A leaf is handed to the ``Outline`` with its lines as the state shows them there.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock, blockquote, code, fence, html_block

from kg.reader import items
from kg.reader.items import INDENT
from kg.reader.leaves import (
    block_quote_ends,
    definition,
    heading,
    math,
    paragraph,
    paragraph_ends,
    rule_line,
    table,
)
from kg.reader.outline import Outline, Structure, line_spans

if TYPE_CHECKING:
    from collections.abc import Callable

    Rule = Callable[[StateBlock, int, int], bool]

MAX_NESTING = 100  # levels of quotes (one each) and list items (two each); what stands deeper is read as text


def _quote(state: StateBlock, line: int, end: int) -> bool:
    return blockquote(state, line, end, False)  # noqa: FBT003  # markdown-it's signature


def _item(state: StateBlock, line: int, end: int) -> bool:
    return items.read(state, line, end, cast("Parser", state.md.block).item)


def _fence(state: StateBlock, line: int, end: int) -> bool:
    if not fence(state, line, end, False):  # noqa: FBT003  # markdown-it's signature
        return False
    token = state.tokens.pop()
    inner = token.content.count("\n") + (not token.content.endswith("\n") and bool(token.content))
    state.env["outline"].fence(state, line, token.info.strip(), closed=state.line - line - 1 > inner)
    return True


def _html(state: StateBlock, line: int, end: int) -> bool:
    if not html_block(state, line, end, False):  # noqa: FBT003  # markdown-it's signature
        return False
    state.tokens.pop()
    state.env["outline"].leaf("html", state, line, state.line)
    return True


def _code(state: StateBlock, line: int, end: int) -> bool:
    code(state, line, end, False)  # noqa: FBT003  # markdown-it's signature
    state.tokens.pop()
    state.env["outline"].leaf("code", state, line, state.line)
    return True


# first character of a line -> the rules to try, in this order, before the line is a paragraph
RULES: dict[str, tuple[Rule, ...]] = {
    "#": (heading,),
    ">": (_quote,),
    "-": (rule_line, _item),
    "*": (rule_line, _item),
    "_": (rule_line,),
    "+": (_item,),
    "`": (_fence,),
    "~": (_fence,),
    "<": (_html,),
    "[": (definition,),
    "$": (math,),
    **dict.fromkeys("0123456789", (_item,)),
}


class Parser(ParserBlock):
    """markdown-it's block parser, choosing rules by a line's first character instead of trying all in turn."""

    def __init__(self) -> None:
        self.ruler = Ruler()
        # the container rules ask the ruler which blocks may end them
        self.ruler.push("code", code, {"alt": []})
        self.ruler.push("paragraph_ends", paragraph_ends, {"alt": ["paragraph"]})
        self.ruler.push("quote_ends", block_quote_ends, {"alt": ["blockquote"]})

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803  # markdown-it's names
        """Read the lines of a quote, or of the note itself."""
        if not state.tokens:
            self._lines(state, startLine, endLine)
            return
        outline: Outline = state.env["outline"]
        section = outline.heading
        callout = outline.open_callout(state, startLine)
        first = startLine + (callout >= 0)
        state.line = first
        self._lines(state, first, endLine)
        if callout >= 0:
            outline.close_callout(callout, line_spans(state, endLine - 1, endLine)[0].end)
        outline.heading = section  # a heading inside a container opens no section outside of it

    def item(self, state: StateBlock, line: int, end: int) -> None:
        """Read the lines of a list item."""
        outline: Outline = state.env["outline"]
        section = outline.heading
        outline.list_depth += 1
        outline.fresh = True
        self._lines(state, line, end)
        outline.list_depth -= 1
        outline.fresh = False
        outline.heading = section

    def _lines(self, state: StateBlock, line: int, end: int) -> None:
        while line < end:
            state.line = line = state.skipEmptyLines(line)
            if line >= end or state.sCount[line] < state.blkIndent:
                return
            if state.level >= MAX_NESTING:
                state.env["outline"].paragraph(state, line, end)
                state.line = end
                return
            self._leaf(state, line, end)
            line = state.line

    @staticmethod
    def _leaf(state: StateBlock, line: int, end: int) -> None:
        if state.sCount[line] - state.blkIndent >= INDENT:
            _code(state, line, end)
            return
        src = state.src
        for rule in RULES.get(src[state.bMarks[line] + state.tShift[line]], ()):
            if rule(state, line, end):
                return
        under = line + 1
        if (
            under < end
            and src.startswith(("|", "-", ":"), state.bMarks[under] + state.tShift[under])
            and table(state, line, end)
        ):
            return
        paragraph(state, line, end)


@cache
def _engine() -> MarkdownIt:
    engine = MarkdownIt("commonmark")
    engine.block = Parser()
    return engine


def parse(text: str, start: int = 0) -> Structure:
    """Read the block structure of ``text`` from offset ``start``, the beginning of a line."""
    outline = Outline()
    source = text
    if "\r" in text:
        source = text.replace("\r\n", " \n").replace("\r", "\n")
    engine = _engine()
    state = StateBlock(source, engine, {"outline": outline}, [])
    engine.block.tokenize(state, source.count("\n", 0, start), state.lineMax)
    return outline.structure()
