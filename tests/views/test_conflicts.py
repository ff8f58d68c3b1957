"""Values that notes give for one attribute, in pairs: which claims stand for them, and when a moment explains them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kg.model import Quantity, Source, Statement
from kg.store.values import Attribute
from kg.views.conflicts import Value, compare
from kg.views.stated import given
from tests.graph_samples import IPO_CLAIMS

PRICE = Attribute("Acme", "price", "", "USD")


def asks(note: str, dollars: str, media: str = "talk", start: int = 60) -> Value:
    """That a note says what Acme asks for an anvil, in a second of a recording."""
    quantity = Quantity(f"${dollars}", 0, 1 + len(dollars), Decimal(dollars), "USD")
    claim = replace(
        IPO_CLAIMS[0],
        id=f"{note}#c-1",
        note=note,
        source=Source(media, start, f"{media}?t={start}", repaired=False),
        modality="asserted",
        quantities=(quantity,),
        statements=(Statement("Acme", "asks", quantity.text, "price", "Acme", quantity=0),),
    )
    (found,) = given(claim)
    assert found.attribute == PRICE
    return Value(claim, found.stated, found.text, found.what)


def pairs(*values: Value) -> list[tuple[str, str, str]]:
    return [(row.first.claim.note, row.second.claim.note, row.verdict) for row in compare(PRICE, values)]


def test_two_prices_may_be_of_two_days() -> None:
    assert pairs(asks("a", "5"), asks("b", "9", start=600)) == [("a", "b", "differ in time")]
    assert pairs(asks("a", "5"), asks("b", "9", "another talk")) == [("a", "b", "differ in time")]


def test_two_prices_of_one_moment_contradict_each_other() -> None:
    assert pairs(asks("a", "5"), asks("b", "9", start=75)) == [("a", "b", "conflict")]


def test_a_pair_is_told_by_claims_on_the_same_words_where_there_are_such() -> None:
    found = pairs(asks("a", "5", "another talk"), asks("b", "5"), asks("c", "9", start=600), asks("d", "9", start=70))
    assert found == [("b", "d", "conflict"), ("a", "b", "agree"), ("c", "d", "agree")]
