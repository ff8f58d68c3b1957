"""A model that answers with the annotation itself is believed: hardly anything of it is refused or lost."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from glob import escape
from pathlib import Path

import pytest

import kg
from kg import assembly
from kg.config import Config
from kg.score import gold
from kg.score.scorecard import score
from tests import llm_server
from tests.llm.annotation_answers import answering

GOLD = Path(__file__).resolve().parent.parent / "gold"
LEAST = 0.93
# What the measures of a small set are less: they count one referent of each "they", and there are 29 sources in all.
WIDE_SET = {"coreference": 0.91}  # the annotation itself reaches 0.943: one referent of each place counts
SMALL_SET = {"coreference": 0.03, "attribution": 0.03}


def built(vault: Path, annotated: Path, out: Path | None = None) -> None:
    """Build a vault by the answers of a server that knows the annotation."""
    for endpoint in llm_server.running(llm_server.Endpoint(always=answering(annotated))):
        config = Config(workers=1, backend="llm", llm_url=endpoint.url, llm_model="annotation", llm_timeout=60)
        result = assembly.build(vault, config=config, out=out)
        assert result.asked is not None
        assert result.asked.failed == ()


def test_the_projects_own_annotation_comes_through(sample_vault: Path, tmp_path: Path) -> None:
    notes = gold.read(GOLD)
    for note in notes:
        (file,) = sample_vault.rglob(note.note)
        shutil.copy(file, tmp_path / note.note)
    built(tmp_path, GOLD)
    with kg.open_graph(tmp_path) as graph:
        scores = score(notes, lambda name: list(graph.claims(note=escape(name))))
    assert {row.name: row.figure for row in scores if row.figure < LEAST - SMALL_SET.get(row.name, 0)} == {}


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_an_annotation_of_many_fields_comes_through(shared: Path, tmp_path: Path) -> None:
    vault, out = tmp_path / "vault", tmp_path / "out"
    shutil.copytree(shared / "eval/notes-wide", vault)
    built(vault, shared / "eval/gold-wide", out)
    told = subprocess.run(
        [sys.executable, shared / "eval/score.py", shared / "eval/gold-wide", out / "claims.jsonl", "--json"],
        capture_output=True,
        check=True,
        text=True,
    )
    figures = {name: row.get("F1", row.get("accuracy")) for name, row in json.loads(told.stdout).items()}
    assert {name: figure for name, figure in figures.items() if figure < WIDE_SET.get(name, LEAST)} == {}
