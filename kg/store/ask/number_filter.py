"""Understands what a user means by "60 percent", ">= 1e9 USD", "$30 billion" or just "USD"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Quantity

SCALES = {
    "k": 3, "thousand": 3,
    "m": 6, "mn": 6, "million": 6, "mio": 6,
    "b": 9, "bn": 9, "billion": 9,
    "t": 12, "tn": 12, "trillion": 12,
}  # fmt: skip
UNITS = {
    "%": "percent",
    "per cent": "percent",
    "$": "usd",
    "us$": "usd",
    "€": "eur",
    "£": "gbp",
    "¥": "jpy",
    "x": "times",
}

_NUMBER = re.compile(
    r"""(?P<comparator>>=|<=|≥|≤|>|<|=|~)?\s*
    (?P<before>[^\d\s.<>=~+-]*)\s*
    (?P<number>[+-]?(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?:e[+-]?\d{1,2})?)\s*
    (?P<scale>(?:k|thousand|mn|million|mio|m|bn|billion|b|tn|trillion|t)(?![^\W\d_]))?\s*
    (?P<after>.*)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_COMPARATORS = {"≥": ">=", "≤": "<="}


@dataclass(frozen=True, slots=True)
class NumberFilter:
    """What a quantity must be like.

    Attributes:
        unit: Folded unit, or "" for any.
        comparator: How the stated number relates to ``value``: ``=``, ``>``, ``>=``, ``<``, ``<=`` or ``~`` (within a
            tenth).
        value: The number to compare with, or None for any.
    """

    unit: str
    comparator: str = "="
    value: Decimal | None = None

    def takes(self, quantity: Quantity) -> bool:
        """Return whether a quantity fits; of a range, any number in it may fit."""
        if self.unit and fold_unit(quantity.unit) != self.unit:
            return False
        if self.value is None:
            return True
        low, high = sorted((quantity.value, quantity.value if quantity.value_max is None else quantity.value_max))
        slack = abs(self.value) / 10 if self.comparator == "~" else 0
        return {
            ">": high > self.value,
            ">=": high >= self.value,
            "<": low < self.value,
            "<=": low <= self.value,
        }.get(self.comparator, low - slack <= self.value <= high + slack)

    def takes_any(self, quantities: Iterable[Quantity]) -> bool:
        """Return whether one of the quantities fits."""
        return any(map(self.takes, quantities))


def number_filter(text: str) -> NumberFilter:
    """Read a number with comparator and unit, any of which may be left out."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return NumberFilter(fold_unit(text))
    value = Decimal(match["number"].replace(",", "")).scaleb(SCALES.get((match["scale"] or "").lower(), 0))
    comparator = match["comparator"] or "="
    return NumberFilter(fold_unit(match["before"] or match["after"]), _COMPARATORS.get(comparator, comparator), value)


def fold_unit(unit: str) -> str:
    """Return a unit as comparisons take it: folded case, singular, signs as words."""
    folded = " ".join(unit.casefold().split())
    return UNITS.get(folded, folded.removesuffix("s") if len(folded) > len("usd") else folded)
