"""Marks the times of notes that write ``mm:ss:xx`` as ``hh:mm:ss``."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.model import AnchorTimes, Timestamp, record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model.timestamp import Stamps

SHIFT_LEAST = 3  # stamps that a note must have before their pattern says anything
SHIFT_SHARE = 0.8  # share of them ending in ":00"
LATE_LEAST, LATE_SHARE = 2, 0.1  # stamps, and share of them, after hour 12
_LATE_HOUR = 12
_HOUR, _MINUTE = 3600, 60
_AS_WRITTEN = frozenset({"anchor", "bare", "list", "parens"})
_ZERO_END = re.compile(r"[0-9]:[0-9]{2}:00")
_HOURS = re.compile(r"([0-9]{1,3}):[0-9]{2}:[0-9]{2}")


def flag_shifted(stamps: Stamps) -> Stamps:
    """Flag ``shifted`` the times of a note that look like ``mm:ss:xx`` written as ``hh:mm:ss``.

    All three-field times are flagged if at least ``SHIFT_SHARE`` of all times (three or more) end in ``:00``,
    or if at least ``LATE_LEAST`` and ``LATE_SHARE`` of them lie after hour 12; else only those after hour 12.
    """
    if isinstance(stamps, AnchorTimes):
        starts = stamps.seconds()
        hours = [start // _HOUR for start in starts]
        if not any(hours):
            return stamps
        zeros = sum(start % _MINUTE == 0 for start in starts)
    elif _may_be_shifted(stamps):
        hours = [_hour(s.raw) if s.start is not None else -1 for s in stamps]
        zeros = sum(_ZERO_END.search(s.raw) is not None for s in stamps)
    else:
        return stamps
    return _flagged(stamps, hours, zeros)


def _flagged(stamps: Stamps, hours: Sequence[int], zeros: int) -> Stamps:
    """The times with their flags, given the hour that each writes, or -1, and how many end in ``:00``."""
    late = sum(hour > _LATE_HOUR for hour in hours)
    every = len(stamps) >= SHIFT_LEAST and (
        (late >= LATE_LEAST and late >= LATE_SHARE * len(stamps)) or zeros >= SHIFT_SHARE * len(stamps)
    )
    if not every and not late:
        return stamps
    if every and isinstance(stamps, AnchorTimes):
        return replace(stamps, flags=(*stamps.flags, "shifted"))
    return tuple(
        record(Timestamp, (*s[:4], (*s.flags, "shifted"), *s[5:])) if (hour >= 0 and every) or hour > _LATE_HOUR else s
        for s, hour in zip(stamps, hours, strict=True)
    )


@lru_cache(maxsize=1 << 16)
def _hour(raw: str) -> int:
    """The hour that a stamp writes, or -1."""
    found = _HOURS.search(raw)
    return int(found[1]) if found else -1


def _may_be_shifted(stamps: Sequence[Timestamp]) -> bool:
    """Whether it is worth looking at how the times are written: some lie past an hour, and late or mostly at ``:00``.

    Only a time that is flagged, or written as a range or a link, can hold an hour or a ``:00`` that its start lacks.
    """
    starts = [s.start for s in stamps if s.start is not None]
    if not starts or (latest := max(starts)) < _HOUR:
        return False
    if latest > _LATE_HOUR * _HOUR:
        return True
    if any(flags or end is not None or form not in _AS_WRITTEN for _, _, end, form, flags, _, _ in stamps):
        return True
    return len([start for start in starts if start % _MINUTE < 1]) >= SHIFT_SHARE * len(stamps)
