"""Repairs times that were written in the wrong fields, by comparing the notes of one recording.

Many notes write minutes, seconds and hundredths as if they were hours, minutes and seconds: ``09:40:50`` in a video of
40 minutes means 9 min 40 s. The literal seconds are kept; the repaired ones serve deep links only.

1. ``_length`` estimates how long the recording is from those of its notes whose times look right.
2. ``_judge`` compares each note with that length, or without one with the note's own pattern, and names its reading.
3. In a note with shifted times each time is read for itself (``_read``): many keep seconds below one minute right.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.recording.note_media import Place
from kg.model import Source, media

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import Note

FEWEST = 3  # times that a note must have for its pattern to say anything
ROUND = 0.8  # share of times that end in ":00" from which a note counts as shifted
PARTLY_ROUND = 0.3  # the same where another sign supports it; below it a note may vouch for a recording's length
LONG_HOURS = 5  # recordings beyond this many hours are rare
LONGEST_HOURS = 12  # beyond this they are not believed without a note that vouches for them
OVER = 1.5  # times the recording's length from which a time cannot be right
FAR = 3  # times the recording's length from which a time that stays as it is is a finding
STRAY = 2  # times as many times of a note must fit the recording as lie far beyond it
FAR_OVER = 8  # the same without any other sign
MIXED = 0.2  # share of round times from which the others of a shifted note may be right
SLACK = 1.1  # times the recording's length up to which a time fits it

LITERAL, SHIFTED = "literal", "mm:ss"
_FIELDS = re.compile(r"(\d{1,3}):(\d{1,2}):(\d{1,3})(?!\d|:)")
_DATA = re.compile(r"data-t\s*=\s*[\"']?\s*([^\"'>]*)")


class Stamp(NamedTuple):
    """One time of a note.

    Attributes:
        second: As written, or None.
        fields: Its three fields where it was written with three.
        media: IRI of the recording that it lies in where that is not the note's own; "" else.
        link: The link to this time that the note itself makes, where that is to be kept; "" else.
        end: The second that a range ends at, or None.
    """

    second: int | None
    fields: tuple[int, int, int] | None
    media: str = ""
    link: str = ""
    end: int | None = None


@dataclass(frozen=True, slots=True)
class NoteTimes:
    """The times of one note in reading order, one for each of ``Note.timestamps``; its recording may be unknown."""

    path: str
    media: str | None
    stamps: tuple[Stamp, ...] = ()


class HeardTime(NamedTuple):
    """Why a time plays where a transcript has its words, and how sure that is, 0 to 1."""

    reason: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Repair:
    """How a note's times are to be read.

    Attributes:
        reading: ``literal`` or ``mm:ss``.
        reason: Why, for a person; "" when nothing was repaired.
        confidence: 0 to 1.
        seconds: For each time of the note, the second to play; None where there is none.
        heard: The times that were repaired by the words of a transcript, by index.
    """

    reading: str
    reason: str
    confidence: float
    seconds: tuple[int | None, ...]
    heard: dict[int, HeardTime] = field(default_factory=dict)

    def why(self, index: int) -> HeardTime:
        """Why a time that was repaired plays where it does."""
        return self.heard.get(index) or HeardTime(self.reason, self.confidence)


def note_times(note: Note, recording: str | None, places: Sequence[Place] = ()) -> NoteTimes:
    """What the repair needs to know of a note.

    Args:
        note: The note.
        recording: IRI of the recording that it is about, or None.
        places: For each of its times, the recording that it lies in; the note's where nothing is given.
    """
    stamps = []
    own = [Place(recording or "")] * len(note.timestamps)
    for stamp, place in zip(note.timestamps, places or own, strict=True):
        written = stamp.raw
        if stamp.source == "data-t" and (data := _DATA.search(written)):
            written = data[1]
        fields = None if stamp.source == "url" else _FIELDS.search(written)
        second = None if stamp.start is None else int(stamp.start)
        three = (int(fields[1]), int(fields[2]), int(fields[3])) if fields else None
        other = place.media if place.media != (recording or "") else ""
        end = None if stamp.end is None else int(stamp.end)
        stamps.append(Stamp(second, three, other, place.link, end))
    return NoteTimes(note.path, recording, tuple(stamps))


def repair(times: Iterable[NoteTimes], lengths: Mapping[str, float] | None = None) -> dict[str, Repair]:
    """The reading of every note, by path; it depends on the set of notes only, not on their order.

    Args:
        times: Of all notes.
        lengths: Seconds that a transcript gives a recording, by what ``recording_of`` names it.
    """
    found = _recordings(times, lengths or {})
    return {note.path: _judge(note, shape, recording) for note, shape, recording in found}


def beyond(times: Iterable[NoteTimes], repairs: Mapping[str, Repair]) -> Iterator[tuple[str, int, int]]:
    """Yield each stray time that, repaired or not, lies far beyond what several other notes of its recording reach.

    Yields:
        The note's path, the index of the time, and the second that the others reach.
    """
    for note, _, recording in _recordings(times, {}):
        if recording.length is None or recording.notes < FEWEST:
            continue
        own = [
            (index, second)
            for index, (stamp, second) in enumerate(zip(note.stamps, repairs[note.path].seconds, strict=True))
            if second is not None and not stamp.media
        ]
        far = [index for index, second in own if second > FAR * recording.length]
        within = sum(second <= OVER * recording.length for _, second in own)
        if STRAY * len(far) <= within:  # else the note tells of a part that the others leave out
            yield from ((note.path, index, recording.length) for index in far)


def _recordings(
    times: Iterable[NoteTimes], lengths: Mapping[str, float]
) -> Iterator[tuple[NoteTimes, _Shape, _Recording]]:
    """Each note with its times at a glance and what a transcript or the other notes of its recording say."""
    recordings: dict[str, list[NoteTimes]] = defaultdict(list)
    for note in sorted(times, key=lambda note: note.path):
        recordings[recording_of(note)].append(note)
    for name, notes in recordings.items():
        true = math.ceil(lengths.get(name, 0))
        shapes = [_shape(note) for note in notes]
        trusted = [i for i, shape in enumerate(shapes) if _trusted(shape)]
        seen = Counter(second for i in trusted for second in _seconds(notes[i]))
        for i, (note, shape) in enumerate(zip(notes, shapes, strict=True)):
            length = _length([shapes[j].literal for j in trusted if j != i])
            own = _seconds(note) if i in trusted else frozenset()
            others = len(trusted) - (i in trusted)
            yield note, shape, _Recording(true or length, others, seen, own, told=bool(true))


def recording_of(note: NoteTimes) -> str:
    """A name for the recording of a note: its IRI, or one for the note alone."""
    return note.media or f"note {note.path}"


def source_of(stamps: Sequence[int], times: NoteTimes, repair: Repair) -> Source | None:
    """Where a sentence can be heard: the first of its times, repaired; None without a time or a recording.

    Args:
        stamps: ``Sentence.stamps``.
        times: Of the sentence's note.
        repair: The note's.
    """
    for index in stamps:
        second, stamp = repair.seconds[index], times.stamps[index]
        recording = stamp.media or times.media
        if second is not None and recording:
            if second == stamp.second:
                url = stamp.link or media.moment(recording, second, stamp.end)
                return Source(recording, second, url, end=stamp.end)
            url = media.moment(recording, second)
            reason, confidence = repair.why(index)
            return Source(recording, second, url, repaired=True, reason=reason, confidence=confidence)
    return None


class _Shape(NamedTuple):
    """A note's times at a glance: those with three fields, the share of them that end in ":00", the largest ones."""

    times: int
    round: float
    literal: int
    shifted: int
    hours: int


