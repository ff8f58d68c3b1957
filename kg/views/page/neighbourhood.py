"""The picture of one entity among those it shares claims with: in a notebook as SVG, and as a page by itself.

pyvis draws the page. Measured and so avoided: physics (unusable beyond some dozens of nodes), its own edge-by-edge
building (quadratic), its request for a style sheet from elsewhere, and the places where it runs text from data as a
script (headings, menus, options, and a node's title that holds ``href``).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

from kg.model.entity_types import UNKNOWN, TypeTable, type_table
from kg.shown import Columns, Tabular, columns_of, html_of
from kg.views.page.picture_page import CLAIMS, INK, PAPER, LegendRow, PictureText, claim_lines, with_claims
from kg.views.render.figures import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import Claim
    from kg.store.ask.answer_rows import EntityRow
    from kg.views.notebook.svg_network import Dot, DrawnLink
    from kg.views.page.picture_page import ClaimLine

MOST = 150  # nodes drawn, the entity itself among them
LABEL = 28  # code points of a label that is shown whole
HEIGHT = 620  # pixels

_ROOM = 85  # pixels for each neighbour, across
_CLEAR = 130  # pixels around the entity itself that no neighbour is in
_FOREIGN = re.compile(r"<(?:link|script)\b[^>]*(?:https?:)?//[^>]*>(?:\s*</script>)?", re.IGNORECASE)
_EMPTY_HEADING = re.compile(r"<center>\s*<h1></h1>\s*</center>")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A neighbour of an entity, and the number of claims that mention both."""

    name: str
    type: str
    shared: int


@dataclass(frozen=True, slots=True)
class Neighbourhood(Tabular):
    """An entity among those it shares claims with.

    Attributes:
        entity: Its name.
        type: Its type.
        claims: In how many claims it is mentioned.
        neighbours: The others, those with most shared claims first, then by name.
        links: Pairs of neighbours with the number of claims that mention both and the entity, sorted.
        said: The claims that mention the entity, the first of them.
        table: The types of entity, with their colours.
    """

    entity: str
    type: str
    claims: int
    neighbours: tuple[Neighbour, ...]
    links: tuple[tuple[str, str, int], ...] = field(repr=False)
    said: tuple[ClaimLine, ...] = field(default=(), repr=False)
    table: TypeTable = field(default_factory=type_table, repr=False)

    @classmethod
    def around(
        cls,
        entity: EntityRow,
        types: Mapping[str, str],
        pairs: Iterable[tuple[str, str]],
        said: Sequence[Claim] = (),
    ) -> Neighbourhood:
        """Gather the neighbourhood of an entity.

        Args:
            entity: The entity.
            types: Type of each entity by name; others are left out.
            pairs: (claim IRI, entity name) for every mention in the claims that mention the entity.
            said: The claims that mention the entity, for the page to show.
        """
        claims: dict[str, set[str]] = {}
        for claim, name in pairs:
            if name in types and name != entity.name:
                claims.setdefault(claim, set()).add(name)
        shared = Counter(name for names in claims.values() for name in names)
        chosen = sorted(shared, key=lambda name: (-shared[name], name))[: MOST - 1]
        kept = set(chosen)
        links = Counter(pair for names in claims.values() for pair in combinations(sorted(names & kept), 2))
        return cls(
            entity.name,
            entity.type,
            entity.claims,
            tuple(Neighbour(name, types[name], shared[name]) for name in chosen),
            tuple((one, other, count) for (one, other), count in sorted(links.items())),
            tuple(claim_lines(said[:CLAIMS])),
        )

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the neighbours as plain JSON values."""
        return [{"name": one.name, "type": one.type, "shared": one.shared} for one in self.neighbours]

    def to_html(self) -> str:
        """Return a whole page that draws the neighbourhood and loads nothing from anywhere."""
        from pyvis.network import Network

        network = Network(height=f"{HEIGHT}px", width="100%", cdn_resources="in_line")
        network.toggle_physics(status=False)
        network.nodes = self._nodes()  # in bulk: adding one by one compares each with all
        network.edges = self._edges()
        page = network.generate_html()
        return with_claims(_EMPTY_HEADING.sub("", _FOREIGN.sub("", page)), self._text())

    def legend(self) -> list[LegendRow]:
        """Return the types that are drawn, with their colours and how many entities are of each."""
        types = Counter([self.type, *(one.type for one in self.neighbours)])
        rows = {name: self.table.get(name, self.table[UNKNOWN]) for name in types}
        order = list(self.table)
        ranked = sorted(types, key=lambda name: (order.index(name) if name in order else len(order), name))
        return [LegendRow(name, rows[name].light, rows[name].dark, types[name]) for name in ranked]

    def _text(self) -> PictureText:
        """What is written around the picture."""
        return PictureText(
            self.entity,
            f"{counted(self.claims, 'claim')}, named together with {counted(len(self.neighbours), 'entity')}",
            self.legend(),
            [self.entity, *(one.name for one in self.neighbours)],
            self.said,
            self.claims - len(self.said),
        )

    def places(self) -> list[tuple[int, int]]:
        """Return places in pixels, y down, first the entity's: neighbours that share much are close together."""
        from kg.views.layout import EXTENT, layout

        names = [one.name for one in self.neighbours]
        number = {name: place for place, name in enumerate(names)}
        placed = layout(names, [(number[one], number[other], count) for one, other, count in self.links])
        stretch = _ROOM * math.sqrt(len(names)) / EXTENT
        return [(0, 0), *(_cleared(x * stretch, -y * stretch) for x, y in zip(placed.x, placed.y, strict=True))]

    def _nodes(self) -> list[dict[str, Any]]:
        middle, *places = self.places()
        centre = self._node(0, (self.entity, self.type), counted(self.claims, "claim"), middle)
        others = (
            self._node(number, (one.name, one.type), counted(one.shared, "shared claim"), place, _size(one.shared))
            for number, (one, place) in enumerate(zip(self.neighbours, places, strict=True), 1)
        )
        return [centre, *others]

    def _node(
        self, number: int, entity: tuple[str, str], said: str, place: tuple[int, int], size: float = 34
    ) -> dict[str, Any]:
        (name, type_), (x, y) = entity, place
        label = name if len(name) <= LABEL else name[: LABEL - 1] + "…"
        title = f"{name}\n{type_}, {said}".replace("href", "hr\u200bef")  # else pyvis shows titles as HTML
        colours = self.table.get(type_, self.table[UNKNOWN])
        font = {"size": 30 if number == 0 else 22, "color": INK, "strokeWidth": 5, "strokeColor": PAPER}
        shown = {"label": label, "title": title, "shape": "dot", "color": colours.light, "size": round(size, 1)}
        shown |= {"light": colours.light, "night": colours.dark, "font": font}
        return {"id": number, **shown, "x": x, "y": y}

    def _edges(self) -> list[dict[str, Any]]:
        number = {one.name: place for place, one in enumerate(self.neighbours, 1)}
        spokes = [_edge(0, number[one.name], one.shared) for one in self.neighbours]
        return spokes + [
            _edge(number[one], number[other], count) | {"color": "#b9b6ae"} for one, other, count in self.links
        ]


