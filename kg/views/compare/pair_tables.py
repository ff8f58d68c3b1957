"""Pairs of values for people and programs: a table with the second to play of each, and the columns of the CSV."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from kg.model.properties import property_of
from kg.views.render import figures
from kg.views.render.tables import Cell, Column, Table, note_name, time_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.views.render.tables import Record

COLUMNS = (
    Column("Attribute", "name"),
    Column("Verdict", "code"),
    Column("Time", "time"),
    Column("Value", "number"),
    Column("Note", "note"),
    Column("Why", "text"),
)
ATTRIBUTE_COLUMN, VERDICT_COLUMN = 0, 1
ONE_SIDE: dict[str, Callable[[Record], object]] = {
    "text": lambda value: value["text"],
    "value": lambda value: value["value"],
    "value_max": lambda value: value.get("value_max"),
    "comparator": lambda value: value["comparator"],
    "date": lambda value: value["date"],
    "kind": lambda value: value["kind"],
    "note": lambda value: value["note"],
    "seconds": lambda value: value["source"]["start"] if value["source"] else next(iter(value["timestamps"]), None),
    "url": lambda value: value["source"]["url"] if value["source"] else None,
    "claim": lambda value: value["claim"],
    "sentence": lambda value: value["sentence"],
    "attribution": lambda value: value["attribution"],
}


def _side(side: str, get: Callable[[Record], object]) -> Callable[[Record], object]:
    return lambda record: get(record[side])


# column of the CSV -> what a pair's JSON gives for it
FIELDS: dict[str, Callable[[Record], object]] = {
    **{name: itemgetter(name) for name in ("entity", "property", "of", "what", "unit", "verdict", "reason")},
    **{f"{side}_{name}": _side(side, get) for side in ("first", "second") for name, get in ONE_SIDE.items()},
}


def table(records: Iterable[Record], *, judged: bool = True) -> Table:
    """Pairs of values (their public JSON), two lines each: both values with second and note, verdict in the first.

    Without ``judged``, where all have one verdict, its column is left out.
    """
    kept = [place for place in range(len(COLUMNS)) if judged or place != VERDICT_COLUMN]
    rows = (tuple(row[place] for place in kept) for record in records for row in _rows(record))
    return Table(tuple(COLUMNS[place] for place in kept), tuple(rows), group=ATTRIBUTE_COLUMN)


def _rows(record: Record) -> Iterator[tuple[Cell, ...]]:
    """The two lines of a pair; what both share is said in the first."""
    for side, verdict, reason in (("first", record["verdict"], record["reason"]), ("second", "", "")):
        value = record[side]
        yield (
            Cell(_attribute(record)),
            Cell(verdict),
            time_cell(value),
            Cell(figures.quantity(value)),
            Cell(note_name(value["note"])),
            Cell("; ".join(filter(None, (reason, _aside(value, record["reason"]))))),
        )


def _attribute(record: Record) -> str:
    """``CoreWeave valuation``, ``Microsoft share of revenue of CoreWeave``, ``Acme growth of exports``."""
    return f"{record['entity']} {attribute(record['property'], record['of'], record['what'])}"


def attribute(property_: str, of: str | None, what: str) -> str:
    """An attribute as people read it: its label, with what it is with regard to, or, of a change, what has changed."""
    label = property_of(property_).label or property_
    return " of ".join(filter(None, (label, what, of)))


def _aside(value: Record, reason: str) -> str:
    """``reported, 2024``: the value's kind, unless it is a plain fact, and its date, where the reason says neither."""
    said = {"actual", None, *reason.split()}
    return ", ".join(word for word in (value["kind"], value["date"]) if word not in said)
