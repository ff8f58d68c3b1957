"""Links the places where a note names another: brackets around words that are there, and no other byte changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.reader.read_note import read_note
from kg.reader.render import passages

if TYPE_CHECKING:
    from kg.model import Note, Span
    from kg.reader.unlinked_mentions import NamesOfNotes, UnlinkedMention
    from kg.sync.pages.page_links import Linker

LEFT = ("[", "!", "\\")  # signs before a link that change what it is
RIGHT = ("]", "(")  # and after it


@dataclass(frozen=True, slots=True)
class MentionLinker:
    """Links what names a note.

    Attributes:
        names: The names of the vault's notes.
        linker: Writes links as the vault has them.
    """

    names: NamesOfNotes
    linker: Linker

    def linked(self, path: str, text: str, frozen: tuple[int, int]) -> str:
        """A note's text with links; as it is where a link would be none, or would change how the note is read.

        Args:
            path: The note's path.
            text: Its text.
            frozen: A range in which nothing is linked: that of the block that kg keeps.
        """
        before = read_note(path, text.encode())
        found = [
            each
            for each in self.names.find(before)
            if (each.span.end <= frozen[0] or frozen[1] <= each.span.start) and _stays_plain(text, each.span)
        ]
        after = text
        for each in reversed(found):
            after = after[: each.span.start] + self._link(each) + after[each.span.end :]
        return after if _reads_alike(before, read_note(path, after.encode()), len(found)) else text

    def _link(self, found: UnlinkedMention) -> str:
        stem = found.note.rpartition("/")[2].removesuffix(".md")
        if found.text == stem and not self.linker.markdown:
            return f"[[{stem}]]"
        return self.linker.note(found.note, found.text, cell=found.cell)


def _stays_plain(text: str, span: Span) -> bool:
    """Whether the signs around a name leave a link there a plain one.

    ``!`` makes it an embed, a backslash takes its bracket, and a bracket or parenthesis makes another link of it;
    so do two brackets that the line opened and did not close.
    """
    line = text[text.rfind("\n", 0, span.start) + 1 : span.start]
    closed = line.rfind("[[") <= line.rfind("]]")
    return closed and not line.endswith(LEFT) and not text.startswith(RIGHT, span.end)


def _reads_alike(before: Note, after: Note, links: int) -> bool:
    """Whether a note is the same after so many links, but for these."""
    return (
        len(after.links) == len(before.links) + links
        and [block.kind for block in after.blocks] == [block.kind for block in before.blocks]
        and [passage.text for passage in passages(after)] == [passage.text for passage in passages(before)]
        and [stamp.raw for stamp in after.timestamps] == [stamp.raw for stamp in before.timestamps]
        and after.properties == before.properties
    )
