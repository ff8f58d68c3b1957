"""Different values for one attribute: what the notes give more than one number, or date, for, side by side.

They are compared as ``kg conflicts`` compares them: one entity, one property, one unit. Nothing is dropped or
resolved; the verdict on an attribute is the one, of all its pairs of values, that needs a reader most.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.claim_json import plain_number
from kg.views.compare.stated_values import given
from kg.views.compare.verdicts import AGREE, COMPARED_IN, NOT_COMPARABLE, VERDICTS, judge

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from kg.model import Claim
    from kg.views.compare.verdicts import Stated

Key = tuple[int, str, str, str, str]  # number of the entity, property, what it is with regard to, what changes, unit


class CardValue(NamedTuple):
    """One number or date that a claim states of an entity, where, and in which words."""

    stated: Stated
    note: int
    claim: int
    start: int | None
    text: str
    play: str | None


@dataclass(slots=True)
class Figures:
    """Numbers and dates by what they are values of; ``add`` takes them claim by claim."""

    _by_key: dict[Key, list[CardValue]] = field(default_factory=dict)

    def add(self, claim: Claim, places: tuple[int, int], entities: Mapping[str, int], play: str | None) -> None:
        """Keep the values that a claim states of entities.

        Args:
            claim: The claim.
            places: Its number, and that of its note.
            entities: Number of each entity, by name.
            play: The link to its recording where that of its note will not do.
        """
        number, note = places
        start = None if claim.source is None else claim.source.start
        for (name, property_, of, unit), what, stated, text in given(claim):
            entity = entities.get(name)
            if entity is not None:
                key = entity, property_, of, what, unit
                self._by_key.setdefault(key, []).append(CardValue(stated, note, number, start, text, play))

    def conflicts(self) -> list[dict[str, Any]]:
        """Return what has more than one value, by entity, property and unit, as plain JSON values."""
        return list(self._conflicts())

    def _conflicts(self) -> Iterator[dict[str, Any]]:
        for (entity, name, of, what, unit), figures in sorted(self._by_key.items()):
            found = verdict([one.stated for one in figures])
            if found not in (AGREE, NOT_COMPARABLE):
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
    different = list({(one.position, one.note, one.scope): one for one in values}.values())
    found = {judge(one, other).name for one, other in combinations(different, 2)}
    return min(found, key=VERDICTS.index, default=AGREE)


def _plain(figure: CardValue) -> dict[str, Any]:
    return {
        **_value(figure.stated),
        "kind": figure.stated.kind,
        "note": figure.note,
        "claim": figure.claim,
        "start": figure.start,
        "play": figure.play,
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
