"""A property is one row of ``kg/model/properties.toml``: what states it, and how its values are compared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from kg.model.properties import DATE, UNLISTED, dated, property_of, property_table

if TYPE_CHECKING:
    from tests.conftest import MakeVault
    from tests.tables.conftest import KgCopy

FIRST = "[shareOfRevenueOf]"
ROW = """[bridgeToll]
label = "toll of a bridge"
comment = "Money asked for one crossing."
units = ["money"]
nouns = ["toll"]
verbs = []
"""
NOTES = {
    "Bridges.md": "Harbour Bridge has a toll of $5.\n",
    "Roads.md": "Harbour Bridge has a toll of $9.\n",
}


@pytest.mark.parametrize("name", property_table())
def test_every_property_says_what_it_is_and_what_states_it(name: str) -> None:
    row = property_of(name)
    assert row.name.isalnum()
    assert row.label
    assert row.comment.endswith(".")
    assert bool(row.units) == bool(row.nouns | row.verbs)
    assert row.units or row.momentary or row.nameless


def test_a_property_is_compared_as_its_row_says() -> None:
    assert dated() == ("foundingDate", "launchDate")
    assert all(property_of(name).units == {DATE} for name in dated())
    assert (property_of("growth").change, property_of("growth").momentary) == (True, True)
    assert (property_of("debt").change, property_of("debt").momentary) == (False, False)
    assert property_of("tradesAt").momentary
    assert property_of("is").nameless
    assert property_of("outshines") == UNLISTED


@pytest.mark.slow
def test_a_new_row_is_found_labelled_and_compared(kg_copy: KgCopy, make_vault: MakeVault) -> None:
    vault = str(make_vault(dict(NOTES)))

    def judged() -> list[tuple[str, str]]:
        kg_copy.kg("build", vault, "-j", "1")
        lines = kg_copy.kg("conflicts", "-f", "jsonl", "--vault", vault).splitlines()
        return [(row["property"], row["verdict"]) for row in map(json.loads, lines)]

    kg_copy.insert("model/properties.toml", FIRST, ROW + "\n")
    assert judged() == [("bridgeToll", "conflict")]
    kg_copy.insert("model/properties.toml", "\n" + FIRST, "momentary = true\n")
    assert judged() == []
    assert '/prop/bridgeToll> <http://www.w3.org/2000/01/rdf-schema#label> "toll of a bridge"' in kg_copy.kg(
        "export", "-f", "nt", "--vault", vault
    )
