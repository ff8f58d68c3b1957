"""Brings each community into a round shape of even density, without covered nodes, and turns it to its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kg.views.layout.forces import spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.views.layout.layout_graph import Floats, Ints, LayoutGraph

AIR = 0.7  # kept free around each node, in radii of the smallest
_FILLED = 0.36  # of a disc's area by its nodes and their air
_EVEN = 0.65  # how far radii follow their rank (1 fills the disc evenly) instead of the forces (0)
_ROUNDS = 50  # of pushing apart; most graphs need fewer
_LARGE = 2.5  # radius above which nodes, few of them, are compared with all in a coarser grid
_TOUCH = 1e-3  # cuts below this are none


def shaped(graph: LayoutGraph, groups: Sequence[Ints]) -> Floats:
    """Return places, shape (n, 2), in units of the smallest node's radius; each group around a centre of its own."""
    at = np.zeros((len(graph.keys), 2))
    member, place = np.full(len(at), -1), np.zeros(len(at), dtype=np.int64)
    for number, group in enumerate(groups):
        nodes = np.sort(group)
        member[nodes], place[nodes] = number, np.arange(len(nodes))
    inside = np.flatnonzero(member[graph.source] == member[graph.target])
    order = inside[np.argsort(member[graph.source[inside]], kind="stable")]
    bounds = np.searchsorted(member[graph.source[order]], np.arange(len(groups) + 1))
    for number, group in enumerate(groups):
        nodes, edges = np.sort(group), order[bounds[number] : bounds[number + 1]]
        pull = np.log1p(graph.pull[edges])
        loose = spread(graph.start[nodes], place[graph.source[edges]], place[graph.target[edges]], pull)
        at[nodes] = _filled(loose, graph.radius[nodes])
    return apart(at, graph.radius + AIR, member)


def _filled(loose: Floats, radius: Floats) -> Floats:
    """Move nodes along their ray from the centre until the disc is filled evenly: no dense core, no stray outliers."""
    out = np.hypot(*loose.T)
    disc = np.sqrt(((radius + AIR) ** 2).sum() / _FILLED)
    order = np.argsort(out, kind="stable")
    area = np.cumsum((radius[order] + AIR) ** 2)
    even = np.empty(len(out))
    even[order] = np.sqrt((area - area[0] / 2) / area[-1])
    wanted = disc * (_EVEN * even + (1 - _EVEN) * out / max(float(out.max()), 1e-9))
    return np.asarray(loose * (wanted / np.maximum(out, 1e-9))[:, None])


def apart(at: Floats, radius: Floats, member: Ints) -> Floats:
    """Push nodes of one community apart until their circles touch at most."""
    at = at.copy()
    for _ in range(_ROUNDS):
        one, other = _close_pairs(at, radius, member)
        way = at[other] - at[one]
        far = np.hypot(*way.T)
        cut = radius[one] + radius[other] - far
        hit = cut > _TOUCH
        if not hit.any():
            break
        one, other, way, far, cut = one[hit], other[hit], way[hit], far[hit], cut[hit]
        lean = np.where(far[:, None] > 1e-9, way / np.maximum(far, 1e-9)[:, None], _aside(one))  # noqa: PLR2004
        share = radius[other] ** 2 / (radius[one] ** 2 + radius[other] ** 2)  # the small one gives way
        at -= _summed(one, lean * (cut * share * 0.9)[:, None], len(at))
        at += _summed(other, lean * (cut * (1 - share) * 0.9)[:, None], len(at))
    return at


def _aside(node: Ints) -> Floats:
    """Return a direction for nodes that lie on others."""
    angle = node * 2.399963  # the golden angle in radians
    return np.column_stack([np.cos(angle), np.sin(angle)])


def _summed(node: Ints, moves: Floats, count: int) -> Floats:
    return np.column_stack([np.bincount(node, moves[:, axis], count) for axis in (0, 1)])


def _close_pairs(at: Floats, radius: Floats, member: Ints) -> tuple[Ints, Ints]:
    """Return pairs of nodes of one community that may cut each other, each pair once."""
    large = radius > _LARGE + AIR
    small = np.flatnonzero(~large & (member >= 0))
    one, other = _in_near_squares(at[small], 2 * float(radius[small].max(initial=0.0)), member[small])
    if not large.any():
        return small[one], small[other]
    near = 2 * float(radius.max())
    all_of = np.flatnonzero(member >= 0)
    first, second = _large_with_all(at, near, member, np.flatnonzero(large & (member >= 0)), all_of)
    return np.concatenate([small[one], first]), np.concatenate([small[other], second])


