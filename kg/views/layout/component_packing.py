"""Packs circles of communities close together, each near a place of its own, and what hangs loose in rings around."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kg.views.layout.layout_graph import Floats, Ints

_STEPS = 400
_SETTLE = 300  # further steps in which circles only give way to each other
_ANCHOR = 0.04  # of the way back to its own place that a circle takes at each step
_GRAVITY = 0.01
_AIR = 1.25  # between the places of circles, in radii: they need room to find one
_SUNFLOWER = 1.3  # of a circle's radius and the root of its number: then circles of neighbours do not cut
_MOST_GAPS = 100_000


def packed(start: Floats, radius: Floats, order: Ints) -> Floats:
    """Return centres, shape (k, 2), of circles that do not cut each other.

    Each circle has a place of its own: in the direction of its start, as far out as the area of those before it asks
    for. From there it gives way to others no further than it must, so that a change of one moves its neighbours alone.

    Args:
        start: Shape (k, 2), points of the unit disc.
        radius: Radii with the room that is to be kept around each.
        order: Indices of the circles, those that belong in the middle first.
    """
    if len(radius) < 2:  # noqa: PLR2004 - one circle lies in the middle
        return np.zeros((len(radius), 2))
    area = radius**2
    before = np.empty(len(radius))
    before[order] = np.cumsum(area[order]) - area[order] / 2
    angle = np.arctan2(start[:, 1], start[:, 0])
    anchor = _AIR * np.sqrt(before)[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    at = anchor.copy()
    for step in range(_STEPS):
        at = _given_way(at, radius)
        at = at + _ANCHOR * (1.0 - step / _STEPS) * (anchor - at)
    for step in range(_SETTLE):
        at = _given_way(at * (1.0 - _GRAVITY * max(0.0, 0.5 - step / _SETTLE)), radius)
    return _blown_up(at - np.average(at, axis=0, weights=area), radius)


def _given_way(at: Floats, radius: Floats) -> Floats:
    way = at[:, None] - at[None]
    far = np.maximum(np.hypot(way[:, :, 0], way[:, :, 1]), 1e-6)
    cut = np.maximum(radius[:, None] + radius[None] - far, 0.0)
    np.fill_diagonal(cut, 0.0)
    area = radius**2
    share = area[None] / (area[:, None] + area[None])  # the small one gives way
    return np.asarray(at + 0.5 * (way * (cut * share / far)[:, :, None]).sum(axis=1))


def _blown_up(at: Floats, radius: Floats) -> Floats:
    """Stretch the whole by what the tightest pair still lacks."""
    way = at[:, None] - at[None]
    far = np.hypot(way[:, :, 0], way[:, :, 1])
    np.fill_diagonal(far, np.inf)
    lack = ((radius[:, None] + radius[None]) / np.maximum(far, 1e-6)).max()
    return at * max(1.0, float(lack))


def gaps(count: int, room: float, centres: Floats, radius: Floats) -> Floats:
    """Return up to `count` places for circles of radius `room` between others, those far out first, in order of angle.

    Places are points of a sunflower (Vogel 1979), whose neighbours are as far apart as the circles need.
    """
    if not (count and len(centres)):
        return np.zeros((0, 2))
    inner = float((np.hypot(*centres.T) + radius).max())
    turn = np.arange(min(int((inner / room) ** 2), _MOST_GAPS))
    out, angle = _SUNFLOWER * room * np.sqrt(turn), turn * np.pi * (3 - np.sqrt(5))
    at = np.column_stack([out * np.cos(angle), out * np.sin(angle)])[out + room <= inner][::-1]
    free = np.ones(len(at), dtype=bool)
    for centre, r in zip(centres, radius, strict=True):
        free &= np.hypot(*(at - centre).T) >= r + room
    chosen = at[free][:count]
    return np.asarray(chosen[np.argsort(np.arctan2(chosen[:, 1], chosen[:, 0]), kind="stable")])


def ring(count: int, room: float, inner: float) -> tuple[Floats, float]:
    """Return centres of so many equal circles in rings around a disc of radius `inner`, and the radius of the whole.

    Circles come in their order: the first on the inmost ring. Each ring holds its share: none stands half empty, and
    one circle more only moves the others a little along their rings.

    Args:
        count: How many circles.
        room: Radius of each, with the room around it.
        inner: Radius of what they surround; 0 for nothing, then the first is in the middle.
    """
    radii: list[float] = []
    holds: list[int] = []
    while sum(holds) < count:
        radii.append((inner + room if inner > 0 else 0.0) + 2 * room * len(radii))
        holds.append(max(1, int(np.pi / np.arcsin(min(1.0, room / radii[-1])) + 1e-9)) if radii[-1] > 0 else 1)
    marks = np.round(np.cumsum(holds) * count / max(sum(holds), 1)).astype(int)
    places = []
    for out, low, high in zip(radii, [0, *marks][:-1], marks, strict=True):
        angle = 2 * np.pi * np.arange(high - low) / max(high - low, 1)
        places.append(np.column_stack([out * np.cos(angle), out * np.sin(angle)]))
    return np.concatenate(places or [np.zeros((0, 2))]), radii[-1] + room if radii else inner
