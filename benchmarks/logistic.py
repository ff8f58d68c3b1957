"""Fits logistic models over named features, all of them 0 or 1, to the last rounded digit the same on every machine."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    Vector = NDArray[np.float64]
    Slope = Callable[[Vector], tuple[float, Vector]]

ROUNDS = 400
KEPT = 12  # steps that the search remembers
HALVINGS = 40
CLOSE = 1e-9  # a relative gain smaller than this ends the search
ARMIJO = 1e-4


class Choice(NamedTuple):
    """Options of which one is right: the features of each, and the numbers of those that may be called right."""

    options: Sequence[Sequence[str]]
    right: frozenset[int]


def choices(rows: Sequence[Choice], penalty: float, least: int) -> dict[str, float]:
    """Weights of a conditional logit; features of fewer than ``least`` options are left out."""
    names = _names((option for row in rows for option in row.options), least)
    place = {name: at for at, name in enumerate(names)}
    options = [[place[each] for each in option if each in place] for row in rows for option in row.options]
    group = np.repeat(np.arange(len(rows)), [len(row.options) for row in rows])
    right = np.array([float(at in row.right) for row in rows for at in range(len(row.options))])
    owner = np.repeat(np.arange(len(options)), [len(option) for option in options])
    feature = np.array([at for option in options for at in option])

    def slope(weights: Vector) -> tuple[float, Vector]:
        total = np.bincount(owner, weights[feature], len(options))
        most = np.full(len(rows), -np.inf)
        np.maximum.at(most, group, total)
        raised = np.exp(total - most[group])
        chance = raised / np.bincount(group, raised, len(rows))[group]
        hit = np.bincount(group, chance * right, len(rows))
        loss = float(-np.log(hit).sum() + penalty / 2 * (weights @ weights))
        pull = (chance - chance * right / hit[group])[owner]
        return loss, np.bincount(feature, pull, len(names)) + penalty * weights

    return dict(zip(names, _lowest(slope, len(names)), strict=True))


def yes_or_no(rows: Sequence[tuple[Sequence[str], bool]], penalty: float, least: int) -> dict[str, float]:
    """Weights of a logistic regression; features of fewer than ``least`` rows are left out."""
    names = _names((features for features, _ in rows), least)
    place = {name: at for at, name in enumerate(names)}
    options = [[place[each] for each in features if each in place] for features, _ in rows]
    right = np.array([float(answer) for _, answer in rows])
    owner = np.repeat(np.arange(len(options)), [len(option) for option in options])
    feature = np.array([at for option in options for at in option])

    def slope(weights: Vector) -> tuple[float, Vector]:
        total = np.bincount(owner, weights[feature], len(options))
        loss = float((np.logaddexp(0, total) - right * total).sum() + penalty / 2 * (weights @ weights))
        pull = (1 / (1 + np.exp(-total)) - right)[owner]
        return loss, np.bincount(feature, pull, len(names)) + penalty * weights

    return dict(zip(names, _lowest(slope, len(names)), strict=True))


def calibration(rows: Sequence[tuple[float, bool]]) -> tuple[float, float, float]:
    """How chances are calibrated, as ``LogisticWeights`` says: found by Newton's method."""
    held = np.clip(np.array([each for each, _ in rows]), 0.001, 0.999)
    right = np.array([float(answer) for _, answer in rows])
    columns = np.stack([np.log(held), -np.log(1 - held), np.ones(len(rows))])
    found = start = np.array([1.0, 1.0, 0.0])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-(found @ columns)))
        slope = columns @ (chance - right) + (found - start)
        bend = (columns * (chance * (1 - chance))) @ columns.T + np.eye(3)
        found = found - np.linalg.solve(bend, slope)
    low, high, shift = found.tolist()
    return low, high, shift


def isotonic(rows: Sequence[tuple[float, bool]], least: int) -> list[tuple[float, float]]:
    """Chances and what they are worth, both rising: pooled from chances given and whether they were right.

    Args:
        rows: Each chance, and whether what it was given to was right.
        least: So many rows stand behind each step at the least.
    """
    blocks: list[tuple[float, float, int]] = []  # sums of what was said and of what was right, and their number
    for group in _grouped(rows, least):
        block = group
        while blocks and blocks[-1][1] / blocks[-1][2] >= block[1] / block[2]:
            last = blocks.pop()
            block = last[0] + block[0], last[1] + block[1], last[2] + block[2]
        blocks.append(block)
    return [(said / number, right / number) for said, right, number in blocks]


def _grouped(rows: Sequence[tuple[float, bool]], least: int) -> list[tuple[float, float, int]]:
    """Sums over chances next to each other, ``least`` rows or more; rows of one chance stay together."""
    found: list[tuple[float, float, int]] = []
    held = (0.0, 0.0, 0)
    for said, same in groupby(sorted(rows), key=lambda row: row[0]):
        rights = [right for _, right in same]
        held = held[0] + said * len(rights), held[1] + sum(rights), held[2] + len(rights)
        if held[2] >= least:
            found.append(held)
            held = (0.0, 0.0, 0)
    if found and held[2]:
        last = found.pop()
        found.append((last[0] + held[0], last[1] + held[1], last[2] + held[2]))
    return found


def _names(rows: Iterable[Sequence[str]], least: int) -> list[str]:
    counts = Counter(name for row in rows for name in set(row))
    return sorted(name for name, count in counts.items() if count >= least)


def _lowest(slope: Slope, size: int) -> Vector:
    """The lowest point of a convex function, by limited-memory BFGS."""
    at = np.zeros(size)
    loss, pull = slope(at)
    steps: list[tuple[Vector, Vector]] = []
    for _ in range(ROUNDS):
        way = -_bent(pull, steps)
        length, falls = 1.0, float(pull @ way)
        for _ in range(HALVINGS):
            after, bent = slope(at + length * way)
            if after <= loss + ARMIJO * length * falls:
                break
            length /= 2
        moved, turned = length * way, bent - pull
        gain, at, loss, pull = loss - after, at + moved, after, bent
        if float(moved @ turned) > 0:
            steps = [*steps[1 - KEPT :], (moved, turned)]
        if abs(gain) < CLOSE * max(1.0, abs(loss)):
            break
    return at


def _bent(pull: Vector, steps: Sequence[tuple[Vector, Vector]]) -> Vector:
    """The slope, corrected for the bends that the last steps met."""
    found, shares = pull.copy(), []
    for moved, turned in reversed(steps):
        share = (moved @ found) / (turned @ moved)
        shares.append(share)
        found -= share * turned
    if steps:
        moved, turned = steps[-1]
        found *= (moved @ turned) / (turned @ turned)
    else:
        found /= max(1.0, float(np.linalg.norm(pull)))
    for (moved, turned), share in zip(steps, reversed(shares), strict=True):
        found += moved * (share - (turned @ found) / (turned @ moved))
    return found
