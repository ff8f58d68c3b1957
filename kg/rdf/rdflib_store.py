"""A store for rdflib that reads from Oxigraph when it is asked: nothing is copied, and nothing can be changed.

An rdflib ``Store`` and not a filled ``Graph``: it opens at once whatever the vault's size, patterns use Oxigraph's
indexes, and Oxigraph answers SPARQL. rdflib's own evaluation is never used: it fetches what ``FROM`` names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import pyoxigraph as ox
from rdflib import BNode, Dataset, Graph, Literal, URIRef, Variable
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins.sparql.sparql import Query
from rdflib.plugins.stores.memory import Memory
from rdflib.query import Result
from rdflib.store import Store

from kg.errors import QueryRefused
from kg.rdf.rdflib_graphs import with_prefixes
from kg.rdf.terms import XSD, prefixes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from rdflib.term import Identifier, Node

    Ask = Callable[[str, str | None], Any]
    Found = tuple[tuple[Node, Node, Node], Iterator[Graph]]

UNION = "__UNION__"  # what rdflib passes for the union of all graphs
READ_ONLY = "the graph is read-only; to change it, edit the notes and run 'kg build', or copy it with to_rdflib()"
NO_TEXT = "only a query's text, or what prepareQuery made of one, can be asked"


def read_only_dataset(engine: ox.Store, ask: Ask, base: str) -> Dataset:
    """Return what Oxigraph holds as a Dataset whose queries see the union of all graphs.

    Args:
        engine: The open store.
        ask: Answers a SPARQL text over the graph of an IRI, or over all where that is None, as the engine does.
        base: The vault's base IRI; its prefixes are bound.
    """
    return with_prefixes(Dataset(OxigraphReader(engine, ask, base), default_union=True), base)


class OxigraphReader(Store):
    """Answers rdflib's patterns and queries from an open store of Oxigraph."""

    context_aware = True
    graph_aware = True

    def __init__(self, engine: ox.Store, ask: Ask, base: str) -> None:
        super().__init__()
        self._engine, self._ask, self._base = engine, ask, base
        self._names = Memory()  # prefixes, which are rdflib's own affair
        self.bind, self.prefix = self._names.bind, self._names.prefix  # type: ignore[method-assign]
        self.namespace, self.namespaces = self._names.namespace, self._names.namespaces  # type: ignore[method-assign]

    def triples(self, triple_pattern: Any, context: Graph | None = None) -> Iterator[Found]:
        """Yield each triple that fits a pattern, once, with the graphs that it is in."""
        pattern = tuple(None if term is None else engine_term(term) for term in triple_pattern)
        within = None if context is None else _graph_name(context)
        for quad in self._quads(pattern, within):
            graphs = [each.graph_name for each in self._quads(quad.triple, within)]
            if quad.graph_name == graphs[0]:  # a triple of several graphs is yielded with the first of them
                yield tuple(map(rdflib_term, quad.triple)), map(self._graph, graphs)  # type: ignore[misc]

    def _quads(self, triple: Any, within: Any) -> Iterator[Any]:
        subject, predicate, object_ = triple
        misplaced = isinstance(subject, ox.Literal) or not isinstance(predicate, ox.NamedNode | None)
        if not misplaced and _UNKNOWN not in {subject, object_, within}:
            yield from self._engine.quads_for_pattern(subject, predicate, object_, within)

    def __len__(self, context: Graph | None = None) -> int:
        """The number of triples of a graph, or of quads where it is None."""
        within = None if context is None else _graph_name(context)
        return len(self._engine) if within is None else sum(1 for _ in self._quads((None, None, None), within))

    def contexts(self, triple: Any = None) -> Iterator[Graph]:  # type: ignore[override]
        """Yield the graphs, or those that a triple is in."""
        if triple is None or set(triple) == {None}:
            yield from map(self._graph, self._engine.named_graphs())
        else:
            for _, graphs in self.triples(triple):
                yield from graphs

    def _graph(self, name: Any) -> Graph:
        iri = DATASET_DEFAULT_GRAPH_ID if isinstance(name, ox.DefaultGraph) else URIRef(name.value)
        return Graph(self, iri)

    def query(
        self,
        query: Query | str,
        initNs: Mapping[str, Any],  # noqa: N803 - rdflib's name
        initBindings: Mapping[str, Identifier],  # noqa: N803
        queryGraph: str,  # noqa: N803
        **_: Any,
    ) -> Result:
        """Let the engine answer a query.

        Raises:
            QueryError: It does not parse, asks another server, or wants to change something.
        """
        text, names, base = _prepared(query) if isinstance(query, Query) else (query, initNs, None)
        known = prefixes(self._base)
        declared = [
            f"PREFIX {prefix}: <{iri}> "
            for prefix, iri in names.items()
            if f"{prefix}:" in text and known.get(prefix) != str(iri)
        ]
        written = "".join([f"BASE <{base}> "] if base else []) + "".join(declared) + text + _values(initBindings)
        return _result(self._ask(written, None if queryGraph == UNION else str(queryGraph)))

    def add_graph(self, graph: Graph) -> None:
        """Do nothing: rdflib calls this whenever somebody asks for a graph by its IRI."""

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse a change.

        Raises:
            QueryRefused: Always.
        """
        raise QueryRefused(READ_ONLY)

    add = addN = remove = remove_graph = update = create = destroy = _refuse  # noqa: N815


_UNKNOWN: Any = object()  # a term that no quad of the store can hold


def engine_term(term: Node) -> Any:
    """A term of rdflib's as the engine has it; what it cannot hold, such as an IRI with spaces, fits no quad."""
    try:
        if isinstance(term, URIRef):
            return ox.NamedNode(str(term))
        if isinstance(term, BNode):
            return ox.BlankNode(str(term))
        if isinstance(term, Literal):
            datatype = None if term.datatype is None else ox.NamedNode(str(term.datatype))
            return ox.Literal(str(term), language=term.language, datatype=None if term.language else datatype)
    except ValueError:
        return _UNKNOWN
    return _UNKNOWN


