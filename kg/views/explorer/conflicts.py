"""Different numbers for one thing: what the notes give more than one value for, side by side.

Numbers are compared where they mean the same: one entity, one property, one unit. Nothing is dropped or resolved; the
verdict says in which way they differ: one number may fit all of them (``refine``), each date (``differ in time``) or
each kind of saying (``differ in kind``) may have a value of its own, and else it is a ``conflict``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.formats import plain_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.model import Claim, Quantity, Statement

Key = tuple[int, str, str]  # number of the entity, property, unit
Number = int | float

INFINITY = float("inf")
# How much room a comparator leaves on either side of the value.
ROOM: dict[str, tuple[bool, bool]] = {">": (False, True), ">=": (False, True), "<": (True, False), "<=": (True, False)}
ABOUT = 0.1  # "about 20" agrees with 18 to 22
# What a number is by the way it is put forward.
KINDS = {
    "asserted": "actual",
    "hedged": "reported",
    "reported": "reported",
    "predicted": "forecast",
    "conditional": "forecast",
}


class Figure(NamedTuple):
    """One number that a claim states of an entity."""

    value: Number
    most: Number | None
    comparator: str
    date: str
    kind: str
    note: int
    claim: int
    start: int | None
    text: str


@dataclass(slots=True)
class Figures:
    """Numbers by what they measure; ``add`` takes them claim by claim."""

    _by_key: dict[Key, list[Figure]] = field(default_factory=dict)

    def add(self, claim: Claim, number: int, note: int, entities: Mapping[str, int]) -> None:
        """Keep the numbers that a claim states of entities; ``number`` and ``note`` are those of the claim."""
        for statement in claim.statements:
            entity = entities.get(statement.subject_entity or "")
            if entity is not None and statement.quantity is not None and not claim.negated:
                quantity = claim.quantities[statement.quantity]
                figure = _figure(quantity, statement, claim, (note, number))
                self._by_key.setdefault((entity, statement.property, quantity.unit), []).append(figure)

    def conflicts(self) -> list[dict[str, Any]]:
        """Return what has more than one value, by entity, property and unit, as plain JSON values."""
        return list(self._conflicts())

    def _conflicts(self) -> Iterator[dict[str, Any]]:
        for (entity, name, unit), figures in sorted(self._by_key.items()):
            if len({(one.value, one.most, one.comparator) for one in figures}) > 1:
                yield {
                    "entity": entity,
                    "property": name,
                    "unit": unit,
                    "verdict": verdict(figures),
                    "values": [_plain(one) for one in figures],
                }


def verdict(figures: Sequence[Figure]) -> str:
    """Return in which way numbers differ: ``refine``, ``differ in time``, ``differ in kind`` or ``conflict``."""
    if _overlap(figures):
        return "refine"
    if all(one.date for one in figures) and _overlap_by(figures, [one.date for one in figures]):
        return "differ in time"
    if _overlap_by(figures, [one.kind for one in figures]):
        return "differ in kind"
    return "conflict"


def _overlap_by(figures: Sequence[Figure], keys: Sequence[str]) -> bool:
    """Tell whether for each key one number fits all figures of that key."""
    groups: dict[str, list[Figure]] = {}
    for figure, key in zip(figures, keys, strict=True):
        groups.setdefault(key, []).append(figure)
    return all(map(_overlap, groups.values()))


def _overlap(figures: Sequence[Figure]) -> bool:
    """Tell whether one number fits all of them."""
    ranges = [_range(one) for one in figures]
    return max(low for low, _ in ranges) <= min(high for _, high in ranges)


def _range(figure: Figure) -> tuple[Number, Number]:
    most = figure.value if figure.most is None else figure.most
    below, above = ROOM.get(figure.comparator, (False, False))
    slack = ABOUT * abs(figure.value) if figure.comparator == "~" else 0
    return -INFINITY if below else figure.value - slack, INFINITY if above else most + slack


def _figure(quantity: Quantity, statement: Statement, claim: Claim, place: tuple[int, int]) -> Figure:
    return Figure(
        plain_number(quantity.value),
        None if quantity.value_max is None else plain_number(quantity.value_max),
        quantity.comparator,
        statement.date or "",
        KINDS[claim.modality],
        *place,
        None if claim.source is None else claim.source.start,
        quantity.text,
    )


def _plain(one: Figure) -> dict[str, Any]:
    return {
        "value": one.value,
        "max": one.most,
        "comparator": one.comparator,
        "date": one.date,
        "kind": one.kind,
        "note": one.note,
        "claim": one.claim,
        "start": one.start,
        "text": one.text,
    }