@html_of.register(Neighbourhood)
def _(found: Neighbourhood) -> str:
    from kg.views.notebook.frames import ROOM, framed, heading, hint, legend
    from kg.views.notebook.svg_network import HELP, picture

    title = f"{found.entity} and {counted(len(found.neighbours), 'other')}"
    made = picture(list(_dots(found)), list(_links(found)), title, ROOM)
    among = len(found.neighbours) + len(found.links) - made.links
    left = hint(f"{counted(among, 'weaker link')} not drawn.") if among else None
    colours = legend(found.legend())
    return framed(heading(title), made.markup, colours, left, hint(HELP))


def _dots(found: Neighbourhood) -> Iterator[Dot]:
    from kg.views.notebook.svg_network import Dot

    (middle, *places), table = found.places(), found.table
    named = ((found.entity, found.type, counted(found.claims, "claim"), 34, middle),)
    others = (
        (one.name, one.type, counted(one.shared, "shared claim"), 18, place)
        for one, place in zip(found.neighbours, places, strict=True)
    )
    for name, type_, said, radius, (x, y) in (*named, *others):
        row = table.get(type_, table[UNKNOWN])
        yield Dot(name, f"{name}\n{type_}, {said}", x, y, radius, (row.light, row.dark))


def _links(found: Neighbourhood) -> Iterator[DrawnLink]:
    """The links to the entity itself, then those between others, the strongest first."""
    from kg.views.notebook.svg_network import DrawnLink

    number = {one.name: place for place, one in enumerate(found.neighbours, 1)}
    for one in found.neighbours:
        yield DrawnLink(0, number[one.name], counted(one.shared, "shared claim"), _width(one.shared), main=True)
    for first, second, count in sorted(found.links, key=lambda link: -link[2]):
        yield DrawnLink(number[first], number[second], "", _width(count))


@columns_of.register(Neighbourhood)
def _(found: Neighbourhood) -> Columns:
    rows = [tuple(row.values()) for row in found.to_dicts()]
    return Columns(("name", "type", "shared"), rows)


def _width(claims: int) -> float:
    return min(1 + math.log2(claims), 6)


def _size(shared: int) -> float:
    """The radius of a neighbour's disc, in pixels, by the number of shared claims."""
    return 11 + 3 * math.log2(shared)


def _cleared(x: float, y: float) -> tuple[int, int]:
    """Move a place away from the middle, along its ray."""
    out, angle = math.hypot(x, y) + _CLEAR, math.atan2(y, x)
    return round(out * math.cos(angle)), round(out * math.sin(angle))


def _edge(one: int, other: int, claims: int) -> dict[str, Any]:
    return {"from": one, "to": other, "width": _width(claims), "title": counted(claims, "shared claim")}
