"""Sets the values that notes give for one attribute of one entity side by side, with a verdict on each pair.

Values are numbers, or dates where the attribute is one, as when something was founded. Claims that state the same value
in the same way (kind and date too) make one position. Every two positions of an attribute make one row, told by their
first claims; the claims of one position make rows of their own, each beside the first. So every value that has a
counterpart is shown, and none is resolved. Two numbers in one sentence are no pair: "from $1 billion to $2 billion" is
not a contradiction. Nor are changes of two things, as of exports and of prices.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations, islice
from typing import TYPE_CHECKING, Any

from kg.claim_json import quantity_record, source_record
from kg.model.properties import DATE
from kg.store.ask.answer_rows import Rows
from kg.store.ask.attribute_values import attributes
from kg.views.compare.stated_values import given
from kg.views.compare.verdicts import VERDICTS, compared_in, judge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.model import Claim
    from kg.store.ask.attribute_values import Attribute
    from kg.store.ask.claim_reader import ClaimReader
    from kg.store.engine.store import Store
    from kg.views.compare.verdicts import Stated


LOOKED_AT = 100  # pairs of two positions


@dataclass(frozen=True, slots=True)
class Value:
    """One value as a claim states it.

    Attributes:
        claim: The claim.
        stated: The value, as it is judged.
        text: The claim's words for it.
        what: Of a change: what has changed.
    """

    claim: Claim
    stated: Stated
    text: str
    what: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the value and its claim as plain JSON values."""
        claim, (quantity, date) = self.claim, (self.stated.quantity, self.stated.date)
        whole = {"text": self.text, "value": date, "unit": DATE, "comparator": "=", "method": ""}
        return {
            **(whole if quantity is None else quantity_record(quantity)),
            "date": None if quantity is None else date,
            "kind": self.stated.kind,
            "claim": claim.id,
            "note": claim.note,
            "sentence": claim.text,
            "timestamps": list(claim.timestamps),
            "source": None if claim.source is None else source_record(claim.source),
            "attribution": claim.attribution,
        }


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two values of one attribute, and what sets them apart.

    Attributes:
        entity: Name of the entity that has the attribute.
        property: Local name of the property (``valuation``).
        of: Name of the entity that the value is with regard to (``shareOfRevenueOf``), or None.
        what: Of a change (``growth``): what has changed (``exports``); "" for the entity itself.
        unit: The unit that the two are compared in.
        verdict: One of ``kg.views.compare.verdicts.VERDICTS``.
        reason: Why, in a few words.
        first, second: The values, in the order of their notes' paths, then by place.
    """

    entity: str
    property: str
    of: str | None
    what: str
    unit: str
    verdict: str
    reason: str
    first: Value
    second: Value

    def to_dict(self) -> dict[str, Any]:
        """Return the pair as plain JSON values."""
        return {
            "entity": self.entity,
            "property": self.property,
            "of": self.of,
            "what": self.what,
            "unit": self.unit,
            "verdict": self.verdict,
            "reason": self.reason,
            "first": self.first.to_dict(),
            "second": self.second.to_dict(),
        }


class Conflicts(Rows[Conflict]):
    """Pairs of values by entity and attribute, those that need a reader most first."""

    __slots__ = ()


def find(
    store: Store, reader: ClaimReader, entity: str | None = None, property_: str | None = None
) -> Iterator[Conflict]:
    """Yield every pair of values, one attribute after the other; of the claims, those of one attribute are in memory.

    Args:
        store: The store to ask.
        reader: Reads its claims.
        entity: The name of an entity, or None for all.
        property_: The local name of a property, or None for all.
    """
    for attribute, iris in attributes(store, compared_in, entity, property_):
        claims = sorted(reader.claims(iris), key=lambda claim: (claim.note, claim.span, claim.id))
        found = ((claim, value) for claim in claims for value in given(claim) if value.attribute == attribute)
        yield from compare(attribute, [Value(claim, value.stated, value.text, value.what) for claim, value in found])


def compare(attribute: Attribute, found: Iterable[Value]) -> list[Conflict]:
    """Return the pairs among the values of one attribute, those that need a reader most first, then as they came."""
    positions: dict[object, list[Value]] = {}
    for value in _marked(found):
        positions.setdefault((value.what, value.stated.position), []).append(value)
    pairs: list[tuple[Value, Value]] = []
    for told in positions.values():
        pairs += [(told[0], other) for other in told[1:]]
    for one, other in combinations(positions.values(), 2):
        pairs += _between(one, other) if one[0].what == other[0].what else ()
    rows = [_row(attribute, one, other) for one, other in pairs if one.claim.id != other.claim.id]
    return sorted(rows, key=lambda row: VERDICTS.index(row.verdict))


def _marked(found: Iterable[Value]) -> Iterator[Value]:
    """The values, those marked of which their note gives several under one label.

    "Price: $317" and, further on, "Price: $169" are the prices of two things, whatever the rules take them to be of.
    """
    values = list(found)
    labelled: dict[tuple[str, str], set[object]] = {}
    for value in values:
        labelled.setdefault((value.claim.note, _label(value)), set()).add(value.stated.interval)
    for value in values:
        several = _label(value) and len(labelled[value.claim.note, _label(value)]) > 1
        yield replace(value, stated=replace(value.stated, listed=True)) if several else value


def _label(value: Value) -> str:
    """The words before a colon that alone introduce a value without a date, in lower case; "" where there are none."""
    label, colon, rest = value.claim.text.partition(":")
    begins = rest.lstrip().startswith(value.text)
    return label.casefold() if colon and begins and value.stated.date is None else ""


def _between(one: Sequence[Value], other: Sequence[Value]) -> list[tuple[Value, Value]]:
    """The first pair of two positions whose values are in different claims, if there is any."""
    return list(islice(((a, b) for a in one for b in other if a.claim.id != b.claim.id), 1))


def _row(attribute: Attribute, one: Value, other: Value) -> Conflict:
    entity, property_, of, unit = attribute
    return Conflict(entity, property_, of or None, one.what, unit, *judge(one.stated, other.stated), one, other)
