"""A store of a small graph, as a reader opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.store.engine.store import Store
from tests.graph_samples import build_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("asked") / ".kg"
    build_store(folder)
    return folder


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    with Store.open(folder, read_only=True) as opened:
        yield opened
