"""Close names for one that is unknown: candidates by shared letter groups, then the best by similarity of spelling."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from kg.store.search import fold

if TYPE_CHECKING:
    from kg.store.search import SearchFile

CLOSE = 0.6  # the least similarity (0 to 1) of a name worth offering
OFFERED = 3
LONGEST = 200  # code points of a name that are compared: similarity takes quadratic time


def close_names(search: SearchFile, name: str) -> tuple[str, ...]:
    """Return up to three entities that are spelt like a name, the most similar first."""
    asked = fold(name[:LONGEST])
    best: dict[str, float] = {}
    for spelling, entity in search.spelt_like(asked):
        ratio = SequenceMatcher(None, asked, spelling[:LONGEST], autojunk=False).ratio()
        best[entity] = max(ratio, best.get(entity, 0.0))
    ranked = sorted(best, key=lambda entity: (-best[entity], entity))
    return tuple(entity for entity in ranked if best[entity] >= CLOSE)[:OFFERED]
