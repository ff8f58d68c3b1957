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
from itertools import accumulate
from operator import add
from typing import TYPE_CHECKING, cast

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock, blockquote, code, fence, html_block

from kg.reader import items
from kg.reader.items import INDENT
from kg.reader.leaves import (
    DELIMITER_STARTS,
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

    from markdown_it.token import Token
    from markdown_it.utils import EnvType

    Rule = Callable[[StateBlock, int, int], bool]

BLANKS = frozenset(" \t")
MAX_NESTING = 100  # levels of quotes (one each) and list items (two each); what stands deeper is read as text


def _quote(state: StateBlock, line: int, end: int) -> bool:
    return blockquote(state, line, end, False)  # noqa: FBT003  # markdown-it's signature


def _plain_items(state: StateBlock, line: int, end: int) -> bool:
    return state.level + items.LEVELS < MAX_NESTING and items.plain(state, line, end, state.env["outline"].item)


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
    "-": (_plain_items, rule_line, _item),
    "*": (_plain_items, rule_line, _item),
    "_": (rule_line,),
    "+": (_plain_items, _item),
    "`": (_fence,),
    "~": (_fence,),
    "<": (_html,),
    "[": (definition,),
    "$": (math,),
    **dict.fromkeys("0123456789", (_plain_items, _item)),
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
        begins, shifts, ends = state.bMarks, state.tShift, state.eMarks
        while line < end:
            start = begins[line] + shifts[line]
            while start >= ends[line] and line < state.lineMax:
                line += 1
                start = begins[line] + shifts[line]
            state.line = line
            if line >= end or state.sCount[line] < state.blkIndent:
                return
            if state.level >= MAX_NESTING:
                state.env["outline"].paragraph(state, line, end)
                state.line = end
                return
            self._leaf(state, line, end, start)
            line = state.line

    @staticmethod
    def _leaf(state: StateBlock, line: int, end: int, start: int) -> None:
        if state.sCount[line] - state.blkIndent >= INDENT:
            _code(state, line, end)
            return
        src = state.src
        char = src[start]
        for rule in RULES.get(char, ()):
            if rule(state, line, end):
                return
        under = line + 1
        below = state.bMarks[under] + state.tShift[under]
        if below >= state.eMarks[under]:  # an empty line, as after most paragraphs
            state.line = under
            if char == "[":
                state.env["outline"].paragraph(state, line, under)
            else:
                state.env["outline"].line(items.shown(state, line, start))
        elif not (under < end and src.startswith(DELIMITER_STARTS, below) and table(state, line, end)):
            paragraph(state, line, end)


class BlockState(StateBlock):
    """markdown-it's state, which finds the lines of a text at once instead of one by one."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        super().__init__("", md, env, tokens)
        self.src = src
        lines = src.split("\n")
        if not lines[-1].strip(" \t"):  # a last line that holds nothing and has no end is none
            del lines[-1]
        lengths = list(map(len, lines))
        self.bMarks = list(accumulate(map((1).__add__, lengths), initial=0))
        self.eMarks = [*map(add, self.bMarks, lengths), len(src)]
        self.bMarks[-1] = len(src)  # markdown-it's entry after the last line
        self.tShift, self.sCount, self.bsCount = ([0] * len(self.bMarks) for _ in range(3))
        for number in [number for number, line in enumerate(lines) if line[:1] in BLANKS]:
            line = lines[number]
            blanks = line[: len(line) - len(line.lstrip(" \t"))]
            self.tShift[number], self.sCount[number] = len(blanks), len(blanks.expandtabs(items.INDENT))
        self.lineMax = len(lines)


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
    state = BlockState(source, engine, {"outline": outline}, [])
    engine.block.tokenize(state, source.count("\n", 0, start), state.lineMax)
    return outline.structure()
