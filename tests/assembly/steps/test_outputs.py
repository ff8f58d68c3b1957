"""Outputs that are made in processes of their own: the same files, and work that can be left at any moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg import assembly
from kg.assembly.steps import outputs
from kg.assembly.steps.build_result import Silent
from kg.config import Config
from kg.store.ask import sparql
from kg.store.engine import store as store_module

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.store.engine.query_results import QueryResult
    from kg.store.engine.store import Store

ONE = Config(workers=1)


class Counting(Silent):
    """A Progress that adds up what is done."""

    def __init__(self) -> None:
        self.count, self.total = 0, 0

    def phase(self, name: str, total: int, unit: str) -> None:
        self.total = total

    def advance(self, n: int = 1) -> None:
        self.count += n


@pytest.fixture
def order(vault_copy: Path, tmp_path: Path) -> Callable[[str], outputs.Order]:
    """Has the sample vault's outputs written into a folder of that name."""
    assembly.build(vault_copy, config=ONE, out=tmp_path / "made by the build")
    return lambda name: outputs.Order(vault_copy / ".kg", tmp_path / name, ONE, "some key", ())


def content(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != ".kg-files.json"
    }


def test_several_processes_write_the_files_that_one_writes(
    order: Callable[[str], outputs.Order], tmp_path: Path
) -> None:
    told = Counting()
    written = outputs.write(order("several"), 2, told)
    assert content(tmp_path / "several") == content(tmp_path / "made by the build")
    assert [path.relative_to(tmp_path / "several").as_posix() for path in written] == [
        "graph.trig",
        "claims.jsonl",
        "report.md",
        "explorer/index.html",
    ]
    assert (told.count, told.total) == (4, 4)


def test_what_is_there_already_is_not_written_again(order: Callable[[str], outputs.Order], tmp_path: Path) -> None:
    outputs.write(order("several"), 2, Silent())
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "several").rglob("*")}
    told = Counting()
    assert len(outputs.write(order("several"), 2, told)) == 4
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "several").rglob("*")} == before
    assert (told.count, told.total) == (4, 4)


@pytest.mark.parametrize("name", ["claims.jsonl", "explorer"])
def test_what_has_the_name_of_an_output_and_is_no_file_is_named(
    order: Callable[[str], outputs.Order], tmp_path: Path, name: str
) -> None:
    (tmp_path / "several").mkdir()
    (tmp_path / "several" / name).symlink_to(tmp_path)
    with pytest.raises(FileExistsError, match=rf"is a link.*several/{name}"):
        outputs.write(order("several"), 2, Silent())
    assert [path.name for path in (tmp_path / "several").iterdir()] == [name]


def test_when_there_is_hurry_the_files_are_left_and_the_next_time_written(
    order: Callable[[str], outputs.Order], tmp_path: Path
) -> None:
    assert outputs.write(order("several"), 2, Silent(), lambda: True) == ()
    assert len(outputs.write(order("several"), 2, Silent())) == 4
    assert content(tmp_path / "several") == content(tmp_path / "made by the build")


def test_each_section_of_the_report_asks_an_engine_that_holds_nothing_yet(
    order: Callable[[str], outputs.Order], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    run = sparql.run

    def noted(store: Store, text: str) -> QueryResult:
        asked.append(store.engine.graph)
        return run(store, text)

    monkeypatch.setattr(store_module, "HEAVY", 0)
    monkeypatch.setattr(sparql, "run", noted)
    outputs.write(order("again"), 1, Silent())
    assert len(asked) == len(set(map(id, asked))) == 3
    assert (tmp_path / "again/report.md").read_bytes() == (tmp_path / "made by the build/report.md").read_bytes()
