"""An output format: one card a claim, a tab between its two sides, as programs for learning read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.plugins import Format

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph import Graph


def write(graph: Graph) -> Iterator[bytes]:
    """Write what is claimed about each entity, the entities with most claims first."""
    for entity in graph.entities():
        for claim in graph.claims(about=entity.name):
            yield f"What is said of {entity.name}?\t{claim.text}\n".encode()


FORMAT = Format(".cards", "claims as flash cards", write)
