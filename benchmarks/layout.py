"""Times the explorer's layout beside networkx's, in one run: python -m benchmarks.layout.

Graphs are made up, seeded, in clusters as real ones are. Told are processor seconds of one core, and how many times
longer networkx takes where the graph is small enough to wait for.
"""

from __future__ import annotations

import random
import statistics
import time
from typing import TYPE_CHECKING

import networkx as nx

from benchmarks.tables import Section, Table, printed, ratio
from kg.views.layout import layout

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.tables import Figure

SIZES = ((499, 2_090), (2_000, 8_400), (5_000, 21_051), (21_285, 79_143))
WAIT_UP_TO = 2_000  # nodes for which networkx is worth waiting
PEERS = (  # name, nodes up to which it runs without scipy or can be waited for, function
    ("spring_layout", 499, nx.spring_layout),
    ("forceatlas2_layout", WAIT_UP_TO, nx.forceatlas2_layout),
)
CLUSTERS = 60
RUNS = 3


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


def processor(runs: int, work: Callable[[], object]) -> float:
    """The median of the processor seconds of some work."""

    def once() -> float:
        start = time.process_time()
        work()
        return time.process_time() - start

    return statistics.median(once() for _ in range(runs))


def measured() -> Section:
    """A row for each size and each of networkx's layouts that can be waited for."""
    rows: list[list[Figure]] = []
    for nodes, edges in SIZES:
        keys, made = made_up(nodes, edges)
        ours = processor(RUNS, lambda: layout(keys, made))  # noqa: B023 - run at once
        graph = nx.Graph([edge[:2] for edge in made])
        peers = [(name, peer) for name, most, peer in PEERS if nodes <= most]
        for name, peer in peers:
            theirs = processor(1, lambda: peer(graph, seed=7))  # noqa: B023 - run at once
            rows.append([f"{nodes:,} nodes", edges, ours, name, theirs, ratio(theirs, ours)])
        if not peers:
            rows.append([f"{nodes:,} nodes", edges, ours, None, None, None])
    columns = ("graph", "edges", "kg, s", "networkx", "s", "kg is")
    note = f"Made up, seeded; processor seconds of one core, medians of {RUNS} (networkx once)."
    told = f"{float(str(rows[-1][2])):.1f} s of one core"
    table = Table("Layout beside networkx", note, columns, rows)
    return Section("layout", "Layout", [table], [(f"layout of {rows[-1][0]}", told)])


if __name__ == "__main__":
    printed(measured())
