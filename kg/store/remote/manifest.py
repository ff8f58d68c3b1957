"""What a store holds of kg's, written into the store itself: which graphs, with which hashes, and whether all are in.

Two graphs. ``BASE/graph/manifest`` has one triple, whose text is a ``Head`` in JSON. ``BASE/graph/manifest/graphs`` has
one triple for each graph: its sha256 and how many quads it has, or nothing while it is written or deleted. While a load
is under way the head has no digest of that list, so nobody takes what is there for whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kg.errors import PartialLoad, RemoteStoreError
from kg.model.decoding_errors import UNDECODABLE
from kg.rdf.nquads import literal, triple_of, value_of
from kg.rdf.terms import KG
from kg.store.engine.generation import GenerationFacts
from kg.store.remote.graph_lines import HeldGraph, canonical, fetched, triples_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.store.remote.store_client import StoreClient

LAYOUT = "claimgraph remote store 1"  # to be raised whenever an older version could not read what is written
STATE, HELD = f"<{KG}loadState>", f"<{KG}held>"
DOUBTFUL = HeldGraph("", 0)  # it may hold anything, or be missing


class Head(msgspec.Struct, frozen=True):
    """What a store holds as a whole.

    Attributes:
        layout: ``LAYOUT`` of the version that wrote it.
        digest: sha256 of the list of graphs; "" while a load is under way.
        graphs: How many there are.
        not_seen, not_heard, not_seen_since: As in ``GenerationFacts``.
        vault: The name of the vault's folder.
    """

    layout: str = LAYOUT
    digest: str = ""
    graphs: int = 0
    not_seen: int = 0
    not_heard: int = 0
    not_seen_since: str = ""
    vault: str = ""

    @property
    def facts(self) -> GenerationFacts:
        """What a copy says of the vault: the digest stands for all that it was made from."""
        return GenerationFacts(self.digest, self.not_seen, self.not_heard, self.not_seen_since)


def head_graph(base: str) -> str:
    """Return the name of the graph with the head."""
    return f"{base}graph/manifest"


def list_graph(base: str) -> str:
    """Return the name of the graph with the list."""
    return f"{base}graph/manifest/graphs"


def list_of(held: Mapping[str, HeldGraph], base: str) -> bytes:
    """Return the list as canonical, sorted N-Quads."""
    name = list_graph(base)
    lines = (f"<{iri}> {HELD} {literal(_told(each))} <{name}> .\n".encode() for iri, each in held.items())
    return b"".join(sorted(lines))


def head_of(held: Mapping[str, HeldGraph], base: str, facts: GenerationFacts, vault: str) -> Head:
    """Return the head of a load that is finished."""
    digest = HeldGraph.of(list_of(held, base)).sha256
    return Head(LAYOUT, digest, len(held), facts.not_seen, facts.not_heard, facts.not_seen_since, vault)


def write_head(client: StoreClient, base: str, head: Head) -> None:
    """Write the head, which says whether a load is finished."""
    name = head_graph(base)
    client.put(name, f"<{name}> {STATE} {literal(msgspec.json.encode(head).decode())} .\n".encode())


def write_list(client: StoreClient, base: str, held: Mapping[str, HeldGraph]) -> None:
    """Write the list."""
    client.put(list_graph(base), triples_of(list_of(held, base), list_graph(base)))


def read_head(client: StoreClient, base: str) -> Head | None:
    """Return the head; None where kg never wrote into this store, or with another base IRI.

    Raises:
        RemoteStoreError: Another version of kg wrote it; or the store cannot be asked.
    """
    name = head_graph(base)
    lines = canonical(client, client.graph(name) or b"", name).decode().splitlines()
    if not lines:
        return None
    try:
        found = msgspec.json.decode(value_of(triple_of(lines[0])[2]), type=Head)
    except UNDECODABLE as error:
        raise client.error(f"holds a manifest in <{name}> that kg did not write ({error})") from error
    if found.layout != LAYOUT:
        hint = "use that version, or delete the graph of the manifest and build again"
        raise client.error(f"has layout {found.layout!r}, but this version of kg reads {LAYOUT!r}", hint)
    return found


def finished(client: StoreClient, base: str) -> Head:
    """Return the head of a load that is finished.

    Raises:
        PartialLoad: It is not.
        RemoteStoreError: There is none; or as in ``read_head``.
    """
    head = read_head(client, base)
    if head is None:
        hint = f"run 'kg build --store {client.address.url}' first, with the same graph.base_iri"
        raise client.error(f"holds no graph of kg's with the base IRI {base}", hint)
    if not head.digest:
        raise PartialLoad(client.address.url)
    return head


def read_list(client: StoreClient, base: str, head: Head | None) -> dict[str, HeldGraph]:
    """Return the graphs that a store holds.

    Of a load that is not finished, what can be read of the list: what is missing there is only sent once more.

    Raises:
        RemoteStoreError: It is not the list that belongs to a finished load; or the store cannot be asked.
    """
    name = list_graph(base)
    if head is not None and head.digest:
        nquads = fetched(client, name, HeldGraph(head.digest, head.graphs))
    else:
        nquads = canonical(client, client.graph(name) or b"", name)
    return dict(_entry(client, line) for line in nquads.decode().splitlines())


def _told(held: HeldGraph) -> str:
    return f"{held.sha256} {held.quads}" if held.sha256 else ""


def _entry(client: StoreClient, line: str) -> tuple[str, HeldGraph]:
    subject, _, value = triple_of(line)
    digest, _, quads = value_of(value).partition(" ")
    try:
        return value_of(subject), HeldGraph(digest, int(quads or 0))
    except ValueError as error:
        raise RemoteStoreError(client.address.url, f"holds a list that kg did not write ({error})") from error
