"""A graph of the two sample notes, open for a module."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.graph import Graph
from tests.graph_samples import build_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """The two sample notes."""
    vault: Path = tmp_path_factory.mktemp("vault")
    build_store(vault / ".kg")
    with Graph.open(vault) as opened:
        yield opened
