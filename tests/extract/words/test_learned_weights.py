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
    assert len(table.points) == len(names) - 3
    assert table.calibrated(0.2) < table.calibrated(0.5) < table.calibrated(0.8)
