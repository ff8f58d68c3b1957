"""Reads the corrections back, and what the extractor itself says of the corrected entities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import ExtractorOpinion
from kg.rdf import vocabulary as v
from kg.rdf.decode import decode_corrections, decode_opinions
from kg.rdf.terms import clean, entity_iri, opinion_iri
from kg.store.ask.answer_rows import CorrectionRow, Corrections
from kg.store.ask.overview import entity_row
from kg.store.ask.select import lines
from kg.store.engine.store_files import trouble

if TYPE_CHECKING:
    from kg.store.engine.store import Store


class CorrectionReader:
    """The corrections of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> Corrections:
        """Return all corrections, those in force first, then by entity, kind and value."""
        return self._found("")

    def of(self, entity: str) -> Corrections:
        """Return the corrections that the page of an entity says; ``entity`` is its exact name."""
        return self._found(f"?s {v.CORRECTS} <{entity_iri(entity, self._store.base)}> .")

    def opinion(self, entity: str) -> ExtractorOpinion | None:
        """Return type and names of an entity with the corrections of its own page left aside.

        Also of one that is merged or ignored; None when no note speaks of it. ``entity`` is its exact name.
        """
        iri = opinion_iri(entity, self._store.base)
        with trouble(self._store.folder):
            found = lines(self._store, f"VALUES ?s {{ <{iri}> }} ?s {v.A} {v.OPINION} ; ?p ?o")
            if found:
                return decode_opinions(_nquads(found), self._store.base)[0]
            if self._store.search.names.type_of(clean(entity)) is None:
                return None
        row = entity_row(self._store, clean(entity))
        return ExtractorOpinion(row.name, row.type, row.aliases)

    def _found(self, pattern: str) -> Corrections:
        with trouble(self._store.folder):
            found = lines(self._store, f"?s {v.A} {v.CORRECTION} . {pattern} ?s ?p ?o")
        rows = [
            CorrectionRow(each.kind, each.entity, each.value, each.page, each.old, each.idle)
            for each in decode_corrections(_nquads(found), self._store.base)
        ]
        return Corrections(tuple(sorted(rows, key=lambda row: bool(row.idle))))


def _nquads(found: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in found).encode()
