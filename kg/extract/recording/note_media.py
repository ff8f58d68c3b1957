"""Finds the recording that a note is about, and for each of its times the recording that the time lies in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.words.wordset import wordset
from kg.model import media
from kg.model.media import local, local_path
from kg.model.transcript import is_candidate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kg.model import Link, Note, Span

VIDEO_KEYS = ("videoId", "videoID", "video_id", "youtubeId", "youtube_id", "youtube")
VIDEO_ID = re.compile(r"[A-Za-z0-9_-]{11}")
# properties that hold a recording, or the page of one, whatever its host
SURE_KEYS = wordset(
    """
    audio audio_file audio_url enclosure episode episode_url media media_link media_url podcast podcast_url recording
    video video_url youtube youtube_url
    """
)
# properties that hold a recording where their host is known, or where the note names times
LIKELY_KEYS = wordset("url source link href website")
# properties that name a transcript of the note's recording
TRANSCRIPT_KEYS = wordset("transcript transcripts transcript_file subtitles captions srt vtt")
YOUTUBE = media.HOSTS[0]
_ADDRESS = re.compile(r"https?://[^\s<>\"'|]+|obsidian://[^\s<>\"']+", re.IGNORECASE)
_TIME = re.compile(r"([?&])(?:t|start|time)=[0-9hms:.]+&?|#t=[0-9hms:.,]*$")
_WIKI = re.compile(r"!?\[\[([^\]|#]+)[^\]]*\]\]")


class Place(NamedTuple):
    """The recording that a time lies in, and the link that the note itself makes to the time; "" for neither."""

    media: str
    link: str = ""


def note_media(note: Note) -> str | None:
    """IRI of the recording that a note is about: from its properties, else the only one that its text names."""
    for key in VIDEO_KEYS:
        given = note.properties.get(key)
        if given is not None and VIDEO_ID.fullmatch(str(given).strip()):
            return YOUTUBE.recording.format(id=str(given).strip())
    named = _videos(text for value in note.properties.values() for text in _strings(value))
    if len(named) == 1:
        return named.pop()
    return _from_properties(note) or _from_text(note)


def named_transcripts(properties: Mapping[str, object]) -> tuple[str, ...]:
    """The files that a note's properties name as transcripts of its recording, as written."""
    named = []
    for key, value in properties.items():
        if key.lower().replace("-", "_").replace(" ", "_") in TRANSCRIPT_KEYS:
            for text in _strings(value):
                inner = _WIKI.fullmatch(text.strip())
                path = inner[1].strip() if inner else text.strip()
                if is_candidate(path) and "://" not in path:
                    named.append(path)
    return tuple(named)


def in_vault(media: str | None, resolve: Callable[[str], str | None]) -> str | None:
    """A recording as the vault has it: a file of it by the path that its name leads to."""
    written = local_path(media) if media else None
    path = None if written is None else resolve(written)
    return media if path is None else local(path)


def _videos(texts: Iterable[str]) -> set[str]:
    return {
        YOUTUBE.recording.format(id=found["id"])
        for text in texts
        if "youtu" in text
        for found in YOUTUBE.address.finditer(text)
    }


def _from_properties(note: Note) -> str | None:
    likely: list[str] = []
    for key, value in note.properties.items():
        name = key.lower().replace("-", "_").replace(" ", "_")
        for text in _strings(value) if name in SURE_KEYS | LIKELY_KEYS else ():
            known = _known(text)
            if known is not None:
                return known
            if name in SURE_KEYS or note.timestamps:
                likely += _ADDRESS.findall(text.strip())[:1]
    return _without_time(likely[0]) if likely else None


def _known(text: str) -> str | None:
    """The recording that a property's text names by its host or as a file."""
    if found := media.recording(text.strip()):
        return found
    inner = _WIKI.fullmatch(text.strip())
    path = inner[1].strip() if inner else text.strip()
    return media.local(path) if media.is_file(path) and "://" not in path else None


