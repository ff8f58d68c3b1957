"""Timestamp anchors, ``<a class="yt-timestamp" data-t="00:53:42">[00:53:42]</a>``, however badly written."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from kg.model import AnchorTimes, Span, Timestamp, record
from kg.model.timestamp import ANCHOR_LENGTH
from kg.reader.masks import blank
from kg.reader.times import LOOSE_TIME, clear, seconds, unpadded

if TYPE_CHECKING:
    from collections.abc import Iterable

_BLANK = " " * ANCHOR_LENGTH
_PLAIN = re.compile(r'<a class="yt-timestamp" data-t="([0-9]{2}:[0-5][0-9]:[0-5][0-9])">\[\1\]</a>')
# an opening tag and, in the well-formed case, the rest of the anchor; the tag may lack its ">" before "["
_ANCHOR = re.compile(r"<a\b([^<>]*)>(?:\[([0-9:]+)\]</a>)?|<a\b([^<>\[]*yt[^<>\[]*)(?=[<\[])")
_MEDIA = re.compile(r"\byt\b|yt.?\d?timestamp|data-t\b|data=|data-[0-9]", re.IGNORECASE)
_DATA = re.compile(r"""data(?:-t|=t|-timestamp|)\s*=\s*["']?([^"']*)""")
_ANY_TIME = re.compile(LOOSE_TIME)
_RANGE = re.compile(rf"\[?({LOOSE_TIME})\s*(?:-|–|—|to|-->)\s*({LOOSE_TIME})\]?")
_TRAILING = re.compile(rf"\s?\[?(?:{LOOSE_TIME})\]?")
_JOIN = re.compile(r"[ \t]*(?:-|–|—|to)[ \t]*")
_WIDEST_JOIN = "  to  "
MAX_TEXT = 300  # characters that the text of an anchor may have before the anchor counts as unclosed


class Anchors(NamedTuple):
    """Timestamps found, and the masked text with their tags, and the plain times between them, blank."""

    stamps: AnchorTimes | list[Timestamp]
    rest: str


def find(text: str, masked: str) -> Anchors:
    """All timestamp anchors of a note, in order; two anchors joined by a dash or "to" are one range."""
    if "<a" not in masked:
        return Anchors([], masked)
    pieces = _PLAIN.split(masked)  # what is between anchors, and their times, in turn
    between, written = pieces[::2], pieces[1::2]
    rest = _BLANK.join(between)
    if "<a" in rest:
        return _all(text, masked)
    places = accumulate([len(piece) + ANCHOR_LENGTH for piece in between[1:-1]], initial=len(between[0]))
    stamps = AnchorTimes(tuple(places), tuple(written))
    joined = any(_JOIN.fullmatch(piece) for piece in between[1:-1] if len(piece) <= len(_WIDEST_JOIN))
    return Anchors(_joined(masked, stamps) if joined else stamps, rest)


def _all(text: str, masked: str) -> Anchors:
    stamps: list[Timestamp] = []
    spans: list[Span] = []
    found = list(_ANCHOR.finditer(masked))
    for index, match in enumerate(found):
        attributes, shown, broken = match.groups()
        start, end = match.span()
        if shown is not None and attributes == f' class="yt-timestamp" data-t="{shown}"':
            value = clear(shown)
            if value is not None:
                span = record(Span, (start, end))
                spans.append(span)
                stamps.append(record(Timestamp, (match[0], value, None, "anchor", (), span, "data-t")))
                continue
        if _MEDIA.search(attributes if broken is None else broken):
            limit = found[index + 1].start() if index + 1 < len(found) else len(masked)
            _read(masked, match, limit, stamps, spans)
    return Anchors([_with_raw(text, stamp) for stamp in _joined(masked, stamps)], blank(masked, spans))


def _with_raw(text: str, stamp: Timestamp) -> Timestamp:
    """The stamp with what the file holds at its place: the masked text may lack code or escapes."""
    raw = text[stamp.span.start : stamp.span.end]
    return stamp if raw == stamp.raw else stamp._replace(raw=raw)


def _read(masked: str, match: re.Match[str], limit: int, stamps: list[Timestamp], spans: list[Span]) -> None:
    """Read one anchor that is not in the plain form; it ends at ``</a>``, or after the time next to it."""
    start = match.start()
    inner = match.end() if match[2] is None else match.end(1) + 1
    attributes = match[1] if match[3] is None else match[3]
    close = masked.find("</a>", inner, min(limit, inner + MAX_TEXT))
    if close >= 0:
        end = close + len("</a>")
    else:
        beside = _TRAILING.match(masked, inner, limit)
        close = end = beside.end() if beside else inner
    stamp, more = _value(attributes, masked, Span(inner, close), Span(start, end))
    stamps.append(stamp)
    stamps.extend(more)
    if "[[" in masked[inner:close] and not _ANY_TIME.search(masked, inner, close):
        spans.extend((Span(start, inner), Span(close, end)))  # a link to a note stays to be read
    else:
        spans.append(Span(start, end))


def _value(attributes: str, masked: str, text: Span, whole: Span) -> tuple[Timestamp, list[Timestamp]]:
    data = _DATA.search(attributes)
    given = data[1].strip("[]() ").split(",")[0].strip() if data else ""
    start = seconds(given, plain=True)
    times = list(_ANY_TIME.finditer(masked, *text))
    shown = seconds(times[0][0]) if times else None
    flags: list[str] = []
    source = "data-t"
    if start is None and shown is not None:
        start, source = shown, "text"
        flags += ["conflict"] if given else []
    elif start is None:
        flags.append("invalid")
    elif times and shown != start:
        flags.append("conflict")
    if start is not None and unpadded(given if source == "data-t" else times[0][0]):
        flags.append("low-confidence")
    pair = _RANGE.match(masked, *text)
    end = seconds(pair[2]) if pair else None
    if end is not None and start is not None and end < start:
        end = None
        flags.append("reversed")
    raw = masked[whole.start : whole.end]
    stamp = Timestamp(raw, start, end, "anchor", tuple(flags), whole, source)
    return stamp, [] if end is not None else [_member(m) for m in times[1:]]


def _member(match: re.Match[str]) -> Timestamp:
    """A further time in the text of an anchor."""
    value = seconds(match[0])
    flags = ("invalid",) if value is None else ("low-confidence",) if unpadded(match[0]) else ()
    return Timestamp(match[0], value, None, "list", flags, Span(*match.span()))


def _joined(masked: str, stamps: Iterable[Timestamp]) -> list[Timestamp]:
    """Make one range of two anchors that a dash or "to" joins; if it runs backwards, flag both points."""
    result: list[Timestamp] = []
    at = -len(_WIDEST_JOIN)
    for stamp in stamps:
        start, end = stamp.span
        if 0 < start - at <= len(_WIDEST_JOIN) and _JOIN.fullmatch(masked, at, start) and _is_point(result[-1], stamp):
            result[-1:] = _pair(masked, result[-1], stamp)
        else:
            result.append(stamp)
        at = end
    return result


def _is_point(last: Timestamp, stamp: Timestamp) -> bool:
    return last.start is not None and stamp.start is not None and last.end is None


def _pair(masked: str, last: Timestamp, stamp: Timestamp) -> list[Timestamp]:
    if (stamp.start or 0) < (last.start or 0):
        return [each._replace(flags=(*each.flags, "reversed")) for each in (last, stamp)]
    span = Span(last.span.start, stamp.span.end)
    flags = tuple(dict.fromkeys(last.flags + stamp.flags))
    raw = masked[span.start : span.end]
    return [last._replace(raw=raw, end=stamp.start, format="range", span=span, flags=flags)]
