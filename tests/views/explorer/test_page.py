"""The page itself: nothing that notes say can leave its element, and only the page's own script may run."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.config import Config
from kg.errors import BundleMissing
from kg.graph import Graph
from kg.store.engine.store import Store
from kg.views.explorer import bundle, explorer_files
from kg.views.explorer.explorer_page import Loads, packed, page, shard
from tests.graph_samples import IPO_CLAIMS, IPO_NOTE, entities_graph_quads, stored
from tests.views.explorer.conftest import contents, held, unpacked

if TYPE_CHECKING:
    from pathlib import Path

BREAKING = "</script><script>alert(1)</script><!-- <script> </style>"


class Elements(HTMLParser):
    """Start tags as a browser meets them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)


def elements(html: bytes) -> list[str]:
    parser = Elements()
    parser.feed(html.decode())
    return parser.found


NOTHING = Loads()


def built(app: bundle.Bundle, title: str = "v", loads: Loads = NOTHING) -> bytes:
    return b"".join(page(title, {"kg-core": packed(b"{}")}, app, loads))


@given(st.text())
def test_packing_is_undone_by_unpacking(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    assert gzip.decompress(base64.b64decode(packed(data))) == data
    assert re.fullmatch(r"[A-Za-z0-9+/=]+", packed(data))


@pytest.mark.parametrize("title", ["v", BREAKING, '"><img onerror=x>', "</title><script>x</script>"])
def test_a_title_stays_a_title(app: bundle.Bundle, title: str) -> None:
    assert elements(built(app, title)) == elements(built(app, "plain"))


def test_the_policy_lets_run_the_own_script_alone() -> None:
    app = bundle.Bundle(f"const a = '{BREAKING}';\r\n", "a::after{content:'</style>'}", b"[]")
    html = built(app).decode()
    found = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert len(found) == 1
    assert "\r" not in found[0]
    digest = base64.b64encode(hashlib.sha256(found[0].encode()).digest()).decode()
    assert f"script-src &#x27;sha256-{digest}&#x27;;" in html
    style = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode()
    assert f"style-src &#x27;sha256-{digest}&#x27;;" in html
    assert "default-src &#x27;none&#x27;;" in html


def test_files_beside_the_page_are_allowed_where_it_has_some(app: bundle.Bundle) -> None:
    assert b" file:" in built(app, loads=Loads(claims=True))
    assert b"media-src" not in built(app, loads=Loads(claims=True))
    assert b"media-src &#x27;self&#x27; file:;" in built(app, loads=Loads(recordings=True))
    assert b" file:" not in built(app)


def test_a_file_beside_the_page_holds_one_call() -> None:
    text = shard("n7", BREAKING.encode()).decode()
    match = re.fullmatch(r'/\* made by claimgraph \*/ KG_SHARD\("n7","([A-Za-z0-9+/=]+)"\)\n', text)
    assert match
    assert gzip.decompress(base64.b64decode(match[1])) == BREAKING.encode()


def test_hostile_names_and_texts_arrive_as_they_are(tmp_path: Path, app: bundle.Bundle) -> None:
    path = f"{BREAKING.replace('/', '-')}/</script>.md"
    note = replace(IPO_NOTE, path=path, title=BREAKING)
    claims = tuple(
        replace(claim, note=path, text=f"{claim.text} {BREAKING} 𝒳", callout=BREAKING) for claim in IPO_CLAIMS
    )
    vault = tmp_path / BREAKING.replace("/", "-")
    with Store.open(vault / ".kg") as store:
        store.replace_notes([stored(note, claims)])
        store.replace_entities(entities_graph_quads())
    (vault / ".obsidian").mkdir()
    with Graph.open(vault) as graph:
        html = contents(graph.explorer(Config()))["index.html"]
    assert elements(html) == elements(built(app)[:-1]) + ["script"] * 2
    found = held(html)
    assert found["kg-core"]["notes"]["title"] == [BREAKING]
    assert found["kg-core"]["vault"] == found["kg-core"]["obsidian"] == vault.name
    assert found["kg-core"]["callouts"] == [BREAKING]
    assert all(BREAKING in row[3] and row[3].endswith("𝒳") for row in found["kg-claims"]["claims"])


def test_a_page_of_nothing_is_a_page(tmp_path: Path) -> None:
    with Store.open(tmp_path / ".kg") as store:
        store.replace_entities([])
    with Graph.open(tmp_path) as graph:
        found = held(contents(graph.explorer())["index.html"])
        assert contents(graph.explorer(Config(view_megabytes=0)))
    assert found["kg-core"]["totals"]["claims"] == 0
    assert found["kg-claims"] == {"claims": []}


def test_a_missing_script_is_told_with_a_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    with pytest.raises(BundleMissing, match=r"explorer\.js' is missing; install kg again .* 'make explorer'"):
        bundle.load(tmp_path)
    for name, text in (("explorer.js", "a"), ("explorer.css", "b"), ("licences.json", "[]")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert bundle.load(tmp_path) == bundle.Bundle("a", "b", b"[]")


def test_unpacked_is_what_was_packed() -> None:
    assert unpacked(packed(b'{"a": 1}')) == {"a": 1}
    assert explorer_files.PAGE == "index.html"
