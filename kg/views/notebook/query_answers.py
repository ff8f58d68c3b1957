"""Answers to SPARQL in a notebook: solutions as a table, triples as a picture and a table."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from kg.escape import is_web
from kg.views.notebook import frames
from kg.views.notebook.frames import ROOM, framed, heading, hint
from kg.views.notebook.svg_network import Dot, Link, picture
from kg.views.render.figures import counted
from kg.views.render.html_tables import html_table
from kg.views.render.tables import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.store.engine.query_results import QueryResult, Value
    from kg.views.notebook.svg_network import Picture
    from kg.views.render.markup import Markup

    Edges = dict[tuple[str, str], list[str]]  # (subject, object) -> predicates, as N-Triples has them

MOST_COLUMNS = 40
MOST_DRAWN = 150  # nodes of a picture
NAMED = 30  # links that have their names written on them, if there are no more
_IRI = re.compile(r"<([^<>]*)>")
_RADIUS, _WIDE = 9, 75  # of a node, and the room that it has across, in the picture's units


def answer(found: QueryResult) -> str:
    """The answer to a query."""
    if found.answer is not None:
        return framed(heading("Yes" if found.answer else "No"))
    title = heading(counted(len(found), "row" if found.kind == "select" else "triple"))
    if not found.rows:
        return framed(title, hint("The pattern fits nothing in this graph."))
    shorten = _Shortener(found.prefixes)
    columns = tuple(Column(name, _role(found, at)) for at, name in enumerate(found.columns[:MOST_COLUMNS]))
    rows = tuple(tuple(map(shorten.cell, row[:MOST_COLUMNS])) for row in found.rows[: frames.MOST])
    drawn, said = _drawn(found, shorten) if found.kind == "construct" else (None, None)
    size = ROOM if drawn is None else ROOM - len(drawn.markup.text.encode())
    table = html_table(Table(columns, rows), size)
    rest = None
    if table.rows < len(found) or len(columns) < len(found.columns):
        shown = counted(table.rows, "row"), counted(len(columns), "column")
        rest = hint(f"The first {' and '.join(shown)}. ", frames.code("result.to_pandas()"), " has all.")
    return framed(title, drawn and drawn.markup, said, table.markup, rest)


def _role(found: QueryResult, at: int) -> str:
    numbers = (isinstance(row[at], int | float) for row in found.rows[: frames.MOST])
    return "count" if all(numbers) else "value"


class _Shortener:
    """Writes IRIs with their prefixes."""

    def __init__(self, prefixes: Sequence[tuple[str, str]]) -> None:
        self._prefixes: Mapping[str, str] = {iri: prefix for prefix, iri in prefixes}

    def iri(self, iri: str) -> str:
        """An IRI as people read it."""
        at = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix = self._prefixes.get(iri[:at])
        if prefix is None:
            prefix, at = next(((name, len(start)) for start, name in self._longest if iri.startswith(start)), (None, 0))
        from urllib.parse import unquote

        return iri if prefix is None else f"{prefix}:{unquote(iri[at:])}"

    @property
    def _longest(self) -> list[tuple[str, str]]:
        return sorted(self._prefixes.items(), key=lambda pair: -len(pair[0]))

    def term(self, text: str) -> str:
        """A term of N-Triples as people read it."""
        whole = _IRI.fullmatch(text)
        return self.iri(whole[1]) if whole else text

    def cell(self, value: Value) -> Cell:
        """A value in a table; addresses outside the vault are links."""
        if value is None or isinstance(value, bool):
            return Cell("" if value is None else str(value).lower())
        if isinstance(value, int | float):
            return Cell(f"{value:,}" if isinstance(value, int) else f"{value:g}")
        short = self.term(value)
        if short == value:
            short = self.iri(value)
        return Cell(short, link=value if short == value and is_web(value) else None)


def _drawn(found: QueryResult, shorten: _Shortener) -> tuple[Picture | None, Markup | None]:
    """The triples between things as a picture, and what of them is not in it; literals are in the table alone."""
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
    dots = [
        Dot(_last(shorten.term(name)), shorten.term(name), x * stretch, -y * stretch, _RADIUS)
        for name, x, y in zip(names, placed.x, placed.y, strict=True)
    ]
    links = [
        Link(
            number[one],
            number[other],
            said := ", ".join(map(shorten.term, what)),
            name=said if len(kept) <= NAMED else "",
        )
        for (one, other), what in kept.items()
    ]
    made = picture(dots, links, f"Network of {counted(len(names), 'thing')}", ROOM // 2)
    left = len(degrees) - made.dots, len(edges) - made.links
    rest = hint(f"Not drawn: {counted(left[0], 'thing')}, {counted(left[1], 'link')}.") if any(left) else None
    return made, rest


def _last(name: str) -> str:
    """The part of a prefixed name that says most."""
    return name.rpartition("#")[2].rpartition("/")[2].partition(":")[2] or name
