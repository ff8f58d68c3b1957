"""``kg build`` from the command line: its arguments, its summary, and Ctrl-C."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg.flow
from kg.assembly.steps.build_result import BuildResult
from kg.cli import cluster_build
from kg.cli.commands import build
from kg.config import Config
from kg.flow.partition_files import FlowResult, Partition
from kg.llm.ask_model import ModelUsage
from kg.model import Problem

if TYPE_CHECKING:
    from tests.cli.conftest import Typed

DONE = BuildResult(
    vault=Path("my vault"),
    notes=6203,
    claims=1,
    entities=2,
    timestamps_repaired=31,
    notes_repaired=1,
    analysed=3,
    replaced=4,
    removed=5,
    problems=(
        Problem("a.md", "empty", "x"),
        Problem("b.md", "yaml-invalid", "x"),
        Problem("c.md", "yaml-invalid", "x"),
    ),
    outputs=(Path("exports/graph.trig"),),
)


def test_the_summary_tells_what_was_made_what_to_mind_and_what_next() -> None:
    assert list(build.summary(DONE)) == [
        "Built my vault: 6,203 notes, 1 claim, 2 entities",
        "  changes   3 analysed, 4 written, 5 removed",
        "  repaired  31 timestamps in 1 note",
        "  problems  2 yaml-invalid, 1 empty (kg doctor shows them)",
        "  wrote     exports/graph.trig",
        "  next      kg view --open, kg entities, kg claims NAME, kg search WORDS",
    ]


def test_the_summary_tells_what_a_language_model_was_asked_and_what_it_took() -> None:
    asked = ModelUsage(sections=12, kept=9, failed=(("a.md", "busy"),), dropped=2, tokens_in=1500, tokens_out=500)
    settings = Config(backend="llm", llm_model="small", llm_price_in=2.0, llm_price_out=8.0)
    (line,) = (each for each in build.summary(replace(DONE, asked=asked), settings) if each.startswith("  asked"))
    assert line == (
        "  asked     3 sections of small (9 already answered): 1,500 tokens read, 500 written, USD 0.0070; "
        "2 sayings not borne out by the notes (kg explain shows them), 1 section fell back to the rules"
    )
    (free,) = (each for each in build.summary(replace(DONE, asked=asked), Config()) if each.startswith("  asked"))
    assert "USD" not in free


def test_a_dry_run_prints_what_would_be_asked_and_builds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, anywhere: Typed
) -> None:
    (tmp_path / "a.md").write_text("Acme Corporation sold 40 anvils to Globex.\n")
    refused = anywhere("build", str(tmp_path), "--dry-run")
    assert (refused.exit_code, "set extract.backend to 'llm'" in refused.stderr) == (2, True)
    for name, value in {"BACKEND": "llm", "LLM_BASE_URL": "http://localhost:1/v1", "LLM_MODEL": "small"}.items():
        monkeypatch.setenv(f"KG_{name}", value)
    shown = anywhere("build", str(tmp_path), "--dry-run")
    assert shown.exit_code == 0, shown.stderr
    assert "Note: a\n\n1. Acme Corporation sold 40 anvils to Globex." in shown.stdout
    assert "1 of 1 sections are new" in shown.stderr
    assert anywhere("claims", "Globex", "--vault", str(tmp_path)).exit_code == 1, "nothing was built"
    (tmp_path / "a.md").write_text("# Nothing yet\n")
    nothing = anywhere("build", str(tmp_path), "--dry-run")
    assert (nothing.stdout, "0 of 0 sections" in nothing.stderr) == ("", True)


def test_a_vault_without_problems_says_so() -> None:
    sound = BuildResult(Path("v"), 1, 1, 1, 0, 0, 1, 1, 0)
    assert "  problems  none" in build.summary(sound)


NOTE = """---
title: Acme
videoId: abcdefghijk
---
Acme Corporation sold 40 anvils in 2023 [00:01:00].
"""


def test_a_vault_is_built_and_then_answers(anywhere: Typed, tmp_path: Path) -> None:
    vault = tmp_path / "my vault"
    vault.mkdir()
    (vault / "Acme.md").write_text(NOTE, encoding="utf-8")
    out = tmp_path / "out"
    result = anywhere("build", str(vault), "--out", str(out), "--workers", "1")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(f"Built {vault}: 1 note, 1 claim, ")
    assert sorted(path.name for path in out.iterdir()) == ["claims.jsonl", "explorer", "graph.trig", "report.md"]
    assert f"  wrote     {out / 'explorer' / 'index.html'}" in result.stdout
    assert "40 anvils" in anywhere("claims", "Acme Corporation", "--vault", str(vault)).stdout
    again = anywhere("build", "--vault", str(vault), "--out", str(out), "--jobs", "1")
    assert "  changes   0 analysed, 0 written, 0 removed" in again.stdout
    again = anywhere("build", str(vault), "--out", str(out), "--workers", "1", "--full")
    assert "  changes   1 analysed, 1 written, 0 removed" in again.stdout


@pytest.fixture
def built_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, anywhere: Typed) -> Path:
    """A folder with a vault ``notes`` in it that was built there, without any option."""
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/Acme.md").write_text(NOTE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_WORKERS", "1")
    assert anywhere("build", "notes").exit_code == 0
    return tmp_path


def outputs_of(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "exports").iterdir())


def test_files_for_other_programs_are_written_where_a_folder_is_named(built_here: Path, anywhere: Typed) -> None:
    assert outputs_of(built_here) == ["explorer", "report.md"]
    told = anywhere("build", "notes", "--out", "exports").stdout
    assert outputs_of(built_here) == ["claims.jsonl", "explorer", "graph.trig", "report.md"]
    assert "  wrote     exports/graph.trig\n  wrote     exports/claims.jsonl\n" in told


def test_a_file_that_is_there_is_kept_up_to_date_and_one_that_was_deleted_stays_away(
    built_here: Path, anywhere: Typed
) -> None:
    anywhere("build", "notes", "--out", "exports")
    (built_here / "exports/graph.trig").unlink()
    (built_here / "notes/Acme.md").write_text(NOTE.replace("40", "55"), encoding="utf-8")
    told = anywhere("build", "notes").stdout
    assert outputs_of(built_here) == ["claims.jsonl", "explorer", "report.md"]
    assert "55 anvils" in (built_here / "exports/claims.jsonl").read_text(encoding="utf-8")
    assert "graph.trig" not in told


def test_a_setting_asks_for_all_files_at_every_build(built_here: Path, anywhere: Typed) -> None:
    (built_here / "notes/.kg/config.toml").write_text("[outputs]\nalways = true\n", encoding="utf-8")
    anywhere("build", "notes")
    assert outputs_of(built_here) == ["claims.jsonl", "explorer", "graph.trig", "report.md"]


def test_a_file_of_the_users_is_never_taken_for_an_output(built_here: Path, anywhere: Typed) -> None:
    (built_here / "exports/claims.jsonl").write_text("mine\n", encoding="utf-8")
    refused = anywhere("build", "notes")
    assert (refused.exit_code, "not kg's" in refused.stderr) == (1, True)
    assert (built_here / "exports/claims.jsonl").read_text(encoding="utf-8") == "mine\n"


@pytest.fixture
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["nowhere"], 1, "'nowhere': does not exist"),
        ([".", "--vault", "."], 2, "you named two vaults"),
        ([".", "--workers", "-1"], 2, "-1 is not in the range"),
        ([".", "--workers", "two"], 2, "'two' is not a valid integer"),
        (["."], 1, "contains no notes"),
        ([".", "--out", "/dev/null/exports"], 1, "'/dev/null/exports': Not a directory"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_built_is_told(
    anywhere: Typed, empty_folder: Path, arguments: list[str], code: int, told: str
) -> None:
    result = anywhere("build", *arguments)
    assert told in result.stderr
    assert result.exit_code == code
    assert not (empty_folder / "exports").exists()


def test_a_folder_that_may_not_be_written_is_told_before_the_work(
    anywhere: Typed, empty_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda _, mode: mode != os.W_OK)
    result = anywhere("build", ".")
    assert result.stderr == "Error: 'exports': Permission denied\n"
    assert result.exit_code == 1


def test_ctrl_c_ends_with_130_and_says_how_to_go_on(
    anywhere: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(import_module("kg.assembly.assembly_line"), "build", interrupted)
    result = anywhere("build", str(tmp_path))
    assert result.exit_code == 130
    assert "Interrupted: 'kg build' finishes the graph." in result.stderr


def test_what_a_cluster_cannot_do_is_refused_before_anything_is_read(tmp_path: Path, anywhere: Typed) -> None:
    (tmp_path / "a.md").write_text("Acme sold 40 anvils.\n")
    for options, why in (
        (("--scheduler", "tcp://localhost:8786"), "--scheduler names a cluster: add --engine dask or --engine spark"),
        (("--engine", "dask", "--forget"), "leave out --forget and --dry-run"),
        (("--engine", "dask", "--dry-run"), "leave out --forget and --dry-run"),
    ):
        told = anywhere("build", str(tmp_path), *options)
        assert (told.exit_code, why in told.stderr) == (2, True)
    assert not (tmp_path / ".kg").exists()


def test_without_dask_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, anywhere: Typed) -> None:
    (tmp_path / "a.md").write_text("Acme sold 40 anvils.\n")
    monkeypatch.setitem(sys.modules, "distributed", None)
    for name in ("dask_engine", "dask_cluster"):  # what another test has loaded
        monkeypatch.delitem(sys.modules, f"kg.flow.{name}", raising=False)
        monkeypatch.delattr(kg.flow, name, raising=False)
    told = anywhere("build", str(tmp_path), "--engine", "dask")
    assert told.exit_code == 1
    assert "kg build --engine dask needs the package 'distributed': pip install 'claimgraph[dask]'" in told.stderr


def test_the_summary_of_a_cluster_adds_up_its_files_and_tells_what_to_mind() -> None:
    files = (
        Partition("claims-00000.jsonl.gz", "", 1, 3),
        Partition("entities-00000.nq.gz", "", 1, 40),
        Partition("notes-00000.nq.gz", "", 1, 1000),
        Partition("notes-00001.nq.gz", "", 1, 200),
    )
    found = FlowResult(files, DONE.problems)
    assert list(cluster_build.summary("my vault", "out", found)) == [
        "Built my vault: 1,240 quads, 3 claims in 4 files",
        "  problems  2 yaml-invalid, 1 empty (problems-00000.jsonl.gz has them)",
        "  wrote     out/manifest.json",
    ]
