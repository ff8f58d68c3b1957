"""Reads transcripts in JSON: what Whisper, WhisperX, whisper.cpp and podcast hosts write, and YouTube's json3.

``SHAPES`` is the table: the first shape whose list a document holds is its shape. A document that ends in the middle
gives the cues before its end.
"""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.model.transcript import Cue
from kg.transcripts.found_cues import LONGEST_LABEL, FoundCues, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Item = dict[str, Any]
THOUSAND = 1000  # milliseconds of a second
LATEST = 10**7  # seconds: four months; a time beyond is broken
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
HEAD = 2000  # code points in which the list of a document that is cut off must open
SPACE = re.compile(r"[\s,]*")
HALF = re.compile(r"[\ud800-\udfff]")  # of a character: an escape of JSON can hold one, no file can
UNKNOWN = "\ufffd"
CHANGE = re.compile(r"^>>\s*|\n>>\s*")  # marks another speaker, whom it does not name


class TranscriptShape(NamedTuple):
    """A kind of document.

    Attributes:
        format: A key of ``kg.model.transcript.FORMATS``.
        list: The key of its list of cues.
        marks: Keys of which a cue must have one, so that another program's list is not taken for it.
        cue: Makes a cue of an item; None where it holds no words.
    """

    format: str
    list: str
    marks: tuple[str, ...]
    cue: Callable[[Item], Cue | None]


def _segment(item: Item) -> Cue | None:
    start = _second(item.get("start", item.get("startTime")))
    end = _second(item.get("end", item.get("endTime")))
    speaker = item.get("speaker")
    return _cue(start, end, item.get("text", item.get("body")), speaker if isinstance(speaker, str) else None)


def _event(item: Item) -> Cue | None:
    pieces = item.get("segs")
    if not isinstance(pieces, list):
        return None
    words = "".join(str(piece.get("utf8", "")) for piece in pieces if isinstance(piece, dict))
    start, long = _second(item.get("tStartMs"), THOUSAND), _second(item.get("dDurationMs"), THOUSAND)
    return _cue(start, None if start is None or long is None else round(start + long, 3), CHANGE.sub(" ", words))


def _stretch(item: Item) -> Cue | None:
    offsets = item.get("offsets")
    offsets = offsets if isinstance(offsets, dict) else {}
    speaker = item.get("speaker")
    return _cue(
        _second(offsets.get("from"), THOUSAND),
        _second(offsets.get("to"), THOUSAND),
        item.get("text"),
        speaker if isinstance(speaker, str) else None,
    )


SHAPES = (
    TranscriptShape("whisper", "segments", ("text", "body"), _segment),
    TranscriptShape("json3", "events", ("tStartMs", "segs"), _event),
    TranscriptShape("whisper", "transcription", ("offsets",), _stretch),
)


def _cue(start: float | None, end: float | None, words: object, speaker: str | None = None) -> Cue | None:
    text = tidy(HALF.sub(UNKNOWN, words)) if isinstance(words, str) else ""
    return Cue(start, end, text, tidy(HALF.sub(UNKNOWN, speaker or "")) or None) if text else None


def _second(value: object, unit: int = 1) -> float | None:
    """A number, or the text of one, as seconds; None where it is none, or out of all measure."""
    try:
        number = float(value) / unit if isinstance(value, int | float | str) else math.nan
    except (ValueError, OverflowError):
        return None
    return round(number, 3) if 0 <= number < LATEST else None


def read_json(text: str) -> FoundCues | None:
    """The cues of a JSON text; None where it is no transcript."""
    try:
        document = json.loads(text)
    except RecursionError:
        return None
    except ValueError:
        return _cut_off(text)
    if not isinstance(document, dict):
        return None
    for shape in SHAPES:
        items = document.get(shape.list)
        if isinstance(items, list) and any(isinstance(item, dict) and _has(item, shape) for item in items[:HEAD]):
            found = FoundCues(shape.format, language=_language(document), rolls=shape.format == "json3")
            _take(found, shape, iter(items))
            return found
    return None


def _has(item: Mapping[str, object], shape: TranscriptShape) -> bool:
    return any(key in item for key in shape.marks)


def _language(document: Mapping[str, object]) -> str:
    inner = document.get("result")
    given = document.get("language", inner.get("language") if isinstance(inner, dict) else None)
    return given if isinstance(given, str) and LANGUAGE.fullmatch(given) else ""


def _take(found: FoundCues, shape: TranscriptShape, items: Iterator[object]) -> None:
    for number, item in enumerate(items, 1):
        cue = shape.cue(item) if isinstance(item, dict) else None
        if cue is None:
            continue
        if cue.start is None:
            found.fault("transcript-time", f"{shape.list} {number}")
        if cue.speaker is not None and len(cue.speaker) > LONGEST_LABEL:
            found.fault("transcript-label", f"{cue.speaker[:40]!r}… has {len(cue.speaker)} characters")
            cue = cue._replace(speaker=None, text=f"{cue.speaker}: {cue.text}")
        found.cues.append(cue)


def _cut_off(text: str) -> FoundCues | None:
    """The cues of a document that is no whole JSON, up to where it breaks off; None where it holds no such list."""
    for shape in SHAPES:
        opening = re.search(rf'"{shape.list}"\s*:\s*\[', text[:HEAD])
        if opening is None or not text.lstrip().startswith("{"):
            continue
        found = FoundCues(shape.format, rolls=shape.format == "json3")
        items = list(_items(text, opening.end()))
        if any(_has(item, shape) for item in items):
            _take(found, shape, iter(items))
            found.fault("transcript-truncated", f"the cues before its end were read, {len(found.cues):,} of them")
            return found
    return None


def _items(text: str, at: int) -> Iterator[Item]:
    """The objects of a list from a place on, up to one that is not whole."""
    decoder = json.JSONDecoder()
    while True:
        gap = SPACE.match(text, at)
        at = gap.end() if gap else at
        if not text.startswith("{", at):
            return
        try:
            item, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        yield item
