"""Compares what the search file keeps of notes and entities with what their graphs give, row by row.

Each graph is put into an empty search file in memory, by the code that builds use, and what is then in its tables must
be what is kept. Pairs of values are counted again from the packed claims.
"""

from __future__ import annotations

import zlib
from collections import Counter
from contextlib import closing, suppress
from itertools import islice
from typing import TYPE_CHECKING

from kg.model.decoding_errors import UNDECODABLE
from kg.rdf.decode import untyped
from kg.rdf.terms import entities_graph
from kg.store.engine.entity_descriptions import by_subject, described, subject_of
from kg.store.engine.fact_packing import rows_of_graph, unpacked_claim, unpacked_facts
from kg.store.engine.search_index import SearchFile
from kg.store.engine.store_files import trouble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Claim, NoteFacts
    from kg.store.engine.fact_cache import Kept
    from kg.store.engine.store import Store
    from kg.store.engine.value_table import PairCounter

BATCH = 1_000  # subjects that are described at a time


def differing(store: Store, counter: PairCounter) -> Iterator[str]:
    """Yield what is kept otherwise than the published graph gives it: notes, subjects, entities and attributes.

    Raises:
        StoreError: The store cannot be read.
    """
    with trouble(store.folder):
        yield from _notes(store)
        yield from _subjects(store)
        yield from (f"claims of {name}" for name in store.search.names.miscounted())
        yield from _pairs(store, counter)


def _notes(store: Store) -> Iterator[str]:
    kept, sizes = store.search.kept, Counter[str]()
    for iri in store.note_iris(partly=True):
        with closing(SearchFile.in_memory()) as fresh:
            if nquads := store.note_nquads(iri):
                with suppress(LookupError, ValueError, TypeError), fresh.transaction():  # a graph that was damaged
                    fresh.replace_note(iri, rows_of_graph(nquads, store.base))
            rows, given = kept.rows(iri), fresh.kept.rows(iri)
            if rows != given or _packed(kept, iri) != _packed(fresh.kept, iri):
                yield str((given["note"] or rows["note"])[0][0])
        sizes.update({table: len(found) for table, found in rows.items()})
    yield from (f"{table}s of no note" for table, size in kept.sizes().items() if size != sizes[table])


def _packed(kept: Kept, iri: str) -> tuple[NoteFacts | None, list[Claim]]:
    """What is packed of a note; None for facts that are missing or cannot be unpacked."""
    try:
        facts, claims = kept.note(iri)
        return unpacked_facts(facts), [unpacked_claim(data, untyped) for data in claims]
    except (TypeError, zlib.error, *UNDECODABLE):  # TypeError: there is no such row
        return None, []


def _subjects(store: Store) -> Iterator[str]:
    subjects, sizes = store.search.subjects, Counter[str]()
    pieces = by_subject(store.note_nquads(entities_graph(store.base)))
    while batch := {subject_of(piece): piece for piece in islice(pieces, BATCH)}:
        with closing(SearchFile.in_memory()) as fresh:
            with fresh.transaction():
                fresh.subjects.describe(described(batch, store.base))
            yield from (iri for iri in batch if subjects.rows(iri) != fresh.subjects.rows(iri))
            sizes.update(fresh.subjects.sizes())
    yield from (f"{table} of nothing" for table, size in subjects.sizes().items() if size != sizes[table])


def _pairs(store: Store, counter: PairCounter) -> Iterator[str]:
    """Attributes whose pairs are miscounted; none where other rules counted them: then no reader takes the counts."""
    values = store.search.values
    counts = values.counts(counter.rules)
    if counts is None:
        return
    kept = dict(counts)
    for attribute, _ in values.attributes(counter.dated):
        found = counter.count(attribute, [data for _, data in values.claims(attribute, counter.dated)])
        if kept.pop(attribute, {}) != {verdict: number for verdict, number in found.items() if number}:
            yield f"{attribute.property} of {attribute.entity}"
    yield from (f"{attribute.property} of {attribute.entity}" for attribute in kept)
