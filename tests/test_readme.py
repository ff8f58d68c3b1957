"""The README shows what the commands really print."""

from __future__ import annotations

import doctest
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests import readme_examples

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
def test_every_example_prints_what_the_readme_shows(project: Path) -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", "--diff", "-I", "tests", "README.md"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )
    assert checked.returncode == 0, f"run 'make docs' and look at the difference:\n{checked.stdout}{checked.stderr}"


def test_the_python_examples_give_what_the_readme_shows(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(readme_examples.workspace())
    failed, tried = doctest.testfile(str(project / "README.md"), module_relative=False)
    assert tried > 5
    assert failed == 0


def test_the_picture_shows_what_the_command_prints() -> None:
    assert readme_examples.PICTURE.read_text(encoding="utf-8") == readme_examples.picture(), "run 'make docs'"


def test_the_first_commands_are_make_targets(project: Path) -> None:
    readme = (project / "README.md").read_text(encoding="utf-8")
    makefile = (project / "Makefile").read_text(encoding="utf-8")
    for target in ("demo", "test"):
        assert f"make {target}" in readme
        assert f"\n{target}: " in makefile
