"""Answers to SPARQL in a notebook: solutions as a table, triples as a picture and a table."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kg.views.notebook import frames
from kg.views.notebook.frames import ROOM, framed, heading, hint
from kg.views.notebook.svg_network import Dot, DrawnLink, picture
from kg.views.render.answer_tables import answer_table, short_term
from kg.views.render.figures import counted
from kg.views.render.html_tables import html_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.store.engine.query_results import QueryResult
    from kg.views.notebook.svg_network import Picture
    from kg.views.render.markup import Markup

    Edges = dict[tuple[str, str], list[str]]  # (subject, object) -> predicates, as N-Triples has them

MOST_COLUMNS = 40
MOST_DRAWN = 150  # nodes of a picture
NAMED = 30  # links that have their names written on them, if there are no more
_RADIUS, _WIDE = 9, 75  # of a node, and the room that it has across, in the picture's units


def answer(found: QueryResult) -> str:
    """The answer to a query."""
    if found.answer is not None:
        return framed(heading("Yes" if found.answer else "No"))
    title = heading(counted(len(found), "row" if found.kind == "select" else "triple"))
    if not found.rows:
        return framed(title, hint("The pattern fits nothing in this graph."))
    columns = found.columns[:MOST_COLUMNS]
    rows = [row[:MOST_COLUMNS] for row in found.rows[: frames.MOST]]
    drawn, said = triples_picture(found) if found.kind == "construct" else (None, None)
    size = ROOM if drawn is None else ROOM - len(drawn.markup.text.encode())
    table = html_table(answer_table(columns, rows, found.prefixes), size)
    rest = None
    if table.rows < len(found) or len(columns) < len(found.columns):
        shown = counted(table.rows, "row"), counted(len(columns), "column")
        rest = hint(f"The first {' and '.join(shown)}. ", frames.code("result.to_pandas()"), " has all.")
    return framed(title, drawn and drawn.markup, said, table.markup, rest)


def triples_picture(
    found: QueryResult, draw: Callable[[list[Dot], list[DrawnLink], str, int], Picture] = picture
) -> tuple[Picture | None, Markup | None]:
    """The triples between things as a picture, and what of them is not in it; literals are in the table alone.

    Args:
        found: The answer to CONSTRUCT or DESCRIBE.
        draw: Draws nodes and links, with a label, in so many bytes.
    """
    from kg.views.layout import EXTENT, layout

    edges: Edges = {}
    for subject, predicate, object_ in found.rows:
        one, other = str(subject), str(object_)
        if not other.startswith('"') and one != other:
            edges.setdefault((one, other), []).append(str(predicate))
    degrees: dict[str, int] = {}
    for pair in edges:
        for name in pair:
            degrees[name] = degrees.get(name, 0) + 1
    names = sorted(degrees, key=lambda name: (-degrees[name], name))[:MOST_DRAWN]
    if not names:
        return None, None
    number = {name: at for at, name in enumerate(names)}
    kept = {pair: what for pair, what in edges.items() if number.keys() >= set(pair)}
    placed = layout(names, [(number[one], number[other], 1) for one, other in kept])
    stretch = _WIDE * math.sqrt(len(names)) / EXTENT
    short = [short_term(name, found.prefixes) for name in names]
    places = zip(short, placed.x, placed.y, strict=True)
    dots = [Dot(_last(name), name, x * stretch, -y * stretch, _RADIUS) for name, x, y in places]
    links = [
        DrawnLink(
            number[one],
            number[other],
            said := ", ".join(short_term(each, found.prefixes) for each in what),
            name=said if len(kept) <= NAMED else "",
        )
        for (one, other), what in kept.items()
    ]
    made = draw(dots, links, f"Network of {counted(len(names), 'thing')}", ROOM // 2)
    left = len(degrees) - made.dots, len(edges) - made.links
    rest = hint(f"Not drawn: {counted(left[0], 'thing')}, {counted(left[1], 'link')}.") if any(left) else None
    return made, rest


def _last(name: str) -> str:
    """The part of a prefixed name that says most."""
    return name.rpartition("#")[2].rpartition("/")[2].partition(":")[2] or name