def _shape(note: NoteTimes) -> _Shape:
    three = [stamp.fields for stamp in note.stamps if stamp.fields]
    if not three:
        return _Shape(0, 0.0, max((stamp.second or 0 for stamp in note.stamps), default=0), 0, 0)
    return _Shape(
        len(three),
        sum(fields[2] == 0 for fields in three) / len(three),
        max(map(_literal, three)),
        max(map(_shifted, three)),
        max(fields[0] for fields in three),
    )


def _literal(fields: tuple[int, int, int]) -> int:
    return fields[0] * 3600 + fields[1] * 60 + fields[2]


def _shifted(fields: tuple[int, int, int]) -> int:
    return fields[0] * 60 + fields[1]


def _trusted(shape: _Shape) -> bool:
    """Whether a note's times look right, so that they may speak for the others."""
    return shape.literal > 0 and shape.hours <= LONG_HOURS and (shape.round < PARTLY_ROUND or shape.times < FEWEST)


def _seconds(note: NoteTimes) -> frozenset[int]:
    return frozenset(stamp.second for stamp in note.stamps if stamp.second)


class _Recording(NamedTuple):
    """What the other notes of a recording say: its length in seconds, their number, the seconds they name.

    ``told`` says that the length is a transcript's.
    """

    length: int | None
    notes: int
    seen: Counter[int]
    own: frozenset[int]
    told: bool = False

    def names(self, second: int) -> bool:
        """Whether another note names this second, or the one before or after it."""
        return any(self.seen[near] > (near in self.own) for near in (second - 1, second, second + 1))


