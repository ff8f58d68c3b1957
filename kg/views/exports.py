"""Everything a graph can be exported as: one table from format to the function that writes it, as pieces of bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import UnknownName
from kg.formats import claim_lines, claim_record
from kg.rdf import write
from kg.views import tables
from kg.views.network import entity_network, gexf, graphml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import networkx as nx

    from kg.model import Claim
    from kg.store.reader import ClaimReader


def export(reader: ClaimReader, name: str) -> Iterator[bytes]:
    """Write a whole store in a format.

    RDF and claims are read note by note, so memory does not grow with the vault; the entity graphs are held whole.

    Raises:
        UnknownName: The format does not exist; all are listed.
    """
    if name not in FORMATS:
        raise UnknownName("export format", name, known=tuple(FORMATS))
    return FORMATS[name](reader)


def _claims(reader: ClaimReader) -> Iterator[Claim]:
    for _, iri in reader.notes():
        yield from reader.note_claims(iri)


def _csv(reader: ClaimReader) -> Iterator[bytes]:
    records = (claim_record(claim) for claim in _claims(reader))
    return (line.encode() for line in tables.flat(records, tables.CLAIM_FIELDS))


def _nquads(reader: ClaimReader) -> Iterator[bytes]:
    for graph, lines in reader.graphs():
        yield "".join(f"{line[:-1]}<{graph}> .\n" for line in lines).encode()


def _ntriples(reader: ClaimReader) -> Iterator[bytes]:
    for _, lines in reader.graphs():
        yield "".join(f"{line}\n" for line in lines).encode()


def _rdf(
    writer: Callable[[Iterable[tuple[str, list[str]]], str], Iterator[bytes]],
) -> Callable[[ClaimReader], Iterator[bytes]]:
    return lambda reader: writer(reader.graphs(), reader.base)


def _network(writer: Callable[[nx.Graph], Iterator[bytes]]) -> Callable[[ClaimReader], Iterator[bytes]]:
    return lambda reader: writer(entity_network(reader.entity_rows(), reader.pairs()))


FORMATS: dict[str, Callable[[ClaimReader], Iterator[bytes]]] = {
    "trig": _rdf(write.trig),
    "ttl": _rdf(write.turtle),
    "nq": _nquads,
    "nt": _ntriples,
    "jsonld": _rdf(write.jsonld),
    "rdfxml": _rdf(write.rdfxml),
    "jsonl": lambda reader: claim_lines(_claims(reader)),
    "csv": _csv,
    "graphml": _network(graphml),
    "gexf": _network(gexf),
}
