"""Probabilities are set beside how much of what they were said of is right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Claim, Mention, Span, Statement
from kg.model.entity_types import UNKNOWN
from kg.score.calibration import Reliability, calibration
from kg.score.gold import GoldNote
from tests.score.samples import BARE, ENTITIES, TEXT, annotated

if TYPE_CHECKING:
    from collections.abc import Sequence

IT = ("it", "Acme", "Organization", "pronoun")
ACME = ("Acme", "Acme", "Organization", "name")


def mention(at: int, found: tuple[str, str, str, str], sure: float) -> Mention:
    text, entity, type_, kind = found
    return Mention(text, at, at + len(text), Span(0, 1), kind, entity, type_, "test", sure)


def tables(gold: dict[str, Any], *claims: Claim) -> dict[str, Reliability]:
    note = GoldNote("a.md", (annotated(gold),), ENTITIES)
    return {each.name: each for each in calibration([note], lambda _: claims)}


def rows(table: Reliability) -> list[tuple[float, float, int, int]]:
    return [(each.low, each.said, each.right, each.count) for each in table.bins]


def test_links_are_right_where_the_annotation_has_the_same() -> None:
    found = [
        mention(0, ("it", "Acme Inc", "Organization", "pronoun"), 0.85),
        mention(9, ("they", "Globex", "Organization", "pronoun"), 0.81),
    ]
    table = tables({"mentions": [IT]}, replace(BARE, mentions=tuple(found)))["links"]
    assert rows(table) == [(0.8, 0.83, 1, 2)]
    assert table.bins[0].share == 0.5
    assert table.error == 0.33


def test_links_that_are_too_unlikely_to_count_are_judged_as_well() -> None:
    unlikely = mention(0, ("it", "Acme", "Organization", "pronoun"), 0.4)
    table = tables({"mentions": [IT]}, replace(BARE, candidates=(unlikely,)))["links"]
    assert rows(table) == [(0.0, 0.4, 1, 1)]


def test_a_name_is_right_where_it_is_marked_and_its_type_where_that_is_the_same() -> None:
    found = (
        mention(0, ("the Acme", "Acme", "Product", "name"), 0.95),
        mention(9, ("Globex", "Globex", "Place", "name"), 1.0),
    )
    judged = tables({"mentions": [ACME]}, replace(BARE, mentions=found))
    assert rows(judged["names"]) == [(0.9, 0.975, 1, 2)]
    assert rows(judged["names, typed"]) == [(0.9, 0.975, 0, 2)]
    assert judged["links"].bins == ()
    assert judged["links"].error == 0.0


def test_a_name_without_a_type_says_nothing_of_types() -> None:
    acme = mention(0, ("Acme", "Acme", UNKNOWN, "name"), 0.9)
    judged = tables({"mentions": [ACME]}, replace(BARE, mentions=(acme,)))
    assert rows(judged["names"]) == [(0.9, 0.9, 1, 1)]
    assert rows(judged["names, typed"]) == []


@pytest.mark.parametrize(
    ("rule", "about", "expected"),
    [
        ("participants 0.70", ["Acme Inc"], [(0.7, 0.7, 1, 1)]),
        ("topic 0.52", ["Globex"], [(0.5, 0.52, 0, 1)]),
        ("participants, topic 0.52", ["Acme", "Globex"], []),  # whose is it?
        ("", ["Acme"], []),
        ("page", ["Acme"], []),
    ],
)
def test_about_is_judged_where_one_entity_has_the_probability(
    rule: str, about: list[str], expected: list[tuple[float, float, int, int]]
) -> None:
    claim = replace(BARE, about=tuple(about), about_rule=rule)
    assert rows(tables({"about": ["Acme"]}, claim)["about"]) == expected


def test_a_statement_is_right_once() -> None:
    raised, spent, empty = (
        Statement("Acme Inc", "raises", "money", "raise", confidence=0.7),
        Statement("Acme", "spends", "time", "spend", confidence=0.55),
        Statement("Acme", "grows", "", "grow", confidence=0.9),
    )
    gold = {"triples": [("Acme", "will raise", "money")]}
    table = tables(gold, replace(BARE, statements=(raised, raised, spent, empty)))["statements"]
    assert rows(table) == [(0.5, 0.55, 0, 1), (0.7, 0.7, 1, 2)]


def test_sentences_that_are_no_claims_and_claims_that_are_no_sentence_are_left_out() -> None:
    it = (mention(0, ("it", "Acme", "Organization", "pronoun"), 0.8),)
    assert rows(tables({"claim": False}, replace(BARE, mentions=it))["links"]) == []
    assert rows(tables({}, replace(BARE, text="Something else", mentions=it))["links"]) == []


@given(st.lists(st.tuples(st.integers(0, 100), st.booleans()), max_size=30))
def test_every_probability_is_in_one_bin_and_the_error_is_a_probability(said: Sequence[tuple[int, bool]]) -> None:
    found = tuple(
        mention(9 * at, ("it" if right else "they", "Acme", "Organization", "pronoun"), percent / 100)
        for at, (percent, right) in enumerate(said)
    )
    table = tables({"mentions": [IT]}, replace(BARE, text=TEXT, mentions=found))["links"]
    assert table.count == len(said)
    assert sum(each.right for each in table.bins) == sum(right for _, right in said)
    assert all(each.low <= each.said <= each.high for each in table.bins)
    assert 0 <= table.error <= 1
    assert table.to_dict()["expected_error"] == table.error
