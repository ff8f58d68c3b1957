"""The parts of the explorer's data, each by itself: spool, division into files, edges, conflicts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Quantity, Statement
from kg.views.compare.verdicts import Stated
from kg.views.explorer import edges, shards
from kg.views.explorer.conflict_cards import Figures, verdict
from kg.views.explorer.row_spool import Spool
from tests.graph_samples import IPO_CLAIMS


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


def stated(value: str, comparator: str = "=", unit: str = "USD", **more: Any) -> Stated:
    return Stated(Quantity(value, 0, len(value), Decimal(value), unit, comparator), **more)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([stated("30")], "agree"),
        ([stated("30"), stated("30")], "agree"),
        ([stated("30"), stated("23")], "conflict"),
        ([stated("30", ">"), stated("35")], "refine"),
        ([stated("30", date="2023"), stated("23", date="2024")], "differ in time"),
        ([stated("30", date="2023"), stated("23", date="2024"), stated("26", date="2024")], "conflict"),
        ([stated("30", kind="forecast"), stated("23")], "differ in kind"),
        ([stated("30"), stated("30"), stated("23", kind="forecast"), stated("29", ">")], "differ in kind"),
    ],
)
def test_the_verdict_is_that_of_the_pair_that_needs_a_reader_most(values: list[Stated], said: str) -> None:
    assert verdict(values) == said
    assert verdict(values[::-1]) == said


def test_numbers_are_shown_in_the_unit_they_are_compared_in() -> None:
    figures = Figures()
    for note, text, value, unit in (("a.md", "2 GW", "2", "GW"), ("b.md", "500 MW", "500", "MW")):
        quantity = Quantity(text, 0, len(text), Decimal(value), unit)
        statement = Statement("Acme", "uses", text, "power", "Acme", quantity=0)
        claim = replace(IPO_CLAIMS[0], note=note, quantities=(quantity,), statements=(statement,), modality="asserted")
        figures.add(claim, (0, 0), {"Acme": 0}, None)
    (found,) = figures.conflicts()
    assert (found["unit"], found["verdict"]) == ("W", "conflict")
    assert [one["value"] for one in found["values"]] == [2_000_000_000, 500_000_000]
