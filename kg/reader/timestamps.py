"""Every way in which notes write media times, anchors apart (``anchors``).

``DIALECTS`` names the patterns in the order in which they are tried; what one has read the next does not see.
A time is read literally; ``shifted_times`` marks notes whose times look like ``mm:ss:xx`` written as ``hh:mm:ss``.
"""

from __future__ import annotations

import re
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from kg.model import Link, Span, Timestamp, media, record
from kg.reader import mark_search
from kg.reader.mark_search import lines_with
from kg.reader.masks import blank
from kg.reader.times import LOOSE_TIME, TIME, clear, seconds, unpadded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_RANGE_MARK = r"[ \t]*(?:-->|-|–|—|to)[ \t]*"

# [t]  [t - t]  [t, t; t]  (t)  (t - t)
BRACKETED = re.compile(rf"[\[(][ \t]*({LOOSE_TIME}(?:(?:[ \t]*[,;][ \t]*|{_RANGE_MARK}){LOOSE_TIME})*)[ \t]*[\])]")
_MEMBER = re.compile(rf"({LOOSE_TIME})(?:{_RANGE_MARK}({LOOSE_TIME}))?")
# a time at the start of a line: a chapter, a line of a transcript, a subtitle's range; a clip of Snipd
LEADING = re.compile(
    rf"^[ \t]*(?:🎧[ \t]*)?({TIME})(?:{_RANGE_MARK}({TIME}))?(?![0-9:.,])(?=[ \t]+\S|$)(?![ \t]*[aApP]\.?[mM]\b)",
    re.MULTILINE,
)
# a time behind a speaker's name at the start of a line: **Alice Smith** 00:01:12:   Alice Smith  0:12
_NAME_WORD = r"[^\W\d_a-z][\w.'’-]{0,40}"
LABELLED = re.compile(
    rf"^[ \t]*[*_]{{0,3}}{_NAME_WORD}(?:[ \t]+(?:{_NAME_WORD}|[0-9]{{1,2}}(?![0-9]|:[0-9])|v[ao]n|de[lr]?)){{0,4}}"
    rf"[*_]{{0,3}}:?[*_]{{0,3}}[ \t]*[-–—|·•]?[ \t]*\(?({TIME})(?:{_RANGE_MARK}({TIME}))?\)?"
    r"(?=[*_]{0,3}[ \t]*(?::(?:\s|$)|$))",
    re.MULTILINE,
)
CLIP = re.compile(rf"🎧[ \t]*({TIME})(?:{_RANGE_MARK}({TIME}))?(?![0-9:])")
# hh:mm:ss without brackets; neither a part of a date nor of a longer number, nor a clock time
NAKED = re.compile(
    rf"(?<![0-9:.,T+\w/\[-])(?<![0-9]-[0-9][0-9][ T])({{0}})(?:{_RANGE_MARK}({{0}}))?"
    r"(?![0-9:\w\]]|[.,][0-9]|[ \t]*[aApP]\.?[mM]\b|[+-][0-9])".replace(
        "{0}", r"[0-9]{1,3}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]{1,3})?"
    )
)
# in parentheses this is a chapter and verse at least as often as a time
_VERSE = re.compile(r"[0-9]:[0-9]{2}")
# marks after which a time cannot mean anything but a place in a recording
_CERTAIN = re.compile(r"🎧|-->")
COLON = re.compile(r":[0-9]{2}")

