"""Renders a note: its passages as a reader sees them, with exact places, and its parts (sections and callouts)."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import Emphasis, Part, Passage, PassageLink, PassageStamp, Span
from kg.reader.displayed import AFTER, BEFORE, Display, DisplayedLines, Mark, Piece
from kg.reader.marks import hidden
from kg.reader.parts import NoteParts
from kg.reader.read_note import read_note

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.model import Link, Note, Timestamp

SHOWN = frozenset({"paragraph", "callout-title", "table-cell", "footnote"})  # block kinds that hold running text
UNSURE = "low-confidence"  # flag of a time that may be a clock, a verse or a ratio: it stays in the text
SURE = frozenset("[<")  # a time that starts with one of these, or right after it, is one of the recording
ADDRESSES = frozenset({"url", "fragment"})  # formats of times that are part of an address
# The line that names the channel which a note was made from: it says nothing itself.
CHANNEL = re.compile(r"\s*From:\s*\[\[([^\]\n]+)\]\]\s*(?:<br\s*/?>)?\s*")
BLOCK_ID = re.compile(r"(?:^|\s)\s*\^[A-Za-z0-9-]+\s*$")
LONGEST_ID = 200  # code points at a block's end among which its id is looked for
PREFIX = re.compile(r"[\r\n]+[ \t>]*")  # of the further lines of a block in a quote or list
REFERENCE = "zotero://"  # opens links to an entry of a reference manager, which say nothing of the world
_BARE = r"(?<![(\[\]])\(?zotero://[^\s()<>]*[^\s()<>.,;:!?]\)?"
BARE_REFERENCE = re.compile(rf"[ \t]+{_BARE}(?=[.,;:!?])|{_BARE}")
STOPS = (".", ",", ";", ":", "!", "?")
ENDS_BEFORE = frozenset('.!?…"”’»)]')  # what a sentence ends with
BRACKET = re.compile(r"\\.|[\[\]]")


def passages(note: Note) -> tuple[Passage, ...]:
    """The note's running text, block by block, in reading order; blocks that show nothing are left out."""
    found = []
    for block in _outline(note).blocks:
        if block.kind not in SHOWN:
            continue
        passage = _passage(note, _shown_lines(note, block.lines))
        if passage.text:
            kind = "list-item" if block.item else block.kind
            section, callout, part = block.place
            found.append(replace(passage, kind=kind, section=section, callout=callout, part=part))
    return tuple(found)


def parts(note: Note) -> tuple[Part, ...]:
    """The note's sections (level 2 and deeper) and callouts, in reading order."""
    return tuple(_outline(note).parts)


def _outline(note: Note) -> NoteParts:
    return NoteParts(note, lambda lines: _passage(note, lines).text)


def plain(source: str) -> str:
    """What a reader sees of a slice of one block: its lines as one run of text, without the prefixes of quotes."""
    note = read_note("", PREFIX.sub("\n", source).encode())
    return _passage(note, (Span(0, len(note.text)),)).text if note.text else ""


def _shown_lines(note: Note, lines: tuple[Span, ...]) -> tuple[Span, ...]:
    """A block's lines without the one that names the channel and without the block's id."""
    if lines and note.text.startswith("From:", lines[0].start) and CHANNEL.fullmatch(note.text, *lines[0]):
        lines = lines[1:]
    if not lines:
        return ()
    start, end = lines[-1]
    mark = note.text.find("^", max(start, end - LONGEST_ID), end)
    if mark >= 0 and (named := BLOCK_ID.search(note.text, max(start, mark - 1), end)):
        lines = (*lines[:-1], Span(start, named.start()))
    return lines


def _passage(note: Note, lines: Sequence[Span]) -> Passage:
    """Show the given lines of a note."""
    if not lines:
        return Passage("", (), (), (), (), "paragraph")
    frame = DisplayedLines(note.text, lines)
    area = Span(lines[0].start, lines[-1].end)
    links = {key: note.links[key] for key in _starting_in(note.links, area)}
    stamps = [
        (frame.at(stamp.span.start) if _hides(stamp) else frame.at(stamp.span.end), frame.at(stamp.span.end), key)
        for key in _starting_in(note.timestamps, area)
        if _counts(note.text, stamp := note.timestamps[key])
    ]
    fixed = [piece for key, link in links.items() for piece in _link(frame, key, link)]
    fixed += [Piece(frame.at(start), frame.at(end)) for start, end in _touching(note.comments, area)]
    if REFERENCE in frame.body:
        fixed += [Piece(*found.span()) for found in BARE_REFERENCE.finditer(frame.body)]
    pieces, leading = hidden(frame.body, fixed, stamps)
    shown = Display(frame)
    shown.show(pieces)
    return _frozen(shown, links, leading)


