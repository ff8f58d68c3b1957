"""Different values for one attribute, as ``kg conflicts`` pairs and judges them, side by side on one card.

Only pairs that differ and can be compared make a card: two numbers of one sentence, or the prices of two days, do not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.claim_json import plain_number
from kg.model.properties import DATE
from kg.views.compare.stated_values import given
from kg.views.compare.value_pairs import label_of, pairs_of
from kg.views.compare.verdicts import AGREE, SHOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.model import Claim
    from kg.views.compare.verdicts import Stated
    from kg.views.explorer.claim_rows import Numbers

Key = tuple[int, str, str, str]  # number of the entity, property, what it is with regard to, unit
DIFFERENT = SHOWN - {AGREE}  # the verdicts of pairs that are on a card


class CardValue(NamedTuple):
    """One number or date that a claim states of an entity, where, and in which words."""

    stated: Stated
    what: str
    label: str
    sentence: int  # number of the claim
    note: int
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
                label = label_of(claim.text, text, stated)
                value = CardValue(stated, what, label, number, note, start, text, play)
                self._by_key.setdefault((entity, property_, of, unit), []).append(value)

    def conflicts(self, units: Numbers, properties: Numbers) -> list[dict[str, Any]]:
        """Return what has different values, by entity, property and unit, as plain JSON values.

        Args:
            units: Numbers of units; new ones are added.
            properties: Numbers of properties, likewise.
        """
        return list(self._conflicts(units, properties))

    def _conflicts(self, units: Numbers, properties: Numbers) -> Iterator[dict[str, Any]]:
        for (entity, name, of, _), values in sorted(self._by_key.items(), key=lambda item: item[0]):
            by_what: dict[str, list[tuple[CardValue, CardValue, str, str]]] = {}
            for one, other, (verdict, reason) in pairs_of(values):
                if verdict in DIFFERENT:
                    by_what.setdefault(one.what, []).append((one, other, verdict, reason))
            for what, pairs in sorted(by_what.items()):
                shown = list(dict.fromkeys(value for one, other, *_ in pairs for value in (one, other)))
                places = {value: place for place, value in enumerate(shown)}
                yield {
                    "entity": entity,
                    "property": properties.of(name),
                    "of": of,
                    "what": what,
                    "verdict": pairs[0][2],
                    "values": [_plain(one, units) for one in shown],
                    "pairs": [[places[one], places[other], verdict, why] for one, other, verdict, why in pairs],
                }


def _plain(value: CardValue, units: Numbers) -> dict[str, Any]:
    return {
        **_value(value.stated, units),
        "kind": value.stated.kind,
        "note": value.note,
        "claim": value.sentence,
        "start": value.start,
        "play": value.play,
        "text": value.text,
    }


def _value(stated: Stated, units: Numbers) -> dict[str, Any]:
    """The number with the date that it holds for; or the date that is the value."""
    quantity = stated.quantity
    if quantity is None:
        return {"value": stated.date, "max": None, "unit": units.of(DATE), "comparator": "=", "date": ""}
    return {
        "value": plain_number(quantity.value),
        "max": None if quantity.value_max is None else plain_number(quantity.value_max),
        "unit": units.of(quantity.unit),
        "comparator": quantity.comparator,
        "date": stated.date or "",
    }
