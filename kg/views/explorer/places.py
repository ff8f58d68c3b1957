"""Where entities, notes and channels stand in the plane."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.views.explorer.edges import Edges
    from kg.views.explorer.gather import Gathered

RADIUS = 1_000  # coordinates lie between minus and plus so much
_GOLDEN = math.pi * (3 - math.sqrt(5))


@dataclass(frozen=True, slots=True)
class Spots:
    """Coordinates, y up, and the community of each node."""

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


def places(
    names: Sequence[str], between: Edges, links: Sequence[tuple[int, int]], found: Gathered, channels: Edges
) -> Places:
    """Return where entities, notes and channels stand."""
    return Places(_spiral(len(names)), [], _spiral(len(found.notes.path)), _spiral(len(found.folders.known)))


def _spiral(count: int) -> Spots:
    radii = [RADIUS * math.sqrt((number + 0.5) / count) for number in range(count)]
    angles = [number * _GOLDEN for number in range(count)]
    x = [round(radius * math.cos(angle), 1) for radius, angle in zip(radii, angles, strict=True)]
    y = [round(radius * math.sin(angle), 1) for radius, angle in zip(radii, angles, strict=True)]
    return Spots(x, y, [0] * count)
