"""What a store holds as a whole: notes, entities and totals, who is mentioned with whom, and its graphs one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.rdf import vocabulary as v
from kg.rdf.terms import entities_graph, entity_iri, entity_name
from kg.store.ask.answer_rows import EntityRow, NoteRow, Stats, TermRow
from kg.store.ask.select import lines, select
from kg.store.engine.store_files import trouble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.store.engine.store import Store

CONCEPT = "Concept"
_PIECE = 1_000  # subjects of the entities' graph that are read at a time


def note_places(store: Store) -> list[tuple[str, str]]:
    """Return (path, IRI) of every note, by path."""
    with trouble(store.folder):
        return store.search.kept.places()


def spoken_notes(store: Store) -> list[str]:
    """Return the IRIs of the transcripts that claims were taken from."""
    with trouble(store.folder):
        return [iri for _, iri in store.search.kept.places(spoken=True)]


def spoken_claims(store: Store) -> dict[str, int]:
    """Return how many of the claims that mention an entity, or are about it, transcripts make, by its name."""
    with trouble(store.folder):
        return store.search.tallies(spoken_notes(store))


def note_rows(store: Store) -> tuple[NoteRow, ...]:
    """Return every note with its number of claims, by path."""
    query = f"""SELECT ?note ?path ?title ?media ?channel {{
        ?note {v.PATH} ?path ; {v.NAME} ?title .
        OPTIONAL {{ ?note {v.IS_BASED_ON} ?media }} OPTIONAL {{ ?note {v.PUBLISHER} ?channel }} }}"""
    with trouble(store.folder):
        counts = store.search.claim_counts()
        rows = [
            NoteRow(
                path.value,
                title.value,
                counts.get(note.value, 0),
                media and media.value,
                channel and entity_name(channel.value, store.base),
            )
            for note, path, title, media, channel in select(store, query)
        ]
    return tuple(sorted(rows, key=lambda row: row.path))


def entity_rows(
    store: Store, type_: str | None = None, least: int = 0, limit: int | None = None
) -> tuple[EntityRow, ...]:
    """Return the entities of a type that at least so many claims mention, most claims first, then by name.

    With a limit, at most so many, at the cost of these alone.
    """
    with trouble(store.folder):
        rows = store.search.counts(type_, least, limit=limit)
        aliases = store.search.names.aliases(None if limit is None else [row.name for row in rows])
        return tuple(EntityRow(*row, aliases.get(row.name, ())) for row in rows)


def number_of_entities(store: Store, type_: str | None = None, least: int = 0) -> int:
    """Return how many entities of a type at least so many claims mention."""
    with trouble(store.folder):
        return store.search.names.number(type_, least)


def number_of_terms(store: Store, least: int = 0) -> int:
    """Return how many concepts at least so many claims are about or mention."""
    with trouble(store.folder):
        return store.search.names.number(CONCEPT, least, terms=True)


def term_rows(store: Store, least: int = 0, limit: int | None = None) -> tuple[TermRow, ...]:
    """Return the concepts that at least so many claims are about or mention, most claims first, then by name.

    With a limit, at most so many, at the cost of these alone.
    """
    broader: dict[str, list[str]] = {}
    with trouble(store.folder):
        rows = store.search.counts(CONCEPT, least, terms=True, limit=limit)
        names = None if limit is None else [row.name for row in rows]
        these = (
            "" if names is None else f"VALUES ?one {{ {' '.join(f'<{entity_iri(n, store.base)}>' for n in names)} }}"
        )
        for one, above in select(store, f"SELECT ?one ?above {{ {these} ?one {v.BROADER} ?above }}"):
            name = entity_name(one.value, store.base)
            broader.setdefault(name, []).append(entity_name(above.value, store.base))
        aliases = store.search.names.aliases(names)
    return tuple(
        TermRow(row.name, row.claims, row.notes, aliases.get(row.name, ()), tuple(sorted(broader.get(row.name, ()))))
        for row in rows
    )


def key_term_rows(store: Store) -> tuple[EntityRow, ...]:
    """Return the concepts that are key terms of claims only, most claims first, then by name."""
    entities = {row.name for row in entity_rows(store, CONCEPT)}
    return tuple(
        EntityRow(row.name, CONCEPT, row.claims, row.notes, row.aliases)
        for row in term_rows(store, 1)
        if row.name not in entities
    )


def entity_row(store: Store, name: str) -> EntityRow:
    """Return one entity, which must exist."""
    with trouble(store.folder):
        aliases = store.search.names.aliases([name])
        return EntityRow(*store.search.count_of(name), aliases.get(name, ()))


def stats(store: Store) -> Stats:
    """Count what the store holds."""
    with trouble(store.folder):
        held, named = store.search.kept.totals(), store.search.names.number()
        described, recordings = store.search.subjects.counts()
        transcripts, cues = store.search.cues.counts()
        return Stats(
            held.notes,
            held.claims,
            named,
            held.statements,
            recordings,
            held.repaired,
            held.quads + described,
            times_unreached=held.unreached,
            transcripts=transcripts,
            cues=cues,
        )


def pairs(store: Store, entity: str | None = None) -> Iterator[tuple[str, str]]:
    """Yield (claim IRI, entity name) for every mention; with an entity, only for claims that mention it too."""
    other = "" if entity is None else f"?claim {v.MENTIONS} <{entity_iri(entity, store.base)}> ."
    with trouble(store.folder):
        for claim, name in select(store, f"SELECT ?claim ?entity {{ {other} ?claim {v.MENTIONS} ?entity }}"):
            yield claim.value, entity_name(name.value, store.base)


def graphs(store: Store) -> Iterator[tuple[str, list[str]]]:
    """Yield (graph IRI, sorted N-Triples lines) of all graphs: notes by path, then the entities' graph in pieces.

    A piece holds whole subjects; pieces and lines are in the order of the subjects' IRIs.
    """
    for _, iri in note_places(store):
        yield iri, note_lines(store, iri)
    yield from entity_graphs(store)


def note_lines(store: Store, iri: str) -> list[str]:
    """Return the sorted N-Triples lines of one note's graph."""
    end = f" <{iri}> .\n"
    return [f"{line} ." for line in store.note_nquads(iri).decode().split(end)[:-1]]


def entity_graphs(store: Store) -> Iterator[tuple[str, list[str]]]:
    """Yield the pieces of the entities' graph, as ``graphs`` does after the notes."""
    graph = entities_graph(store.base)
    with trouble(store.folder):
        subjects = store.search.subjects.iris()
    for start in range(0, len(subjects), _PIECE):
        values = " ".join(f"<{iri}>" for iri in subjects[start : start + _PIECE])
        with trouble(store.folder):
            yield graph, sorted(lines(store, f"VALUES ?s {{ {values} }} GRAPH <{graph}> {{ ?s ?p ?o }}"))
