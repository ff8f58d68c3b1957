"""Brings what is described once for the vault up to date: entities, properties, recordings, channels, corrections."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from kg.assembly.state import census
from kg.assembly.state.batches import batches
from kg.assembly.state.census import CHANNEL, ENTITY, PROPERTY, RECORDING
from kg.assembly.steps.correction_outcome import settle_corrections
from kg.extract.names import entity_list
from kg.model.properties import property_of
from kg.rdf.encode import entity_quads
from kg.rdf.terms import entity_iri, property_iri, safe_iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.assembly.notes.vault_corrections import VaultCorrections
    from kg.assembly.state.build_state import BuildState
    from kg.assembly.state.census import Summary
    from kg.assembly.steps.correction_outcome import CorrectionOutcome
    from kg.store.engine.store import Store

DESCRIBED = "described"  # that the store has what the census had then
SLICE = 500  # names whose uses in all notes are held at once
CAMEL = re.compile(r"(?<=[a-z0-9])[A-Z]")


def describe(store: Store, state: BuildState, corrections: VaultCorrections) -> None:
    """Describe in the store what the notes have, and remember that it is.

    Args:
        store: Holds the notes' graphs.
        state: Its census says what has changed.
        corrections: What the user corrected. What one says of an entity may hang on any other: with corrections,
            everything is described each time.
    """
    if corrections.all:
        _corrected(store, state, corrections)
    elif state.recall(DESCRIBED) is None:
        store.replace_entities(_pieces(state, partial(census.names, state), store.base))
    else:
        _changed(store, state)
    state.record(DESCRIBED, None if corrections.all else b"")
    census.described(state)
    state.commit()


def doubt(state: BuildState) -> None:
    """Have everything described again, for what is in the store may not be what the census thinks."""
    state.record(DESCRIBED, None)


def _corrected(store: Store, state: BuildState, corrections: VaultCorrections) -> None:
    """Describe everything at once, as corrections may join any two entities."""
    # reading the summaries again takes less time than holding all, and no memory
    outcome = corrected(partial(census.summaries, state), corrections)
    quads = entity_quads(
        outcome.entities,
        properties=property_labels(census.names(state, PROPERTY)),
        recordings=census.names(state, RECORDING),
        channels=[channel for name in census.names(state, CHANNEL) for channel in census.channels(state, name)],
        corrections=outcome.corrections,
        opinions=outcome.opinions,
        base=store.base,
    )
    store.replace_entities(quads)


def corrected(notes: Callable[[], Iterable[Summary]], corrections: VaultCorrections) -> CorrectionOutcome:
    """Entities and corrections as they are in the end.

    Args:
        notes: Gives the summary of every note, each time that it is called.
        corrections: What the user corrected.
    """
    found = tuple(entity_list.entities(note.entities for note in notes()))
    plain = entity_list.entities(note.entities if note.uncorrected is None else note.uncorrected for note in notes())
    return settle_corrections(corrections, found, plain, [claim for note in notes() for claim in note.rejected])


def _changed(store: Store, state: BuildState) -> None:
    things = census.stale(state)

    def stale(*kinds: str) -> list[str]:
        return sorted({name for kind, name in things if kind in kinds})

    subjects = {
        *(entity_iri(name, store.base) for name in stale(ENTITY, CHANNEL)),
        *(property_iri(name, store.base) for name in stale(PROPERTY)),
        *(safe_iri(name) for name in stale(RECORDING)),
    }
    store.replace_entities(_pieces(state, stale, store.base), among=subjects)


def _pieces(state: BuildState, names: Callable[..., Iterable[str]], base: str) -> Iterator[bytes]:
    """The N-Quads of what notes have, one subject at a time; few are held at once.

    Args:
        state: Its census knows the notes.
        names: Gives the names of what is meant, by kinds, each once; some may be of what no note has any more.
        base: The vault's base IRI.
    """
    # a channel that is an entity too has one description, so either kind is asked for both
    for some in batches(names(ENTITY, CHANNEL), SLICE):
        yield from entity_quads(
            entity_list.entities(note for name in some for note in census.uses(state, name)),
            properties={},
            channels=[channel for name in some for channel in census.channels(state, name)],
            base=base,
        )
    for some in batches(names(PROPERTY), SLICE):
        used = (name for name in some if census.is_used(state, (PROPERTY, name)))
        yield from entity_quads((), properties=property_labels(used), base=base)
    recordings = (name for name in names(RECORDING) if census.is_used(state, (RECORDING, name)))
    yield from entity_quads((), properties={}, recordings=recordings, base=base)


def property_labels(names: Iterable[str]) -> dict[str, str]:
    """A label for people of each property: from the table of properties, else the words of its camelCase name."""
    return {name: property_of(name).label or CAMEL.sub(lambda found: f" {found[0].lower()}", name) for name in names}
