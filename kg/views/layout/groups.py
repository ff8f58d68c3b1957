"""Finds communities: every node goes with the hub that a walk from it along the edges most likely meets.

Hubs are the nodes of most importance, about as many as the root of the number of nodes; a piece that hangs together
with no hub, or is small, is a community by itself. The chance of each hub spreads over the edges by label propagation
(Zhu and Ghahramani 2002, "Learning from labeled and unlabeled data with label propagation"), with a share that is lost
at each step, so that near hubs count more than far ones. Methods that look for the best partition of the whole graph,
such as Louvain's, answer one edge less in a hundred with quite another partition, and so with another picture; here
only nodes near that edge change sides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from kg.views.layout.layout_graph import Floats, Ints, LayoutGraph

NAMED_AFTER = 3  # nodes that a community is named after, when it has that many
_LOG_FROM = 1.0  # edges count by log(1 + weight): two names that are in every second claim must not swallow the rest
_HUBS = 0.5  # for each root of a node: fewer and larger communities tell more at first sight
_SMALL = 16  # nodes up to which a piece by itself is one community
_STEPS = 12  # of a walk: further than that nothing is near
_KEPT = 0.85  # of a hub's chance at each step
_EVEN = 0.5  # 0: large hubs take all that they can, 1: all hubs take about as much


class _Edges(NamedTuple):
    """Both directions of every edge, sorted by target: where each target's edges begin, and their share of its pull."""

    source: Ints
    linked: Ints
    begin: Ints
    share: Floats


def groups_of(graph: LayoutGraph) -> list[Ints]:
    """Return the nodes of each community, best first; largest community first; nodes without edges are in none."""
    if not len(graph.source):
        return []
    pieces = _pieces(graph)
    large = [node for piece in pieces if len(piece) > _SMALL for node in piece]
    best = sorted(large, key=lambda node: _rank(graph, node))
    hubs = np.array(best[: round(_HUBS * len(best) ** 0.5)], dtype=np.int64)
    member = _members(len(graph.keys), _edges(graph), hubs)
    found = [np.flatnonzero(member == number).tolist() for number in range(len(hubs))]
    found += [[node for node in piece if member[node] < 0] for piece in pieces]
    ranked = [np.array(sorted(nodes, key=lambda node: _rank(graph, node)), dtype=np.int64) for nodes in found if nodes]
    return sorted(ranked, key=lambda nodes: (-len(nodes), graph.keys[nodes[0]]))


def _edges(graph: LayoutGraph) -> _Edges:
    source = np.concatenate([graph.source, graph.target])
    target = np.concatenate([graph.target, graph.source])
    pull = np.tile(np.log(_LOG_FROM + graph.pull), 2)
    order = np.lexsort((source, target))
    source, target, pull = source[order], target[order], pull[order]
    linked, begin = np.unique(target, return_index=True)
    whole = np.add.reduceat(pull, begin)
    return _Edges(source, linked, begin, pull / np.repeat(whole, np.diff([*begin, len(pull)])))


def _members(nodes: int, edges: _Edges, hubs: Ints) -> Ints:
    """The number of each node's hub, -1 where no walk of so many steps meets one."""
    if not len(hubs):
        return np.full(nodes, -1)
    chance = np.zeros((nodes, len(hubs)), dtype=np.float32)
    chance[hubs, np.arange(len(hubs))] = 1.0
    own = chance[hubs]
    share = edges.share.astype(np.float32)[:, None]
    for _ in range(_STEPS):
        chance[edges.linked] = _KEPT * np.add.reduceat(chance[edges.source] * share, edges.begin, axis=0)
        chance[hubs] = own
    even = chance / np.maximum(chance.sum(axis=0), 1.0) ** _EVEN
    even[hubs] = own
    return np.where(chance.any(axis=1), even.argmax(axis=1), -1)


def _pieces(graph: LayoutGraph) -> list[list[int]]:
    """What hangs together, nodes without edges left out."""
    import networkx as nx

    net = nx.Graph(zip(graph.source.tolist(), graph.target.tolist(), strict=True))
    return [sorted(nodes) for nodes in nx.connected_components(net)]


def _rank(graph: LayoutGraph, node: int) -> tuple[float, str]:
    return -float(graph.weight[node]), graph.keys[node]


def label_of(graph: LayoutGraph, group: Ints) -> str:
    """Name a community after its best nodes."""
    return " · ".join(graph.keys[node] for node in group[:NAMED_AFTER])
