"""The graph as an rdflib Dataset: all of it, some notes, or what concerns an entity; and what shipped files hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib import RDF, RDFS, SH, URIRef

from kg.errors import UnknownName
from kg.rdf import rdflib_graphs
from kg.rdf import vocabulary as v
from kg.rdf.terms import KG
from tests.graph_samples import IPO_NOTE, OPENAI_CLAIMS, RDFLIB_WARNS

if TYPE_CHECKING:
    from kg.graph import Graph

pytestmark = RDFLIB_WARNS
MENTION = "SELECT ?claim { ?claim schema:mentions ?entity . ?entity schema:name ?name }"


def iri(term: str) -> URIRef:
    return URIRef(term.strip("<>"))


def named(dataset: rdflib.Dataset) -> set[str]:
    """The graphs of a dataset that hold something."""
    return {str(graph.identifier) for graph in dataset.graphs() if len(graph)}


def test_the_whole_graph_is_what_export_writes(graph: Graph) -> None:
    written = rdflib.Dataset()
    written.parse(data=b"".join(graph.export("nq")), format="nquads")
    assert set(graph.to_rdflib().quads()) == set(written.quads()) != set()


def test_a_query_sees_all_graphs_and_knows_the_prefixes(graph: Graph) -> None:
    rows = list(graph.to_rdflib().query(f"{MENTION[:-2]} FILTER (?name = 'OpenAI') }}"))
    assert {str(row[0]) for row in rows if isinstance(row, rdflib.query.ResultRow)} == {
        claim.id for claim in graph.claims("OpenAI")
    }


def test_the_graphs_of_some_notes_alone(graph: Graph) -> None:
    whole, part = graph.to_rdflib(), graph.to_rdflib(note="CoreWeave*")
    (name,) = named(part)
    assert name.startswith("https://kg.example/note/allin/CoreWeave")
    assert set(part.quads()) == {quad for quad in whole.quads() if str(quad[3]) == name}
    assert part.value(URIRef(name), iri(v.PATH)) == rdflib.Literal(IPO_NOTE.path)


def test_what_concerns_an_entity(graph: Graph) -> None:
    part = graph.to_rdflib(entity="msft")
    claims = {str(claim) for claim in part.subjects(RDF.type, iri(v.CLAIM))}
    assert claims == {claim.id for claim in graph.claims("Microsoft")}
    assert [str(name) for name in part.objects(None, iri(v.ALTERNATE_NAME))] == ["MSFT"]
    whole = set(graph.to_rdflib().quads())
    assert set(part.quads()) < whole
    parts_of_claims = {s for s, *_ in whole if str(s).partition(".1")[0].partition(".q")[0] in claims}
    assert parts_of_claims <= set(part.subjects())


def test_an_entity_in_some_notes(graph: Graph) -> None:
    part = graph.to_rdflib(entity="CoreWeave", note="allin/OpenAI*")
    claims = {str(claim) for claim in part.subjects(RDF.type, iri(v.CLAIM))}
    assert claims == {claim.id for claim in OPENAI_CLAIMS}


@pytest.mark.parametrize(
    ("part", "told"),
    [({"note": "Nowhere*"}, "no note 'Nowhere\\*'"), ({"entity": "CoreWave"}, "did you mean 'CoreWeave'")],
)
def test_what_there_is_not_is_refused(graph: Graph, part: dict[str, str], told: str) -> None:
    with pytest.raises(UnknownName, match=told):
        graph.to_rdflib(**part)


def test_the_shapes_are_about_classes_that_the_ontology_declares() -> None:
    declared = set(rdflib_graphs.ontology().subjects(RDFS.label))
    own = {term for term in rdflib_graphs.shapes().objects(None, SH.targetClass) if str(term).startswith(KG)}
    assert own
    assert own <= declared
