"""Times the explorer's layout beside networkx's, in one run: python benchmarks/layout.py.

Graphs are made up, seeded, in clusters as real ones are. Processor seconds of one core are printed, the best of the
runs, and how many times longer networkx takes where the graph is small enough to wait for.
"""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import networkx as nx

from kg.views.layout import layout

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = ((499, 2_090), (2_000, 8_400), (5_000, 21_051), (21_285, 79_143))
WAIT_UP_TO = 2_000  # nodes for which networkx is worth waiting
PEERS = (  # name, nodes up to which it runs without scipy or can be waited for, function
    ("spring_layout", 499, nx.spring_layout),
    ("forceatlas2_layout", WAIT_UP_TO, nx.forceatlas2_layout),
)
CLUSTERS = 60


def made_up(nodes: int, edges: int) -> tuple[list[str], list[tuple[int, int, float]]]:
    """Return a graph of clusters of unequal size, hubs in each, every seventh edge between clusters."""
    chance = random.Random(7)  # noqa: S311 - a seeded graph
    sizes = [chance.paretovariate(1.2) for _ in range(CLUSTERS)]
    home = chance.choices(range(CLUSTERS), sizes, k=nodes)
    members: dict[int, list[int]] = {}
    for node, cluster in enumerate(home):
        members.setdefault(cluster, []).append(node)
    made = []
    for _ in range(edges):
        one = chance.randrange(nodes)
        pool = members[home[one]] if chance.random() < 6 / 7 else range(nodes)
        made.append((one, pool[int(len(pool) * chance.random() ** 2)], 1.0))
    return [f"node {node}" for node in range(nodes)], made


def seconds(run: Callable[[], object]) -> float:
    """Return the processor seconds of a run."""
    start = time.process_time()
    run()
    return time.process_time() - start


def main() -> None:
    """Print a row for each size."""
    print("| nodes | edges | kg layout s | networkx | s | ratio |\n| --- | --- | --- | --- | --- | --- |")
    for nodes, edges in SIZES:
        keys, made = made_up(nodes, edges)
        ours = min(seconds(lambda: layout(keys, made)) for _ in range(2))  # noqa: B023 - run at once
        graph = nx.Graph([edge[:2] for edge in made])
        for name, most, peer in PEERS:
            if nodes <= most:
                theirs = seconds(lambda: peer(graph, seed=7))  # noqa: B023 - run at once
                print(f"| {nodes:,} | {edges:,} | {ours:.2f} | {name} | {theirs:.2f} | {theirs / ours:.1f} |")
        if nodes > WAIT_UP_TO:
            print(f"| {nodes:,} | {edges:,} | {ours:.2f} | - | - | - |")


if __name__ == "__main__":
    main()
