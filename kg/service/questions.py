"""The questions that programs ask of a graph; each is a function from an open graph to an answer as a value.

Every function raises UnknownName where a name does not exist, with close ones; what else it raises is said there.
"""

from __future__ import annotations

import glob
from typing import TYPE_CHECKING

from kg.errors import InvalidArgument, UnknownName
from kg.model import media
from kg.service.answer_lines import claim_line, quoted
from kg.service.listing import Listing
from kg.service.vault_notes import known_note
from kg.store.ask.answer_rows import EntityRow
from kg.store.engine.entity_names import fold
from kg.views.render import figures

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.graph import Graph
    from kg.model import Claim
    from kg.store.ask.answer_rows import Entities, NoteRow

MOST_HITS = 1_000  # claims that a search gives
MOST_ROWS = 10_000  # rows of a query's answer
MOST_BYTES = 4_000_000  # of a query's answer, written out
AROUND = 30  # seconds before and after a time
CONCEPT = "Concept"


def state_of(graph: Graph) -> str:
    """What tells one generation from every other."""
    return repr(graph.generation)


def find_entities(graph: Graph, name: str = "", type: str | None = None) -> Listing:  # noqa: A002 - the field's public name
    """Find who and what the notes talk about: those so called first, then those whose names begin so or hold it."""
    entities = graph.entities(type)
    rows = [*entities, *_concepts(graph, type, entities)]
    if not name.strip():
        return Listing("entities", f"{len(rows):,} entities, most claims first", rows, state_of(graph))
    asked = fold(name)
    ranked = [(rank, row) for row in rows if (rank := _rank(asked, row)) is not None]
    found = [row for _, row in sorted(ranked, key=lambda each: each[0])]
    if not found:
        found = [graph.entity(name)]  # which says what close names there are
    heading = f"{figures.counted(len(found), 'entity')} for {quoted(name)}"
    return Listing("entities", heading, found, state_of(graph))


def _concepts(graph: Graph, type_: str | None, entities: Entities) -> Iterator[EntityRow]:
    """Key terms that are no entities besides, if concepts are wanted; the entities of the type are known."""
    if type_ is not None and type_.lower() != CONCEPT.lower():
        return
    names = {row.name for row in (entities if type_ is None else graph.entities())}
    for term in graph.terms():
        if term.name not in names:
            yield EntityRow(term.name, CONCEPT, term.claims, term.notes, term.aliases)


def _rank(asked: str, row: EntityRow) -> int | None:
    """How well an entity fits a name, 0 is best; None if not at all."""
    names = [fold(name) for name in (row.name, *row.aliases)]
    ranks = [
        0 if name == asked else 1 if name.startswith(asked) else 2 if f" {asked}" in name else 3
        for name in names
        if asked in name
    ]
    return min(ranks, default=None)


def claims_about(
    graph: Graph,
    entities: Sequence[str],
    *,
    main: bool = False,
    note: str | None = None,
    callout: str | None = None,
    modality: str | None = None,
    number: str | None = None,
    span: tuple[int | None, int | None] = (None, None),
) -> Listing:
    """Find the claims that mention all of some entities, or with ``main`` those whose main statement is about them.

    ``span`` is the second of the recording from which on they are said, and the one before which.
    """
    rows = [graph.entity(name) for name in entities]
    found = graph.claims(
        *(row.name for row in rows),
        about=main or None,
        note=note,
        callout=callout,
        modality=modality,
        with_=number,
        start=span[0],
        end=span[1],
    )
    names = " and ".join(f"{quoted(row.name)} ({row.type})" for row in rows)
    how = "about" if main else "that mention"
    heading = f"{figures.counted(len(found), 'claim')} {how} {names}" if names else figures.counted(len(found), "claim")
    return Listing("claims", heading, found, state_of(graph))


def claims_in(graph: Graph, note: str) -> Listing:
    """The claims of the note at a path, in reading order."""
    found = graph.claims(note=glob.escape(note))
    # a path without folders is looked for as a file name in all of them
    rows: Sequence[Claim] = found if "/" in note else [claim for claim in found if claim.note == note]
    return Listing("claims", f"{figures.counted(len(rows), 'claim')} in {quoted(note)}", rows, state_of(graph))


def claims_stating(graph: Graph, iri: str, words: str) -> Listing:
    """The claims that say something with a relation or a phrase, given by IRI and in words.

    Raises:
        UnknownName: There are none.
    """
    found = graph.stating(iri)
    if not found:
        raise UnknownName("relation or phrase", words)
    return Listing("claims", f"{figures.counted(len(found), 'claim')} with {quoted(words)}", found, state_of(graph))


