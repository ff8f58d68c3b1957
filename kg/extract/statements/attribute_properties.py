"""The table of frequent attributes: which property a number or date next to certain words is a value of."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

CURRENCY = 3  # letters of an ISO 4217 code, the unit of every amount of money
DATE = "date"


@dataclass(frozen=True, slots=True)
class Property:
    """An attribute that entities of many notes have values of.

    Attributes:
        name: Local name in the graph, camelCase.
        label, comment: For people.
        units: Kinds of unit that fit (``money``, ``date``) or units in the singular.
        nouns: Lemmas that name it; a compound by itself where its head names something else (``market share``).
        verbs: Lemmas, some with their preposition, that state it by themselves.
        in_object: Whether the noun counts only next to the value.
    """

    name: str
    label: str
    comment: str
    units: frozenset[str]
    nouns: frozenset[str]
    verbs: frozenset[str]
    in_object: bool = False

    @property
    def counts(self) -> bool:
        """Whether its values count things, so that the unit itself names the property."""
        return not self.units.isdisjoint(self.nouns)

    def fits(self, unit: str) -> bool:
        """Whether a value with this unit can be a value of the property."""
        return unit in self.units or ("money" in self.units and is_money(unit))


def is_money(unit: str) -> bool:
    """Whether a unit is a currency code (``USD``)."""
    return len(unit) == CURRENCY and unit.isascii() and unit.isalpha() and unit.isupper()


@lru_cache(maxsize=1)
def table() -> tuple[Property, ...]:
    """All properties, in the order in which they are tried."""
    data = tomllib.loads((files("kg.extract.words") / "data" / "properties.toml").read_text(encoding="utf-8"))
    return tuple(
        Property(
            name,
            row["label"],
            row["comment"],
            frozenset(row["units"]),
            frozenset(row["nouns"]),
            frozenset(row["verbs"]),
            row.get("object", False),
        )
        for name, row in data.items()
    )


@lru_cache(maxsize=1)
def phrases() -> frozenset[str]:
    """The nouns of the table that are several words."""
    return frozenset(noun for row in table() for noun in row.nouns if " " in noun)


def match(unit: str, near: Sequence[str], far: Sequence[str], verbs: Collection[str]) -> Property | None:
    """The property that a value states, or None.

    Args:
        unit: The value's unit, or ``date``.
        near: Lemmas of the words around the value, nearest first.
        far: Lemmas of the words of the subject or label.
        verbs: The verb's lemma, alone and with its preposition.
    """
    fitting = [row for row in table() if row.fits(unit)]
    for words, close in ((near, True), (far, False)):
        for word in words:
            for row in fitting:
                if word in row.nouns and (close or not row.in_object):
                    return row
        if close:
            stated = next((row for row in fitting if not row.verbs.isdisjoint(verbs)), None)
            if stated is not None:
                return stated
    return None
