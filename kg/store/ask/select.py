"""The few ways in which the other modules of this room ask the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.store.engine.store_files import trouble

if TYPE_CHECKING:
    from kg.store.engine.store import Store


def select(store: Store, query: str) -> Any:
    """Answer a SELECT over the union of all graphs.

    Raises:
        StoreError: The graph cannot be opened.
    """
    with trouble(store.folder):
        return store.engine.graph.query(query, use_default_graph_as_union=True)


def lines(store: Store, pattern: str) -> list[str]:
    """Return the triples ``?s ?p ?o`` that a graph pattern gives, as N-Triples lines."""
    found = select(store, f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}").serialize(format=ox.RdfFormat.N_TRIPLES)
    text: str = found.decode()
    return text.split("\n")[:-1]
