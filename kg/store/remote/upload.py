"""Sends what is published in a vault's store to a SPARQL store: only what differs, and so that a reader sees it whole.

1. Hash every graph here, and read from the manifest what the store has.
2. Mark the load as unfinished.
3. For each batch: note its graphs as doubtful, send them, and note them as done with the next batch. Graphs that the
   store does not have go in bulk, where it takes N-Quads; the others are replaced one by one.
4. Delete the graphs of notes that are gone, write the list, and mark the load as finished.

Whatever ends this in the middle, the next one goes on where it ended: at most one batch is sent again. A store that
took no bulk load may change literals, so there each graph is read back and compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.rdf.terms import clean, entities_graph
from kg.store.remote.graph_lines import HeldGraph, fetched, triples_of
from kg.store.remote.manifest import (
    DOUBTFUL,
    LAYOUT,
    Head,
    head_of,
    read_head,
    read_list,
    write_head,
    write_list,
)
from kg.store.remote.transcript_graphs import transcript_graph, transcript_nquads, transcript_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.store.engine.store import Store
    from kg.store.remote.store_client import StoreClient
    from kg.store.remote.transfer_progress import TransferProgress

BATCH = 4_000_000  # bytes of N-Quads that are sent between two notes of what is done, about
MANY = 200  # graphs, likewise
QUAD = 200  # bytes of one, about


class Upload(NamedTuple):
    """What an upload did: how many graphs it sent, deleted, and found there already."""

    sent: int
    removed: int
    kept: int


def upload(store: Store, client: StoreClient, told: TransferProgress, *, full: bool = False) -> Upload:
    """Make a SPARQL store hold what a store has published; other graphs that it holds stay as they are.

    Args:
        store: Opened read-only.
        client: Speaks with the SPARQL store.
        told: Hears how far it is.
        full: Replace every graph, whatever the manifest says of it.

    Raises:
        RemoteStoreError: The SPARQL store fails; what was sent is noted there, and the next upload goes on.
        StoreError: The store cannot be read.
    """
    base = store.base
    wanted = {iri: HeldGraph.of(nquads_of(store, iri)) for iri in graphs_of(store)}
    before = read_head(client, base)
    known = read_list(client, base, before)
    todo = [iri for iri, held in wanted.items() if full or known.get(iri) != held]
    gone = [iri for iri in known if iri not in wanted]
    head = head_of(wanted, base, store.generation.facts, clean(store.vault.name))
    told.phase("Sending", len(todo), "graphs")
    if todo or gone or before != head:
        write_head(client, base, Head(LAYOUT))
        sender = _Sender(store, client, known, wanted, bulk=not full)
        for batch in _batches(todo, wanted):
            sender.send(batch)
            told.advance(len(batch))
        sender.remove(gone)
        write_list(client, base, sender.state)
        write_head(client, base, head)
        read_list(client, base, head)  # proves that readers can
    return Upload(len(todo), len(gone), len(wanted) - len(todo))


def graphs_of(store: Store) -> Iterator[str]:
    """Yield the names of all graphs that a remote store is to hold: notes, entities, transcripts."""
    yield from store.note_iris()
    yield entities_graph(store.base)
    for path in sorted(store.search.cues.keys(lines=True)):
        yield transcript_graph(path, store.base)


def nquads_of(store: Store, graph: str) -> bytes:
    """Return the canonical, sorted N-Quads of such a graph."""
    path = transcript_path(graph, store.base)
    return store.note_nquads(graph) if path is None else transcript_nquads(store.search, path, store.base)


class _Sender:
    """Sends batches to one store.

    Attributes:
        state: What the store holds, as far as that is sure.
    """

    def __init__(
        self,
        store: Store,
        client: StoreClient,
        known: dict[str, HeldGraph],
        wanted: dict[str, HeldGraph],
        *,
        bulk: bool,
    ) -> None:
        self.state = dict(known)
        self._store = store
        self._client = client
        self._wanted = wanted
        self._takes_quads: bool | None = None if bulk else False  # None until it was tried

    def send(self, batch: Sequence[str]) -> None:
        """Send graphs."""
        new = [iri for iri in batch if iri not in self.state]
        self.state.update(dict.fromkeys(batch, DOUBTFUL))
        write_list(self._client, self._store.base, self.state)
        if new and self._takes_quads is not False:
            self._takes_quads = self._loaded(new)
        loaded = set(new) if self._takes_quads else set()
        for iri in batch:
            if iri not in loaded:
                self._replace(iri)
        self.state.update({iri: self._wanted[iri] for iri in batch})

    def remove(self, gone: Sequence[str]) -> None:
        """Delete graphs."""
        if not gone:
            return
        self.state.update(dict.fromkeys(gone, DOUBTFUL))
        write_list(self._client, self._store.base, self.state)
        for iri in gone:
            self._client.delete(iri)
            del self.state[iri]

    def _loaded(self, new: Sequence[str]) -> bool:
        """Whether the store takes new graphs in bulk; it may say so and not do it."""
        if self._takes_quads is None:
            self._client.delete(new[0])  # what somebody else left there would look like success
        if not self._client.load(b"".join(nquads_of(self._store, iri) for iri in new)):
            return False
        if self._takes_quads is None:
            if self._client.graph(new[0]) is None:
                return False
            fetched(self._client, new[0], self._wanted[new[0]])
        return True

    def _replace(self, iri: str) -> None:
        self._client.put(iri, triples_of(nquads_of(self._store, iri), iri))
        if not self._takes_quads:
            fetched(self._client, iri, self._wanted[iri])


def _batches(todo: Sequence[str], wanted: dict[str, HeldGraph]) -> Iterator[list[str]]:
    """Graphs, as many at a time as are to be sent between two notes of what is done."""
    batch: list[str] = []
    size = 0
    for iri in todo:
        batch.append(iri)
        size += wanted[iri].quads * QUAD
        if size >= BATCH or len(batch) >= MANY:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
