"""The one writer of HTML tables: a ``Table`` as markup, as many of its rows as fit into a number of bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.escape import html
from kg.views.render.markup import Markup, joined, outside, table, tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.views.render.markup import Child
    from kg.views.render.tables import Cell, Table

LONGEST = 600  # code points of a cell that are shown
LONGEST_NAME = 60  # of a column's name
_CELL, _ROW = 40, 9  # bytes of the tags around a cell and a row, at most


class HtmlTable(NamedTuple):
    """A table in HTML, and how many of its rows it shows."""

    markup: Markup
    rows: int


def html_table(wanted: Table, size: int) -> HtmlTable:
    """Write a table, its last rows left out where it would be larger than ``size`` bytes."""
    names = [clipped(column.name, LONGEST_NAME) for column in wanted.columns]
    rows = list(_fitting(wanted, size - sum(_CELL + len(html(name).encode()) for name in names)))
    right = frozenset(number for number, column in enumerate(wanted.columns) if column.right)
    return HtmlTable(table(names, rows, right), len(rows))


def _fitting(wanted: Table, size: int) -> Iterator[list[Markup]]:
    for row in wanted.rows:
        cells = [html_cell(cell) for cell in row]
        size -= _ROW + sum(_CELL + len(cell.text.encode()) for cell in cells)
        if size < 0:
            return
        yield cells


def html_cell(cell: Cell) -> Markup:
    """A cell: its text, linked where it leads to the web, what is stressed marked, and the side note behind it."""
    text = clipped(cell.text)
    shown = outside(text, cell.link) if cell.link else _marked(text, cell.marks)
    return joined((shown, tag("small", clipped(cell.after)) if cell.after else None), " ")


def _marked(text: str, marks: tuple[tuple[int, int], ...]) -> Markup:
    pieces: list[Child] = []
    done = 0
    for start, end in marks:
        if done <= start < len(text):
            pieces += [text[done:start], tag("mark", text[start:end])]
            done = end
    return joined((*pieces, text[done:]))


def clipped(text: str, longest: int = LONGEST) -> str:
    """A text, cut where it is longer than a notebook has room for."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
