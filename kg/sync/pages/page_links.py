"""Links as the pages write them: by full path with a label, which no other note's name can turn elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.escape import heading_target, link, web_link
from kg.model.media import local_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Source


@dataclass(frozen=True, slots=True)
class Linker:
    """Writes links as the vault's settings want them.

    Attributes:
        markdown: Whether the vault's own links are Markdown links (``useMarkdownLinks``).
    """

    markdown: bool = False

    def recording(self, shown: str, source: Source, *, cell: bool = False) -> str:
        """A link that plays a recording at a claim's second: on the web, or a file of the vault in Obsidian."""
        path = local_path(source.media)
        if path is None:
            return web(shown, source.url)
        return self.note(path, shown, f"t={source.start}", cell=cell)

    def note(self, path: str, shown: str, subpath: str = "", *, cell: bool = False) -> str:
        """A link to a note or a place in it, as ``kg.escape.link`` writes it."""
        return link(path, shown, subpath, cell=cell, markdown=self.markdown)


def headings(section: Sequence[str]) -> str:
    """The subpath that leads to a section under its parents."""
    return "#".join(filter(None, map(heading_target, section)))


def web(shown: str, address: str) -> str:
    """A link to an address on the web, or to a player in Obsidian; anything else is shown as text."""
    return web_link(shown, address)
