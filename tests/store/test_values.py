"""What values are looked for: numbers, and dates where they are what an attribute is."""

from __future__ import annotations

from kg.extract import properties
from kg.store.values import DATES
from kg.views import changes


def test_properties_whose_values_are_dates_are_those_of_the_table() -> None:
    assert set(DATES) == {row.name for row in properties.table() if properties.DATE in row.units}


def test_properties_whose_values_are_changes_are_in_the_table() -> None:
    assert {row.name for row in properties.table()} >= changes.PROPERTIES
