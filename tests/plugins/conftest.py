"""Packages that add to kg, installed into a folder of their own, and kg run with that folder on its path."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).resolve().parent / "example"


@dataclass(frozen=True)
class Site:
    """A folder of installed packages beside those of this environment."""

    folder: Path

    def install(self, project: Path) -> None:
        """Install a package offline, as ``pip install`` does."""
        shutil.rmtree(self.folder, ignore_errors=True)
        options = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check"]
        command = [sys.executable, "-m", "pip", "install", *options, "--target", str(self.folder), str(project)]
        subprocess.run(command, check=True, capture_output=True, text=True)

    def kg(self, *arguments: str, code: int = 0, workers: int = 1) -> subprocess.CompletedProcess[str]:
        """Run the program; ``code`` is the exit code that it must end with."""
        env = {**os.environ, "PYTHONPATH": str(self.folder), "KG_WORKERS": str(workers)}
        command = [sys.executable, "-m", "kg", *arguments]
        done = subprocess.run(
            command, cwd=self.folder.parent, env=env, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == code, done.stderr
        return done


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """An empty folder of packages."""
    return Site(tmp_path / "site")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the example package, to be changed."""
    return shutil.copytree(EXAMPLE, tmp_path / "project")
