"""The table of properties: what states a value of each, in which units, and how its values are compared."""

from __future__ import annotations

import tomllib
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CURRENCY = 3  # letters of an ISO 4217 code, the unit of every amount of money
DATE = "date"  # stands for the unit of dates
KEYS = {"object": "in_object"}  # what the file calls otherwise


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
        momentary: Whether its values hold for a moment, or for one occasion of several: a rate, a price, a deal.
        change: Whether its values say by how much something has changed.
        nameless: Whether it says nothing of what its values measure: "Acme is 25%".
    """

    name: str
    label: str
    comment: str = ""
    units: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    in_object: bool = False
    momentary: bool = False
    change: bool = False
    nameless: bool = False

    @property
    def counts(self) -> bool:
        """Whether its values count things, so that the unit itself names the property."""
        return not self.units.isdisjoint(self.nouns)

    def fits(self, unit: str) -> bool:
        """Whether a value with this unit can be a value of the property."""
        return unit in self.units or ("money" in self.units and is_money(unit))


UNLISTED = Property("", "")  # what holds of a property that the table lacks


def is_money(unit: str) -> bool:
    """Whether a unit is a currency code (``USD``)."""
    return len(unit) == CURRENCY and unit.isascii() and unit.isalpha() and unit.isupper()


class PropertyTable(dict[str, Property]):
    """Properties by name, in the order in which they are tried."""

    @cached_property
    def dated(self) -> tuple[str, ...]:
        """The names of the properties whose values are dates, sorted."""
        return tuple(sorted(name for name, row in self.items() if DATE in row.units))

    @cached_property
    def phrases(self) -> frozenset[str]:
        """The nouns that are several words."""
        return frozenset(noun for row in self.values() for noun in row.nouns if " " in noun)


def property_from(name: str, row: Mapping[str, Any], base: Property | None = None) -> Property:
    """A row of the table as TOML has it; what it leaves out is as in ``base``."""
    fields: dict[str, Any] = {
        KEYS.get(key, key): frozenset(value) if isinstance(value, list) else value for key, value in row.items()
    }
    return Property(name, **fields) if base is None else replace(base, **fields)


@lru_cache(maxsize=1)
def shipped_properties() -> PropertyTable:
    """The table that ships with kg."""
    rows = tomllib.loads(Path(__file__).with_name("properties.toml").read_text(encoding="utf-8"))
    return PropertyTable({name: property_from(name, row) for name, row in rows.items()})


_CURRENT: ContextVar[PropertyTable] = ContextVar("properties")


@contextmanager
def using_properties(table: PropertyTable) -> Iterator[None]:
    """Have a vault's own table in force."""
    before = _CURRENT.set(table)
    try:
        yield
    finally:
        _CURRENT.reset(before)


def property_table() -> PropertyTable:
    """All properties by name, in the order in which they are tried."""
    return _CURRENT.get(None) or shipped_properties()


def property_of(name: str) -> Property:
    """The row of a property; ``UNLISTED`` where the table has none."""
    return property_table().get(name, UNLISTED)


def dated() -> tuple[str, ...]:
    """The names of the properties whose values are dates, sorted."""
    return property_table().dated
