"""Rows that answer a query as a table for people: IRIs shortened with their prefixes, numbers lined up at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from kg.escape import is_web
from kg.views.render.tables import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Prefixes = Sequence[tuple[str, str]]  # pairs of prefix and namespace


def answer_table(names: Iterable[str], rows: Sequence[Sequence[object]], spaces: Prefixes) -> Table:
    """A table of rows as ``QueryResult`` has them.

    Args:
        names: Of the columns.
        rows: The rows to show.
        spaces: Prefixes to shorten IRIs with.
    """
    columns = tuple(
        Column(name, "count" if rows and all(_is_number(row[at]) for row in rows) else "value")
        for at, name in enumerate(names)
    )
    return Table(columns, tuple(tuple(_cell(value, spaces) for value in row) for row in rows))


def short_term(term: str, spaces: Prefixes) -> str:
    """An IRI, bare or as N-Triples has it, with its prefix and decoded; any other text as it is."""
    iri = term[1:-1] if term.startswith("<") and term.endswith(">") else term
    for prefix, space in spaces:
        if iri.startswith(space):
            return f"{prefix}:{unquote(iri[len(space) :])}"
    return term


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _cell(value: object, spaces: Prefixes) -> Cell:
    """A value; addresses outside the vault are links."""
    if not isinstance(value, str):
        return Cell("" if value is None else str(value).lower())
    iri = value[1:-1] if value.startswith("<") and value.endswith(">") else value
    short = short_term(value, spaces)
    return Cell(short, link=iri if short == value and is_web(iri) else None)
