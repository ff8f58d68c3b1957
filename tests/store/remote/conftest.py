"""A running SPARQL store, and clients that are closed in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from tests.store.remote.stores import Connected, oxigraph

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def client() -> Iterator[Connected]:
    """What speaks with a store, given its address."""
    connected = Connected()
    yield connected
    connected.close()


@pytest.fixture(scope="session")
def _server() -> Iterator[str]:
    with oxigraph() as (url, _):
        yield url


@pytest.fixture
def store_url(_server: str) -> str:
    """The address of an empty store."""
    httpx.delete(f"{_server}/store", trust_env=False).raise_for_status()
    assert not httpx.get(f"{_server}/store", headers={"Accept": "application/n-quads"}, trust_env=False).content
    return _server