def _length(last: list[int]) -> int | None:
    """Length of a recording in seconds, from the last times of notes that look right; one of them may be astray."""
    last = sorted(last)
    for i in range(1, len(last)):
        if last[i] > FAR_OVER * last[i - 1] and 2 * i >= len(last):
            last = last[:i]
            break
    if len(last) > 1 and last[-1] > OVER * last[-2]:
        return last[-2]
    return last[-1] if last else None


def _judge(note: NoteTimes, shape: _Shape, recording: _Recording) -> Repair:
    reason, confidence = _evidence(shape, recording)
    if reason:
        limit = SLACK * (recording.length or shape.shifted)
        return Repair(SHIFTED, reason, confidence, tuple(_shifted_note(stamp, shape, limit) for stamp in note.stamps))
    seconds = tuple(_literal_note(stamp, recording) for stamp in note.stamps)
    if seconds == tuple(stamp.second for stamp in note.stamps):
        return Repair(LITERAL, "", 1.0, seconds)
    return Repair(
        LITERAL,
        f"beyond the {recording.length} s that other notes reach, which name it as minutes and seconds",
        0.8,
        seconds,
    )


def _evidence(shape: _Shape, recording: _Recording) -> tuple[str, float]:
    """Why a note's times must be shifted, and how sure that is; "" when they are right."""
    if recording.length is not None:
        return _against(shape, recording.length, told=recording.told)
    if shape.times < FEWEST:
        return "", 1.0
    if shape.hours > LONGEST_HOURS:
        return f"{shape.hours} hours are longer than recordings are; read as minutes and seconds", 0.95
    if shape.round >= ROUND and shape.hours:
        return "nearly all times end in :00; read as minutes and seconds", 0.9
    if shape.round >= PARTLY_ROUND and shape.hours > LONG_HOURS:
        return "many times end in :00 and the last is many hours in; read as minutes and seconds", 0.85
    return "", 1.0


def _against(shape: _Shape, length: int, *, told: bool) -> tuple[str, float]:
    """Evidence from a recording's length, which may be that of a part: notes often cover one part each.

    One that a transcript tells is nearly the true one, but the transcript may break off before the recording ends.
    """
    signed = shape.round >= (PARTLY_ROUND if shape.hours else ROUND)
    factor = (SLACK if told else OVER) if signed else FAR_OVER
    if shape.literal > factor * length and shape.shifted <= OVER * length:
        known = "of the transcript" if told else "that other notes of the recording reach"
        return f"beyond the {length} s {known}; read as minutes and seconds", 0.98
    return "", 1.0


def _shifted_note(stamp: Stamp, shape: _Shape, limit: float) -> int | None:
    """A time of a note with shifted times, where those below one minute, and some others, are often right."""
    fields = stamp.fields
    if fields is None or not (fields[0] or fields[1]):
        return stamp.second
    fits = stamp.second is not None and _literal(fields) <= limit and fields[2] != 0
    if fits and (fields[0] == 0 or shape.round >= MIXED):
        return stamp.second
    return _shifted(fields)


def _literal_note(stamp: Stamp, recording: _Recording) -> int | None:
    """A time of a note that looks right: shifted only when it is too late and other notes name the shifted second."""
    if stamp.fields is None or recording.length is None or recording.notes < FEWEST:
        return stamp.second
    second = _shifted(stamp.fields)
    late = _literal(stamp.fields) > OVER * recording.length
    return second if late and recording.names(second) else stamp.second
