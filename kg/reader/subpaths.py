"""Where in a note a link's subpath leads: a heading under headings, or a block with an id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import Span
from kg.reader.inline import BLOCK_ID

if TYPE_CHECKING:
    from kg.model import Block, Note

_IGNORED = re.compile(r"[!\"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\s]+")


def heading_key(text: str) -> str:
    """A heading as links compare it: punctuation as space, white space folded, lower case."""
    return _IGNORED.sub(" ", text).strip().lower()


def locate(note: Note, subpath: str) -> Span | None:
    """The span of what ``subpath`` (without its leading ``#``) names in the note, or None."""
    if subpath.startswith("^"):
        return _block(note, subpath[1:].strip().lower())
    return _heading(note, [heading_key(part) for part in subpath.split("#")])


def _heading(note: Note, wanted: list[str]) -> Span | None:
    """``A#B``: the first B below the first A, each deeper than the one before."""
    level = 0
    step = 0
    for found in note.headings:
        if step and found.level <= level:  # the section in which the rest was looked for has ended
            step, level = 0, 0
        if heading_key(found.text) == wanted[step] and found.level > level:
            step, level = step + 1, found.level
            if step == len(wanted):
                return found.span
    return None


def _block(note: Note, wanted: str) -> Span | None:
    for index, block in enumerate(note.blocks):
        line = block.lines[-1] if block.lines else block.span
        found = BLOCK_ID.search(note.text[line.start : line.end])
        if found and block.kind in {"paragraph", "footnote"} and found[1].lower() == wanted:
            alone = found.start() == 0 and len(block.lines) == 1
            return _above(note, index) if alone and index else block.span
    return None


def _above(note: Note, index: int) -> Span:
    """The list, table, callout or block that an id on its own line names: the one directly above it."""
    last = note.blocks[index - 1]
    here = note.blocks[index]
    if last.callout is not None and last.callout != here.callout:
        return note.callouts[last.callout].span
    first = index - 1
    while first and _continues(note.blocks[first - 1], last):
        first -= 1
    return Span(note.blocks[first].span.start, last.span.end)


def _continues(block: Block, last: Block) -> bool:
    if last.kind == "table-cell":
        return block.kind == "table-cell"
    return last.list_depth > 0 and block.list_depth > 0 and block.callout == last.callout
