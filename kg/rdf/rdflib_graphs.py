"""The graph for rdflib: note by note into a Dataset, and the ontology and shapes that ship with kg."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from rdflib import Dataset, Graph, URIRef

from kg.rdf.terms import prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable

ONTOLOGY, SHAPES = "ontology.ttl", "shapes.ttl"


def dataset(graphs: Iterable[tuple[str, list[str]]], base: str) -> Dataset:
    """Return (graph IRI, N-Triples lines) pairs as one Dataset; a query sees the union of all graphs.

    Args:
        graphs: A graph may come in several pieces.
        base: The vault's base IRI; its prefixes are bound.
    """
    whole = Dataset(default_union=True)
    for prefix, namespace in prefixes(base).items():
        whole.bind(prefix, namespace, replace=True)
    for iri, lines in graphs:
        whole.graph(URIRef(iri)).parse(data="\n".join(lines), format="nt")
    return whole


def triples(lines: Iterable[str]) -> Graph:
    """Return N-Triples lines as a Graph."""
    return Graph().parse(data="\n".join(lines), format="nt")


def ontology() -> Graph:
    """Load the ontology: what each class and property of the graph means."""
    return _shipped(ONTOLOGY)


def shapes() -> Graph:
    """Load the SHACL shapes that every graph fits."""
    return _shipped(SHAPES)


def _shipped(name: str) -> Graph:
    return Graph().parse(data=(files("kg.rdf") / name).read_text(encoding="utf-8"), format="turtle")
