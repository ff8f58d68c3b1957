"""The sample graph of ``tests/graph_samples.py``, its explorer, and a way to read a page back."""

from __future__ import annotations

import base64
import gzip
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from kg.config import Config
from kg.graph import Graph
from kg.views.explorer import bundle
from tests.graph_samples import build_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.views.explorer.explorer_files import File

_HELD = re.compile(r'<script type="text/plain" id="([a-z-]+)">([^<]*)</script>')
_SHARD = re.compile(r'/\* made by claimgraph \*/ KG_SHARD\("([ent]\d+)","([^"]*)"\)\n')


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> bundle.Bundle:
    """A small script and style in place of the app's, so that these tests need no Node."""
    return bundle.Bundle('"</script>"', "body{}", b"[]")


@pytest.fixture(autouse=True)
def small_app(app: bundle.Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is made with the small script."""
    monkeypatch.setattr(bundle, "load", lambda: app)


@pytest.fixture(scope="session")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with the sample graph; nobody writes to it."""
    folder: Path = tmp_path_factory.mktemp("explored") / "my vault"
    build_store(folder / ".kg")
    return folder


@pytest.fixture
def graph(vault: Path) -> Iterator[Graph]:
    """Its graph."""
    with Graph.open(vault) as opened:
        yield opened


def made(graph: Graph, **settings: int) -> dict[str, bytes]:
    """The explorer's files by name."""
    return contents(graph.explorer(Config(**settings)))  # type: ignore[arg-type]  # all of them are whole numbers


def contents(files: Iterable[File]) -> dict[str, bytes]:
    return {name: b"".join(data) for name, data in files}


def held(page: bytes) -> dict[str, Any]:
    """What a page holds, by the element's id."""
    return {name: unpacked(text) for name, text in _HELD.findall(page.decode())}


def shards(files: dict[str, bytes]) -> dict[str, Any]:
    """What the files beside a page hold, by their ids."""
    found = {}
    for name, data in files.items():
        if name != "index.html":
            match = _SHARD.fullmatch(data.decode())
            assert match
            assert name == f"shards/{match[1]}.js"
            found[match[1]] = unpacked(match[2])
    return found


def unpacked(text: str) -> Any:
    return json.loads(gzip.decompress(base64.b64decode(text)))