def rdflib_term(term: Any) -> Identifier:
    """A term of the engine's as rdflib has it, a literal with the very characters that are stored."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if term.language:
        return Literal(term.value, lang=term.language)
    plain = term.datatype.value == f"{XSD}string"
    return Literal(term.value, datatype=None if plain else URIRef(term.datatype.value), normalize=False)


def _graph_name(context: Graph) -> Any:
    if context.identifier == DATASET_DEFAULT_GRAPH_ID:
        return ox.DefaultGraph()
    return engine_term(context.identifier)


def _prepared(query: Query) -> tuple[str, Mapping[str, Any], str | None]:
    """The text, the prefixes and the base IRI that a prepared query was made of."""
    original = getattr(query, "_original_args", None)
    if original is None:
        raise QueryRefused(NO_TEXT)
    text, names, base = original
    return text, names, base


def _values(bindings: Mapping[str, Identifier]) -> str:
    """What gives variables their values, as rdflib's own store for endpoints writes it."""
    if not bindings:
        return ""
    names = " ".join(f"?{str(name).lstrip('?')}" for name in bindings)
    return f"\nVALUES ({names}) {{ ({' '.join(term.n3() for term in bindings.values())}) }}"


def _result(answer: Any) -> Result:
    if isinstance(answer, ox.QueryBoolean):
        asked = Result("ASK")
        asked.askAnswer = bool(answer)
        return asked
    if isinstance(answer, ox.QueryTriples):
        made = Result("CONSTRUCT")
        made.graph = Graph()
        for triple in answer:
            made.graph.add(tuple(map(rdflib_term, triple)))  # type: ignore[arg-type]
        return made
    found = Result("SELECT")
    found.vars = [Variable(each.value) for each in answer.variables]
    found.bindings = (_bindings(found.vars, solution) for solution in answer)
    return found


def _bindings(variables: list[Variable], solution: Any) -> dict[Variable, Identifier]:
    row = zip(variables, solution, strict=True)
    return {name: rdflib_term(value) for name, value in row if value is not None}
