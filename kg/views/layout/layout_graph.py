"""The graph as arrays in an order of its own, so that nothing depends on the order in which it was given."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from kg.errors import LayoutMisuse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

_BIGGEST = 6.0  # radius of the most important node, when that of the least is 1


@dataclass(frozen=True, slots=True)
class LayoutGraph:
    """A simple weighted graph, its nodes sorted by the hash of their keys.

    Attributes:
        keys: Key of each node.
        given: Index that each node had when it was given.
        start: Shape (n, 2), a point of the unit disc for each node, drawn from the hash of its key alone: a node more
            leaves the others where they are.
        weight: Importance of each node.
        radius: Radius of each node, 1 to 6 by the root of its importance, so that areas tell it.
        source: Smaller end of each edge.
        target: Larger end.
        pull: Weight of each edge.
    """

    keys: tuple[str, ...]
    given: Ints
    start: Floats
    weight: Floats
    radius: Floats
    source: Ints
    target: Ints
    pull: Floats

    @property
    def degree(self) -> Ints:
        """Number of neighbours of each node."""
        return np.bincount(np.concatenate([self.source, self.target]), minlength=len(self.keys))


def graph_of(keys: Sequence[str], edges: Sequence[tuple[int, int, float]], weights: Sequence[float]) -> LayoutGraph:
    """Bring a graph into its own order; self-loops are dropped, doubles summed.

    Raises:
        LayoutMisuse: A key is given twice, an edge names no node or pulls with no weight, or a weight is missing.
    """
    _check(keys, edges, weights)
    hashes = [blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest() for key in keys]
    order = sorted(range(len(keys)), key=lambda index: (hashes[index], keys[index]))
    place = np.empty(len(keys), dtype=np.int64)
    place[order] = np.arange(len(keys))
    weight = np.array([weights[index] if weights else 1.0 for index in order], dtype=np.float64)
    source, target, pull = _edges(edges, place)
    return LayoutGraph(
        tuple(keys[index] for index in order),
        np.array(order, dtype=np.int64),
        _points([hashes[index] for index in order]),
        weight,
        _radii(weight),
        source,
        target,
        pull,
    )


def _check(keys: Sequence[str], edges: Sequence[tuple[int, int, float]], weights: Sequence[float]) -> None:
    if len(set(keys)) != len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise LayoutMisuse(f"key {twice!r}", "two nodes have it; give each node a key of its own")
    if weights and len(weights) != len(keys):
        raise LayoutMisuse(f"{len(weights)} weights", f"there are {len(keys)} nodes; give one for each, or none")
    for edge in edges:
        if not (0 <= edge[0] < len(keys) and 0 <= edge[1] < len(keys)):
            raise LayoutMisuse(f"edge {edge!r}", f"it names no node; nodes are 0 to {len(keys) - 1}")
        if not 0 < edge[2] < np.inf:
            raise LayoutMisuse(f"edge {edge!r}", "its weight must be above 0 and finite")
    for number in weights:
        if not 0 <= number < np.inf:
            raise LayoutMisuse(f"weight {number!r}", "it must be 0 or above and finite")


def _edges(edges: Sequence[tuple[int, int, float]], place: Ints) -> tuple[Ints, Ints, Floats]:
    if not edges:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)
    ends = place[np.array([edge[:2] for edge in edges], dtype=np.int64)]
    low, high = ends.min(axis=1), ends.max(axis=1)
    pull = np.array([edge[2] for edge in edges], dtype=np.float64)
    order = np.lexsort((pull, high, low))  # by weight too: sums of floats depend on their order
    order = order[low[order] != high[order]]
    codes, first = np.unique(low[order] * len(place) + high[order], return_inverse=True)
    total = np.bincount(first, weights=pull[order], minlength=len(codes))
    return codes // len(place), codes % len(place), np.minimum(total, 1e9)


def _points(hashes: Sequence[bytes]) -> Floats:
    if not hashes:
        return np.zeros((0, 2))
    numbers = np.frombuffer(b"".join(hashes), dtype="<u8").reshape(-1, 2) / 2.0**64
    out, angle = np.sqrt(numbers[:, 0]), 2 * np.pi * numbers[:, 1]
    return np.column_stack([out * np.cos(angle), out * np.sin(angle)])


def _radii(weight: Floats) -> Floats:
    most = weight.max(initial=0.0)
    return 1.0 + (_BIGGEST - 1.0) * np.sqrt(weight / most) if most > 0 else np.ones(len(weight))
