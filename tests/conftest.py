"""What every test room shares: the sample vault, a copy of it, and the material beside the project."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

import kg

# beginnings of the ids of tests that share something heavy, so that one worker runs them: a browser, servers, a cluster
TOGETHER = ("tests/browser/", "tests/service/", "tests/flow/", "tests/store/remote/")
MakeVault = Callable[..., Path]
XDG = "XDG_CONFIG_HOME"
STATE = "XDG_STATE_HOME"
CACHE = "XDG_CACHE_HOME"
ROOT = Path(__file__).resolve().parent.parent


class TogetherScheduling(LoadScopeScheduling):  # type: ignore[misc]  # pytest-xdist is untyped
    """Gives tests to workers one by one, and those of a row of ``TOGETHER`` all to the same worker.

    ``LoadGroupScheduling`` of pytest-xdist 3.8.0 does so by marks, but pytest 9.2.0 drops the names that it gives to
    tests, and their groups with them.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((beginning for beginning in TOGETHER if nodeid.startswith(beginning)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> TogetherScheduling:
    """What gives tests to workers, whatever ``--dist`` says."""
    return TogetherScheduling(config, log)


@pytest.fixture(scope="session", autouse=True)
def _nobodys_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Whoever runs the tests has settings of their own: none of them counts here, nor is any changed."""
    before = {
        name: value for name, value in os.environ.items() if name.startswith("KG_") or name in {XDG, STATE, CACHE}
    }
    for name in before:
        del os.environ[name]
    os.environ[XDG] = str(tmp_path_factory.mktemp("config"))
    os.environ[STATE] = str(tmp_path_factory.mktemp("state"))
    os.environ[CACHE] = str(tmp_path_factory.mktemp("cache"))
    yield
    del os.environ[XDG], os.environ[STATE], os.environ[CACHE]
    os.environ.update(before)


def unwatched() -> dict[str, str]:
    """The environment without what has coverage count lines of child processes: that loads modules and writes files."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}


@pytest.fixture
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own config.toml, for this test alone; not there yet, its folder is."""
    monkeypatch.setenv(XDG, str(tmp_path / "own"))
    (tmp_path / "own" / "claimgraph").mkdir(parents=True)
    return tmp_path / "own" / "claimgraph" / "config.toml"


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's top folder."""
    return ROOT


@pytest.fixture(scope="session")
def sample_vault() -> Path:
    """The sample vault, never to be written to."""
    return ROOT / "vault"


@pytest.fixture(scope="session")
def sample_built(sample_vault: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built copy of the sample vault, never to be written to."""
    vault = tmp_path_factory.mktemp("built") / "vault"
    shutil.copytree(sample_vault, vault, ignore=shutil.ignore_patterns(".kg"))
    kg.build(vault, workers=1).close()
    return vault


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
