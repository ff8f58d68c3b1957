"""What the tests of the service share: the sample vault, built once, and an assistant that asks it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

import kg
from tests.service.mcp_client import Assistant, assistant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def sample_built(sample_vault: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built copy of the sample vault, never to be written to."""
    vault = tmp_path_factory.mktemp("service") / "vault"
    shutil.copytree(sample_vault, vault, ignore=shutil.ignore_patterns(".kg"))
    kg.build(vault, workers=1).close()
    return vault


@pytest.fixture(scope="module")
def asker(sample_built: Path) -> Iterator[Assistant]:
    """An assistant that asks the sample vault."""
    with assistant(sample_built) as found:
        yield found
