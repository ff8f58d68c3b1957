"""Numbers a note's sections and callouts by their position, and says for every block where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.model import Part
from kg.reader.directives import stretches

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.model import Block, Note, Span
    from kg.reader.directives import Stretch

TOP_LEVEL = 1  # headings of this level are titles of the whole note, not sections of it


class BlockPlace(NamedTuple):
    """Where a block is: rendered headings above it, type of the innermost callout, id of the innermost part."""

    section: tuple[str, ...] = ()
    callout: str | None = None
    part: str = ""


class Shown(NamedTuple):
    """Lines of a block and where they are; ``kind`` is the block's, ``item``: the text of a list item."""

    kind: str
    lines: tuple[Span, ...]
    place: BlockPlace
    item: bool = False


class NoteParts:
    """The parts of a note in reading order, and its blocks with their places.

    Args:
        note: The note.
        show: Renders lines of the note.
    """

    def __init__(self, note: Note, show: Callable[[Sequence[Span]], str]) -> None:
        self.parts: list[Part] = []
        self.blocks: list[Shown] = []
        self._note = note
        self._show = show
        self._children: dict[str, int] = {}  # part -> how many parts it holds so far
        self._callouts: dict[int | None, BlockPlace] = {None: BlockPlace()}
        self._headings: dict[
            int | None, tuple[BlockPlace, int | None]
        ] = {}  # heading -> its place, the callout it is in
        self._open: dict[
            int | None, list[tuple[int, BlockPlace]]
        ] = {}  # callout -> sections open in it, with their level
        self._directives: list[BlockPlace] = []  # those that are open
        for stretch in stretches(note):
            self._enter(stretch)
            block = stretch.block
            if stretch.lines:
                item = block.kind == "paragraph" and block.list_depth > 0
                self.blocks.append(Shown(block.kind, stretch.lines, self._place(block), item))

    def _enter(self, stretch: Stretch) -> None:
        """Open and close what the stretch opens and closes."""
        if stretch.block.kind == "heading":
            self._enter_section(stretch.block)
        elif stretch.block.kind == "callout-title":
            self._enter_callout(stretch.block)
        elif stretch.opens:
            self._enter_directive(stretch.block, stretch.opens, stretch.title)
        elif stretch.closes and self._directives:
            self._directives.pop()

    def _enter_section(self, block: Block) -> None:
        self._directives.clear()  # one that was never closed
        level = self._note.headings[block.heading or 0].level
        around = self._open.setdefault(block.callout, [])
        while around and around[-1][0] >= level:
            around.pop()
        place = around[-1][1] if around else self._callouts[block.callout]
        if level > TOP_LEVEL:
            title = self._show(block.lines)
            part = self._add("section", title, "", place.part)
            place = BlockPlace((*place.section, title), place.callout, part)
            around.append((level, place))
        self._headings[block.heading] = (place, block.callout)

    def _enter_callout(self, block: Block) -> None:
        callout = self._note.callouts[block.callout or 0]
        around = self._inside(block.heading, callout.parent)
        part = self._add("callout", self._show(block.lines) or callout.title, callout.type, around.part)
        self._callouts[block.callout] = BlockPlace(around.section, callout.type, part)

    def _add(self, kind: str, title: str, what: str, parent: str) -> str:
        number = self._children[parent] = self._children.get(parent, 0) + 1
        name = f"{parent}.{number}" if parent else str(number)
        self.parts.append(Part(name, kind, title, what, parent))
        return name

    def _enter_directive(self, block: Block, name: str, title: Span | None) -> None:
        around = self._place(block)
        lines = (title,) if title else ()
        part = self._add("callout", self._show(lines) or name.title(), name, around.part)
        self._directives.append(BlockPlace(around.section, name, part))
        if lines:
            self.blocks.append(Shown("callout-title", lines, self._directives[-1]))

    def _place(self, block: Block) -> BlockPlace:
        if self._directives and block.callout is None:
            return self._directives[-1]
        return self._inside(block.heading, block.callout)

    def _inside(self, heading: int | None, callout: int | None) -> BlockPlace:
        """The innermost heading or callout that something is under."""
        if heading in self._headings:
            place, around = self._headings[heading]
            if around == callout:
                return place
        return self._callouts[callout]
