"""The graph for rdflib: note by note into a Dataset, and the ontology and shapes that ship with kg."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from rdflib import SH, BNode, Dataset, Graph, Literal, URIRef
from rdflib.collection import Collection

from kg.model.entity_types import TYPE_TABLE, type_table
from kg.rdf import vocabulary as v
from kg.rdf.terms import KG, prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable

ONTOLOGY, SHAPES = "ontology.ttl", "shapes.ttl"


def dataset(graphs: Iterable[tuple[str, list[str]]], base: str) -> Dataset:
    """Return (graph IRI, N-Triples lines) pairs as one Dataset; a query sees the union of all graphs.

    Args:
        graphs: A graph may come in several pieces.
        base: The vault's base IRI; its prefixes are bound.
    """
    whole = with_prefixes(Dataset(default_union=True), base)
    for iri, lines in graphs:
        whole.graph(URIRef(iri)).parse(data="\n".join(lines), format="nt")
    return whole


def with_prefixes(whole: Dataset, base: str) -> Dataset:
    """Bind kg's prefixes, those of a vault's base IRI among them."""
    for prefix, namespace in prefixes(base).items():
        whole.bind(prefix, namespace, replace=True)
    return whole


def triples(lines: Iterable[str]) -> Graph:
    """Return N-Triples lines as a Graph."""
    return Graph().parse(data="\n".join(lines), format="nt")


def ontology() -> Graph:
    """Load the ontology: what each class and property of the graph means."""
    return _shipped(ONTOLOGY)


def shapes() -> Graph:
    """Load the SHACL shapes that every graph fits, for the types of entity in force."""
    graph = _shipped(SHAPES)
    own = {name: row for name, row in type_table().items() if row != TYPE_TABLE.get(name)}
    for row in own.values():
        graph.add((URIRef(f"{KG}EntityShape"), SH.targetClass, URIRef(row.iri)))
    for shape in list(graph.subjects(SH.path, URIRef(v.OPINION_TYPE[1:-1]))) if own else ():
        names = Collection(graph, BNode(), [Literal(name) for name in type_table()])
        graph.set((shape, SH["in"], names.uri))
    return graph


def _shipped(name: str) -> Graph:
    return Graph().parse(data=(files("kg.rdf") / name).read_text(encoding="utf-8"), format="turtle")
