"""The layout from end to end.

1. The graph is brought into an order of its own (`graph`): nothing depends on the order in which it came.
2. Communities are found (`groups`) and each is placed by itself by its forces, in an even disc (`discs`).
3. The discs are packed, those of the most important hubs inmost, and turned to each other (`packing`, `discs`).
4. Small pieces that hang together with nothing, and nodes without edges, lie in the gaps, outmost first; what finds no
   gap lies in rings around.
5. All is scaled to the square from -1000 to 1000.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.views.layout.layout_result import EXTENT, Community, Layout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.views.layout.layout_graph import Flags, Floats, Ints, LayoutGraph

SMALL = 8  # nodes that a piece by itself may have to lie in a gap
MANY = 200  # communities that are packed; where there are more, none that is a piece by itself is
_GAP = 3.0  # kept between communities, in radii of the smallest node, and a share of each one's radius
_GAP_SHARE = 0.07
_LARGEST_NODE = 10.0  # units of the plane for the radius 1 of the smallest node, at most
_CLASSES = (3.0, 1.5, 0.0)  # nodes without edges lie in rings by size, those above the first bound inmost
_GRID = 10  # places are rounded to so much of a unit


def layout(keys: Sequence[str], edges: Sequence[tuple[int, int, float]], weights: Sequence[float] = ()) -> Layout:
    """Place a graph in the plane; the same graph gets the same places, in whatever order it is given.

    Args:
        keys: One key per node that says for good which one it is.
        edges: Two indices and a weight above 0; direction means nothing, doubles are summed, self-loops dropped.
        weights: Importance of each node, 0 or above: its area and who names a community. None: all are equal.

    Raises:
        LayoutMisuse: A key is given twice, an edge names no node or pulls with no weight, or a weight is missing.
    """
    import numpy as np

    from kg.views.layout.discs import shaped
    from kg.views.layout.groups import groups_of
    from kg.views.layout.layout_graph import graph_of

    graph = graph_of(keys, edges, weights)
    groups = groups_of(graph)
    member = np.full(len(keys), -1)
    for number, group in enumerate(groups):
        member[group] = number
    at = _arranged(graph, groups, member, shaped(graph, groups))
    return _result(graph, groups, member, at)


def _arranged(graph: LayoutGraph, groups: Sequence[Ints], member: Ints, at: Floats) -> Floats:
    """Bring the communities, each around its own centre so far, into one plane."""
    import numpy as np

    from kg.views.layout.component_packing import gaps, packed, ring
    from kg.views.layout.discs import circle_around, turned

    circles = [circle_around(at[group], graph.radius[group]) for group in groups]
    at = at.copy()
    for group, (centre, _) in zip(groups, circles, strict=True):
        at[group] -= centre
    room = np.array([(1 + _GAP_SHARE) * r + _GAP for _, r in circles])
    links = _links(graph, member, len(groups))
    loose = _loose(groups, links)
    inner = 0.0
    core, rest = np.flatnonzero(~loose), np.flatnonzero(loose)
    centres = np.zeros((len(groups), 2))
    start = np.array([graph.start[group[0]] for group in groups]).reshape(-1, 2)
    hubs = [int(groups[number][0]) for number in core.tolist()]
    order = sorted(range(len(hubs)), key=lambda place: (-graph.weight[hubs[place]], graph.keys[hubs[place]]))
    centres[core] = packed(start[core], room[core], np.array(order, dtype=np.int64))
    if len(core):
        middle, inner = circle_around(centres[core], room[core])
        centres[core] -= middle
    most = float(room[rest].max(initial=0.0))
    free = gaps(len(rest), most, centres[core], room[core])
    centres[rest[: len(free)]] = free
    centres[rest[len(free) :]], inner = ring(len(rest) - len(free), most, inner)
    placed = turned(graph, at, member, centres) if len(groups) else at
    linked = member >= 0
    placed[linked] += centres[member[linked]]
    return _with_singles(graph, placed, ~linked, inner, (centres, room))


def _links(graph: LayoutGraph, member: Ints, count: int) -> Floats:
    """Return how strongly communities are linked, beyond what their sizes alone would bring about."""
    import numpy as np

    links = np.zeros((count, count))
    np.add.at(links, (member[graph.source], member[graph.target]), np.log1p(graph.pull))
    links += links.T
    whole = np.sqrt(links.sum(axis=1))
    np.fill_diagonal(links, 0.0)
    beyond: Floats = links / np.maximum(np.outer(whole, whole), 1e-9)
    return beyond


def _loose(groups: Sequence[Ints], links: Floats) -> Flags:
    """Say which communities are pieces by themselves that lie in the gaps and around."""
    import numpy as np

    alone = links.sum(axis=1) == 0
    small = np.array([len(group) <= SMALL for group in groups], dtype=bool)
    return np.asarray(alone & (small | (np.count_nonzero(~(alone & small)) > MANY)))


def _with_singles(
    graph: LayoutGraph, at: Floats, single: Flags, inner: float, circles: tuple[Floats, Floats]
) -> Floats:
    """Place nodes without edges: in the gaps between the circles (centres, radii), the others in rings around all."""
    import numpy as np

    from kg.views.layout.component_packing import gaps, ring
    from kg.views.layout.discs import AIR

    centres, radii = circles
    above = np.inf
    for bound in _CLASSES:
        nodes = np.flatnonzero(single & (graph.radius > bound) & (graph.radius <= above))
        if len(nodes):
            room = float(graph.radius[nodes].max()) + AIR
            free = gaps(len(nodes), room, centres, radii)
            at[nodes[: len(free)]] = free
            centres = np.concatenate([centres, free])
            radii = np.concatenate([radii, np.full(len(free), room)])
            at[nodes[len(free) :]], inner = ring(len(nodes) - len(free), room, inner)
        above = bound
    return at


def _result(graph: LayoutGraph, groups: Sequence[Ints], member: Ints, at: Floats) -> Layout:
    import numpy as np

    from kg.views.layout.discs import circle_around
    from kg.views.layout.groups import NAMED_AFTER, label_of

    far = float((np.abs(at) + graph.radius[:, None]).max(initial=0.0))
    scale = EXTENT / far if far > 0 else 1.0
    radius = graph.radius * min(scale, _LARGEST_NODE)
    at = each_its_own(at * scale)
    back = np.argsort(graph.given)
    communities = []
    for group in groups:
        centre, r = circle_around(at[group], radius[group])
        best = tuple(graph.given[group[:NAMED_AFTER]].tolist())
        x, y = np.round(centre, 1).tolist()
        communities.append(Community(label_of(graph, group), best, len(group), x, y, round(r, 1)))
    return Layout(
        tuple(at[back, 0].tolist()),
        tuple(at[back, 1].tolist()),
        tuple(np.round(radius[back], 2).tolist()),
        tuple(member[back].tolist()),
        tuple(communities),
    )


def each_its_own(at: Floats) -> Floats:
    """Round places; a node whose place is taken goes to the next free one, along its row."""
    import numpy as np

    cells = np.round(at * _GRID).astype(np.int64)
    most = int(EXTENT * _GRID)
    taken: set[tuple[int, int]] = set()
    for node, (x, y) in enumerate(cells.tolist()):
        free = x
        while (free, y) in taken:
            free = free + 1 if free < most else -most
        taken.add((free, y))
        cells[node] = free, y
    return cells / _GRID + 0.0  # no minus zero
