"""What every test room shares: the sample vault, a copy of it, and the material beside the project."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's top folder."""
    return ROOT


@pytest.fixture(scope="session")
def sample_vault() -> Path:
    """The sample vault, never to be written to."""
    return ROOT / "vault"


@pytest.fixture
def vault_copy(tmp_path: Path, sample_vault: Path) -> Path:
    """A writable copy of the sample vault, without any earlier build."""
    copy = tmp_path / "my vault"
    shutil.copytree(sample_vault, copy, ignore=shutil.ignore_patterns(".kg"))
    return copy


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the project with annotated notes and the corpus; tests that ask for it skip without it."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there: this test needs the annotated notes or the corpus beside the project")
    return folder
