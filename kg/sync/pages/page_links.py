"""Links as the pages write them: by full path with a label, which no other note's name can turn elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from kg.sync.pages.escape import heading_target, inert, label

if TYPE_CHECKING:
    from collections.abc import Sequence

_NO_WIKILINK = re.compile(r"[#^\[\]|]|%%")
_SAFE = "/!'*,;:@&=+$-._~"  # left as they are in the address of a Markdown link


@dataclass(frozen=True, slots=True)
class Linker:
    """Writes links as the vault's settings want them.

    Attributes:
        markdown: Whether the vault's own links are Markdown links (``useMarkdownLinks``).
    """

    markdown: bool = False

    def note(self, path: str, shown: str, subpath: str = "", *, cell: bool = False) -> str:
        r"""A link to a note or a place in it.

        Args:
            path: Vault path with its ending.
            shown: What the reader sees.
            subpath: What follows ``#``: headings joined by ``#``, or ``^block``.
            cell: Whether it stands in a table, where the bar is written ``\|``.
        """
        if self.markdown or _NO_WIKILINK.search(path):
            target = quote(path, safe=_SAFE) + (f"#{quote(subpath, safe=_SAFE + '#^')}" if subpath else "")
            return f"[{inert(shown)}]({target})"
        target = path.removesuffix(".md") + (f"#{subpath}" if subpath else "")
        return f"[[{target}{chr(92) if cell else ''}|{label(shown)}]]"


def headings(section: Sequence[str]) -> str:
    """The subpath that leads to a section under its parents."""
    return "#".join(filter(None, map(heading_target, section)))


def web(shown: str, address: str) -> str:
    """A link to a web address; anything but a plain http address is shown as text."""
    if not re.fullmatch(r"https?://[^\s<>()\[\]|\\`\"{}^%]+(?:%[0-9A-Fa-f]{2}[^\s<>()\[\]|\\`\"{}^%]*)*", address):
        return inert(shown)
    return f"[{inert(shown)}]({address})"
