"""The parts of the explorer's data, each by itself: spool, division into files, edges, conflicts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from kg.model import Quantity, Statement
from kg.store.engine.value_table import Attribute
from kg.views.compare.stated_values import given as given_by
from kg.views.compare.value_pairs import Value, compare
from kg.views.compare.verdicts import AGREE, SHOWN
from kg.views.explorer import edges, shards
from kg.views.explorer.claim_rows import Numbers
from kg.views.explorer.conflict_cards import Figures
from kg.views.explorer.row_spool import Spool
from tests.graph_samples import IPO_CLAIMS

if TYPE_CHECKING:
    from kg.model import Claim


@given(st.lists(st.binary(max_size=20)), st.data())
def test_a_spool_gives_back_what_it_took(rows: list[bytes], data: st.DataObject) -> None:
    with Spool() as spool:
        for row in rows:
            spool.append(row)
        assert len(spool) == len(rows)
        wanted = data.draw(st.lists(st.sampled_from(range(len(rows))))) if rows else []
        assert list(spool.rows(wanted)) == [rows[number] for number in wanted]


@given(st.lists(st.integers(0, 4_000)))
def test_everything_is_in_exactly_one_file(sizes: list[int]) -> None:
    parts = shards.divided(sizes)
    assert [number for part in parts for number in range(part.begin, part.end)] == list(range(len(sizes)))
    assert all(one.end == other.begin for one, other in pairwise(parts))
    for part in parts:
        held = sizes[part.begin : part.end]
        assert sum(held) <= shards.SIZE or sum(size > 0 for size in held) == 1
    assert shards.numbers(parts) == [
        next(number for number, part in enumerate(parts) if part.begin <= place < part.end)
        for place in range(len(sizes))
    ]


PAIRS = st.tuples(st.integers(0, 30), st.integers(0, 30)).filter(lambda pair: pair[0] < pair[1])


@given(st.dictionaries(PAIRS, st.integers(1, 9)))
def test_every_node_keeps_its_strongest_edges(weights: dict[tuple[int, int], int]) -> None:
    found = edges.chosen(weights, 31)
    kept = list(zip(found.source, found.target, strict=True))
    assert kept == sorted(set(kept))
    assert [weights[pair] for pair in kept] == found.weight
    assert found.left_out == len(weights) - len(kept)
    for node in range(31):
        mine = sorted((weights[pair] for pair in weights if node in pair), reverse=True)
        drawn = sorted((weights[pair] for pair in kept if node in pair), reverse=True)
        assert drawn[: edges.KEPT] == mine[: edges.KEPT]


def test_weak_edges_are_left_out_when_there_are_too_many() -> None:
    weights = {(one, other): one + other for one in range(40) for other in range(one + 1, 40)}
    found = edges.chosen(weights, 40)
    assert len(found.source) == 4 * 40
    assert found.left_out == len(weights) - 4 * 40


def test_an_edge_is_labelled_with_what_is_stated_most() -> None:
    found = edges.chosen({(0, 1): 2, (0, 2): 1, (1, 2): 1, (2, 3): 50}, 4)
    stated = {
        (0, 1): Counter({"owns": 2, "buys": 2, "likes": 1}),
        (1, 2): Counter(["x" * 70]),
        (2, 3): Counter({"met": 2}),
    }
    assert edges.labels(found, stated) == ["buys", "", "x" * 59 + "…", ""]


def test_hubs_are_left_out_of_the_note_graph() -> None:
    star = {(0, other) for other in range(1, 400)}
    assert edges.without_hubs({*star, (5, 6)}, 400) == [(5, 6)]
    assert edges.without_hubs({(0, 1), (1, 2)}, 3) == [(0, 1), (1, 2)]
    numbers = {"a": 0, "b": 1, "c": 2}
    assert edges.links_of([("b", "gone", "a"), ("a", "c"), ()], numbers) == {(0, 1), (1, 2)}


def stating(number: int, text: str, value: str, unit: str, **more: Any) -> Claim:
    """A claim of a note of its own that gives one value of Acme's power."""
    quantity = Quantity(text, 0, len(text), Decimal(value), unit)
    statement = Statement("Acme", "uses", text, "power", "Acme", quantity=0, **more)
    return replace(
        IPO_CLAIMS[0],
        id=f"{number}#c-1",
        note=f"{number}.md",
        quantities=(quantity,),
        statements=(statement,),
        modality="asserted",
    )


def cards(*claims: Claim) -> list[dict[str, Any]]:
    figures = Figures()
    for number, claim in enumerate(claims):
        figures.add(claim, (number, number), {"Acme": 0}, None)
    return figures.conflicts(Numbers(), Numbers())


def test_each_number_on_a_card_keeps_its_unit() -> None:
    (found,) = cards(stating(0, "2 GW", "2", "GW"), stating(1, "500 MW", "500", "MW"))
    assert [(one["value"], one["unit"], one["claim"]) for one in found["values"]] == [(2, 0, 0), (500, 1, 1)]
    assert found["pairs"] == [[0, 1, "conflict", "the numbers exclude each other"]]


def test_the_pairs_of_a_card_are_those_that_kg_conflicts_shows_but_for_agreement() -> None:
    claims = [
        stating(0, "30 GW", "30", "GW", date="2023"),
        stating(1, "23 GW", "23", "GW", date="2024"),
        stating(2, "23 GW", "23", "GW", date="2024"),
        stating(3, "26 GW", "26", "GW", date="2024"),
        stating(4, "90 GW", "90", "GW", factuality="predicted"),
    ]
    (found,) = cards(*claims)
    attribute = Attribute("Acme", "power", "", "W")
    values = [Value(claim, one.stated, one.text, one.what) for claim in claims for one in given_by(claim)]
    shown = [row for row in compare(attribute, values) if row.verdict in SHOWN - {AGREE}]
    places = [one["claim"] for one in found["values"]]
    assert [(places[one], places[other], verdict, why) for one, other, verdict, why in found["pairs"]] == [
        (int(row.first.claim.id[0]), int(row.second.claim.id[0]), row.verdict, row.reason) for row in shown
    ]
    assert found["verdict"] == "conflict"


def test_values_that_agree_or_come_from_one_sentence_make_no_card() -> None:
    assert cards(stating(0, "2 GW", "2", "GW"), stating(1, "2 GW", "2", "GW")) == []
    one, other = stating(0, "2 GW", "2", "GW"), stating(0, "3 GW", "3", "GW")
    both = replace(
        one,
        quantities=one.quantities + other.quantities,
        statements=(*one.statements, replace(one.statements[0], quantity=1)),
    )
    assert cards(both) == []
