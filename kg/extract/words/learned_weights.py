"""Turns features into probabilities by learned weights: whole numbers, so that every machine gets the same.

Each table ``learned/NAME.tsv`` is one logistic model: a feature's name and its points a line, one point being a
hundredth of a natural logarithm of the odds. More lines calibrate what comes out (``LogisticWeights``).
``benchmarks/learn_links.py``, ``learn_terms.py`` and ``learn_statements.py`` learn the tables.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import repeat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

POINT = 100  # points that make one natural logarithm of the odds
LOW, HIGH, SHIFT = CALIBRATION = "=low", "=high", "=shift"
STEP = "=step "  # before a chance, in hundredths, whose line gives what it is worth
MOST = 3000  # points beyond which a chance is as good as certain
PERCENT = 100
FINEST = 0.001  # a chance nearer to 0 or 1 is not told apart


@dataclass(frozen=True, slots=True)
class LogisticWeights:
    """One logistic model.

    Attributes:
        points: Of each feature that counts.
        low, high, shift: Calibrate a chance p (beta calibration): its log odds become the sum of low * ln p,
            -high * ln(1 - p) and shift, each in hundredths.
        steps: What a chance so calibrated is worth, both in hundredths, rising: isotonic, with straight lines between.
            None: what it says.
    """

    points: Mapping[str, int]
    low: int = 100
    high: int = 100
    shift: int = 0
    steps: tuple[tuple[int, int], ...] = ()

    def total(self, features: Iterable[str]) -> int:
        """The points of some features together."""
        return sum(map(self.points.get, features, repeat(0)))

    def chance(self, features: Iterable[str]) -> float:
        """The probability that something with these features is so, two digits after the point."""
        return self.calibrated(_chance(self.total(features) / POINT))

    def chances(self, options: Sequence[Iterable[str]]) -> list[float]:
        """The probability of each of several options of which one is right, two digits after the point."""
        totals = [self.total(option) for option in options]
        most = max(totals)
        shares = [math.exp(max(each - most, -MOST) / POINT) for each in totals]
        whole = math.fsum(shares)
        return [self.calibrated(share / whole) for share in shares]

    def calibrated(self, chance: float) -> float:
        """What a chance is worth, two digits after the point."""
        held = min(max(chance, FINEST), 1 - FINEST)
        log_odds = self.low * math.log(held) - self.high * math.log(1 - held) + self.shift
        return _between(_chance(log_odds / POINT), self.steps)


def _between(chance: float, steps: Sequence[tuple[int, int]]) -> float:
    """What a chance is worth by the steps that it lies between, two digits after the point."""
    if not steps:
        return round(chance, 2)
    whole, (low, least) = chance * PERCENT, (0, 0)
    for high, most in (*steps, (PERCENT, PERCENT)):
        if whole <= high:
            share = (whole - low) / (high - low) if high > low else 1.0
            return round((least + share * (most - least)) / PERCENT, 2)
        low, least = high, most
    return 1.0


def _chance(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(min(log_odds, MOST / POINT), -MOST / POINT)))


def step(value: float, edges: Sequence[float]) -> int:
    """How many of some rising edges a value reaches: numbers become features by it."""
    return bisect_right(edges, value)


@lru_cache(maxsize=8)
def weights(name: str) -> LogisticWeights:
    """The table ``learned/NAME.tsv``; read once per process."""
    text = (files("kg.extract.words") / "learned" / f"{name}.tsv").read_text(encoding="utf-8")
    points = {
        feature: int(value)
        for feature, _, value in (line.rpartition("\t") for line in text.splitlines() if not line.startswith("#"))
    }
    steps = [(int(name.removeprefix(STEP)), points.pop(name)) for name in list(points) if name.startswith(STEP)]
    low, high, shift = (points.pop(name) for name in CALIBRATION)
    return LogisticWeights(points, low, high, shift, tuple(sorted(steps)))
