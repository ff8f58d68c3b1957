"""Narrows claims down by what only whole claims tell: their times and the numbers that they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.store.ask.answer_rows import Claims
from kg.store.ask.number_filter import number_filter

if TYPE_CHECKING:
    from kg.model import Claim


def narrowed(found: Claims, start: float | None, end: float | None, with_: str | None) -> Claims:
    """Keep the claims that are said between two seconds and hold a number; having been read, they are held."""
    number = None if with_ is None else number_filter(with_)
    kept = {
        claim.id: claim
        for claim in found
        if _within(claim, start, end) and (number is None or number.takes_any(claim.quantities))
    }
    return Claims(tuple(kept), lambda ids: [kept[one] for one in ids])


def _within(claim: Claim, start: float | None, end: float | None) -> bool:
    if start is None and end is None:
        return True
    seconds = claim.timestamps if claim.source is None or not claim.source.repaired else (claim.source.start,)
    return any((start is None or second >= start) and (end is None or second < end) for second in seconds)
