"""A copy of what a SPARQL store holds, in a folder on this machine: the same files that a build leaves in ``.kg``.

So every question is answered by the same code, and from one finished load. One small request shows whether the copy is
up to date. If not, the graphs that differ are fetched and proved by their hashes, search rows are made from them, and
the copy publishes a generation. A load that is under way, or a graph that is not as the manifest has it, publishes
nothing.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

from kg.errors import RemoteStoreError, StoreForeign, StoreLocked, StoreMissing, StoreVersion
from kg.rdf.terms import entities_graph, note_iri
from kg.store.engine.fact_packing import StoredNote, rows_of_graph
from kg.store.engine.store import Store, newest
from kg.store.remote.graph_lines import HeldGraph, fetched
from kg.store.remote.manifest import finished, read_list
from kg.store.remote.transcript_graphs import transcript_of, transcript_path
from kg.store.remote.transfer_progress import Unwatched
from kg.store.remote.upload import graphs_of, nquads_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.store.engine.generation import GenerationFacts
    from kg.store.engine.value_table import PairCounter
    from kg.store.remote.manifest import Head
    from kg.store.remote.store_client import StoreClient
    from kg.store.remote.transfer_progress import TransferProgress

AT_ONCE = 4  # requests
AHEAD = 64  # graphs that are fetched before they are needed
PATIENCE = 120.0  # seconds to wait for another process that copies the same
LOOK = 0.2  # seconds between two looks whether it is done


def bring_up_to_date(
    client: StoreClient,
    folder: Path,
    base: str,
    counter: PairCounter | None = None,
    told: TransferProgress | None = None,
) -> str:
    """Make a folder hold what a SPARQL store holds; a reader opens it with ``Store.open``.

    Args:
        client: Speaks with the SPARQL store.
        folder: For the copy; made when missing.
        base: The base IRI that the graph was built with.
        counter: Counts pairs of values, so that readers need not.
        told: Hears how far it is, if anything is to be fetched.

    Returns:
        The name of the vault that it is of.

    Raises:
        PartialLoad: The SPARQL store holds a load that is not finished.
        RemoteStoreError: It cannot be asked, or holds something else than its manifest says.
        StoreLocked: Another process copies it, and takes too long.
        StoreError: The copy cannot be written.
    """
    head = finished(client, base)
    if _facts_of(folder) != head.facts:
        with _writer(folder, base, head.facts) as store:
            if store is not None:  # no other process has done it meanwhile
                _copy_steadily(client, store, head, told or Unwatched())
                store.flush(head.facts, everything=True, counter=counter)
    return head.vault


def _facts_of(folder: Path) -> GenerationFacts | None:
    """What the copy says of itself; None where there is none that this version of kg and this user can read."""
    try:
        return newest(folder).facts
    except (StoreMissing, StoreVersion, StoreForeign):
        return None


@contextmanager
def _writer(folder: Path, base: str, wanted: GenerationFacts) -> Iterator[Store | None]:
    """The copy, opened to write; None once another process has brought it to where it should be."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            store = Store.open(folder, base=base)
        except StoreVersion:
            Store.discard(folder)
        except StoreLocked:
            if time.monotonic() > until:
                raise
            time.sleep(LOOK)
            if _facts_of(folder) == wanted:
                yield None
                return
        else:
            break
    try:
        yield store
    finally:
        store.close(publish=False)


def _copy_steadily(client: StoreClient, store: Store, head: Head, told: TransferProgress) -> None:
    """Copy, and know whether the store was written to meanwhile."""
    try:
        _copy(client, store, head, told)
    except RemoteStoreError:
        if finished(client, store.base) == head:
            raise
        raise client.error("was written to while it was copied", "run the command again") from None


def _copy(client: StoreClient, store: Store, head: Head, told: TransferProgress) -> None:
    """Bring the copy's graphs and search rows to where the store's are."""
    base = store.base
    there = read_list(client, base, head)
    here = {iri: HeldGraph.of(nquads_of(store, iri)) for iri in graphs_of(store)}
    changed = [iri for iri, held in there.items() if here.get(iri) != held]
    gone = [iri for iri in here if iri not in there]
    said = {iri: path for iri in {*there, *here} if (path := transcript_path(iri, base)) is not None}
    entities = entities_graph(base)
    told.phase("Fetching", len(changed), "graphs")
    notes = [iri for iri in changed if iri not in said and iri != entities]
    rows = (_stored(iri, nquads, base) for iri, nquads in _all_fetched(client, notes, there, told))
    store.replace_notes(rows, [iri for iri in gone if iri not in said and iri != entities])
    if entities in changed:
        store.replace_entities(fetched(client, entities, there[entities]))
    # the lines of a note that are a transcript went with the note's rows
    spoken = [iri for iri in said if iri in there and (iri in changed or note_iri(said[iri], base) in notes)]
    transcripts = (transcript_of(nquads) for _, nquads in _all_fetched(client, spoken, there, told))
    store.replace_transcripts(transcripts, [said[iri] for iri in gone if iri in said])


def _all_fetched(
    client: StoreClient, graphs: Sequence[str], there: dict[str, HeldGraph], told: TransferProgress
) -> Iterator[tuple[str, bytes]]:
    """Yield graphs with their quads, in order; some are fetched while the ones before are worked on."""
    with ThreadPoolExecutor(AT_ONCE) as threads:
        rest: Iterable[str] = iter(graphs)
        while group := list(islice(rest, AHEAD)):
            for each in zip(group, threads.map(lambda iri: fetched(client, iri, there[iri]), group), strict=True):
                yield each
                told.advance()


def _stored(iri: str, nquads: bytes, base: str) -> StoredNote:
    rows = rows_of_graph(nquads, base)
    return StoredNote(iri, nquads, rows.facts, rows.rows, None, rows.path, rows.counts)
