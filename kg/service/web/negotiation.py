"""Which of the media types that are offered a request's Accept header wants (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_QUALITY = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)
ANY = "*"
MOST_RANGES = 50  # of a header that are looked at


def wanted(accept: str, offered: Sequence[str]) -> str | None:
    """The offered media type that a header likes best, the first of several; None where it accepts none.

    Args:
        accept: The header's value; "" accepts everything.
        offered: Media types without parameters, those to prefer first.
    """
    ranges = [_range(part) for part in accept.split(",")[:MOST_RANGES] if part.strip()]
    if not ranges:
        return offered[0]
    graded = [(_quality(each, ranges), -place, each) for place, each in enumerate(offered)]
    quality, _, best = max(graded)
    return best if quality > 0 else None


def _range(part: str) -> tuple[str, float]:
    """A media range without parameters, and its quality from 0 to 1."""
    name, *parameters = (piece.strip() for piece in part.split(";"))
    qualities = [float(found[1]) for each in parameters if (found := _QUALITY.fullmatch(each))]
    return name.lower(), qualities[0] if qualities else 1.0


def _quality(offered: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The quality that the narrowest range that fits gives a media type."""
    kind = offered.partition("/")[0]
    for fitting in (offered, f"{kind}/{ANY}", f"{ANY}/{ANY}"):
        qualities = [quality for name, quality in ranges if name == fitting]
        if qualities:
            return max(qualities)
    return 0.0
