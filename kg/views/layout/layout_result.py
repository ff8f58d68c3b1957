"""What a layout is: a place for each node, and the communities with the circles that hold them."""

from __future__ import annotations

from dataclasses import dataclass

EXTENT = 1_000.0  # coordinates lie between minus and plus so much


@dataclass(frozen=True, slots=True)
class Community:
    """Nodes that are linked with each other more than with the rest.

    Attributes:
        label: Its best keys, best first, parted by a middle dot.
        best: Indices of these nodes.
        size: How many nodes it has.
        x: Centre of the circle around it, in units of the plane.
        y: Likewise, upwards.
        r: Radius of that circle; circles of communities do not overlap.
    """

    label: str
    best: tuple[int, ...]
    size: int
    x: float
    y: float
    r: float


@dataclass(frozen=True, slots=True)
class Layout:
    """A place for each node, in the order in which the nodes were given.

    Attributes:
        x: In units of the plane, from -1000 to 1000, rounded to 0.1; no two nodes are in one place.
        y: Likewise, upwards.
        radius: Radius at which nodes are best drawn, same unit; drawn so, none covers another.
        community: Index of each node's community; -1 for a node without edges.
        communities: The communities, largest first.
    """

    x: tuple[float, ...]
    y: tuple[float, ...]
    radius: tuple[float, ...]
    community: tuple[int, ...]
    communities: tuple[Community, ...]
