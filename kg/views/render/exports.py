"""Everything a graph can be exported as: one table from format to the function that writes it, as pieces of bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.claim_json import claim_lines, claim_record
from kg.errors import UnknownName
from kg.rdf import write
from kg.store.ask import overview
from kg.store.ask.claim_reader import ClaimReader
from kg.views.render import tables
from kg.views.render.network import entity_network, gexf, graphml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.model import Claim
    from kg.store.engine.store import Store
    from kg.views.render.network import EntityNetwork


def export(store: Store, name: str) -> Iterator[bytes]:
    """Write a whole store in a format.

    RDF and claims are read note by note, so memory does not grow with the vault; the entity graphs are held whole.

    Raises:
        UnknownName: The format does not exist; all are listed.
    """
    if name not in FORMATS:
        raise UnknownName("export format", name, known=tuple(FORMATS))
    return FORMATS[name](store)


def _claims(store: Store) -> Iterator[Claim]:
    reader = ClaimReader(store)
    for _, iri in overview.note_places(store):
        yield from reader.note_claims(iri)


def _csv(store: Store) -> Iterator[bytes]:
    records = (claim_record(claim) for claim in _claims(store))
    return (line.encode() for line in tables.flat(records, tables.CLAIM_FIELDS))


def _nquads(store: Store) -> Iterator[bytes]:
    for graph, lines in overview.graphs(store):
        yield "".join(f"{line[:-1]}<{graph}> .\n" for line in lines).encode()


def _ntriples(store: Store) -> Iterator[bytes]:
    for _, lines in overview.graphs(store):
        yield "".join(f"{line}\n" for line in lines).encode()


def _rdf(
    writer: Callable[[Iterable[tuple[str, list[str]]], str], Iterator[bytes]],
) -> Callable[[Store], Iterator[bytes]]:
    return lambda store: writer(overview.graphs(store), store.base)


def _network(writer: Callable[[EntityNetwork], Iterator[bytes]]) -> Callable[[Store], Iterator[bytes]]:
    return lambda store: writer(entity_network(overview.entity_rows(store), overview.pairs(store)))


FORMATS: dict[str, Callable[[Store], Iterator[bytes]]] = {
    "trig": _rdf(write.trig),
    "ttl": _rdf(write.turtle),
    "nq": _nquads,
    "nt": _ntriples,
    "jsonld": _rdf(write.jsonld),
    "rdfxml": _rdf(write.rdfxml),
    "jsonl": lambda store: claim_lines(_claims(store)),
    "csv": _csv,
    "graphml": _network(graphml),
    "gexf": _network(gexf),
}
