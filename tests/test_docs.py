"""The pages for contributors speak of files that exist, and draw the rooms as they are."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.test_architecture import ALLOWED, INSIDE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PAGES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/architecture.md", "docs/guide.md", "docs/formats.md")
FOLDERS = ("kg/", "tests/", "docs/", "benchmarks/", ".ci/", ".github/")
LONGEST = 40  # terms that the glossary may hold
STOPS = RECIPES = 10

NAMES = 25  # characters of a line of the drawing that hold the rooms' names; what they do follows


@pytest.fixture(scope="session")
def architecture(project: Path) -> str:
    return (project / "docs" / "architecture.md").read_text(encoding="utf-8")


def section(page: str, title: str) -> str:
    """What stands under a heading of the second level."""
    return page.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def rows(text: str) -> list[list[str]]:
    """The cells of the table in a text, without its head."""
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def check_drawn(levels: Sequence[Sequence[str]], imports: dict[str, set[str]]) -> None:
    """Each room is drawn once, above all that it may import."""
    place = {room: level for level, row in enumerate(levels) for room in row}
    assert sorted(place) == sorted(room for row in levels for room in row), "a room is drawn twice"
    assert set(place) == set(imports), "rooms that exist, or that are drawn, alone"
    for room, targets in imports.items():
        for target in targets - {room}:
            assert place[room] < place[target], f"{room} imports {target}, which is drawn at its height or above"


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_a_page_names_exists(page: str, project: Path) -> None:
    named = re.findall(r"`([^`\s]+)`", (project / page).read_text(encoding="utf-8"))
    paths = [name for name in named if name.startswith(FOLDERS) and "*" not in name]
    assert [path for path in paths if not (project / path).exists()] == []


def test_the_rooms_are_drawn_as_they_import(architecture: str) -> None:
    drawing = section(architecture, "The rooms").split("```")[1]
    check_drawn([line[:NAMES].split() for line in drawing.strip().splitlines()], ALLOWED)


def test_the_inside_of_rooms_is_drawn_as_it_imports(architecture: str) -> None:
    drawn = {room.strip("`"): inside for room, inside in rows(section(architecture, "The rooms"))}
    assert set(drawn) == set(INSIDE)
    for room, inside in drawn.items():
        levels = [re.findall(r"`(\w+)`", level) for level in inside.split(" / ")]
        check_drawn([level for level in levels if level], {name: to - {""} for name, to in INSIDE[room].items()})


def test_the_journey_has_ten_stops_with_files(architecture: str) -> None:
    stops = re.split(r"^\d+\. ", section(architecture, "A note's journey"), flags=re.MULTILINE)[1:]
    assert len(stops) == STOPS
    assert all("`kg/" in stop for stop in stops)


def test_each_recipe_names_its_files_and_its_test(architecture: str) -> None:
    recipes = rows(section(architecture, "Ten recipes"))
    assert len(recipes) == RECIPES
    for task, files, held in recipes:
        assert "`kg/" in files or "`extract.model`" in files, task
        assert "`tests/" in held, task


def test_the_glossary_is_short_and_sorted(architecture: str) -> None:
    terms = [term for term, _ in rows(section(architecture, "Glossary"))]
    assert len(terms) <= LONGEST
    assert all(one < other for one, other in pairwise(terms))
