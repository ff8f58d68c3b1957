"""``kg eval`` on the sample vault's gold_dir, and beside the scorer that was written before it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import kg
from kg.cli.main import main
from kg.score.score_measures import MEASURES

if TYPE_CHECKING:
    from pathlib import Path

# name of a measure -> as the other scorer names it, where the names differ
OTHERWISE = {
    "timestamps": "timestamps exact",
    "sections": "section",
    "callouts": "callout",
    "concepts": "concepts found",
    "comparators": "comparator",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, sample_vault: Path) -> Path:
    """A built copy of the sample vault."""
    copy = tmp_path_factory.mktemp("eval") / "vault"
    shutil.copytree(sample_vault, copy, ignore=shutil.ignore_patterns(".kg"))
    kg.build(copy, workers=1).close()
    return copy


@pytest.fixture
def gold_dir(project: Path) -> Path:
    return project / "tests" / "gold"


def run(built: Path, *arguments: object) -> str:
    result = CliRunner().invoke(main, ["eval", *map(str, arguments), "--vault", str(built)])
    assert result.exit_code == 0, result.stderr
    return result.stdout


@pytest.mark.shared
def test_the_figures_are_those_of_the_other_scorer(built: Path, gold_dir: Path, shared: Path, tmp_path: Path) -> None:
    claims = tmp_path / "claims.jsonl"
    with kg.open_graph(built) as graph:
        claims.write_bytes(b"".join(graph.export("jsonl")))
    scorer = [sys.executable, str(shared / "eval" / "score.py"), str(gold_dir), str(claims), "--json"]
    other = json.loads(subprocess.run(scorer, capture_output=True, check=True).stdout)
    rows = json.loads(run(built, gold_dir, "-f", "json"))["scores"]
    assert "terms" in other
    assert [row["measure"] for row in rows] == [measure.name for measure in MEASURES]
    for row in rows:
        theirs = other[OTHERWISE.get(row["measure"], row["measure"])]
        ours = {
            "P": row["precision"],
            "R": row["recall"],
            "F1": row["f1"],
            "accuracy": row["rate"],
            "gold": row["gold"],
        }
        assert {key: value for key, value in ours.items() if value is not None} == theirs, row["measure"]


def test_the_table_has_a_line_for_each_measure(built: Path, gold_dir: Path) -> None:
    lines = run(built, gold_dir).splitlines()
    assert lines[0].split() == ["MEASURE", "PRECISION", "RECALL", "F1", "OR", "RATE", "ANNOTATED"]
    assert [line.split("  ")[0] for line in lines[1:]] == [measure.name for measure in MEASURES]


def test_the_table_as_markdown(built: Path, gold_dir: Path) -> None:
    lines = run(built, gold_dir, "-f", "md").splitlines()
    assert lines[0] == "| Measure | Precision | Recall | F1 or rate | Annotated |"
    assert len(lines) == 2 + len(MEASURES)


def test_errors_are_shown_with_what_is_missing_and_what_is_wrong(built: Path, gold_dir: Path) -> None:
    lines = run(built, gold_dir, "--errors", "1").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("## about: "))
    assert ".md: " in lines[at + 1]
    assert lines[at + 2].startswith(('  - "', '  + "'))


def test_a_note_that_is_not_in_the_vault_counts_as_missed_and_is_told(built: Path, tmp_path: Path) -> None:
    note = {"note": "Nowhere [1].md", "sentences": [{"text": "Acme grows.", "claim": True}]}
    (tmp_path / "a.json").write_text(json.dumps(note), encoding="utf-8")
    result = CliRunner().invoke(main, ["eval", str(tmp_path), "--vault", str(built), "-f", "json"])
    assert "Nowhere [1].md: no such note in the vault" in result.stderr
    rows = json.loads(result.stdout)["scores"]
    assert (rows[0]["recall"], rows[0]["gold"]) == (0.0, 1)


def test_the_manual_shows_a_file_that_can_be_read(project: Path, tmp_path: Path) -> None:
    text = (project / "docs" / "annotating.md").read_text(encoding="utf-8")
    (tmp_path / "a.json").write_text(text.partition("```json\n")[2].partition("```")[0], encoding="utf-8")
    from kg.score import gold

    (note,) = gold.read(tmp_path)
    assert note.sentences[0].quantities
    for measure in MEASURES:
        assert measure.name.split(" ")[0].strip(",") in text, measure.name


def test_the_commonest_kinds_of_error_are_counted_in_every_form(built: Path, gold_dir: Path) -> None:
    record = json.loads(run(built, gold_dir, "--kinds", "3", "-f", "json"))
    counts = [kind["times"] for kind in record["kinds"]]
    assert len(counts) == 3
    assert counts == sorted(counts, reverse=True)
    name = record["kinds"][0]["name"]
    assert name in run(built, gold_dir, "--kinds", "1")
    assert f"| {name} |" in run(built, gold_dir, "--kinds", "1", "-f", "md")
    assert "kinds" not in json.loads(run(built, gold_dir, "-f", "json"))


def test_probabilities_are_set_beside_what_is_right_in_every_form(built: Path, gold_dir: Path) -> None:
    tables = json.loads(run(built, gold_dir, "--calibration", "-f", "json"))["calibration"]
    assert [table["field"] for table in tables] == ["links", "names", "names, typed", "about", "statements"]
    for table in tables:
        assert table["count"] == sum(each["count"] for each in table["bins"]) > 0, table["field"]
        assert all(each["share"] == round(each["right"] / each["count"], 3) for each in table["bins"])
    shown = run(built, gold_dir, "--calibration")
    assert "FIELD" in shown
    (whole,) = (line.split() for line in shown.splitlines() if line.startswith("links ") and " all " in line)
    assert whole == ["links", "all", f"{tables[0]['expected_error']:.3f}", f"{tables[0]['count']:,}"]
    assert "| Field | Probability | Said | Right | Error | Count |" in run(built, gold_dir, "--calibration", "-f", "md")
    assert "calibration" not in json.loads(run(built, gold_dir, "-f", "json"))