# media fragments: t=10  t=5,10  t=,10.5  t=npt:00:19.80  t=1,e
FRAGMENT = re.compile(r"(?:^|&)t=(?:npt:)?([0-9:.]*)(?:,([0-9:.]+|e))?(?:&|$)")
# the place in a url of a recording
URL = re.compile(r"https?://[^\s<>\"'\[\]`\\]+", re.IGNORECASE)
_HOST = re.compile(
    r"https?://(?:[\w-]+\.)*(?:youtube(?:-nocookie)?\.com/(?:watch|embed|shorts|live|v)\b|youtu\.be/)", re.IGNORECASE
)
URL_TIME = re.compile(r"[?&#](?:t|start|time_continue)=(?:([0-9]+)s?|((?:[0-9]+h)?(?:[0-9]+m)?(?:[0-9]+s)?))(?![\w.:])")
SCHEME_TIME = re.compile(r"[?&#]time=([0-9]+(?:\.[0-9]+)?)(?:.*?[?&]endTime=([0-9]+(?:\.[0-9]+)?))?")
SEEK = re.compile(r"ytseek://([0-9]+)")
ANY_T = re.compile(r"[?&#]t=([0-9]+)s?\b")
_ONE = re.compile(TIME)
# the one time, or range, in the text of a link to a recording: "Time 0:12:30", "Play snip (00:50 - 01:10)"
IN_LINK = re.compile(rf"(?<![\w:.])({TIME})(?:{_RANGE_MARK}({TIME}))?(?![\w:])")
# in a note on a recording: "the mill closed @12:30", and "12m30s:" at the head of a line
AT = re.compile(rf"(?<![\w@])@[ \t]?({TIME})(?![\w:]|[.,][0-9])")
CODED = re.compile(rf"(?<![`\w])`({TIME})`(?:{_RANGE_MARK}`({TIME})`)?(?![`\w])")
TICKED = re.compile("`[0-9]")  # how a time as code begins: quick to look for first
LEADING_UNITS = re.compile(
    r"^[ \t]*(?:[-*+][ \t]+|>[ \t]*)*((?:[0-9]{1,2}h ?)?[0-9]{1,3}m ?[0-9]{1,2}s)(?=[ \t:,–—-])", re.MULTILINE
)
UNIT_END = re.compile(r"m ?[0-9]{1,2}s[ \t:,–—-]")  # how such a time ends: quick to look for first
HEADS = frozenset("0123456789 \t>*+-")  # what a line begins with whose first word is such a time
_UNITS = re.compile(r"(?:([0-9]+)h)?[ ]?(?:([0-9]+)m)?[ ]?(?:([0-9]+)s)?")
LINK_TEXT = re.compile(rf"\s*(?:#+\s*)?({LOOSE_TIME}|(?:[0-9]+h ?)?(?:[0-9]+m ?)?[0-9]+s)\s*")

TRANSCRIPT_LEAST = 3  # times at the heads of lines that make a transcript
ROUND_SECONDS = 5  # appointments are at round minutes; of a recording few times are


def is_time(text: str) -> bool:
    """Whether a text is one written time and nothing else."""
    return _ONE.fullmatch(text) is not None


class StampSource(NamedTuple):
    """What the dialects read.

    Attributes:
        text: Of the file.
        masked: Its masked twin.
        links: Those found.
        media: Whether a recording is named.
        clocks: The lines of ``masked`` that hold a colon and two digits, as every clock does.
    """

    text: str
    masked: str
    links: Sequence[Link]
    media: bool
    clocks: Sequence[Span]


def find(text: str, masked: str, links: Sequence[Link], *, media: bool) -> list[Timestamp]:
    """All times of a note outside anchors, in reading order; the arguments are those of ``StampSource``."""
    source = StampSource(text, masked, links, media, lines_with(COLON, masked))
    stamps: list[Timestamp] = []
    for dialect in DIALECTS:
        found = dialect(source)
        if found:
            masked = blank(source.masked, [s.span for s in found])
            source = source._replace(masked=masked, clocks=lines_with(COLON, masked) if source.clocks else ())
            stamps += found
    return sorted(stamps, key=attrgetter("span"))


def linked(source: StampSource) -> list[Timestamp]:
    """``[[00:01:02]]``, ``[01:02](url&t=62)``, ``[[v.mp4#t=10]]``: links whose text or place is a time."""
    stamps = []
    for link in source.links:
        stamp = _of_wikilink(link, source.text) if link.kind in {"wikilink", "embed"} else _of_url(link, source.text)
        if stamp:
            stamps.append(stamp)
    return sorted(stamps, key=lambda s: s.span)


def _of_wikilink(link: Link, text: str) -> Timestamp | None:
    if link.subpath:
        found = FRAGMENT.search(link.subpath) if "t=" in link.subpath else None
        stamp = _fragment(found, text[slice(*link.span)], link.span) if found else None
        shown = stamp is not None and link.alias is not None and LINK_TEXT.fullmatch(link.alias)
        return stamp._replace(format="linked") if stamp is not None and shown else stamp
    if link.kind == "wikilink" and ":" in link.target and is_time(link.target):
        return _point(text[slice(*link.span)], link.target, "linked", link.span)
    return None


def _of_url(link: Link, text: str) -> Timestamp | None:
    raw = text[link.span.start : link.span.end]
    place = _place(link.target) or _fragment_place(link.subpath)
    shown = LINK_TEXT.fullmatch(link.alias or "")
    if shown:
        written = _units(shown[1]) if ":" not in shown[1] else seconds(shown[1])
        if place is None:
            flags = () if written is not None else ("invalid",)
            return Timestamp(raw, written, None, "linked", flags, link.span, "text")
        flags = () if written is not None and abs(written - place[0]) < 1 else ("conflict",)
        return Timestamp(raw, place[0], place[1], "linked", flags, link.span, "url")
    if place is None:
        return _within_text(link, raw)
    kind = "url" if link.kind == "external" and not FRAGMENT.search(link.target.partition("#")[2]) else "fragment"
    return Timestamp(raw, place[0], place[1], kind, (), link.span, "url")


