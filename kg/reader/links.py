"""Links in a masked text, and the resolver that says which file a link means, as Obsidian does it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kg.model import Link, Span, record
from kg.model.media import SOUND_AND_VIDEO
from kg.reader import mark_search
from kg.reader.resolver import Resolution, Resolver

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Block

__all__ = ["Resolution", "Resolver", "markdown_links", "wikilink", "wikilinks"]

# ends only at "]]", holds no "[[" and no line end; the innermost of nested ones
WIKILINK = re.compile(r"\[\[(?!\[|\]\])([^\[\]\n]*+(?:(?:\[(?!\[)|\](?!\]))[^\[\]\n]*+)*)\]\]")
_SIZE = re.compile(r"[0-9]+(?:x[0-9]+)?")
# the rest of a Markdown link from its "(": <dest> or a dest without blanks, then perhaps a title
DESTINATION = re.compile(
    r"\([ \t]*(?:<([^<>\n]*)>|((?:[^\s()<\\]|\\.|\((?:[^\s()\\]|\\.)*\))(?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*\))*)|)"
    r"""(?:[ \t]+(?:"[^"\n]{0,999}"|'[^'\n]{0,999}'))?[ \t]*\)"""
)
_VISIBLE = False  # what is in a comment is known only later
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
MEDIA_SUFFIXES = SOUND_AND_VIDEO | {"avif", "bmp", "gif", "jpeg", "jpg", "pdf", "png", "svg", "webp"}


def is_media(target: str) -> bool:
    """Whether a link's target names an image, a recording or a PDF."""
    return target.rpartition(".")[2].lower() in MEDIA_SUFFIXES


def split_subpath(written: str) -> tuple[str, str | None]:
    """A link's target and what follows its first ``#``."""
    target, hash_mark, subpath = written.partition("#")
    return target.strip(), subpath.strip() if hash_mark else None


def wikilink(inner: str, span: Span, *, embed: bool = False, in_table: bool = False) -> Link | None:
    r"""Read what is between ``[[`` and ``]]``; None for search syntax (``##x``, ``^^x``) or empty.

    In a table the bar is written ``\|``, and that backslash belongs to neither side.
    """
    kind = "embed" if embed else "wikilink"
    if "|" not in inner and "#" not in inner and (target := inner.strip()) and not target.startswith("^^"):
        return record(Link, (kind, target, None, None, _VISIBLE, span, None, None))  # as most are
    if in_table:
        inner = inner.replace("\\|", "|")
    written, bar, alias = inner.partition("|")
    written = written.strip()
    if not written or written.startswith(("##", "^^")):
        return None
    target, subpath = split_subpath(written)
    shown: str | None = alias.strip() if bar else None
    size = None
    if embed and shown and is_media(target):
        head, _, last = shown.rpartition("|")
        if _SIZE.fullmatch(last.strip()):
            shown, size = head.strip(), last.strip()
    return record(Link, (kind, target, subpath, shown or None, _VISIBLE, span, None, size))


def wikilinks(text: str, masked: str, rows: Sequence[Span] = ()) -> list[Link]:
    """All wikilinks and embeds of a masked text; ``rows`` are the spans of table cells."""
    links = []
    cell = 0
    for found in WIKILINK.finditer(masked):
        start, end = found.span()
        embed = start > 0 and masked[start - 1] == "!"
        start -= embed
        while cell < len(rows) and rows[cell].end < end:
            cell += 1
        in_table = cell < len(rows) and rows[cell].start <= start
        link = wikilink(text[found.start(1) : end - 2], record(Span, (start, end)), embed=embed, in_table=in_table)
        if link:
            links.append(link)
    return links


def markdown_links(text: str, masked: str, blocks: Sequence[Block]) -> list[Link]:
    """All inline Markdown links and images: ``[text](dest)``, ``![alt|100](dest "title")``."""
    links: list[Link] = []
    at = mark_search.find(masked, "](")
    for block in blocks if at >= 0 else ():
        if at < block.span.end:
            if at >= block.span.start:
                links += _in_block(text, masked, block.span)
            at = mark_search.find(masked, "](", block.span.end)
            if at < 0:
                break
    return links


_BRACKET = re.compile(r"!?\[|\]")


def _in_block(text: str, masked: str, span: Span) -> list[Link]:
    links = []
    open_brackets: list[tuple[int, int]] = []
    at = span.start
    while found := _BRACKET.search(masked, at, span.end):
        at = found.end()
        if found[0] != "]":
            open_brackets.append(found.span())
        elif open_brackets:
            start, inner = open_brackets.pop()
            if dest := DESTINATION.match(text, at, span.end) if masked.startswith("(", at) else None:
                at = dest.end()
                place = dest[1] if dest[1] is not None else dest[2] or ""
                image = text[start] == "!"
                links.append(_markdown(text[inner : found.start()], place, Span(start, at), image=image))
                if not image:
                    open_brackets.clear()  # links hold images, but no links
    return links


def _markdown(label: str, place: str, span: Span, *, image: bool) -> Link:
    alias: str | None = label.strip()
    size = None
    if image and alias:
        head, _, last = alias.rpartition("|")
        if _SIZE.fullmatch(last.strip()):
            alias, size = head.strip(), last.strip()
    if SCHEME.match(place) or place.startswith("//"):
        return Link("external", place, None, alias or None, _VISIBLE, span, None, size)
    target, subpath = split_subpath(place)
    decoded = None if subpath is None else unquote(subpath)
    kind = "embed" if image else "markdown"
    return Link(kind, unquote(target), decoded, alias or None, _VISIBLE, span, None, size)
