"""Values that notes give for one attribute, in pairs, with what the claims say of when."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kg.model import Quantity, Source, Statement
from kg.store.ask.attribute_values import Attribute
from kg.views.compare.stated_values import given
from kg.views.compare.value_pairs import Value, compare
from tests.graph_samples import IPO_CLAIMS

PRICE = Attribute("Acme", "price", "", "USD")


def asks(note: str, dollars: str, media: str = "talk", start: int = 60, date: str | None = None) -> Value:
    """That a note says what Acme asks for an anvil, in a second of a recording."""
    quantity = Quantity(f"${dollars}", 0, 1 + len(dollars), Decimal(dollars), "USD")
    claim = replace(
        IPO_CLAIMS[0],
        id=f"{note}#c-1",
        note=note,
        source=Source(media, start, f"{media}?t={start}", repaired=False),
        modality="asserted",
        quantities=(quantity,),
        statements=(Statement("Acme", "asks", quantity.text, "price", "Acme", quantity=0, date=date),),
    )
    (found,) = given(claim)
    assert found.attribute == PRICE
    return Value(claim, found.stated, found.text, found.what)


def pairs(*values: Value) -> list[tuple[str, str, str]]:
    return [(row.first.claim.note, row.second.claim.note, row.verdict) for row in compare(PRICE, values)]


def test_two_prices_may_be_of_two_days_even_in_one_talk() -> None:
    """Of one moment too: "it fell from $120 to $100"."""
    assert pairs(asks("a", "5"), asks("b", "9", "another talk")) == [("a", "b", "differ in time")]
    assert pairs(asks("a", "5"), asks("b", "9", start=75)) == [("a", "b", "differ in time")]


def test_two_prices_of_one_day_contradict_each_other() -> None:
    assert pairs(asks("a", "5", date="2024-05-02"), asks("b", "9", date="2024-05-02")) == [("a", "b", "conflict")]
    assert pairs(asks("a", "5", date="2024-05"), asks("b", "9", date="2024-05-02")) == [("a", "b", "differ in time")]


def test_a_price_is_told_once_where_several_notes_give_it() -> None:
    found = pairs(asks("a", "5"), asks("b", "5"), asks("c", "9"))
    assert found == [("a", "c", "differ in time"), ("a", "b", "agree")]


def test_what_something_just_is_says_nothing_to_compare() -> None:
    """Of "Acme is 25%" nobody knows of what."""
    claim = asks("a", "5").claim
    nameless = replace(claim, statements=(replace(claim.statements[0], property="is"),))
    assert not list(given(nameless))
