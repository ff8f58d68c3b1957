"""The graph for rdflib without a copy: the same answers as from a copy, and no way to change anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import rdflib
from rdflib import RDF, SKOS, XSD, BNode, Literal, Namespace, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins.sparql import prepareQuery, prepareUpdate
from rdflib.plugins.sparql.sparql import Query

from kg.errors import QueryError, QueryRefused
from kg.graph import Graph
from kg.rdf import vocabulary as v
from kg.rdf.terms import KG, entity_iri, note_iri
from tests.graph_samples import IPO_NOTE, RDFLIB_WARNS, build_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = RDFLIB_WARNS
SCHEMA = Namespace("https://schema.org/")
CLAIM, TEXT = URIRef(v.CLAIM[1:-1]), URIRef(v.TEXT[1:-1])
COREWEAVE, IPO = URIRef(entity_iri("CoreWeave")), URIRef(note_iri(IPO_NOTE.path))
TEXTS = "SELECT ?text { ?claim a schema:Claim ; schema:text ?text }"


@pytest.fixture(scope="module")
def read(graph: Graph) -> rdflib.Dataset:
    return graph.as_rdflib()


@pytest.fixture(scope="module")
def copied(graph: Graph) -> rdflib.Dataset:
    return graph.to_rdflib()


def test_it_holds_what_the_copy_holds(read: rdflib.Dataset, copied: rdflib.Dataset) -> None:
    assert set(read.quads()) == set(copied.quads()) != set()
    assert len(read) == len(set(copied.quads()))
    assert sorted(read.triples((None, None, None))) == sorted(copied.triples((None, None, None)))


PATTERNS: tuple[tuple[Any, Any, Any], ...] = (
    (None, RDF.type, CLAIM),
    (None, None, COREWEAVE),
    (COREWEAVE, None, None),
    (None, SCHEMA.name, Literal("OpenAI")),
    (None, None, Literal(60, datatype=XSD.decimal)),
    (None, SKOS.broader / SKOS.broader, None),
    (COREWEAVE, ~SCHEMA.mentions / TEXT, None),
    (Literal("OpenAI"), None, None),
    (URIRef("no iri at all"), None, None),
    (BNode("b"), None, None),
)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_finds_what_it_finds_in_the_copy(
    read: rdflib.Dataset, copied: rdflib.Dataset, pattern: tuple[Any, Any, Any]
) -> None:
    assert sorted(read.triples(pattern)) == sorted(copied.triples(pattern))


def test_some_of_these_patterns_find_something(copied: rdflib.Dataset) -> None:
    assert sum(bool(list(copied.triples(pattern))) for pattern in PATTERNS) >= 5


def test_a_triple_of_two_graphs_comes_once_and_names_both() -> None:
    import pyoxigraph as ox

    from kg.rdf.rdflib_store import read_only_dataset

    engine = ox.Store()
    engine.load(
        b"".join(b"<urn:a> <urn:b> <urn:c> %b .\n" % graph for graph in (b"", b"<urn:one>", b"<urn:two>")),
        ox.RdfFormat.N_QUADS,
    )
    whole = read_only_dataset(engine, lambda *_: None, "https://kg.example/")
    assert len(list(whole.triples((None, None, None)))) == 1
    assert {str(graph) for *_, graph in whole.quads()} == {"urn:one", "urn:two", str(DATASET_DEFAULT_GRAPH_ID)}
    assert len(whole.default_graph) == 1


def test_literals_keep_their_very_characters() -> None:
    import pyoxigraph as ox

    from kg.rdf.rdflib_store import engine_term, rdflib_term

    terms = [
        ox.Literal("01", datatype=ox.NamedNode(str(XSD.integer))),
        ox.Literal("chat", language="fr"),
        ox.Literal("a"),
        ox.BlankNode("b"),
    ]
    assert [engine_term(rdflib_term(term)) for term in terms] == terms
    assert str(rdflib_term(terms[0])) == "01"


def test_one_notes_graph_by_its_iri(read: rdflib.Dataset, copied: rdflib.Dataset) -> None:
    one, other = read.graph(IPO), copied.graph(IPO)
    assert set(one) == set(other)
    assert len(one) == len(other)
    assert one.value(IPO, URIRef(v.PATH[1:-1])) == Literal(IPO_NOTE.path)
    assert {str(row[0]) for row in select(one.query(TEXTS))} == {str(text) for text in other.objects(None, TEXT)}


def select(found: rdflib.query.Result) -> list[rdflib.query.ResultRow]:
    """The rows of a SELECT query."""
    return [row for row in found if isinstance(row, rdflib.query.ResultRow)]


def test_the_graphs_are_those_of_the_copy_that_hold_something(read: rdflib.Dataset, copied: rdflib.Dataset) -> None:
    assert {str(one.identifier) for one in read.graphs() if len(one)} == {
        str(one.identifier) for one in copied.graphs() if len(one)
    }
    (name,) = read.objects(IPO, SCHEMA.name)
    assert [one.identifier for one in read.graphs((IPO, SCHEMA.name, name)) if len(one)] == [IPO]


QUERIES = (
    TEXTS,
    "SELECT ?claim ?speaker { ?claim a schema:Claim OPTIONAL { ?claim kg:attribution ?speaker } }",
    "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s a kg:Statement } }",
)


@pytest.mark.parametrize("query", QUERIES)
def test_sparql_answers_as_over_the_copy(read: rdflib.Dataset, copied: rdflib.Dataset, query: str) -> None:
    found, wanted = read.query(query), copied.query(query)
    assert found.vars == wanted.vars
    assert sorted(map(str, found)) == sorted(map(str, wanted)) != []


def test_ask_construct_and_describe(read: rdflib.Dataset) -> None:
    assert read.query("ASK { ent:CoreWeave a schema:Organization }").askAnswer is True
    made = read.query("CONSTRUCT { ?e a ?type } { ?e schema:name 'CoreWeave' ; a ?type }").graph
    assert made is not None
    assert set(made) == set(read.triples((COREWEAVE, RDF.type, None)))
    described = read.query("DESCRIBE ent:CoreWeave").graph
    assert described is not None
    assert (COREWEAVE, SCHEMA.name, Literal("CoreWeave")) in described


def test_bound_values_prefixes_and_prepared_queries(read: rdflib.Dataset) -> None:
    by_name = "SELECT ?e { ?e s:name ?name }"
    bound = select(read.query(by_name, initNs={"s": SCHEMA}, initBindings={"name": Literal("OpenAI")}))
    assert [row[0] for row in bound] == [URIRef(entity_iri("OpenAI"))]
    prepared = prepareQuery("SELECT ?t { <CoreWeave> a ?t }", base="https://kg.example/entity/")
    assert len(select(read.query(prepared))) == len(list(read.triples((COREWEAVE, RDF.type, None)))) > 0
    with pytest.raises(QueryRefused, match="only a query's text"):
        read.query(Query(prepared.prologue, prepared.algebra))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "LOAD <file:///etc/passwd>",
    ],
)
def test_nothing_is_fetched(read: rdflib.Dataset, query: str) -> None:
    with pytest.raises(QueryError):
        list(read.query(query))


CHANGES: tuple[Callable[[rdflib.Dataset], Any], ...] = (
    lambda data: data.add((IPO, RDF.type, CLAIM)),
    lambda data: data.graph(IPO).add((IPO, RDF.type, CLAIM)),
    lambda data: data.addN([(IPO, RDF.type, CLAIM, data.graph(IPO))]),
    lambda data: data.remove((IPO, RDF.type, CLAIM)),
    lambda data: data.remove_graph(IPO),
    lambda data: data.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }"),
    lambda data: data.update(prepareUpdate("CLEAR ALL")),
    lambda data: data.parse(data="<urn:a> <urn:b> <urn:c> .", format="nt"),
    lambda data: data.graph(IPO).set((IPO, RDF.type, CLAIM)),
)


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_can_be_changed(read: rdflib.Dataset, change: Callable[[rdflib.Dataset], Any]) -> None:
    before = len(read)
    with pytest.raises(QueryRefused, match="read-only"):
        change(read)
    assert len(read) == before


def test_rdflibs_own_writers_work_on_it(read: rdflib.Dataset) -> None:
    again = rdflib.Dataset()
    again.parse(data=read.serialize(format="trig"), format="trig")
    assert len(set(again.quads())) == len(read)
    assert f"@prefix kg: <{KG}>" in read.graph(IPO).serialize(format="turtle")


def test_it_shows_its_generation_also_after_the_graph_went_on(tmp_path: Path) -> None:
    from kg.store.engine.store import Store

    build_store(tmp_path / ".kg")
    with Graph.open(tmp_path) as graph:
        before = graph.as_rdflib()
        count = len(before)
        with Store.open(tmp_path / ".kg") as writer:
            writer.replace_notes((), gone=[str(IPO)])
        assert graph.refresh()
        assert len(before) == count > len(graph.as_rdflib())
        assert list(before.query(TEXTS))
