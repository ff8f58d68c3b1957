"""Properties that are compared with care are those of the table."""

from __future__ import annotations

from kg.extract.statements import attribute_properties
from kg.model.attributes import DATES, MOMENTARY


def test_properties_whose_values_are_dates_are_those_of_the_table() -> None:
    assert set(DATES) == {row.name for row in attribute_properties.table() if attribute_properties.DATE in row.units}


def test_properties_whose_values_hold_for_a_moment_are_in_the_table_or_made_of_a_verb() -> None:
    assert MOMENTARY - {row.name for row in attribute_properties.table()} == {"tradesAt"}
