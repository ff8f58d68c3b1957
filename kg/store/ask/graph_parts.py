"""The named graphs of a store as N-Triples lines: all of them, those of some notes, or what concerns one entity."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from kg.errors import UnknownName
from kg.rdf import vocabulary as v
from kg.rdf.nquads import nodes_of
from kg.rdf.terms import entities_graph, entity_iri
from kg.store.ask.claim_reader import ClaimFilter, takes_note
from kg.store.ask.lookup import MARK
from kg.store.ask.name_suggestions import known_entity
from kg.store.ask.overview import graphs, note_lines, note_places
from kg.store.ask.select import lines
from kg.store.engine.store_files import trouble

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kg.store.ask.claim_reader import ClaimReader
    from kg.store.engine.store import Store

    Piece = tuple[str, list[str]]


def parts(store: Store, reader: ClaimReader, note: str | None, entity: str | None) -> Iterator[Piece]:
    """Yield (graph IRI, N-Triples lines); a graph may come in several pieces.

    Args:
        store: The store.
        reader: Of its claims.
        note: A glob on the notes' paths: only their graphs.
        entity: A name or alias: only the entity's description, and the claims that mention it.

    Raises:
        UnknownName: No note or entity of that name.
    """
    if note is not None and not any(takes_note(note, path) for path, _ in note_places(store)):
        raise UnknownName("note", note)
    if entity is not None:
        yield from _of_entity(store, reader, note, known_entity(store, entity))
    elif note is not None:
        yield from ((iri, note_lines(store, iri)) for path, iri in note_places(store) if takes_note(note, path))
    else:
        yield from graphs(store)


def _of_entity(store: Store, reader: ClaimReader, note: str | None, name: str) -> Iterator[Piece]:
    claims = reader.find(ClaimFilter(mentions=(name,), note=note))
    for iri, found in groupby(claims, lambda claim: claim.rpartition(MARK)[0]):
        yield iri, claim_lines(note_lines(store, iri), frozenset(found))
    graph = entities_graph(store.base)
    with trouble(store.folder):
        described = lines(store, f"VALUES ?s {{ <{entity_iri(name, store.base)}> }} GRAPH <{graph}> {{ ?s ?p ?o }}")
    yield graph, sorted(described)


def claim_lines(note: Iterable[str], claims: Collection[str]) -> list[str]:
    """Of the lines of a note's graph those of some claims, by IRI: with their statements, numbers and mentions."""
    kept = list(note)
    nodes = nodes_of(kept)
    wanted = {f"<{claim}>" for claim in claims}

    def of_claim(subject: str) -> bool:
        if subject in wanted or f"{subject.rpartition('.')[0]}>" in wanted:
            return True
        node = nodes[subject]
        return v.REFERENT in node and node[v.IS_PART_OF][0] in wanted

    subjects = {subject for subject in nodes if of_claim(subject)}
    return [line for line in kept if line.partition(" ")[0] in subjects]
