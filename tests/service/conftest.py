"""What the tests of the service share: the sample vault, built once, and an assistant that asks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.service.mcp_client import Assistant, assistant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def asker(sample_built: Path) -> Iterator[Assistant]:
    """An assistant that asks the sample vault."""
    with assistant(sample_built) as found:
        yield found
