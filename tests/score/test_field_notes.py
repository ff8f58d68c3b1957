"""The project's own annotated notes are extracted about as well as when they were written: a collapse is noticed."""

from __future__ import annotations

import shutil
from glob import escape
from typing import TYPE_CHECKING

import pytest

import kg
from kg.score import gold
from kg.score.calibration import Reliability, calibration
from kg.score.scorecard import score

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.graph import Graph
    from kg.score.gold import GoldNote

# measure -> F1 or rate that is a collapse, on notes of 22 fields that no rule was made from
LEAST = {
    "claims": 0.95,
    "timestamps": 0.95,
    "sections": 0.95,
    "callouts": 0.95,
    "named mentions": 0.80,
    "named mentions, typed": 0.65,
    "concepts": 0.70,
    "coreference": 0.35,
    "anaphora": 0.45,
    "about": 0.65,
    "about, names only": 0.65,
    "terms": 0.30,
    "statements": 0.42,
    "quantities": 0.80,
    "quantities with unit": 0.70,
    "comparators": 0.85,
    "dates": 0.85,
    "modality": 0.82,
    "negation": 0.65,
    "attribution": 0.60,
}
FURTHEST = 0.25  # of what is said from what is right, on average

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def graph(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """The graph of the notes, built as one vault."""
    vault = tmp_path_factory.mktemp("fields") / "vault"
    shutil.copytree(project / "tests" / "gold" / "fields" / "notes", vault)
    with kg.build(vault, workers=1) as built:
        yield built


@pytest.fixture(scope="module")
def annotated(project: Path) -> tuple[GoldNote, ...]:
    return gold.read(project / "tests" / "gold" / "fields")


def test_no_measure_collapses(graph: Graph, annotated: tuple[GoldNote, ...]) -> None:
    rows = score(annotated, lambda note: list(graph.claims(note=escape(note))))
    assert {row.name for row in rows} == set(LEAST)
    assert not {row.name: row.figure for row in rows if row.figure < LEAST[row.name]}


def test_probabilities_are_not_far_from_what_is_right(graph: Graph, annotated: tuple[GoldNote, ...]) -> None:
    tables = calibration(annotated, lambda note: list(graph.claims(note=escape(note))))
    far = [table for table in tables if table.error > FURTHEST]
    assert far == list[Reliability]()
    assert all(table.count > 100 for table in tables), "enough of each to judge"
