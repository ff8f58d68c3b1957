"""A copy of kg to add a row to a table of, and a way to run it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class KgCopy:
    """A copy of the package ``kg``, in a folder of its own."""

    home: Path

    def insert(self, file: str, before: str, rows: str) -> None:
        """Put text into a file of the package, right before the one place where ``before`` is."""
        path = self.home / "kg" / file
        old = path.read_text(encoding="utf-8")
        assert old.count(before) == 1, f"{before!r} in {file}"
        path.write_text(old.replace(before, rows + before), encoding="utf-8")

    def append_row(self, file: str, table: str, row: str) -> None:
        """Put a row behind the last one of a table in a Python file that begins with ``table``, as ``NAME = {``."""
        path = self.home / "kg" / file
        before, start, rest = path.read_text(encoding="utf-8").partition(f"\n{table}")
        rows, end, after = rest.partition("\n}\n")
        assert start, f"{table} in {file}"
        path.write_text(f"{before}{start}{rows}\n{row}{end[1:]}{after}", encoding="utf-8")

    def python(self, *arguments: str) -> str:
        """What Python prints when it runs with the copy as ``kg``."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.home,
            env={**os.environ, "PYTHONPATH": str(self.home)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout

    def kg(self, *arguments: str) -> str:
        """What a command of the copy prints."""
        return self.python("-m", "kg", *arguments)


@pytest.fixture
def kg_copy(tmp_path: Path, project: Path) -> KgCopy:
    home = tmp_path / "copy"
    shutil.copytree(project / "kg", home / "kg", ignore=shutil.ignore_patterns("app", "__pycache__"))
    return KgCopy(home)
