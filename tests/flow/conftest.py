"""The vault of the flow's tests, built once on this machine to compare with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.flow.flow_samples import Built, corrected_vault, locally

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def vault(sample_vault: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with corrections, words of its own, times to repair, and notes that are wrong; not to be changed."""
    return corrected_vault(sample_vault, tmp_path_factory.mktemp("flow") / "vault")


@pytest.fixture(scope="session")
def expected(vault: Path) -> Built:
    """What a local build makes of it."""
    return locally(vault)
