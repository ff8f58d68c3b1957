"""An endpoint on this machine, for each test a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import llm_server

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def endpoint() -> Iterator[llm_server.Endpoint]:
    yield from llm_server.running(llm_server.Endpoint())
