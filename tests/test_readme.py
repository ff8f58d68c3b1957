"""README.md and docs/ show what the commands really print, and their links lead somewhere."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests import readme_examples
from tests.graph_samples import RDFLIB_WARNS

if TYPE_CHECKING:
    from pathlib import Path


LINK = re.compile(r"""(?:\]\(|\b(?:src|href)=")(?![a-z]+:)([^)"\s]+)""")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
PAGES = (*readme_examples.PAGES, "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
LONGEST = 250  # lines that somebody new to the project is asked to read


def headings(text: str) -> set[str]:
    """The fragments by which GitHub and the site find the headings of a page."""
    titles = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.slow
def test_every_example_prints_what_its_page_shows(project: Path) -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", "--diff", "-I", "tests", *readme_examples.PAGES],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )
    assert checked.returncode == 0, f"run 'make docs' and look at the difference:\n{checked.stdout}{checked.stderr}"


@RDFLIB_WARNS
@pytest.mark.parametrize("page", ["README.md", "docs/python.md"])
def test_the_python_examples_give_what_their_page_shows(
    page: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(readme_examples.Page().folder)
    failed, tried = doctest.testfile(str(project / page), module_relative=False)
    assert tried > 5
    assert failed == 0


def test_every_python_example_is_tried(project: Path) -> None:
    having = {page for page in readme_examples.PAGES if "\n>>> " in (project / page).read_text(encoding="utf-8")}
    assert having == {"README.md", "docs/python.md"}, "name the page in the test above"


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file_or_heading(page: str, project: Path) -> None:
    path = project / page
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    for link in LINK.findall(text):
        target, _, fragment = link.partition("#")
        there = path.parent / target if target else path
        assert there.is_file(), f"{page} links to {link}"
        assert not fragment or fragment in headings(there.read_text(encoding="utf-8")), f"{page} links to {link}"


def test_the_readme_links_to_every_page(project: Path) -> None:
    readme = (project / "README.md").read_text(encoding="utf-8")
    assert {page for page in PAGES if f"]({page})" in readme} == {*PAGES} - {"README.md"}


def test_the_readme_is_short(project: Path) -> None:
    assert len((project / "README.md").read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_the_picture_shows_what_the_command_prints() -> None:
    assert readme_examples.PICTURE.read_text(encoding="utf-8") == readme_examples.picture(), "run 'make docs'"


def test_the_first_commands_are_make_targets(project: Path) -> None:
    readme = (project / "README.md").read_text(encoding="utf-8")
    makefile = (project / "Makefile").read_text(encoding="utf-8")
    for target in ("demo", "test"):
        assert f"make {target}" in readme
        assert f"\n{target}: " in makefile