def _from_text(note: Note) -> str | None:
    """The only recording that the text names; a video of YouTube counts before those of other hosts and files."""
    videos = _videos([note.text])
    if videos:
        return videos.pop() if len(videos) == 1 else None
    others = {found for link in note.links if (found := _linked(link))}
    others |= {found for stamp in note.timestamps if stamp.format == "url" and (found := media.recording(stamp.raw))}
    return others.pop() if len(others) == 1 else None


def _linked(link: Link) -> str | None:
    """The recording that a link leads to."""
    if link.kind == "external":
        return media.recording(link.target)
    return media.local(link.target) if media.is_file(link.target) else None


def _without_time(address: str) -> str:
    return _TIME.sub(lambda found: found[1] or "", address).rstrip("?&#.,;")


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def places(note: Note, main: str | None) -> tuple[Place, ...]:
    """For each of a note's times, the recording that it lies in.

    That is the one its own link leads to, else the one that the heading above it or a line of its own names, else the
    note's. Where the note is about no single recording, the last one named in the section counts, else the next one.

    Args:
        note: The note.
        main: As ``note_media`` found it.
    """
    if not note.timestamps:
        return ()
    links = {link.span: link for link in note.links}
    events: list[tuple[int, int, object]] = [(heading.span.start, 0, heading.level) for heading in note.headings]
    events += [(at, 1, found) for at, found in _named(note, everywhere=main is None)]
    events += [(stamp.span.start, 2, number) for number, stamp in enumerate(note.timestamps)]
    around: list[tuple[int, str]] = [(0, main or "")]  # level of each open section, and the recording it is about
    found: dict[int, Place] = {}
    waiting: list[int] = []  # times of the section at hand that lie in no recording yet
    for _, kind, what in sorted(events, key=lambda event: event[:2]):
        if kind == 0 and isinstance(what, int):
            while len(around) > 1 and around[-1][0] >= what:
                around.pop()
            around.append((what, around[-1][1]))
            waiting = []
        elif kind == 1:
            around[-1] = (around[-1][0], str(what))
            found |= {number: found[number]._replace(media=str(what)) for number in waiting}
            waiting = []
        elif isinstance(what, int):
            found[what] = _place(note, what, links, around[-1][1])
            if not found[what].media:
                waiting.append(what)
    return tuple(found[number] for number in range(len(note.timestamps)))


def _place(note: Note, number: int, links: Mapping[Span, Link], around: str) -> Place:
    stamp = note.timestamps[number]
    link = links.get(stamp.span)
    if link is None:
        return Place(media.recording(stamp.raw) or around) if stamp.format == "url" else Place(around)
    if link.kind != "external":
        return Place(media.local(link.target)) if media.is_file(link.target) else Place(around)
    known = media.find(link.target)
    if known is None:
        return Place(_without_time(link.target), link.target) if "://" in link.target else Place(around)
    iri = media.recording(link.target) or around
    return Place(iri, "" if known[0] is YOUTUBE else link.target)


def _named(note: Note, *, everywhere: bool) -> Iterator[tuple[int, str]]:
    """Where the text names a recording for what follows: in a heading, alone in its line, or ``everywhere``."""
    stamped = {stamp.span for stamp in note.timestamps}
    heads = [heading.span for heading in note.headings]
    for link in note.links:
        if link.kind == "property" or (link.span in stamped and media.place(link.target) is not None):
            continue
        found = _linked(link)
        if found and (everywhere or _within(link.span, heads) or _alone(note.text, link.span)):
            yield link.span.start, found


def _within(span: Span, spans: Sequence[Span]) -> bool:
    return any(start <= span.start and span.end <= end for start, end in spans)


def _alone(text: str, span: Span) -> bool:
    """Whether a link is all that its line shows."""
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    around = text[start : span.start] + text[span.end : end if end >= 0 else len(text)]
    return not any(map(str.isalnum, around))
