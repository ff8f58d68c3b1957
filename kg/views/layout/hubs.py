"""Turns the few nodes that nearly all others link to into groups: drawn as edges they would hide everything else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST = 300  # neighbours that a hub has more than
SHARE = 0.01  # of all nodes, likewise


@dataclass(frozen=True, slots=True)
class Hubs:
    """A graph without its hubs, and the groups they became.

    Attributes:
        hubs: The nodes with more neighbours than max(300, 1% of nodes), most neighbours first.
        edges: The edges between other nodes, each once, smaller index first, sorted.
        group: For each node the hub it belongs to: of the hubs beside it the one with fewest neighbours, which says
            most about it; a hub belongs to itself; -1 where there is none.
    """

    hubs: tuple[int, ...]
    edges: tuple[tuple[int, int], ...]
    group: tuple[int, ...]


def hub_groups(count: int, edges: Sequence[tuple[int, int]]) -> Hubs:
    """Take the hubs out of a graph of so many nodes; edges are pairs of indices, loops and doubles count nothing."""
    pairs = sorted({(min(pair), max(pair)) for pair in edges if pair[0] != pair[1]})
    degree = [0] * count
    for one, other in pairs:
        degree[one] += 1
        degree[other] += 1
    bound = max(LEAST, SHARE * count)
    hubs = sorted((node for node in range(count) if degree[node] > bound), key=lambda node: (-degree[node], node))
    group = _groups(hubs, pairs, count)
    found = set(hubs)
    kept = tuple(pair for pair in pairs if found.isdisjoint(pair))
    return Hubs(tuple(hubs), kept, tuple(group))


def _groups(hubs: Sequence[int], pairs: Sequence[tuple[int, int]], count: int) -> list[int]:
    group = [-1] * count
    place = {hub: number for number, hub in enumerate(hubs)}
    for one, other in pairs:
        for node, hub in ((one, other), (other, one)):
            if hub in place and place[hub] > place.get(group[node], -1):
                group[node] = hub
    for hub in hubs:
        group[hub] = hub
    return group
