"""The entity graph and its files: deterministic, and safe whatever the names."""

from __future__ import annotations

import io
from xml.etree import ElementTree as ET

import networkx as nx

from kg.store.ask.answer_rows import EntityRow
from kg.views.render.network import entity_network, gexf, graphml

ODD = 'A "quoted" <b>&\n\x00name'
ROWS = tuple(
    EntityRow(name, "Organization", claims, 1) for name, claims in (("C", 3), ("A", 3), (ODD, 1), ("Alone", 0))
)
PAIRS = (
    ("n#1", "A"),
    ("n#1", "C"),
    ("n#2", "C"),
    ("n#2", "A"),
    ("n#2", "A"),
    ("n#2", ODD),
    ("n#3", "C"),
    ("n#3", "unknown"),
)


def test_edges_count_the_claims_that_two_entities_share() -> None:
    graph = entity_network(ROWS, PAIRS)
    assert dict(graph.nodes(data="claims")) == {"A": 3, ODD: 1, "Alone": 0, "C": 3}
    assert {tuple(sorted(edge[:2])): edge[2] for edge in graph.edges(data=True)} == {
        ("A", "C"): {"weight": 2, "claims": ("n#1", "n#2")},
        ("A", ODD): {"weight": 1, "claims": ("n#2",)},
        (ODD, "C"): {"weight": 1, "claims": ("n#2",)},
    }


def test_the_order_of_what_comes_in_makes_no_difference() -> None:
    rows, pairs = ROWS[::-1], (*PAIRS[3:], *PAIRS[:3])
    for write in (graphml, gexf):
        assert b"".join(write(entity_network(rows, pairs))) == b"".join(write(entity_network(ROWS, PAIRS)))


def test_networkx_reads_the_graphml_back() -> None:
    written = b"".join(graphml(entity_network(ROWS, PAIRS)))
    graph = nx.read_graphml(io.BytesIO(written))
    assert graph.nodes["A"] == {"type": "Organization", "claims": 3}
    assert graph.edges["A", "C"] == {"weight": 2, "claims": "n#1 n#2"}
    assert ODD.replace("\0", "\ufffd") in graph


def test_the_gexf_is_well_formed_and_has_no_date() -> None:
    written = b"".join(gexf(entity_network(ROWS, PAIRS)))
    space = {"g": "http://gexf.net/1.3"}
    root = ET.fromstring(written)  # noqa: S314 - our own output
    labels = [node.get("label") for node in root.iterfind(".//g:node", space)]
    assert labels == ["A", ODD.replace("\0", "\ufffd"), "Alone", "C"]
    assert [edge.get("weight") for edge in root.iterfind(".//g:edge", space)] == ["1", "2", "1"]
    assert b"lastmodified" not in written
