"""Where entities, notes and channels are in the plane.

1. Entities are placed by whom they share claims with: communities apart, linked ones near each other.
2. Notes stand by folder: in each folder's circle on a spiral, in the order of their paths; a channel stands where its
   folder's circle has its middle. The circles are packed, the largest in the middle.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.views.explorer.circle_packing import packed_circles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.store.ask.answer_rows import EntityRow
    from kg.views.explorer.edges import Edges
    from kg.views.explorer.gather import NoteColumns

RADIUS = 1_000  # coordinates lie between minus and plus so much
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
class PlanePositions:
    """Where everything is; communities are those of the entities, as plain JSON values."""

    entities: Spots
    communities: list[dict[str, Any]]
    notes: Spots
    channels: Spots


def places(rows: Sequence[EntityRow], between: Edges, notes: NoteColumns, folders: int) -> PlanePositions:
    """Place everything; the same graph gives the same places.

    Args:
        rows: The entities that are drawn, best first.
        between: The edges between them.
        notes: All notes.
        folders: How many folders they are in.
    """
    from kg.views.layout import layout

    edges = list(zip(between.source, between.target, map(float, between.weight), strict=True))
    drawn = layout([row.name for row in rows], edges, [row.claims for row in rows])
    by_folder: list[list[int]] = [[] for _ in range(folders)]
    for number, folder in enumerate(notes.folder):
        by_folder[folder].append(number)
    order = sorted(range(folders), key=lambda folder: (-len(by_folder[folder]), folder))
    papers, around = _placed([by_folder[folder] for folder in order], len(notes.folder))
    centres = dict(zip(order, around, strict=True))
    return PlanePositions(
        Spots(list(drawn.x), list(drawn.y), list(drawn.community)),
        [{"label": _label(one.best, rows), "x": one.x, "y": one.y, "r": one.r} for one in drawn.communities],
        Spots(papers.x, papers.y, notes.folder),
        Spots(
            [centres[folder][0] for folder in range(folders)],
            [centres[folder][1] for folder in range(folders)],
            list(range(folders)),
        ),
    )


def _label(best: Sequence[int], rows: Sequence[EntityRow]) -> str:
    return ", ".join(rows[number].name for number in best[:NAMED_AFTER])


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