def _within_text(link: Link, raw: str) -> Timestamp | None:
    """The one time in the text of a link to a recording that names no place itself."""
    if not link.alias or ":" not in link.alias or link.kind != "external" or media.recording(link.target) is None:
        return None
    found = list(IN_LINK.finditer(link.alias))
    if len(found) != 1:
        return None
    start, end = seconds(found[0][1]), seconds(found[0][2]) if found[0][2] else None
    if start is None or (end is not None and end < start):
        return None
    return Timestamp(raw, start, end, "linked", (), link.span, "text")


def _place(url: str) -> tuple[float, float | None] | None:
    """Start and end, in seconds, that a url of a recording names."""
    if found := SEEK.match(url):
        return int(found[1]), None
    if url.startswith("obsidian://podnotes") and (found := SCHEME_TIME.search(url)):
        return seconds(found[1], plain=True) or 0, seconds(found[2], plain=True) if found[2] else None
    if _HOST.match(url) and (found := URL_TIME.search(url)):
        value = int(found[1]) if found[1] else _units(found[2])
        return None if value is None else (value, None)
    fragment = _fragment_place(url.partition("#")[2])
    if fragment:
        return fragment
    if (known := media.place(url)) is not None:
        return known, None
    found = ANY_T.search(url)
    return (int(found[1]), None) if found else None


def _fragment_place(subpath: str | None) -> tuple[float, float | None] | None:
    found = FRAGMENT.search(subpath) if subpath and "t=" in subpath else None
    if found is None:
        return None
    stamp = _fragment(found, "", Span(0, 0))
    return None if stamp.start is None else (stamp.start, stamp.end)


def _units(written: str) -> float | None:
    found = _UNITS.fullmatch(written)
    if found is None or not any(found.groups()):
        return None
    hours, minutes, secs = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + secs


def _fragment(found: re.Match[str], raw: str, span: Span) -> Timestamp:
    start = seconds(found[1], plain=True) if found[1] else 0
    end = seconds(found[2], plain=True) if found[2] and found[2] != "e" else None
    flags = ("invalid",) if start is None or (not found[1] and end is None) else ()
    if start is not None and end is not None and end < start:
        end, flags = None, ("reversed",)
    return Timestamp(raw, None if flags == ("invalid",) else start, end, "fragment", flags, span, "url")


def urls(source: StampSource) -> list[Timestamp]:
    """Urls of recordings with a place in them, written out in the text."""
    if mark_search.find(source.masked, "//") < 0:
        return []
    stamps = []
    for found in URL.finditer(source.masked):
        url = found[0].rstrip(".,;:!?)")
        place = _place(url)
        if place is not None and (_HOST.match(url) or "#t=" in url or media.recording(url)):
            span = Span(found.start(), found.start() + len(url))
            stamps.append(Timestamp(url, place[0], place[1], "url", (), span, "url"))
    return stamps


def bracketed(source: StampSource) -> list[Timestamp]:
    """Times in brackets or parentheses: one, a range, or a list of which each member is a timestamp."""
    stamps: list[Timestamp] = []
    heads = _speaking(source) if "(" in source.masked else frozenset()
    for found in _in_lines(BRACKETED, source.masked, source.clocks):
        start, end = found.span()
        if not _paired(source.masked, start, end):
            continue
        value = clear(found[1])
        if value is not None and source.masked[start] == "[":  # one faultless time, as nearly all are
            span = record(Span, (start, end))
            stamps.append(record(Timestamp, (source.text[start:end], value, None, "bare", (), span, "text")))
            continue
        members = list(_MEMBER.finditer(source.masked, *found.span(1)))
        if len(members) == 1:
            kind = "range" if members[0][2] else "bare" if found[0][0] == "[" else "parens"
            verse = kind == "parens" and _VERSE.fullmatch(members[0][1]) is not None
            doubt = verse or (kind == "parens" and not source.media and members[0][1].count(":") == 1)
            if source.media or not verse or start in heads:
                stamps += _points(members[0], kind, Span(*found.span()), source, doubt=doubt and start not in heads)
        else:
            for member in members:
                stamps += _points(member, "list", Span(*member.span()), source, doubt=False)
    return stamps


def _paired(masked: str, start: int, end: int) -> bool:
    """Whether the brackets are of one kind, and square ones neither doubled nor the text of a link."""
    if masked[start] == "(":
        return masked[end - 1] == ")"
    return masked[end - 1] == "]" and masked[start - 1 : start] != "[" and masked[end : end + 1] not in {"]", "("}


