"""What the lines of a note contain: links, tags, fields, block ids, times and comments.

The order of work: hide code, math and html comments; find ``%%`` comments; read timestamp anchors and hide
them; hide other html tags; read links and hide them; then tags, fields, block ids and other times in what is left.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from kg.model import AnchorTimes, Block, Field, Link, Span, Tag, Timestamp
from kg.model.media import find, is_file
from kg.reader import anchors, fields, links, mark_search, masks, shifted_times, timestamps
from kg.reader.times import TIME, seconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model.timestamp import Stamps
    from kg.reader.outline import Fence, Structure

# what a tag cannot hold, after Obsidian's own list of illegal characters
TAG = re.compile(r"#([^\u2000-\u206F\u2E00-\u2E7F'!\"#$%&()*+,.:;<=>?@^`{|}~\[\]\\\s]+)")
_TAG_AFTER = re.compile(r"(?:^|\s|\*\*|==|~~|__|(?<=\s)[*_])$")
BLOCK_ID = re.compile(r"(?:^|[ \t])\^([A-Za-z0-9-]+)$")
_FENCE_TIME = re.compile(rf"(?<![0-9:.]){TIME}(?![0-9:])")


class Inline(NamedTuple):
    """What was found, each in reading order; ``issues`` are codes of problems with their places."""

    links: tuple[Link, ...]
    tags: tuple[Tag, ...]
    fields: tuple[Field, ...]
    block_ids: tuple[str, ...]
    timestamps: Stamps
    comments: tuple[Span, ...]
    issues: tuple[tuple[str, Span], ...]


def read(text: str, structure: Structure, *, media: bool = False) -> Inline:
    """Read the lines of a note's blocks; ``media``: the properties name a recording."""
    blocks = structure.blocks
    masked = masks.hide_code(masks.visible(text, blocks), blocks)
    hidden, unclosed = masks.comments(masked, blocks)
    if code := masks.template_code(masked):
        hidden = _apart(sorted([*hidden, *code]))
    found_anchors, without_anchors = anchors.find(text, masked)
    without_tags = masks.hide_tags(without_anchors)
    found = _links(text, without_tags, structure)
    rest = masks.blank(without_tags, [link.span for link in found])
    media = media or _names_media(text, found)
    others = timestamps.find(text, rest, found, media=media)
    others += _html_anchors(text, blocks)
    others += _fence_times(text, structure.fences)
    stamps = shifted_times.flag_shifted(_in_order(found_anchors, others))
    issues = [("comment-unclosed", span) for span in unclosed]
    issues += _issues(rest, structure, found, stamps)
    return Inline(
        tuple(_mark_comments([link for link in found if link.target or link.subpath], hidden)),
        tuple(_tags(rest)),
        tuple(fields.find(text, rest, structure)),
        tuple(_block_ids(rest, blocks)),
        stamps,
        hidden,
        tuple(sorted(issues, key=lambda issue: issue[1])),
    )


def _in_order(found: AnchorTimes | list[Timestamp], others: list[Timestamp]) -> Stamps:
    """All times in reading order."""
    if isinstance(found, AnchorTimes) and not others:
        return found
    return tuple(sorted([*found, *others], key=attrgetter("span")))


def _apart(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans in order, those left out that begin inside an earlier one."""
    kept: list[Span] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)


def _links(text: str, masked: str, structure: Structure) -> list[Link]:
    rows: list[Span] = []
    if mark_search.find(text, "\\|") >= 0:
        rows = [block.span for block in structure.blocks if block.kind == "table-cell"]
    found = links.wikilinks(text, masked, rows)
    outer = links.markdown_links(text, masked, structure.blocks)
    if not outer:
        return found
    masked = masks.blank(masked, [link.span for link in outer])  # a link's text holds no wikilinks
    inside = [link for link in found if masked.startswith(("[[", "!["), link.span.start)]
    return sorted([*inside, *outer], key=lambda link: link.span)


def _mark_comments(found: list[Link], hidden: Sequence[Span]) -> list[Link]:
    if not hidden:
        return found
    starts = [span.start for span in hidden]
    marked = []
    for link in found:
        index = bisect_right(starts, link.span.start) - 1
        inside = index >= 0 and link.span.start < hidden[index].end
        marked.append(link._replace(in_comment=True) if inside else link)
    return marked


def _tags(rest: str) -> list[Tag]:
    if "#" not in rest:
        return []
    return [
        Tag(found[1], Span(*found.span()))
        for found in TAG.finditer(rest)
        if not found[1].isdecimal() and _TAG_AFTER.search(rest[max(0, found.start() - 2) : found.start()])
    ]


def _block_ids(rest: str, blocks: Sequence[Block]) -> list[str]:
    if "^" not in rest:
        return []
    ids = []
    for block in blocks:
        if block.kind in {"paragraph", "footnote"}:
            line = block.lines[-1]
            found = BLOCK_ID.search(rest[line.start : line.end])
            if found:
                ids.append(found[1])
    return ids


def _html_anchors(text: str, blocks: Sequence[Block]) -> list[Timestamp]:
    """Timestamp anchors inside html blocks: they are html themselves."""
    stamps = []
    for block in blocks:
        if block.kind == "html" and text.find("<a", *block.span) >= 0:
            at = block.span.start
            piece = text[at : block.span.end]
            if not piece.startswith("<!--"):
                stamps += [
                    stamp._replace(span=Span(stamp.span.start + at, stamp.span.end + at))
                    for stamp in anchors.find(piece, piece).stamps
                ]
    return stamps


def _fence_times(text: str, fences: Sequence[Fence]) -> list[Timestamp]:
    """Times in ```` ```timestamp ```` fences, the one kind of code that is read."""
    stamps = []
    for fence in fences:
        if fence.info == "timestamp":
            for line in fence.lines:
                for found in _FENCE_TIME.finditer(text, *line):
                    value = seconds(found[0])
                    flags = () if value is not None else ("invalid",)
                    stamps.append(Timestamp(found[0], value, None, "bare", flags, Span(*found.span()), "text"))
    return stamps


def _names_media(text: str, found: Sequence[Link]) -> bool:
    return ("://" in text and find(text) is not None) or any(
        link.kind == "embed" and is_file(link.target) for link in found
    )


def _issues(rest: str, structure: Structure, found: Sequence[Link], stamps: Stamps) -> list[tuple[str, Span]]:
    written = () if isinstance(stamps, AnchorTimes) else stamps
    issues = [("timestamp-invalid", stamp.span) for stamp in written if "invalid" in stamp.flags]
    for link in found:
        if link.kind == "wikilink" and ":" in link.target:
            if "://" in link.target:
                issues.append(("link-looks-like-url", link.span))
            elif timestamps.is_time(link.target):
                issues.append(("timestamp-as-link", link.span))
    if mark_search.find(rest, "[[") >= 0:
        issues += [
            ("table-link-split", block.span)
            for block in structure.blocks
            if block.kind == "table-cell" and rest.find("[[", *block.span) >= 0
        ]
    return issues
