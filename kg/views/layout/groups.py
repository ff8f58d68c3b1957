"""Finds communities: nodes that are linked with each other more than chance would have it.

Louvain's method (Blondel, Guillaume, Lambiotte, Lefebvre 2008, "Fast unfolding of communities in large networks"), as
networkx has it. Nodes are visited in the order of their hashes instead of a shuffled one, so that a node more or less
leaves the order of the others as it is.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kg.views.layout.graph import Graph, Ints

NAMED_AFTER = 3  # nodes that a community is named after, when it has that many
_LOG_FROM = 1.0  # edges count by log(1 + weight): two names that stand in every second claim must not swallow the rest


class _AsTheyCome(random.Random):
    """A source of chance that leaves lists as they are."""

    def shuffle(self, x: object) -> None:
        """Leave the list in its order."""


def groups_of(graph: Graph) -> list[Ints]:
    """Return the nodes of each community, best first; largest community first; nodes without edges are in none."""
    import networkx as nx

    if not len(graph.source):
        return []
    net = nx.Graph()
    net.add_nodes_from(np.flatnonzero(graph.degree).tolist())
    pulls = np.log(_LOG_FROM + graph.pull)
    net.add_weighted_edges_from(zip(graph.source.tolist(), graph.target.tolist(), pulls.tolist(), strict=True))
    found = nx.community.louvain_communities(net, seed=_AsTheyCome(0))
    ranked = [np.array(sorted(nodes, key=lambda node: _rank(graph, node)), dtype=np.int64) for nodes in found]
    return sorted(ranked, key=lambda nodes: (-len(nodes), graph.keys[nodes[0]]))


def _rank(graph: Graph, node: int) -> tuple[float, str]:
    return -float(graph.weight[node]), graph.keys[node]


def label_of(graph: Graph, group: Ints) -> str:
    """Name a community after its best nodes."""
    return " · ".join(graph.keys[node] for node in group[:NAMED_AFTER])
