"""Checks graphs against the shapes and the ontology that ship with kg, by pyshacl and rdflib."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from rdflib import RDF, RDFS, SH, URIRef

from kg.errors import ExtraMissing
from kg.rdf import vocabulary as v
from kg.rdf.rdflib_graphs import ontology, shapes, triples
from kg.rdf.terms import KG

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib import Graph


class Misfit(NamedTuple):
    """Something in a graph that must not be there, or is missing.

    Attributes:
        node: IRI of the thing that does not fit.
        message: What is wrong with it.
        claim: IRI of the claim that it is, or is a part of; "" of anything else, such as a note or an entity.
        text: That claim's words, if the graph has them.
    """

    node: str
    message: str
    claim: str = ""
    text: str = ""


class ShapeCheck:
    """Checks one graph after another.

    Raises:
        ExtraMissing: pyshacl is not installed.
    """

    def __init__(self) -> None:
        try:
            import pyshacl
        except ImportError as error:
            raise ExtraMissing("checking the graph's shapes", "pyshacl", "shapes") from error
        self._validate = pyshacl.validate

    def misfits(self, lines: Iterable[str]) -> tuple[Misfit, ...]:
        """What in the N-Triples lines of one graph does not fit, sorted."""
        graph = triples(lines)
        return tuple(sorted(_placed(graph, misfit) for misfit in {*self._of_shapes(graph), *self._of_terms(graph)}))

    def _of_shapes(self, graph: Graph) -> Iterator[Misfit]:
        _, report, _ = self._validate(graph, shacl_graph=self._shapes)
        for result in report.subjects(RDF.type, SH.ValidationResult):
            path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
            where = f"{_short(path)}: " if isinstance(path, URIRef) else ""
            given = "" if value is None else f" (it has {_short(value)})"
            yield Misfit(
                str(report.value(result, SH.focusNode)), f"{where}{report.value(result, SH.resultMessage)}{given}"
            )

    def _of_terms(self, graph: Graph) -> Iterator[Misfit]:
        """The classes and properties in kg's own namespace that the ontology does not declare."""
        used = {(node, term) for node, term, _ in graph} | set(graph.subject_objects(RDF.type))
        for node, term in used:
            if str(term).startswith(KG) and term not in self._declared:
                yield Misfit(str(node), f"{_short(term)} is not declared in the ontology")

    @cached_property
    def _shapes(self) -> Graph:
        return shapes()

    @cached_property
    def _declared(self) -> frozenset[object]:
        return frozenset(ontology().subjects(RDFS.label))


def _placed(graph: Graph, misfit: Misfit) -> Misfit:
    """The misfit with the claim that it is in: a claim, a statement or number of one, or a mention in one."""
    node = URIRef(misfit.node)
    whole = (node, URIRef(misfit.node.rpartition(".")[0]), graph.value(node, URIRef(v.IS_PART_OF[1:-1])))
    claim = next((each for each in whole if (each, RDF.type, URIRef(v.CLAIM[1:-1])) in graph), None)
    if claim is None:
        return misfit
    return misfit._replace(claim=str(claim), text=str(graph.value(claim, URIRef(v.TEXT[1:-1])) or ""))


def _short(term: object) -> str:
    """The local name of an IRI, and any other term as it is."""
    text = str(term)
    return text.rstrip("/#").replace("#", "/").rpartition("/")[2] if isinstance(term, URIRef) else repr(text)
