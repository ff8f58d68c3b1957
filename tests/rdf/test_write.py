"""TriG, Turtle, JSON-LD and RDF/XML say exactly what the N-Quads say, to both engines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib

from kg.rdf import write
from kg.rdf.encode import note_quads
from kg.rdf.terms import DEFAULT_BASE, entities_graph, note_iri
from tests.graph_samples import IPO_CLAIMS, NOTES, RDFLIB_WARNS, entities_graph_quads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Writer = Callable[[Iterable[tuple[str, list[str]]], str], Iterator[bytes]]

pytestmark = RDFLIB_WARNS

QUADS = b"".join([*(note_quads(*note) for note in NOTES), *entities_graph_quads()])


def graphs() -> list[tuple[str, list[str]]]:
    """The sample's graphs as N-Triples lines, the entities' in two pieces."""

    def lines(quads: bytes, graph: str) -> list[str]:
        return [f"{line} ." for line in quads.decode().split(f" <{graph}> .\n")[:-1]]

    pieces = entities_graph_quads()
    halves = (b"".join(pieces[:3]), b"".join(pieces[3:]))
    notes = [(note_iri(facts.path), lines(note_quads(facts, claims), note_iri(facts.path))) for facts, claims in NOTES]
    return [*notes, *((entities_graph(), lines(half, entities_graph())) for half in halves)]


def engine_quads(data: bytes, form: ox.RdfFormat) -> set[tuple[str, ...]]:
    return {tuple(map(str, quad)) for quad in ox.parse(data, form)}


def engine_triples(data: bytes, form: ox.RdfFormat) -> set[tuple[str, ...]]:
    return {quad[:3] for quad in engine_quads(data, form)}


@pytest.mark.parametrize(
    ("writer", "form"),
    [(write.trig, ox.RdfFormat.TRIG), (write.jsonld, ox.RdfFormat.JSON_LD)],
    ids=["trig", "jsonld"],
)
def test_formats_with_graphs_keep_every_quad(writer: Writer, form: ox.RdfFormat) -> None:
    written = b"".join(writer(graphs(), DEFAULT_BASE))
    assert engine_quads(written, form) == engine_quads(QUADS, ox.RdfFormat.N_QUADS)


@pytest.mark.parametrize(
    ("writer", "form", "name"),
    [(write.turtle, ox.RdfFormat.TURTLE, "turtle"), (write.rdfxml, ox.RdfFormat.RDF_XML, "xml")],
    ids=["turtle", "rdfxml"],
)
def test_formats_without_graphs_keep_every_triple(writer: Writer, form: ox.RdfFormat, name: str) -> None:
    written = b"".join(writer(graphs(), DEFAULT_BASE))
    expected = engine_triples(QUADS, ox.RdfFormat.N_QUADS)
    assert engine_triples(written, form) == expected
    assert len(rdflib.Graph().parse(data=written, format=name)) == len(expected)


def test_rdflib_reads_the_trig_too() -> None:
    dataset = rdflib.Dataset()
    dataset.parse(data=b"".join(write.trig(graphs(), DEFAULT_BASE)), format="trig")
    assert sum(1 for _ in dataset.quads()) == QUADS.count(b"\n")


@pytest.mark.parametrize("writer", [write.trig, write.turtle, write.jsonld, write.rdfxml])
def test_an_empty_graph_is_a_document_too(writer: Writer) -> None:
    forms = {"trig": "trig", "turtle": "turtle", "jsonld": "json-ld", "rdfxml": "xml"}
    written = b"".join(writer([], DEFAULT_BASE))
    dataset = rdflib.Dataset()
    dataset.parse(data=written, format=forms[writer.__name__])
    assert len(dataset) == 0


def test_a_note_reads_from_top_to_bottom() -> None:
    """The note, its parts, then each claim with its statements, quantities, dates and mentions."""
    text = b"".join(write.trig(graphs(), DEFAULT_BASE)).decode()
    keys = [claim.id.partition("#")[2] for claim in IPO_CLAIMS]
    expected = ["<> a kg:Note", "<#s1> a", "<#s3.2> a", f"<#{keys[0]}> a", f"<#{keys[0]}.1> a", f"<#{keys[0]}.q2> a"]
    expected += [f"<#char={IPO_CLAIMS[0].mentions[0].span.start},", f"<#{keys[1]}> a", f"<#{keys[4]}.1> a"]
    places = [text.index(f"\n{start}") for start in expected]
    assert places == sorted(places)


def test_odd_text_survives_or_is_replaced_where_xml_cannot_hold_it() -> None:
    lines = ['<a:s> <https://schema.org/text> "\\u0000 <&> \\" \\r\\n\\uFFFE" .']
    (node,) = json.loads(b"".join(write.jsonld([("a:g", lines)], DEFAULT_BASE)))["@graph"][0]["@graph"]
    assert node["schema:text"] == '\0 <&> " \r\n\ufffe'
    graph = rdflib.Graph().parse(data=b"".join(write.rdfxml([("a:g", lines)], DEFAULT_BASE)), format="xml")
    assert [str(thing) for thing in graph.objects()] == ['\ufffd <&> " \r\n\ufffd']


def test_numbers_that_json_would_spoil_are_written_as_text() -> None:
    big = str(2**60)
    lines = [
        f'<a:s> <https://schema.org/value> "{big}"^^<http://www.w3.org/2001/XMLSchema#integer> .',
        '<a:s> <https://schema.org/minValue> "0.1"^^<http://www.w3.org/2001/XMLSchema#decimal> .',
        '<a:s> <https://kg.example/ns#negated> "true"^^<http://www.w3.org/2001/XMLSchema#boolean> .',
    ]
    written = b"".join(write.jsonld([("a:g", lines)], DEFAULT_BASE))
    expected = engine_triples("\n".join(lines).encode(), ox.RdfFormat.N_TRIPLES)
    assert expected == engine_triples(written, ox.RdfFormat.JSON_LD)
