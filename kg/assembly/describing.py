"""Brings what is described once for the vault up to date: entities, properties, recordings, channels, corrections."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from kg.assembly import census
from kg.assembly.batches import batches
from kg.assembly.census import CHANNEL, ENTITY, PROPERTY, RECORDING
from kg.assembly.outcome import settle_corrections
from kg.extract import entities, properties
from kg.rdf.encode import entity_quads
from kg.rdf.terms import entity_iri, property_iri, safe_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.assembly.census import Thing
    from kg.assembly.curations import Curations
    from kg.assembly.state import State
    from kg.store.store import Store

DESCRIBED = "described"  # that the store has what the census had then
SLICE = 500  # names whose uses in all notes are held at once
CAMEL = re.compile(r"(?<=[a-z0-9])[A-Z]")


def describe(store: Store, state: State, curations: Curations) -> None:
    """Describe in the store what the notes have, and remember that it is.

    Args:
        store: Holds the notes' graphs.
        state: Its census says what has changed.
        curations: What the user corrected. What one says of an entity may hang on any other: with corrections,
            everything is described each time.
    """
    if curations.all:
        _corrected(store, state, curations)
    elif state.recall(DESCRIBED) is None:
        store.replace_entities(_pieces(state, census.everything(state), store.base))
    else:
        _changed(store, state)
    state.record(DESCRIBED, None if curations.all else b"")
    census.described(state)
    state.commit()


def doubt(state: State) -> None:
    """Have everything described anew, for what is in the store may not be what the census thinks."""
    state.record(DESCRIBED, None)


def _corrected(store: Store, state: State, curations: Curations) -> None:
    """Describe everything at once, as corrections may join any two entities."""
    notes = partial(census.summaries, state)  # reading them again takes less time than holding all, and no memory
    found = tuple(entities.entities(note.entities for note in notes()))
    plain = entities.entities(note.entities if note.uncorrected is None else note.uncorrected for note in notes())
    outcome = settle_corrections(curations, found, plain, [claim for note in notes() for claim in note.rejected])
    things = census.everything(state)
    quads = entity_quads(
        outcome.entities,
        properties=_labels(_named(things, PROPERTY)),
        recordings=_named(things, RECORDING),
        channels=[channel for name in _named(things, CHANNEL) for channel in census.channels(state, name)],
        curations=outcome.curations,
        opinions=outcome.opinions,
        base=store.base,
    )
    store.replace_entities(quads)


def _changed(store: Store, state: State) -> None:
    stale = census.stale(state)
    subjects = {
        *(entity_iri(name, store.base) for kind in (ENTITY, CHANNEL) for name in _named(stale, kind)),
        *(property_iri(name, store.base) for name in _named(stale, PROPERTY)),
        *(safe_iri(name) for name in _named(stale, RECORDING)),
    }
    store.replace_entities(_pieces(state, stale, store.base), among=subjects)


def _pieces(state: State, things: Sequence[Thing], base: str) -> Iterator[bytes]:
    """The N-Quads of things that notes have, one subject at a time; few are held at once."""
    # a channel that is an entity too has one description, so either kind is asked for both
    names = sorted({*_named(things, ENTITY), *_named(things, CHANNEL)})
    for some in batches(names, SLICE):
        yield from entity_quads(
            entities.entities(note for name in some for note in census.uses(state, name)),
            properties={},
            channels=[channel for name in some for channel in census.channels(state, name)],
            base=base,
        )
    used = [thing for thing in things if thing[0] in {PROPERTY, RECORDING} and census.is_used(state, thing)]
    properties = _labels(_named(used, PROPERTY))
    yield from entity_quads((), properties=properties, recordings=_named(used, RECORDING), base=base)


def _named(things: Iterable[Thing], kind: str) -> list[str]:
    return [name for each, name in things if each == kind]


def _labels(names: Iterable[str]) -> dict[str, str]:
    """A label for people of each property: from the table of attributes, else the words of its camelCase name."""
    known = {each.name: each.label for each in properties.table()}
    return {name: known.get(name) or CAMEL.sub(lambda found: f" {found[0].lower()}", name) for name in names}
