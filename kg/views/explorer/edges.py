"""Chooses the edges that are drawn: each entity's strongest, then the strongest of all."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from kg.views.explorer.gather import Pair

KEPT = 3  # edges that every entity keeps, its strongest
EACH = 4  # edges that are drawn per entity, on average, at most
SAID = 0.05  # of the claims that two entities share: so many must state a relation that labels their edge
LABEL = 60  # code points of a relation's label


class Edges(NamedTuple):
    """Edges in columns, and how many weaker ones were left out."""

    source: list[int]
    target: list[int]
    weight: list[int]
    left_out: int


def chosen(weights: Mapping[Pair, int], nodes: int) -> Edges:
    """Return at most about four edges a node, in order of their ends.

    Args:
        weights: Weight of each pair of nodes.
        nodes: How many nodes there are.
    """
    ranked = sorted(weights, key=lambda pair: (-weights[pair], pair))
    degree: Counter[int] = Counter()
    kept: set[Pair] = set()
    for pair in ranked:
        if min(degree[pair[0]], degree[pair[1]]) < KEPT:
            kept.add(pair)
            degree.update(pair)
    for pair in ranked:
        if len(kept) >= EACH * nodes:
            break
        kept.add(pair)
    order = sorted(kept)
    return Edges(
        [one for one, _ in order],
        [other for _, other in order],
        [weights[pair] for pair in order],
        len(weights) - len(kept),
    )


def labels(edges: Edges, stated: Mapping[Pair, Counter[str]]) -> list[str]:
    """Return for each edge the relation that is stated most often between its ends.

    It is "" where none is stated, or only in so few of the claims they share that it would not describe the edge.
    """
    columns = zip(edges.source, edges.target, edges.weight, strict=True)
    return [_label(stated.get((source, target)), weight) for source, target, weight in columns]


def _label(predicates: Counter[str] | None, weight: int) -> str:
    if not predicates:
        return ""
    best = min(predicates, key=lambda text: (-predicates[text], text))
    if predicates[best] < SAID * weight:
        return ""
    return best if len(best) <= LABEL else f"{best[: LABEL - 1]}…"


def without_hubs(links: Collection[Pair], nodes: int) -> list[Pair]:
    """Return links between nodes, those of hubs left out: they would turn the picture into stars.

    A hub has more links than 300 or than a hundredth of the nodes, whichever is more.
    """
    degree = Counter(end for pair in links for end in pair)
    most = max(300, nodes // 100)
    return sorted(pair for pair in links if max(degree[pair[0]], degree[pair[1]]) <= most)


def links_of(references: Sequence[Sequence[str]], numbers: Mapping[str, int]) -> set[Pair]:
    """Return which notes link to each other, whichever way round.

    Args:
        references: Paths that each note links to, by the note's number.
        numbers: Number of each note, by path.
    """
    return {
        (min(number, other), max(number, other))
        for number, paths in enumerate(references)
        for other in (numbers.get(path, number) for path in paths)
        if other != number
    }
