"""Writes a whole store, piece by piece: one public function for each format of ``exports.FORMATS``, of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.claim_json import claim_lines, claim_record
from kg.rdf import write
from kg.store.ask import overview
from kg.store.ask.claim_reader import ClaimReader
from kg.views.render import network, tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Claim
    from kg.store.engine.store import Store


def trig(store: Store) -> Iterator[bytes]:
    """RDF, a graph for each note."""
    return write.trig(overview.graphs(store), store.base)


def ttl(store: Store) -> Iterator[bytes]:
    """RDF, all graphs in one."""
    return write.turtle(overview.graphs(store), store.base)


def nq(store: Store) -> Iterator[bytes]:
    """RDF, a graph for each note, a quad a line."""
    for graph, lines in overview.graphs(store):
        yield "".join(f"{line[:-1]}<{graph}> .\n" for line in lines).encode()


def nt(store: Store) -> Iterator[bytes]:
    """RDF, all graphs in one, a triple a line."""
    for _, lines in overview.graphs(store):
        yield "".join(f"{line}\n" for line in lines).encode()


def jsonld(store: Store) -> Iterator[bytes]:
    """RDF as JSON, a graph for each note."""
    return write.jsonld(overview.graphs(store), store.base)


def rdfxml(store: Store) -> Iterator[bytes]:
    """RDF as XML, all graphs in one."""
    return write.rdfxml(overview.graphs(store), store.base)


def jsonl(store: Store) -> Iterator[bytes]:
    """Claims in reading order, one a line."""
    return claim_lines(_claims(store))


def csv(store: Store) -> Iterator[bytes]:
    """The most useful fields of the claims."""
    records = (claim_record(claim) for claim in _claims(store))
    return (line.encode() for line in tables.flat(records, tables.CLAIM_FIELDS))


def graphml(store: Store) -> Iterator[bytes]:
    """Entities that share claims."""
    return network.graphml(_network(store))


def gexf(store: Store) -> Iterator[bytes]:
    """Entities that share claims, for Gephi."""
    return network.gexf(_network(store))


def _claims(store: Store) -> Iterator[Claim]:
    reader = ClaimReader(store)
    for _, iri in overview.note_places(store):
        yield from reader.note_claims(iri)


def _network(store: Store) -> network.EntityNetwork:
    return network.entity_network(overview.entity_rows(store), overview.pairs(store))