def _counts(text: str, stamp: Timestamp) -> bool:
    """Whether a time is one of the recording: an anchor or in square brackets it is, else maybe a clock or verse."""
    return UNSURE not in stamp.flags or not SURE.isdisjoint(text[max(stamp.span.start - 1, 0) : stamp.span.start + 1])


def _hides(stamp: Timestamp) -> bool:
    """Whether a time is not shown as text: addresses are, but not a file's name as the link to a place in it."""
    return stamp.format not in ADDRESSES or (stamp.raw.startswith("[[") and "|" not in stamp.raw)


def _starting_in(items: Sequence[Link] | Sequence[Timestamp], area: Span) -> range:
    """Indices of the items, which are sorted by their place, that start in an area."""
    return range(
        bisect_left(items, area.start, key=lambda item: item.span.start),
        bisect_left(items, area.end, key=lambda item: item.span.start),
    )


def _touching(spans: Sequence[Span], area: Span) -> Sequence[Span]:
    first = bisect_left(spans, area.start + 1, key=lambda span: span.end)
    return spans[first : bisect_left(spans, area.end, key=lambda span: span.start)]


def _link(frame: DisplayedLines, key: int, link: Link) -> Iterator[Piece]:
    """What is hidden of a link: everything but its alias, or its target where it has none."""
    start, end = frame.at(link.span.start), frame.at(link.span.end)
    raw = frame.body[start:end]
    if raw.startswith("!"):
        yield Piece(start, end)
    elif link.target.startswith(REFERENCE) and (whole := _apart(frame.body, start, end)):
        yield Piece(*whole)
    else:
        low, high = _alias(raw) if raw.startswith("[[") else (1, _closing(raw))
        shown = raw[low:high]
        yield Piece(start, start + low + len(shown) - len(shown.lstrip()), BEFORE, "", "link", key)
        yield Piece(start + low + len(shown.rstrip()), end, AFTER, "", "link", key)


def _apart(body: str, start: int, end: int) -> tuple[int, int] | None:
    """The range of a reference outside the sentences, its parentheses included; None inside a sentence."""
    before, after = body[:start].rstrip(), body[end:].lstrip()
    if before.endswith("(") and after.startswith(")"):
        inner = before[:-1].rstrip() if after[1:].startswith(STOPS) else before[:-1]
        return len(inner), len(body) - len(after) + 1
    return (start, end) if not before or before[-1] in ENDS_BEFORE else None


def _alias(raw: str) -> tuple[int, int]:
    """Where the alias of a wikilink is, or its target if it has none."""
    end = len(raw) - len("]]")
    bar = raw.find("|")
    if bar < 0:
        return len("[["), end
    if raw[bar + 1 : end].strip():
        return bar + 1, end
    return len("[["), bar - 1 if raw[bar - 1] == "\\" else bar  # in a table the bar is escaped


def _closing(raw: str) -> int:
    """Offset of the bracket that closes the one at the start of a link; brackets in code may hide the partner."""
    depth = 0
    for mark in BRACKET.finditer(raw):
        depth += {"[": 1, "]": -1}.get(mark[0], 0)
        if not depth:
            return mark.start()
    return raw.rfind("](")


def _frozen(shown: Display, links: Mapping[int, Link], leading: Mapping[int, bool]) -> Passage:
    size = len(shown.text)
    strong, other = shown.marked("strong"), shown.marked("emphasis")
    return Passage(
        text="".join(shown.text),
        starts=tuple(shown.starts),
        ends=tuple(shown.ends),
        opens=tuple(shown.opens),
        closes=tuple(shown.closes),
        kind="paragraph",
        links=tuple(
            PassageLink(mark.start, mark.end, link.kind, link.target, link.alias is not None)
            for mark in shown.marked("link")
            if (link := links[mark.key])
        ),
        stamps=tuple(PassageStamp(min(at, size), key, leading[key]) for at, key in shown.stamps),
        strong=tuple(Span(mark.start, mark.end) for mark in strong),
        code=tuple(Span(mark.start, mark.end) for mark in shown.marked("code")),
        emphasis=tuple(Emphasis(mark.start, mark.end, mark.inner) for mark in sorted(strong + other, key=_outer_first)),
    )


def _outer_first(mark: Mark) -> tuple[int, int]:
    return mark.start, -mark.end
