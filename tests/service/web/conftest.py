"""A server for the sample vault."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.service.web.http_client import Website, website

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def site(sample_built: Path) -> Iterator[Website]:
    """A running server."""
    with website(sample_built, "--timeout", "20") as found:
        yield found