def _large_with_all(at: Floats, near: float, member: Ints, large: Ints, nodes: Ints) -> tuple[Ints, Ints]:
    code, wide = _squares(at, near, member)
    nodes = nodes[np.argsort(code[nodes], kind="stable")]
    ones, others = [], []
    for step in (-wide - 1, -wide, 1 - wide, -1, 0, 1, wide - 1, wide, wide + 1):
        one, place = _ranges(
            np.searchsorted(code[nodes], code[large] + step, side="left"),
            np.searchsorted(code[nodes], code[large] + step, side="right"),
        )
        ones.append(large[one])
        others.append(nodes[place])
    one, other = np.concatenate(ones), np.concatenate(others)
    is_large = np.zeros(len(at), dtype=bool)
    is_large[large] = True
    once = (one != other) & (~is_large[other] | (one < other))
    return one[once], other[once]


def _in_near_squares(at: Floats, near: float, member: Ints) -> tuple[Ints, Ints]:
    code, wide = _squares(at, near, member)
    order = np.argsort(code, kind="stable")
    ordered = code[order]
    ones, others = [], []
    for step in (0, 1, wide - 1, wide, wide + 1):
        low = np.searchsorted(ordered, ordered + step, side="left") if step else np.arange(len(order)) + 1
        one, place = _ranges(low, np.searchsorted(ordered, ordered + step, side="right"))
        ones.append(order[one])
        others.append(order[place])
    return np.concatenate(ones), np.concatenate(others)


def _squares(at: Floats, near: float, member: Ints) -> tuple[Ints, int]:
    """Return a number for each node's community and square of a grid, and by how much squares of next rows differ."""
    cell = np.floor(at / max(near, 1e-9)).astype(np.int64)
    if len(cell):
        cell -= cell.min(axis=0) - 1
    wide = int(cell.max(initial=0)) + 2
    return (member + 1) * wide * wide + cell[:, 0] * wide + cell[:, 1], wide


def _ranges(low: Ints, high: Ints) -> tuple[Ints, Ints]:
    """Return (number of the range, member) for all members of the ranges from low to below high."""
    many = np.maximum(high - low, 0)
    number = np.repeat(np.arange(len(low)), many)
    turn = np.arange(len(number)) - np.repeat(np.cumsum(many) - many, many)
    return number, np.repeat(low, many) + turn


def circle_around(at: Floats, radius: Floats) -> tuple[Floats, float]:
    """Return centre and radius of a nearly smallest circle that holds all nodes (Bădoiu and Clarkson 2003)."""
    centre = (at.min(axis=0) + at.max(axis=0)) / 2
    for step in range(2, 60):
        far = np.hypot(*(at - centre).T) + radius
        centre = centre + (at[int(far.argmax())] - centre) / step**1.5
    return centre, float((np.hypot(*(at - centre).T) + radius).max())


def turned(graph: LayoutGraph, at: Floats, member: Ints, centres: Floats) -> Floats:
    """Turn each community so that nodes with links to others lie on the side of those others.

    The angle is the one that brings the nodes' directions and their wanted directions closest, by least squares.
    """
    between = (member[graph.source] != member[graph.target]) & (member[graph.source] >= 0)
    inner = np.concatenate([graph.source[between], graph.target[between]])
    outer = np.concatenate([graph.target[between], graph.source[between]])
    pull = np.log1p(np.concatenate([graph.pull[between]] * 2))
    way = centres[member[outer]] - centres[member[inner]]
    way /= np.maximum(np.hypot(*way.T), 1e-9)[:, None]
    here = at[inner]
    along = np.bincount(member[inner], pull * (here * way).sum(axis=1), len(centres))
    across = np.bincount(member[inner], pull * (here[:, 0] * way[:, 1] - here[:, 1] * way[:, 0]), len(centres))
    angle = np.arctan2(across, along)[member]
    cos, sin = np.cos(angle), np.sin(angle)
    return np.column_stack([cos * at[:, 0] - sin * at[:, 1], sin * at[:, 0] + cos * at[:, 1]])
