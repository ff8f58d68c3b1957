"""Where entities, notes and channels stand in the plane: groups as circles close together, the first in the middle.

1. Entities are grouped by whom they share claims with (Louvain communities, seeded), notes by their folder.
2. In its circle, each group's members lie on a spiral, the best in the middle; nothing overlaps and nothing is far out.
3. The circles are packed, the largest groups in the middle, and everything is scaled to the same square.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.views.explorer.packing import packed_circles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.views.explorer.edges import Edges
    from kg.views.explorer.gather import NoteColumns

RADIUS = 1_000  # coordinates lie between minus and plus so much
SEED = 7
SMALLEST = 3  # entities of a community; smaller ones are put together
MARGIN = 0.8  # of a circle around its members, in distances between neighbours
NAMED_AFTER = 2  # entities that a community is named after
_GOLDEN = math.pi * (3 - math.sqrt(5))  # the angle by which neighbours on a spiral never line up


@dataclass(frozen=True, slots=True)
class Spots:
    """Coordinates of nodes, y up, and the group of each."""

    x: list[float]
    y: list[float]
    community: list[int]


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything stands; communities are those of the entities, as plain JSON values."""

    entities: Spots
    communities: list[dict[str, Any]]
    notes: Spots
    channels: Spots


def places(names: Sequence[str], between: Edges, notes: NoteColumns, folders: int) -> Places:
    """Place everything; the same graph gives the same places.

    Args:
        names: The entities that are drawn, best first.
        between: The edges between them.
        notes: All notes.
        folders: How many folders they are in.
    """
    groups = communities(len(names), between)
    entities, circles = _placed(groups, len(names))
    by_folder: list[list[int]] = [[] for _ in range(folders)]
    for number, folder in enumerate(notes.folder):
        by_folder[folder].append(number)
    order = sorted(range(folders), key=lambda folder: (-len(by_folder[folder]), folder))
    papers, around = _placed([by_folder[folder] for folder in order], len(notes.folder))
    centres = dict(zip(order, around, strict=True))
    return Places(
        entities,
        [
            {"label": _label(group, names), "x": x, "y": y, "r": r}
            for group, (x, y, r) in zip(groups, circles, strict=True)
        ],
        Spots(papers.x, papers.y, notes.folder),
        Spots(
            [centres[folder][0] for folder in range(folders)],
            [centres[folder][1] for folder in range(folders)],
            list(range(folders)),
        ),
    )


def communities(count: int, edges: Edges) -> list[list[int]]:
    """Return groups of nodes that share much, the largest first, each in order; small ones together at the end."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_weighted_edges_from(zip(edges.source, edges.target, edges.weight, strict=True))
    found = [sorted(group) for group in nx.community.louvain_communities(graph, seed=SEED)] if count else []
    large = sorted((group for group in found if len(group) >= SMALLEST), key=lambda group: (-len(group), group))
    rest = sorted(node for group in found if len(group) < SMALLEST for node in group)
    return [*large, rest] if rest else large


def _label(group: Sequence[int], names: Sequence[str]) -> str:
    return ", ".join(names[node] for node in group[:NAMED_AFTER])


def _placed(groups: Sequence[Sequence[int]], count: int) -> tuple[Spots, list[tuple[float, float, float]]]:
    """Place the members of groups; return their spots, and (x, y, radius) of each group's circle."""
    circles = packed_circles([math.sqrt(len(group)) + MARGIN for group in groups])
    scale = RADIUS / max((math.hypot(circle.x, circle.y) + circle.r for circle in circles), default=1.0)
    spots = Spots([0.0] * count, [0.0] * count, [0] * count)
    for number, (group, circle) in enumerate(zip(groups, circles, strict=True)):
        for turn, node in enumerate(group):
            out, angle = math.sqrt(turn) * (len(group) > 1), turn * _GOLDEN
            spots.x[node] = round(scale * (circle.x + out * math.cos(angle)), 1)
            spots.y[node] = round(scale * (circle.y + out * math.sin(angle)), 1)
            spots.community[node] = number
    return spots, [(round(scale * one.x, 1), round(scale * one.y, 1), round(scale * one.r, 1)) for one in circles]
