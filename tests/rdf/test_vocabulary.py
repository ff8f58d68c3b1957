"""The ontology explains every own term, and every graph fits the shapes."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
import rdflib
from pyshacl import validate
from rdflib.namespace import RDF, RDFS

from kg.model.claim import FACTUALITIES, MODALITIES, POLARITIES
from kg.model.entity_types import ENTITY_TYPES
from kg.rdf import vocabulary
from kg.rdf.encode import note_quads
from kg.rdf.terms import KG
from tests.graph_samples import IPO_CLAIMS, IPO_NOTE, NOTES, RDFLIB_WARNS, entities_graph_quads

if TYPE_CHECKING:
    from kg.model import Claim, NoteFacts
pytestmark = RDFLIB_WARNS


def parsed(name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=(files("kg.rdf") / name).read_text(encoding="utf-8"), format="turtle")


def union(quads: bytes) -> rdflib.Graph:
    """All triples of some N-Quads."""
    graph = rdflib.Graph()
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=quads, format="nquads")
    for subject, predicate, thing, _ in dataset.quads():
        graph.add((subject, predicate, thing))
    return graph


def own_terms() -> set[str]:
    """Every term of our namespace that the encoder can write."""
    names = {name: value for name, value in vars(vocabulary).items() if name.isupper()}
    tables = [*map(vocabulary.entity_class, ENTITY_TYPES), *vocabulary.MODALITY_TERM.values()]
    tables += [*vocabulary.POLARITY_TERM.values(), *vocabulary.FACTUALITY_TERM.values()]
    written = [value for value in names.values() if isinstance(value, str)] + tables
    return {term[1:-1] for term in written if term.startswith(f"<{KG}")}


def test_every_own_term_has_label_and_comment() -> None:
    ontology = parsed("ontology.ttl")
    described = {str(term) for term in ontology.subjects(RDFS.comment) if str(term).startswith(KG)}
    assert own_terms() == described - {f"{KG}Modality", f"{KG}Polarity", f"{KG}Factuality"}
    for term in described:
        assert ontology.value(rdflib.URIRef(term), RDFS.label), term


def test_every_own_property_has_domain_and_range() -> None:
    ontology = parsed("ontology.ttl")
    properties = set(ontology.subjects(RDF.type, RDF.Property))
    assert properties
    for term in properties:
        assert (term, RDFS.domain, None) in ontology, term
        assert (term, RDFS.range, None) in ontology, term


def test_the_tables_cover_the_model() -> None:
    assert tuple(vocabulary.MODALITY_TERM) == MODALITIES
    assert (tuple(vocabulary.POLARITY_TERM), tuple(vocabulary.FACTUALITY_TERM)) == (POLARITIES, FACTUALITIES)
    assert [vocabulary.type_of_class(vocabulary.entity_class(name)) for name in ENTITY_TYPES] == list(ENTITY_TYPES)


@pytest.mark.parametrize(("facts", "claims"), NOTES, ids=lambda it: getattr(it, "path", ""))
def test_a_notes_graph_fits_the_shapes(facts: NoteFacts, claims: tuple[Claim, ...]) -> None:
    conforms, _, report = validate(union(note_quads(facts, claims)), shacl_graph=parsed("shapes.ttl"))
    assert conforms, report


def test_the_entities_graph_fits_the_shapes() -> None:
    conforms, _, report = validate(union(b"".join(entities_graph_quads())), shacl_graph=parsed("shapes.ttl"))
    assert conforms, report


@pytest.mark.parametrize("term", ["TEXT", "MODALITY", "STATES", "FOUND", "SHA256", "HAS_QUANTITY"])
def test_the_shapes_notice_what_is_missing(term: str) -> None:
    predicate = getattr(vocabulary, term).encode()
    kept = [line for line in note_quads(IPO_NOTE, IPO_CLAIMS).splitlines(keepends=True) if predicate not in line]
    conforms, _, _ = validate(union(b"".join(kept)), shacl_graph=parsed("shapes.ttl"))
    assert not conforms
