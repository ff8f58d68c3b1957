"""Different values for one attribute: what the notes give more than one number, or date, for, side by side.

They are compared as ``kg conflicts`` compares them: one entity, one property, one unit. Nothing is dropped or
resolved; the verdict on an attribute is the one, of all its pairs of values, that needs a reader most.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.formats import plain_number
from kg.model.attributes import CHANGES, DATE
from kg.views import changes
from kg.views.conflicts import words_of
from kg.views.verdicts import COMPARED_IN, VERDICTS, Stated, compared_in, is_dated, judge, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from kg.model import Claim

Key = tuple[int, str, str, str, str]  # number of the entity, property, what it is with regard to, what changes, unit


class Figure(NamedTuple):
    """One number or date that a claim states of an entity, where, and in which words."""

    stated: Stated
    note: int
    claim: int
    start: int | None
    text: str


@dataclass(slots=True)
class Figures:
    """Numbers and dates by what they are values of; ``add`` takes them claim by claim."""

    _by_key: dict[Key, list[Figure]] = field(default_factory=dict)

    def add(self, claim: Claim, number: int, note: int, entities: Mapping[str, int]) -> None:
        """Keep the values that a claim states of entities; ``number`` and ``note`` are those of the claim."""
        start = None if claim.source is None else claim.source.start
        for statement in claim.statements:
            entity = entities.get(statement.subject_entity or "")
            if entity is None:
                continue
            name, kind = statement.property, kind_of(claim.modality, statement.predicate)
            if is_dated(statement):
                stated, text = Stated(None, statement.date, kind), words_of(statement.date or "", claim)
                key = entity, name, "", "", DATE
            elif statement.quantity is not None:
                quantity = claim.quantities[statement.quantity]
                stated, text = Stated(quantity, statement.date, kind, name in CHANGES), quantity.text
                of, what = statement.object_entity or "", changes.what(statement, quantity)
                key = entity, name, of, what, compared_in(quantity.unit)
            else:
                continue
            self._by_key.setdefault(key, []).append(Figure(stated, note, number, start, text))

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
    return {
        **_value(figure.stated),
        "kind": figure.stated.kind,
        "note": figure.note,
        "claim": figure.claim,
        "start": figure.start,
        "text": figure.text,
    }


def _value(stated: Stated) -> dict[str, Any]:
    """The number in the unit that it is compared in, with the date that it holds for; or the date that is the value."""
    quantity = stated.quantity
    if quantity is None:
        return {"value": stated.date, "max": None, "comparator": "=", "date": ""}
    return {
        "value": _compared(quantity.value, quantity.unit),
        "max": None if quantity.value_max is None else _compared(quantity.value_max, quantity.unit),
        "comparator": quantity.comparator,
        "date": stated.date or "",
    }


def _compared(value: Decimal, unit: str) -> int | float:
    """A number in the unit that it is compared in."""
    return plain_number(value * COMPARED_IN[unit][1] if unit in COMPARED_IN else value)