def naked(source: StampSource) -> list[Timestamp]:
    """Times without brackets: ``00:00 Intro`` at the start of a line, ``🎧 00:01 - 02:30``, ``01:02:03`` anywhere."""
    if not source.clocks:
        return []
    stamps: list[Timestamp] = []
    masked = source.masked
    transcript = source.media or _is_transcript(source)
    for pattern, told in ((LEADING, transcript), (LABELLED, transcript), (CLIP, True), (NAKED, source.media)):
        read: list[Span] = []
        for found in _in_lines(pattern, masked, source.clocks):
            doubt = not told and _CERTAIN.search(found[0]) is None
            read.append(record(Span, (found.start(1), found.end())))
            stamps += _points(found, "range" if found[2] else "bare", read[-1], source, doubt=doubt)
        masked = blank(masked, read)
    return sorted(stamps, key=lambda s: s.span)


def of_recordings(source: StampSource) -> list[Timestamp]:
    """Forms that are times only in a note on a recording: ``@12:30``, ``12m30s:``, and a time as code at the head."""
    if not (source.media or "🎧" in source.masked):
        return []
    text, masked = source.text, source.masked
    stamps = [
        _point(text[slice(*found.span())], found[1], "bare", Span(*found.span()))
        for found in (AT.finditer(masked) if source.media and "@" in masked else ())
    ]
    for found in _in_lines(LEADING_UNITS, masked, lines_with(UNIT_END, masked)) if source.media else ():
        if text[found.start()] in HEADS:
            span = Span(*found.span(1))
            stamps.append(Timestamp(text[slice(*span)], _units(found[1]), None, "bare", (), span, "text"))
    for found in CODED.finditer(text) if "`" in text and TICKED.search(text) else ():
        if masked[found.start() : found.end()].strip(" -–—to"):
            continue  # no code span
        head = masked[masked.rfind("\n", 0, found.start()) + 1 : found.start()]
        if "🎧" in head or (source.media and not head.strip()):
            kind = "range" if found[2] else "bare"
            stamps += _points(found, kind, Span(*found.span()), source, doubt=False)
    return sorted(stamps, key=lambda s: s.span)


def _in_lines(pattern: re.Pattern[str], masked: str, lines: Sequence[Span]) -> Iterator[re.Match[str]]:
    """What a pattern that never runs over a line's end finds in some lines."""
    return chain.from_iterable(pattern.finditer(masked, start, end) for start, end in lines)


def _speaking(source: StampSource) -> frozenset[int]:
    """Where the parentheses begin in which a transcript has the times of its speakers: ``Alice Smith (0:12)``."""
    masked = source.masked
    found = [labelled.start(1) - 1 for labelled in _in_lines(LABELLED, masked, source.clocks)]
    opened = frozenset(at for at in found if masked[at] == "(")
    return opened if opened and (source.media or _is_transcript(source)) else frozenset()


def _is_transcript(source: StampSource) -> bool:
    """Whether the times at the heads of lines run on like those of a transcript, not like a day's appointments."""
    heads = (_in_lines(pattern, source.masked, source.clocks) for pattern in (LEADING, LABELLED))
    times = [seconds(found[1]) for found in chain.from_iterable(heads)]
    known = [time for time in times if time is not None]
    return len(known) >= TRANSCRIPT_LEAST and known == sorted(known) and any(time % ROUND_SECONDS for time in known)


def _points(found: re.Match[str], kind: str, span: Span, source: StampSource, *, doubt: bool) -> list[Timestamp]:
    """One timestamp for a time or range; two flagged points for a range that runs backwards."""
    first, second = found[1], found[2]
    raw = source.text[span.start : span.end]
    start = _point(raw, first, kind, span, doubt=doubt)
    if second is None:
        return [start]
    end = seconds(second)
    if start.start is None or end is None:
        flags = tuple(dict.fromkeys((*start.flags, "invalid")))
        return [start._replace(start=None, flags=flags)]
    if end >= start.start:
        return [record(Timestamp, (*start[:2], end, *start[3:]))]
    return [
        _point(text, text, kind, Span(*found.span(group)), doubt=doubt, extra=("reversed",))
        for group, text in ((1, first), (2, second))
    ]


def _point(
    raw: str, written: str, kind: str, span: Span, *, doubt: bool = False, extra: tuple[str, ...] = ()
) -> Timestamp:
    value = seconds(written)
    flags = extra if value is not None else ("invalid", *extra)
    if doubt or unpadded(written):
        flags += ("low-confidence",)
    return record(Timestamp, (raw, value, None, kind, flags, span, "text"))


# the order of reading; what a dialect has read is blank for the next
DIALECTS: tuple[Callable[[StampSource], list[Timestamp]], ...] = (linked, urls, bracketed, naked, of_recordings)
