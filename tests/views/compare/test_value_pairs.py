"""Values that notes give for one attribute, in pairs, with what the claims say of when."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from kg.model import Quantity, Source, Statement
from kg.store.engine.value_table import Attribute
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
    assert pairs(asks("a", "5"), asks("b", "9", "another talk")) == [("a", "b", "not comparable")]
    assert pairs(asks("a", "5"), asks("b", "9", start=75)) == [("a", "b", "not comparable")]


def test_two_prices_of_one_day_contradict_each_other() -> None:
    assert pairs(asks("a", "5", date="2024-05-02"), asks("b", "9", date="2024-05-02")) == [("a", "b", "conflict")]
    assert pairs(asks("a", "5", date="2024-05"), asks("b", "9", date="2024-05-02")) == [("a", "b", "not comparable")]


def test_a_price_is_told_once_where_several_notes_give_it() -> None:
    found = pairs(asks("a", "5"), asks("b", "5"), asks("c", "9"))
    assert found == [("a", "b", "agree"), ("a", "c", "not comparable")]


LISTS = [
    (["Price: $5", "Price: $9"], "not comparable"),  # two things of a list
    (["Price: $5 per anvil", "Price: $9 per anvil"], "not comparable"),
    (["price: $5", "Price: $9"], "not comparable"),
    (["Price: $5", "Price: $5"], "agree"),
    (["Price: $5", "Its price: $9"], "not comparable"),  # one note, as steps of one story
    (["Price: $5"], ""),
    (["Acme asks $5: a fair price.", "Acme asks $9: a high price."], "not comparable"),
]


@pytest.mark.parametrize(("texts", "verdict"), LISTS)
def test_values_under_one_label_of_a_note_are_of_several_things(texts: list[str], verdict: str) -> None:
    values = [worded(asks("a", re.findall(r"\$(\d+)", text)[0]), text, number) for number, text in enumerate(texts)]
    assert [each for _, _, each in pairs(*values)] == ([verdict] if verdict else [])


def test_nor_do_they_contradict_what_another_note_says() -> None:
    lists = [worded(asks("a", price), f"Price: ${price}", number) for number, price in enumerate("59")]
    other = worded(asks("b", "7", date="2024"), "Acme asked $7 in 2024.")
    assert {verdict for _, _, verdict in pairs(*lists, other)} == {"not comparable"}
    (one,) = pairs(lists[0], worded(asks("b", "5"), "Price: $5"))
    assert one == ("a", "b", "agree"), "each note has one"


def worded(value: Value, text: str, number: int = 0) -> Value:
    """A value in a claim of other words."""
    return replace(value, claim=replace(value.claim, id=f"{value.claim.note}#c-{number}", text=text))


def test_what_something_just_is_says_nothing_to_compare() -> None:
    """Of "Acme is 25%" nobody knows of what."""
    claim = asks("a", "5").claim
    nameless = replace(claim, statements=(replace(claim.statements[0], property="is"),))
    assert not list(given(nameless))
