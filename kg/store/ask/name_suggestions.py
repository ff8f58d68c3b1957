"""Close names for one that is unknown: candidates by shared letter groups, then the best by similarity of spelling."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from kg.errors import UnknownName
from kg.store.engine.entity_names import fold
from kg.store.engine.store_files import trouble

if TYPE_CHECKING:
    from kg.store.engine.entity_names import NameTables
    from kg.store.engine.store import Store

CLOSE = 0.6  # the least similarity (0 to 1) of a name worth offering
OFFERED = 3
LONGEST = 200  # code points of a name that are compared: similarity takes quadratic time


def known_entity(store: Store, name: str) -> str:
    """Return the entity that a name or alias means, whatever its case.

    Raises:
        UnknownName: There is none; close names are offered.
    """
    names = store.search.names
    with trouble(store.folder):
        found = names.find_entity(name)
        if found is None:
            raise UnknownName("entity", name, close_names(names, name))
    return found


def close_names(names: NameTables, name: str) -> tuple[str, ...]:
    """Return up to three entities that are spelt like a name, the most similar first."""
    asked = fold(name[:LONGEST])
    best: dict[str, float] = {}
    for spelling, entity in names.spelt_like(asked):
        ratio = SequenceMatcher(None, asked, spelling[:LONGEST], autojunk=False).ratio()
        best[entity] = max(ratio, best.get(entity, 0.0))
    ranked = sorted(best, key=lambda entity: (-best[entity], entity))
    return tuple(entity for entity in ranked if best[entity] >= CLOSE)[:OFFERED]
