"""The entity graph: who and what share claims, as a networkx graph and as GraphML and GEXF."""

from __future__ import annotations

import re
from itertools import combinations, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias
from xml.sax.saxutils import escape

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.store.ask.answer_rows import EntityRow

EntityNetwork: TypeAlias = nx.Graph
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GRAPHML_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="type" for="node" attr.name="type" attr.type="string"/>
  <key id="claims" for="node" attr.name="claims" attr.type="int"/>
  <key id="weight" for="edge" attr.name="weight" attr.type="int"/>
  <key id="shared" for="edge" attr.name="claims" attr.type="string"/>
  <graph edgedefault="undirected">
"""
_GEXF_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
  <graph mode="static" defaultedgetype="undirected">
    <attributes class="node">
      <attribute id="type" title="type" type="string"/>
      <attribute id="claims" title="claims" type="integer"/>
    </attributes>
    <attributes class="edge">
      <attribute id="shared" title="claims" type="string"/>
    </attributes>
"""


def entity_network(entities: Iterable[EntityRow], pairs: Iterable[tuple[str, str]]) -> EntityNetwork:
    """Build the graph of entities that share claims.

    Args:
        entities: The nodes.
        pairs: (claim IRI, entity name) for every mention, in any order; names that are no node are left out.

    Returns:
        Nodes by name with ``type`` and ``claims`` (how many mention it); edges with ``weight`` and ``claims``, the
        IRIs of the claims that mention both, sorted. Nodes and edges are in order of name.
    """
    graph = nx.Graph()
    for row in sorted(entities, key=lambda row: row.name):
        graph.add_node(row.name, type=row.type, claims=row.claims)
    shared: dict[tuple[str, str], list[str]] = {}
    known = {pair for pair in pairs if pair[1] in graph}
    for claim, group in groupby(sorted(known), key=itemgetter(0)):
        for edge in combinations([name for _, name in group], 2):
            shared.setdefault(edge, []).append(claim)
    for (one, other), claims in sorted(shared.items()):
        graph.add_edge(one, other, weight=len(claims), claims=tuple(claims))
    return graph


def graphml(graph: EntityNetwork) -> Iterator[bytes]:
    """Write an entity graph as GraphML; the claims of an edge are one text, separated by spaces."""
    yield _GRAPHML_HEAD.encode()
    for name, node in graph.nodes(data=True):
        data = f'<data key="type">{_xml(node["type"])}</data><data key="claims">{node["claims"]}</data>'
        yield f'    <node id="{_xml(name)}">{data}</node>\n'.encode()
    for one, other, edge in graph.edges(data=True):
        data = f'<data key="weight">{edge["weight"]}</data><data key="shared">{_xml(" ".join(edge["claims"]))}</data>'
        yield f'    <edge source="{_xml(one)}" target="{_xml(other)}">{data}</edge>\n'.encode()
    yield b"  </graph>\n</graphml>\n"


def gexf(graph: EntityNetwork) -> Iterator[bytes]:
    """Write an entity graph as GEXF 1.3, for Gephi; without a date, so that the same graph gives the same bytes."""
    yield _GEXF_HEAD.encode()
    yield b"    <nodes>\n"
    for name, node in graph.nodes(data=True):
        values = f'<attvalue for="type" value="{_xml(node["type"])}"/><attvalue for="claims" value="{node["claims"]}"/>'
        yield f'      <node id="{_xml(name)}" label="{_xml(name)}"><attvalues>{values}</attvalues></node>\n'.encode()
    yield b"    </nodes>\n    <edges>\n"
    for number, (one, other, edge) in enumerate(graph.edges(data=True)):
        value = f'<attvalues><attvalue for="shared" value="{_xml(" ".join(edge["claims"]))}"/></attvalues>'
        ends = f'source="{_xml(one)}" target="{_xml(other)}"'
        yield f'      <edge id="{number}" {ends} weight="{edge["weight"]}">{value}</edge>\n'.encode()
    yield b"    </edges>\n  </graph>\n</gexf>\n"


def _xml(text: str) -> str:
    marks = {'"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}  # white space in an attribute would be folded
    return escape(_NOT_IN_XML.sub("\ufffd", text), marks)
