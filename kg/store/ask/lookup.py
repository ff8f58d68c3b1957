"""Looks up single things by the short names that people copy: a claim by part of its IRI, an entity's evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import AmbiguousName, UnknownName
from kg.rdf import vocabulary as v
from kg.rdf.terms import entity_iri, entity_name
from kg.store.ask.select import select
from kg.store.engine.store_files import trouble

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.store.engine.store import Store

MARK = "#"  # between a note's IRI and the key of its claim
KEY = "c-"  # what every claim's key begins with
OFFERED = 10


def known_claim(store: Store, name: str) -> str:
    """Return the IRI of the claim that is meant by its IRI, by ``#c-38a6…`` or by the beginning of that (``38a6``).

    Raises:
        UnknownName: No claim has that name.
        AmbiguousName: Several claims have it; they are listed.
    """
    note, _, key = name.strip().strip("<>").rpartition(MARK)
    part = f"{note}{MARK}{key if key.startswith(KEY) else KEY + key}"
    with trouble(store.folder):
        held = store.search.claims_with(part) if key.removeprefix(KEY) else []
    found = [iri for iri in held if iri.endswith(part)] or held
    if not found:
        raise UnknownName("claim", name)
    if len(found) > 1:
        raise AmbiguousName("claim", name, found[:OFFERED], len(found))
    return found[0]


def evidence(store: Store, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return, for entities by name, why their spellings were merged and their type chosen, sorted."""
    values = " ".join(f"<{entity_iri(name, store.base)}>" for name in sorted(set(names)))
    found: dict[str, list[str]] = {}
    with trouble(store.folder):
        for entity, reason in select(store, f"SELECT ?e ?r {{ VALUES ?e {{ {values} }} ?e {v.EVIDENCE} ?r }}"):
            found.setdefault(entity_name(entity.value, store.base), []).append(reason.value)
    return {name: tuple(sorted(reasons)) for name, reasons in found.items()}
