"""Brings what is described once for the vault up to date: entities, properties, recordings, channels, corrections."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.assembly import census
from kg.assembly.census import CHANNEL, ENTITY, PROPERTY, RECORDING
from kg.assembly.outcome import settle_corrections
from kg.extract import entities, properties
from kg.rdf.encode import entity_quads
from kg.rdf.terms import entity_iri, property_iri, safe_iri

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.assembly.curations import Curations
    from kg.assembly.state import State
    from kg.store.store import Store

DESCRIBED = "described"  # that the store has what the census had then
CAMEL = re.compile(r"(?<=[a-z0-9])[A-Z]")


def describe(store: Store, state: State, curations: Curations) -> None:
    """Describe in the store what the notes have, and remember that it is.

    Args:
        store: Holds the notes' graphs.
        state: Its census says what has changed.
        curations: What the user corrected. What one says of an entity may hang on any other: with corrections,
            everything is described each time.
    """
    if curations.all or state.recall(DESCRIBED) is None:
        _everything(store, state, curations)
    else:
        _changed(store, state)
    state.record(DESCRIBED, None if curations.all else b"")
    census.described(state)
    state.commit()


def doubt(state: State) -> None:
    """Have everything described anew, for what is in the store may not be what the census thinks."""
    state.record(DESCRIBED, None)


def _everything(store: Store, state: State, curations: Curations) -> None:
    notes = list(census.summaries(state))
    things = tuple(entities.entities(note.entities for note in notes))
    plain = entities.entities(note.entities if note.uncorrected is None else note.uncorrected for note in notes)
    outcome = settle_corrections(curations, things, plain, [found for note in notes for found in note.rejected])
    quads = entity_quads(
        outcome.entities,
        properties=_labels(sorted({name for note in notes for name in note.properties})),
        recordings=sorted({note.media for note in notes if note.media}),
        channels=sorted({note.channel for note in notes if note.channel}),
        curations=outcome.curations,
        opinions=outcome.opinions,
        base=store.base,
    )
    store.replace_entities(quads)


def _changed(store: Store, state: State) -> None:
    stale = census.stale(state)
    # a channel that is an entity too has one description, so either kind is asked for both
    names = sorted({name for kind, name in stale if kind in {ENTITY, CHANNEL}})
    used = [thing for thing in stale if census.is_used(state, thing)]
    subjects = {
        *(entity_iri(name, store.base) for name in names),
        *(property_iri(name, store.base) for kind, name in stale if kind == PROPERTY),
        *(safe_iri(name) for kind, name in stale if kind == RECORDING),
    }
    quads = entity_quads(
        entities.entities(note for name in names for note in census.uses(state, name)),
        properties=_labels(name for kind, name in used if kind == PROPERTY),
        recordings=[name for kind, name in used if kind == RECORDING],
        channels=[channel for name in names for channel in census.channels(state, name)],
        base=store.base,
    )
    store.replace_entities(quads, among=subjects)


def _labels(names: Iterable[str]) -> dict[str, str]:
    """A label for people of each property: from the table of attributes, else the words of its camelCase name."""
    known = {each.name: each.label for each in properties.table()}
    return {name: known.get(name) or CAMEL.sub(lambda found: f" {found[0].lower()}", name) for name in names}
