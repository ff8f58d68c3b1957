"""What benchmarks tell reads well, and what they promise of parts and medians holds."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import asdict
from itertools import pairwise
from typing import TYPE_CHECKING

import psutil
import pytest

from benchmarks import logistic
from benchmarks.corpus import bytes_of, part
from benchmarks.results import commits, known, lines, merged
from benchmarks.scale import Peak
from benchmarks.tables import Section, Table, line, median, ratio, shown, spread

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.tables import Figure


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        (None, "-"),
        ("kg", "kg"),
        (6203, "6,203"),
        (0.01234, "0.012"),
        (1.2345, "1.23"),
        (1234.5, "1,234"),
        (-0.5, "-0.500"),
    ],
)
def test_a_figure_has_as_many_digits_as_count(figure: Figure, told: str) -> None:
    assert shown(figure) == told


def test_a_table_is_markdown() -> None:
    table = Table("Reading", "", ("reader", "s"), [["kg", 1.5], ["other", None]])
    assert list(table.lines()) == ["| reader | s |", "| --- | --: |", "| kg | 1.50 |", "| other | - |"]
    assert line([1, "b"]) == "| 1 | b |"


def test_a_ratio_says_which_is_faster() -> None:
    assert ratio(theirs=10.0, ours=2.0) == "5.0 times faster"
    assert ratio(theirs=2.0, ours=10.0) == "5.0 times slower"


@pytest.mark.parametrize(("count", "among"), [(3, 10), (10, 10), (500, 6203), (20, 10)])
def test_a_part_is_evenly_spread(count: int, among: int) -> None:
    places = list(spread(count, among))
    assert len(places) == min(count, among)
    gaps = {after - before for before, after in pairwise(places)}
    assert max(gaps) - min(gaps) <= 1


def test_a_part_of_a_folder_keeps_names_and_bytes(tmp_path: Path) -> None:
    for number in range(10):
        (tmp_path / "all/deep").mkdir(parents=True, exist_ok=True)
        (tmp_path / f"all/deep/{number}.md").write_text("x" * number, encoding="utf-8")
    made = part(tmp_path / "all", 5, tmp_path / "some")
    assert sorted(file.name for file in made.rglob("*.md")) == ["0.md", "2.md", "4.md", "6.md", "8.md"]
    assert bytes_of(made) == 20
    (made / "again.md").hardlink_to(made / "deep/8.md")
    assert bytes_of(made) == 20, "a file with two names is one"


def test_a_vault_larger_than_the_folder_has_its_notes_again_as_of_other_recordings(tmp_path: Path) -> None:
    (tmp_path / "all/ch").mkdir(parents=True)
    for name in "abc":
        text = f"---\nvideoId: {name}bcdefghijk\n---\nSold 3 [00:01](https://youtu.be/{name}bcdefghijk?t=1).\n"
        (tmp_path / f"all/ch/{name}.md").write_text(text, encoding="utf-8")
    made = part(tmp_path / "all", 8, tmp_path / "more")
    found = {path.relative_to(made).as_posix(): path.read_text(encoding="utf-8") for path in made.rglob("*.md")}
    assert sorted(found) == [
        "ch/a.md", "ch/b.md", "ch/c.md",
        "copy 1/ch/a.md", "copy 1/ch/b.md", "copy 1/ch/c.md",
        "copy 2/ch/a.md", "copy 2/ch/b.md",
    ]  # fmt: skip
    assert found["ch/a.md"] == (tmp_path / "all/ch/a.md").read_text(encoding="utf-8")
    assert found["copy 1/ch/a.md"].count("bcdefghijka") == 2
    assert found["copy 2/ch/b.md"].count("cdefghijkbb") == 2


def test_a_median_is_of_the_runs() -> None:
    ran = []
    assert median(3, lambda: ran.append(1)) >= 0
    assert len(ran) == 3


def test_what_was_measured_of_other_sizes_stays() -> None:
    def section(rows: list[list[Figure]]) -> Section:
        size, took = rows[-1]
        return Section("scale", "Size", [Table("Took", "", ("notes", "s"), rows)], [(f"{size} notes", f"{took} s")])

    before = asdict(section([[500, 1.0], [4000, 2.0], [6203, 3.0]]))
    again = merged(section([[4000, 1.5]]), before)
    assert again.tables[0].rows == [[500, 1.0], [4000, 1.5], [6203, 3.0]]
    assert again.headline == [("6203 notes", "3.0 s")]
    assert merged(section([[6203, 4.0]]), before).headline == [("6203 notes", "4.0 s")]
    larger = merged(section([[20000, 9.0]]), before)
    assert larger.headline == [("6203 notes", "3.0 s"), ("20000 notes", "9.0 s")]
    assert merged(section([[6203, 4.0]]), asdict(larger)).headline == [
        ("6203 notes", "4.0 s"),
        ("20000 notes", "9.0 s"),
    ]
    assert merged(section([[500, 9.0]]), None).tables[0].rows == [[500, 9.0]]


def test_the_page_of_results_says_what_its_data_say(project: Path) -> None:
    """Nobody edits a figure by hand."""
    assert (project / "benchmarks/results.md").read_text(encoding="utf-8") == "\n".join(lines(known())) + "\n"


def test_rows_of_several_runs_name_the_commits_of_all() -> None:
    assert commits(None, "b2") == "b2"
    assert commits({"commit": "a1"}, "b2") == "a1, b2"
    assert commits({"commit": "a1, b2"}, "b2") == "a1, b2"


# A process like a build: one child at work, then the file, then another child that holds more.
LIKE_A_BUILD = """
import pathlib, subprocess, sys
def child(megabytes):
    subprocess.run([sys.executable, "-c", f"import time; held = b'x' * {megabytes}_000_000; time.sleep(0.6)"])
child(60)
pathlib.Path(sys.argv[1]).write_text("published")
child(160)
"""


def test_processes_that_analyse_are_told_from_those_that_write(tmp_path: Path) -> None:
    published = tmp_path / "published"
    process = subprocess.Popen([sys.executable, "-c", LIKE_A_BUILD, str(published)])
    peak = Peak(psutil.Process(process.pid), published)
    watcher = threading.Thread(target=peak.watch)
    watcher.start()
    assert process.wait() == 0
    peak.end()
    watcher.join()
    assert 60e6 < peak.worker < 160e6 < peak.writer
    assert 0 < peak.parent < 60e6


def test_what_a_chance_is_worth_is_the_share_that_was_right_and_rises() -> None:
    judged = [(0.2, False), (0.5, True), (0.6, False), (0.9, True)] * 30
    assert logistic.isotonic([(0.5, True), (0.5, False)] * 60, 30) == [(0.5, 0.5)]
    steps = logistic.isotonic(judged, 30)
    assert [said for said, _ in steps] == pytest.approx([0.2, 0.55, 0.9])
    assert [worth for _, worth in steps] == [0.0, 0.5, 1.0]
    assert logistic.isotonic(judged, 500) == []
