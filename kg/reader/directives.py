"""Finds container directives (``:::info`` … ``:::``), which some notes use for callouts though Obsidian knows none.

The syntax is the one that Docusaurus, VuePress and remark-directive share. Lines of directives show nothing; between
them stands a callout of the directive's name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Block, Note

MARK = "::"
OPENING = re.compile(
    r":{2,}[ \t]*(?:abstract|attention|bug|caution|danger|error|example|failure|hint|important|info|note|question|"
    r"quote|success|summary|tip|todo|warning)(?:[ \t]*[|\[ \t][ \t]*([^\]\r\n]*?)\]?)?[ \t]*",
    re.IGNORECASE,
)
NAME = re.compile(r"\w+")
CLOSING = re.compile(r":{2,}[ \t]*(?:\w+)?[ \t]*")


class Stretch(NamedTuple):
    """Some lines of a block.

    Attributes:
        block: The block.
        lines: Those of its lines that show text.
        opens: Name of the directive that opens before them, lower case, or None.
        title: Place of that directive's title, or None.
        closes: Whether a directive ends before them.
    """

    block: Block
    lines: tuple[Span, ...]
    opens: str | None = None
    title: Span | None = None
    closes: bool = False


def stretches(note: Note) -> Iterator[Stretch]:
    """The note's blocks in order, paragraphs cut at the lines of directives."""
    text = note.text
    unmarked = MARK not in text
    for block in note.blocks:
        if unmarked or block.kind != "paragraph" or not any(text.startswith(MARK, line.start) for line in block.lines):
            yield Stretch(block, block.lines)
        else:
            yield from _cut(text, block)


def _cut(text: str, block: Block) -> Iterator[Stretch]:
    now = Stretch(block, ())
    for line in block.lines:
        if opening := OPENING.fullmatch(text, *line):
            yield now
            name = NAME.search(opening[0])
            title = Span(*opening.span(1)) if opening[1] else None
            now = Stretch(block, (), name[0].lower() if name else None, title)
        elif CLOSING.fullmatch(text, *line):
            yield now
            now = Stretch(block, (), closes=True)
        else:
            now = now._replace(lines=(*now.lines, line))
    yield now
