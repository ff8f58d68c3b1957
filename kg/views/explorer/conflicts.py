"""Different numbers for one attribute: what the notes give more than one value for, side by side.

Numbers are compared as ``kg conflicts`` compares them: one entity, one property, one unit. Nothing is dropped or
resolved; the verdict on an attribute is the one, of all its pairs of values, that needs a reader most.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.formats import plain_number
from kg.views import changes
from kg.views.verdicts import COMPARED_IN, VERDICTS, Stated, compared_in, judge, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from kg.model import Claim

Key = tuple[int, str, str, str, str]  # number of the entity, property, what it is with regard to, what changes, unit


class Figure(NamedTuple):
    """One number that a claim states of an entity, and where."""

    stated: Stated
    note: int
    claim: int
    start: int | None


@dataclass(slots=True)
class Figures:
    """Numbers by what they measure; ``add`` takes them claim by claim."""

    _by_key: dict[Key, list[Figure]] = field(default_factory=dict)

    def add(self, claim: Claim, number: int, note: int, entities: Mapping[str, int]) -> None:
        """Keep the numbers that a claim states of entities; ``number`` and ``note`` are those of the claim."""
        for statement in claim.statements:
            entity = entities.get(statement.subject_entity or "")
            if entity is None or statement.quantity is None:
                continue
            quantity = claim.quantities[statement.quantity]
            of, what = statement.object_entity or "", changes.what(statement, quantity)
            key = entity, statement.property, of, what, compared_in(quantity.unit)
            kind, change = kind_of(claim.modality, statement.predicate), statement.property in changes.PROPERTIES
            stated = Stated(quantity, statement.date, kind, change)
            start = None if claim.source is None else claim.source.start
            self._by_key.setdefault(key, []).append(Figure(stated, note, number, start))

    def conflicts(self) -> list[dict[str, Any]]:
        """Return what has more than one value, by entity, property and unit, as plain JSON values."""
        return list(self._conflicts())

    def _conflicts(self) -> Iterator[dict[str, Any]]:
        for (entity, name, of, what, unit), figures in sorted(self._by_key.items()):
            found = verdict([one.stated for one in figures])
            if found != VERDICTS[-1]:
                yield {
                    "entity": entity,
                    "property": name,
                    "of": of,
                    "what": what,
                    "unit": unit,
                    "verdict": found,
                    "values": [_plain(one) for one in figures],
                }


def verdict(values: Sequence[Stated]) -> str:
    """Return the verdict, of all pairs of different values, that needs a reader most; ``agree`` where none differ."""
    different = list({(one.interval, one.date, one.kind): one for one in values}.values())
    found = {judge(one, other).name for one, other in combinations(different, 2)}
    return min(found, key=VERDICTS.index, default=VERDICTS[-1])


def _plain(figure: Figure) -> dict[str, Any]:
    quantity = figure.stated.quantity
    return {
        "value": _compared(quantity.value, quantity.unit),
        "max": None if quantity.value_max is None else _compared(quantity.value_max, quantity.unit),
        "comparator": quantity.comparator,
        "date": figure.stated.date or "",
        "kind": figure.stated.kind,
        "note": figure.note,
        "claim": figure.claim,
        "start": figure.start,
        "text": quantity.text,
    }


def _compared(value: Decimal, unit: str) -> int | float:
    """A number in the unit that it is compared in."""
    return plain_number(value * COMPARED_IN[unit][1] if unit in COMPARED_IN else value)
