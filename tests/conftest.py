"""What every test room shares: the sample vault, a copy of it, and the material beside the project."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

MakeVault = Callable[..., Path]
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


@pytest.fixture
def make_vault(tmp_path: Path) -> MakeVault:
    """Writes notes (path -> text or bytes) into a new vault folder and returns it."""

    def make(notes: dict[str, str | bytes], name: str = "vault") -> Path:
        vault = tmp_path / name
        vault.mkdir(exist_ok=True)
        for path, content in notes.items():
            file = vault / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        return vault

    return make
