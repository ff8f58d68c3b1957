"""The picture of an entity: bounded, fixed, and without anything from elsewhere or run from data."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace

import pytest

from kg.store.ask.answer_rows import EntityRow
from kg.views.page.neighbourhood import MOST, Neighbourhood
from kg.views.page.picture_page import CLAIMS, claim_lines
from kg.views.render.figures import clock
from tests.graph_samples import IPO_CLAIMS

EVIL = '</script><script>alert(1)</script><a href="javascript:alert(2)">x</a>'
CENTRE = EntityRow("CoreWeave", "Organization", 4, 2)
TYPES = {"CoreWeave": "Organization", "NVIDIA": "Organization", "GPU": "Product", EVIL: "Concept"}
PAIRS = (
    ("c1", "CoreWeave"), ("c1", "NVIDIA"), ("c1", "GPU"), ("c2", "CoreWeave"), ("c2", "NVIDIA"),
    ("c3", "CoreWeave"), ("c3", EVIL), ("c3", "NVIDIA"), ("c4", "CoreWeave"), ("c4", "untyped"),
)  # fmt: skip


@pytest.fixture(scope="module")
def around() -> Neighbourhood:
    return Neighbourhood.around(CENTRE, TYPES, PAIRS)


def drawn(page: str, what: str) -> list[dict[str, object]]:
    """The nodes or edges that a page draws."""
    found = re.search(rf"{what} = new vis\.DataSet\((\[.*?\])\);", page, re.DOTALL)
    assert found
    return list(json.loads(found[1]))


def test_neighbours_by_shared_claims(around: Neighbourhood) -> None:
    assert around.to_dicts() == [
        {"name": "NVIDIA", "type": "Organization", "shared": 3},
        {"name": EVIL, "type": "Concept", "shared": 1},
        {"name": "GPU", "type": "Product", "shared": 1},
    ]
    assert around.links == ((EVIL, "NVIDIA", 1), ("GPU", "NVIDIA", 1))


def test_nothing_is_loaded_from_elsewhere(around: Neighbourhood) -> None:
    page = re.sub(r"<!--.*?-->", "", around.to_html(), flags=re.DOTALL)
    assert not re.search(r"<(?:link|script|img|iframe)\b[^>]*(?:src|href)", page)
    assert "cdn.jsdelivr" not in page
    assert not re.search(r"url\(\s*['\"]?(?:https?:)?//", page)


def test_names_are_text_and_never_markup(around: Neighbourhood) -> None:
    """A title with ``href`` would make pyvis show titles as HTML."""
    page = around.to_html()
    assert "<script>alert" not in page
    assert "popup.innerHTML" not in page
    nodes = drawn(page, "nodes")
    assert [node["id"] for node in nodes] == [0, 1, 2, 3]
    assert str(nodes[2]["label"]).startswith("</script>")
    assert len(str(nodes[2]["label"])) == 28


def test_the_page_has_a_title_a_legend_and_the_claims_as_text() -> None:
    types = TYPES | {EVIL: "Concept"}
    claim = replace(IPO_CLAIMS[0], text=f"They say {EVIL}", about=("CoreWeave",))
    page = Neighbourhood.around(replace(CENTRE, claims=CLAIMS + 2), types, PAIRS, [claim] * (CLAIMS + 2)).to_html()
    assert "<title>CoreWeave</title>" in page
    assert f"{CLAIMS + 2} claims, named together with 3 entities" in page
    legend = re.findall(r"</svg> (\w+) <span>(\d+)</span>", page)
    assert legend == [("Organization", "2"), ("Product", "1"), ("Concept", "1")]
    assert "<script>alert" not in page
    found = re.search(r'id="kg-data">(.*?)</script>', page)
    assert found
    data = json.loads(found[1])
    assert data["names"] == ["CoreWeave", "NVIDIA", EVIL, "GPU"]
    assert len(data["claims"]) == CLAIMS
    assert data["left"] == 2
    assert data["claims"][0]["text"] == claim.text
    assert 0 in data["claims"][0]["of"]


def test_only_web_addresses_are_links() -> None:
    claim = IPO_CLAIMS[0]
    assert claim.source
    odd = replace(claim, source=replace(claim.source, url="javascript:alert(1)"))
    assert [line.url for line in claim_lines([claim, odd])] == [claim.source.url, ""]
    assert claim_lines([claim])[0].clock == clock(claim.source.start)


def test_places_are_fixed_and_physics_is_off(around: Neighbourhood) -> None:
    page = around.to_html()
    assert all({"x", "y"} <= node.keys() for node in drawn(page, "nodes"))
    assert '"physics": {"enabled": false' in re.sub(r"\s+", " ", page).replace('{ "enabled"', '{"enabled"')
    assert len(drawn(page, "edges")) == 3 + 2


def test_the_same_neighbourhood_gives_the_same_page(around: Neighbourhood) -> None:
    assert Neighbourhood.around(CENTRE, TYPES, reversed(PAIRS)).to_html() == around.to_html()


def test_a_hub_is_cut_to_what_can_be_drawn() -> None:
    types = {f"e{number:03}": "Concept" for number in range(400)}
    pairs = [(f"c{claim}", f"e{number:03}") for number in range(400) for claim in range(1 + number // 100)]
    around = Neighbourhood.around(CENTRE, types, pairs)
    assert len(around.neighbours) == MOST - 1
    assert around.neighbours[0].name == "e300"
    assert len(set(around.places())) == MOST


def test_the_entity_is_in_the_middle_and_those_that_share_much_are_close() -> None:
    types = dict.fromkeys("abcdefgh", "Concept")
    pairs = [(f"c{number}", name) for number, names in enumerate(("abcd", "efgh") * 3) for name in names]
    around = Neighbourhood.around(CENTRE, types, pairs)
    middle, *places = around.places()
    assert middle == (0, 0)
    assert min(math.dist(middle, place) for place in places) > 120
    place = dict(zip((one.name for one in around.neighbours), places, strict=True))
    assert math.dist(place["a"], place["b"]) < math.dist(place["a"], place["e"])


def test_an_entity_without_neighbours_is_drawn_alone() -> None:
    assert Neighbourhood.around(CENTRE, {}, ()).places() == [(0, 0)]
