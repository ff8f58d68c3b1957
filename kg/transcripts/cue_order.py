"""Puts cues into the order of their seconds, and notes what cannot be right about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.time_repair import LONGEST_HOURS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.model.transcript import Cue
    from kg.transcripts.found_cues import FoundCues

HOUR = 3600  # seconds
APART = 2 * HOUR  # seconds without speech after which later cues are not believed
OVERLAP = 0.5  # seconds that cues may share without a word of it
SHOWN = 3  # places of one kind that a finding names


def in_order(found: FoundCues) -> tuple[tuple[Cue, ...], float]:
    """The cues by their seconds, and the second at which the last one that is believed ends.

    A cue without a time stays behind the one that it follows in the file. Faults are added to ``found``.
    """
    cues = [_forward(cue, number, found) for number, cue in enumerate(found.cues, 1)]
    placed: list[tuple[float, Cue]] = []
    last = 0.0
    for number, cue in enumerate(cues, 1):
        if cue.start is not None:
            if cue.start < last:
                found.fault("transcript-order", f"cue {number} at {_clock(cue.start)}")
            last = cue.start
        placed.append((last, cue))
    ordered = tuple(cue for _, cue in sorted(placed, key=lambda each: each[0]))
    _overlaps(ordered, found)
    return ordered, _length(ordered, found)


def _forward(cue: Cue, number: int, found: FoundCues) -> Cue:
    """A cue that does not end before it begins."""
    if cue.start is None or cue.end is None or cue.end >= cue.start:
        return cue
    found.fault("transcript-reversed", f"cue {number} at {_clock(cue.start)}")
    return cue._replace(end=None)


def _overlaps(cues: Sequence[Cue], found: FoundCues) -> None:
    """Note the cues that begin while an earlier one lasts; voices of one cue begin together."""
    begun = end = 0.0
    for cue in cues if not found.rolls else ():
        if cue.start is not None:
            if begun < cue.start < end - OVERLAP:
                found.fault("transcript-overlap", f"at {_clock(cue.start)}")
            begun, end = cue.start, max(end, cue.end or cue.start)


def _length(cues: Iterable[Cue], found: FoundCues) -> float:
    """The end of the last cue that may be in the recording: those after hours of silence, or too late, may not."""
    length = 0.0
    for cue in cues:
        if cue.start is None:
            continue
        if cue.start > LONGEST_HOURS * HOUR or (length and cue.start > length + APART):
            found.fault("transcript-beyond", f"at {_clock(cue.start)}")
        else:
            length = max(length, min(cue.end or cue.start, cue.start + APART))
    return round(length, 3)


def told(places: Sequence[str]) -> str:
    """Where a fault was met: the first places, and how many there are."""
    more = f" and {len(places) - SHOWN:,} more" if len(places) > SHOWN else ""
    return ", ".join(places[:SHOWN]) + more


def _clock(second: float) -> str:
    whole = int(second)
    return f"{whole // HOUR}:{whole // 60 % 60:02}:{whole % 60:02}"
