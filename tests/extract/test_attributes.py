"""Properties that are compared with care are those of the table."""

from __future__ import annotations

from kg.extract import properties
from kg.model.attributes import CHANGES, DATES


def test_properties_whose_values_are_dates_are_those_of_the_table() -> None:
    assert set(DATES) == {row.name for row in properties.table() if properties.DATE in row.units}


def test_properties_whose_values_are_changes_are_in_the_table() -> None:
    assert {row.name for row in properties.table()} >= CHANGES
