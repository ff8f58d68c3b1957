"""What a written time is worth in seconds, and the grammar of one time."""

from __future__ import annotations

import re
from functools import lru_cache

# hours are optional; minutes of a two-field time may pass 59; a fraction follows a stop or (SRT) a comma
TIME = r"(?:[0-9]{1,3}:)?[0-9]{1,3}:[0-9]{2}(?:[.,][0-9]{1,3})?"
# as found in brackets: also four fields and, beside an hour, unpadded ones, which are flagged
LOOSE_TIME = r"[0-9]{1,3}(?::[0-9]{2}(?![0-9:])|(?::[0-9]{1,3}){2,3})(?:[.,][0-9]{1,3}(?![0-9]*:))?"

_FIELDS = re.compile(r"([0-9]{1,5}):([0-9]{1,2})(?::([0-9]{1,2}))?([.,][0-9]{1,3})?")
_SECONDS = re.compile(r"[0-9]{1,7}(?:\.[0-9]{1,12})?")
_UNPADDED = re.compile(r":[0-9](?![0-9])")
_SIXTY = 60


@lru_cache(maxsize=1 << 16)
def seconds(text: str, *, plain: bool = False) -> float | None:
    """Seconds of a written time: ``hh:mm:ss[.f]``, ``mm:ss[.f]`` and, if ``plain``, a bare number of seconds.

    Two fields are always minutes and seconds. None for what is no time: minutes or seconds over 59 beside
    an hour, seconds over 59, four fields, letters.
    """
    if plain and _SECONDS.fullmatch(text):
        return _tidy(float(text))
    found = _FIELDS.fullmatch(text)
    if found is None:
        return None
    first, second, third, fraction = found.groups()
    part = float("0." + fraction[1:]) if fraction else 0
    if third is None:
        return _tidy(int(first) * 60 + int(second) + part) if int(second) < _SIXTY else None
    if int(second) >= _SIXTY or int(third) >= _SIXTY:
        return None
    return _tidy(int(first) * 3600 + int(second) * 60 + int(third) + part)


def unpadded(text: str) -> bool:
    """Whether a field after the first has one digit (``01:0:50``), so that a digit may be missing."""
    return _UNPADDED.search(text) is not None


@lru_cache(maxsize=1 << 16)
def clear(text: str) -> float | None:
    """Seconds of a time that is written without fault or doubt, else None."""
    return None if unpadded(text) else seconds(text)


def _tidy(value: float) -> float:
    return int(value) if value == int(value) else round(value, 3)