def search_claims(graph: Graph, text: str) -> Listing:
    """Find claims by their words: all of them, a ``"phrase"``, or a beginning*; best first."""
    found = graph.search(text, MOST_HITS)
    more = f", the best {MOST_HITS:,} of more" if len(found) == MOST_HITS else ", best first"
    return Listing("hits", f"{figures.counted(len(found), 'claim')} for {quoted(text)}{more}", found, state_of(graph))


def conflicts(
    graph: Graph,
    entity: str | None = None,
    verdict: str | None = None,
    property: str | None = None,  # noqa: A002
) -> Listing:
    """Set the values that notes give for one attribute against each other."""
    found = graph.conflicts(entity, verdict=verdict, property=property)
    whose = f" of {quoted(graph.entity(entity).name)}" if entity else ""
    return Listing("conflicts", f"{figures.counted(len(found), 'pair')} of values{whose}", found, state_of(graph))


def claims_at(graph: Graph, recording: str, time: str | None = None, around: int = AROUND) -> Listing:
    """Find what is claimed at a time of a recording, in the order of the recording.

    Args:
        graph: The graph.
        recording: Its address, or the path or title of a note on it.
        time: ``54:21``, ``0:54:21`` or seconds; without it, the one that the address names.
        around: Seconds before and after.

    Raises:
        InvalidArgument: The time is none.
    """
    second = _second(recording, time)
    notes, name = _notes_on(graph, recording)
    found = [claim for note in notes for claim in _near(graph, note, second, around)]
    found.sort(key=lambda claim: (claim.source.start if claim.source else second, claim.note, claim.span))
    place = f"within {around} s of {figures.clock(second)} in {quoted(name)}"
    return Listing("claims", f"{figures.counted(len(found), 'claim')} {place}", found, state_of(graph))


def _second(recording: str, time: str | None) -> int:
    named = media.place(recording) if time is None and media.recording(recording) else None
    second = figures.seconds_of(time.strip()) if time is not None else None if named is None else int(named)
    if second is None:
        raise InvalidArgument("time", time or "", "is no time", "write 54:21, 0:54:21 or plain seconds")
    return second


def _notes_on(graph: Graph, recording: str) -> tuple[list[NoteRow], str]:
    """The notes on a recording, which is given by address or by one of them, and what it is called."""
    rows = graph.notes()
    address = media.recording(recording)
    meant = [row for row in rows if row.media is not None and row.media in {address, recording}]
    if meant:
        return meant, meant[0].media or ""
    if address is not None:
        raise UnknownName("note on the recording", recording)
    note = known_note(rows, recording)
    if note.media is None:
        return [note], note.path
    return [row for row in rows if row.media == note.media], note.media


def _near(graph: Graph, note: NoteRow, second: int, around: int) -> Iterator[Claim]:
    claims = graph.claims(note=glob.escape(note.path), start=second - around, end=second + around + 1)
    return (claim for claim in claims if claim.note == note.path)


def explain(graph: Graph, claim: str) -> Listing:
    """Say which rule or model gave each field of a claim.

    Raises:
        AmbiguousName: Several claims are meant; they are listed.
    """
    found = graph.explain(claim)
    return Listing("reasons", claim_line(found.claim), found.reasons, state_of(graph))


def sparql(graph: Graph, query: str, seconds: float) -> Listing:
    """Answer a SPARQL query in a process of its own.

    Args:
        graph: The graph.
        query: SELECT, ASK, CONSTRUCT or DESCRIBE; kg's prefixes are declared.
        seconds: After which it is given up.

    Raises:
        QueryError: The query is wrong or refused, or takes too long or too much memory.
    """
    found = graph.ask(query, seconds)
    if found.answer is not None:
        return Listing("solutions", "The answer is", [(found.answer,)], state_of(graph))
    rows = found.rows[: _fitting(found.rows)]
    less = f", the first {len(rows):,} given: use LIMIT and OFFSET for others" if len(rows) < len(found.rows) else ""
    columns = " | ".join(f"?{name}" for name in found.columns)
    return Listing("solutions", f"{figures.counted(len(found.rows), 'row')}{less}: {columns}", rows, state_of(graph))


def _fitting(rows: Sequence[Sequence[object]]) -> int:
    """How many rows there are within the limits of rows and bytes."""
    left = MOST_BYTES
    for count, row in enumerate(rows[:MOST_ROWS]):
        left -= sum(len(str(value).encode("utf-8", "replace")) for value in row)
        if left < 0:
            return count
    return min(len(rows), MOST_ROWS)
