"""A graph that comes from a store, put back into the canonical N-Quads that were sent, and proved to be them.

Virtuoso gives back whole numbers from 2^31 on as ``xsd:decimal``, and escapes what needs none. Both are undone: kg
writes a number as ``xsd:integer`` when it is whole, else as ``xsd:decimal``. Virtuoso also leaves out what goes beyond
its ``ResultSetMaxRows``, and says nothing; then the graph is asked for in pieces. What is not the graph that was sent
even then is an error: the hash that was written with it says so.
"""

from __future__ import annotations

import hashlib
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kg.rdf.nquads import number
from kg.rdf.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.store.remote.store_client import StoreClient

NUMBERS = {f"{XSD}integer", f"{XSD}decimal"}
PIECE = 2_500  # triples of a piece, about; Virtuoso's usual limit is 10,000 rows
DIGITS = "0123456789abcdef"


class HeldGraph(NamedTuple):
    """What a store should hold of a graph: the sha256 of its canonical, sorted N-Quads, and how many they are."""

    sha256: str
    quads: int

    @classmethod
    def of(cls, nquads: bytes) -> HeldGraph:
        """What there is to know of these."""
        return cls(hashlib.sha256(nquads).hexdigest(), nquads.count(b"\n"))


def triples_of(nquads: bytes, graph: str) -> bytes:
    """Return the N-Quads of one graph as N-Triples."""
    return nquads.replace(f" <{graph}> .\n".encode(), b" .\n")  # a raw line end is never inside a literal


def fetched(client: StoreClient, graph: str, held: HeldGraph) -> bytes:
    """Return the canonical, sorted N-Quads of a graph, which are proved to be those that were sent.

    Raises:
        RemoteStoreError: They are not; or the store cannot be asked.
    """
    came = client.graph(graph) or b""
    for nquads in (_sorted(came.split(b" .\n"), graph), canonical(client, came, graph)):
        if HeldGraph.of(nquads) == held:
            return nquads
    if nquads.count(b"\n") < held.quads:
        nquads = canonical(client, b"".join(_pieces(client, graph, held)), graph)
    if HeldGraph.of(nquads) == held:
        return nquads
    count = nquads.count(b"\n")
    if count < held.quads:
        reason = f"gives {count:,} of the {held.quads:,} triples of <{graph}>"
        raise client.error(reason, "raise its limit of rows (ResultSetMaxRows), or send the graph again")
    raise client.error(
        f"gives other triples for <{graph}> than were sent",
        f"something else wrote into it; 'kg build --store {client.address.url} --full' mends it",
    )


def canonical(client: StoreClient, triples: bytes, graph: str) -> bytes:
    """Return N-Triples as the canonical, sorted N-Quads of a graph, each once, with numbers as kg writes them.

    Raises:
        RemoteStoreError: They are no N-Triples.
    """
    try:
        found = {_usual(quad.triple) for quad in ox.parse(triples, ox.RdfFormat.N_TRIPLES)}
    except SyntaxError as error:
        raise client.error(f"sent no valid N-Triples for <{graph}> ({error})") from error
    lines = ox.serialize(found, format=ox.RdfFormat.N_TRIPLES) or b""
    return _sorted(lines.split(b" .\n"), graph)


def _sorted(lines: list[bytes], graph: str) -> bytes:
    end = f" <{graph}> .\n".encode()
    return b"".join(line + end for line in sorted(lines) if line)


def _usual(triple: ox.Triple) -> ox.Triple:
    value = triple.object
    if not isinstance(value, ox.Literal) or value.datatype.value not in NUMBERS:
        return triple
    try:
        amount = Decimal(value.value)
    except InvalidOperation:
        return triple
    if not amount.is_finite():
        return triple
    text, _, datatype = number(amount)[1:-1].partition('"^^<')
    return ox.Triple(triple.subject, triple.predicate, ox.Literal(text, datatype=ox.NamedNode(datatype)))


def _pieces(client: StoreClient, graph: str, held: HeldGraph) -> Iterator[bytes]:
    """The triples of a graph, by the first digits of a hash of their subjects."""
    ones = tuple(DIGITS)
    beginnings = ones if held.quads <= PIECE * len(ones) else tuple(a + b for a in ones for b in ones)
    for beginning in beginnings:
        where = f'GRAPH <{graph}> {{ ?s ?p ?o }} FILTER(STRSTARTS(MD5(STR(?s)), "{beginning}"))'
        yield client.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {where} }}")
