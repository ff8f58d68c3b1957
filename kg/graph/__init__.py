"""The graph as its users see it: ask a vault's store for claims, entities, numbers and pictures."""

from kg.graph.graph_conversions import GraphSession
from kg.graph.vault_graph import FOLDER, Graph
from kg.store.ask.answer_rows import (
    Claims,
    Cues,
    Entities,
    EntityRow,
    NoteRow,
    Notes,
    SearchHit,
    SearchHits,
    Stats,
    TermRow,
    Terms,
)

__all__ = [
    "FOLDER",
    "Claims",
    "Cues",
    "Entities",
    "EntityRow",
    "Graph",
    "GraphSession",
    "NoteRow",
    "Notes",
    "SearchHit",
    "SearchHits",
    "Stats",
    "TermRow",
    "Terms",
]
