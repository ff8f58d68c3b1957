"""Learned weights give probabilities that every machine agrees on; the tables in the package are well formed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.words import learned_weights
from kg.extract.words.learned_weights import LogisticWeights, step, weights

TABLES = sorted((Path(learned_weights.__file__).parent / "learned").glob("*.tsv"))
COIN = LogisticWeights({"heads": 110, "tails": -110})
options = st.lists(st.lists(st.sampled_from(["heads", "tails", "edge"])), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("features", "chance"), [([], 0.5), (["heads"], 0.75), (["tails"], 0.25), (["heads", "tails"], 0.5), (["new"], 0.5)]
)
def test_points_are_hundredths_of_the_log_odds(features: list[str], chance: float) -> None:
    assert COIN.chance(features) == chance


def test_calibration_stretches_and_moves_the_odds() -> None:
    assert LogisticWeights({"a": 110}, low=200, high=200).chance(["a"]) == 0.9
    assert (
        LogisticWeights({"a": 110}, low=200).chance(["a"]) < 0.75 < LogisticWeights({"a": 110}, high=200).chance(["a"])
    )
    assert LogisticWeights({"a": 110}, shift=-110).chance(["a"]) == 0.5


def test_steps_say_what_a_chance_is_worth_with_straight_lines_between() -> None:
    table = LogisticWeights({}, steps=((50, 40), (60, 40), (80, 90)))
    asked = (0.25, 0.5, 0.55, 0.6, 0.7, 0.8, 0.9)
    assert [table.calibrated(chance) for chance in asked] == [0.2, 0.4, 0.4, 0.4, 0.65, 0.9, 0.95]


@given(st.lists(st.tuples(st.integers(1, 99), st.integers(0, 99)), max_size=6), st.lists(st.floats(0, 1), min_size=2))
def test_a_chance_that_was_higher_is_worth_no_less(steps: list[tuple[int, int]], chances: list[float]) -> None:
    said, worth = sorted({one for one, _ in steps}), sorted(other for _, other in steps)
    table = LogisticWeights({}, steps=tuple(zip(said, worth, strict=False)))
    found = [table.calibrated(chance) for chance in sorted(chances)]
    assert found == sorted(found)
    assert all(0 <= chance <= 1 for chance in found)


@given(options)
def test_of_several_options_the_chances_make_up_one(features: list[list[str]]) -> None:
    chances = COIN.chances(features)
    assert sum(chances) == pytest.approx(1, abs=0.03)
    assert all(chance == round(chance, 2) for chance in chances)
    best = max(range(len(features)), key=lambda at: COIN.total(features[at]))
    assert chances[best] == max(chances)


def test_odds_beyond_all_measure_are_no_error() -> None:
    assert LogisticWeights({"a": 10**6}).chance(["a"]) == 1
    assert LogisticWeights({"a": -(10**6)}).chances([["a"], []]) == [0, 1]


def test_a_number_becomes_a_step() -> None:
    assert [step(value, (1, 2, 4)) for value in (0, 1, 3.9, 4, 100)] == [0, 1, 2, 3, 3]


@pytest.mark.parametrize("file", TABLES, ids=lambda file: file.stem)
def test_a_table_has_a_feature_a_line_and_its_calibration(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    names = [line.rpartition("\t")[0] for line in lines[1:]]
    assert lines[0].startswith("# Learned by benchmarks/")
    assert names == sorted(set(names))
    table = weights(file.stem)
    assert len(table.points) == len(names) - 3 - len(table.steps)
    assert table.steps == tuple(sorted(table.steps))
    assert table.calibrated(0.2) < table.calibrated(0.5) < table.calibrated(0.8)
