"""Reads WebVTT and SubRip files with webvtt-py.

webvtt-py knows WebVTT as the standard has it: voices, classes, comments, styles and regions, and cues that are not
well formed. Of the other kept libraries, ``srt`` reads no WebVTT, and ``pysubs2`` reads it as SubRip: it drops voices
and takes comments and styles for speech. SubRip differs in its decimal comma alone, so both take one way. What no
parser keeps is made readable first: cues whose time is broken, and words behind an empty line.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from kg.model.transcript import Cue
from kg.transcripts.found_cues import LONGEST_LABEL, FoundCues, tidy
from kg.transcripts.rolling_captions import unrolled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from webvtt import Caption

ARROW = "-->"
HEADER = "WEBVTT"
_TIME = r"(?:[0-9]{1,4}:)?[0-9]{1,2}:[0-9]{1,2}(?:[.,][0-9]{1,3})?"
TIMES = re.compile(rf"\s*({_TIME})\s*-->\s*({_TIME})(?![\d:.,])(.*)")
LANGUAGE = re.compile(r"^Language:[ \t]*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)[ \t]*$", re.MULTILINE)
ASIDE = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
OVERRIDE = re.compile(r"\{\\[^{}\n]{1,80}\}")  # of SubRip: {\an8}
VOICE = re.compile(r"<v(?:\.[\w.-]+)?\s+([^>\s][^>]*)>")
UNKNOWN = "9999:00:00.000"  # stands for a time that cannot be read
SIXTY = 60


def is_vtt(text: str) -> bool:
    """Whether a text opens as WebVTT must."""
    return text.lstrip().startswith(HEADER)


def read_subtitles(text: str, form: str) -> FoundCues:
    """The cues of a WebVTT or SubRip text; ``form`` is ``vtt`` or ``srt``."""
    from webvtt import from_buffer

    found = FoundCues(form)
    if is_vtt(text):
        header, _, text = text.lstrip().partition("\n\n")
        if ARROW in header:  # no empty line below the header
            header, _, rest = header.partition("\n")
            text = f"{rest}\n\n{text}"
        if language := LANGUAGE.search(header):
            found.language = language[1]
    lines = [HEADER, "", *_readable(text, found)]
    cues = [cue for caption in from_buffer(lines).captions for cue in _cues(caption, found)]
    found.cues, found.rolls = unrolled(cues)
    return found


def _readable(text: str, found: FoundCues) -> Iterator[str]:
    """The lines with every time as WebVTT writes it, without the numbers of cues, and with no empty line inside one."""
    opened = False  # whether a cue is open, to which words behind an empty line belong
    waiting, aside = True, False  # whether an empty line has come; whether a comment or a style is open
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if not line:
            waiting, aside = True, False
        elif ARROW in line:
            opened, waiting, aside = True, False, False
            yield from ("", _times(line, number, found))
        elif _numbers_cue(line, lines[number : number + 2], waiting=waiting):
            continue
        elif waiting and ASIDE.match(line):
            opened, waiting, aside = False, False, True
            yield from ("", line)
        elif aside or opened:
            waiting = False
            yield line


def _numbers_cue(line: str, below: list[str], *, waiting: bool) -> bool:
    """Whether a line is the number or the name of the cue below it."""
    if below and ARROW in below[0]:
        return waiting or line.strip().isdecimal()
    return waiting and len(below) > 1 and not below[0] and ARROW in below[1] and line.strip().isdecimal()


def _times(line: str, number: int, found: FoundCues) -> str:
    matched = TIMES.match(line)
    if matched is None or not (_is_time(matched[1]) and _is_time(matched[2])):
        found.fault("transcript-time", f"line {number}: {line.strip()[:60]!r}")
        return f"{UNKNOWN} {ARROW} {UNKNOWN}"
    return f"{_plain(matched[1])} {ARROW} {_plain(matched[2])}"


def _is_time(written: str) -> bool:
    """Whether minutes and seconds are below sixty."""
    return all(float(field.replace(",", ".")) < SIXTY for field in written.split(":")[-2:])


def _plain(written: str) -> str:
    """A time with a decimal point and three digits behind it."""
    whole, _, rest = written.replace(",", ".").partition(".")
    return f"{whole}.{rest:0<3}"


def _cues(caption: Caption, found: FoundCues) -> Iterator[Cue]:
    """The cue of a caption; one for each voice where it has several."""
    start, end = _second(caption.start), _second(caption.end)
    voices = VOICE.split(caption.raw_text) if "<v" in caption.raw_text else [caption.raw_text]
    for speaker, words in zip([None, *voices[1::2]], voices[::2], strict=True):
        text = _shown(words)
        name = None if speaker is None else tidy(html.unescape(speaker))
        if name and len(name) > LONGEST_LABEL:
            found.fault("transcript-label", f"{name[:40]!r}… has {len(name)} characters")
            name, text = None, f"{name}: {text}"
        if tidy(text):
            yield Cue(start, end, text, name)


def _second(written: str) -> float | None:
    hours, minutes, seconds = written.split(":")
    if written == UNKNOWN:
        return None
    return round(int(hours) * SIXTY * SIXTY + int(minutes) * SIXTY + float(seconds), 3)


def _shown(words: str) -> str:
    """The lines of a cue without tags and overrides."""
    from webvtt import Caption

    shown = Caption(text=words).text if "<" in words else words
    return html.unescape(OVERRIDE.sub("", shown))
