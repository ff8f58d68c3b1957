"""Counts the pairs of values of an attribute by verdict, for a build that keeps the counts in the store."""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.model import compared_units, properties
from kg.model.properties import dated
from kg.rdf.decode import untyped
from kg.store.engine.fact_packing import unpacked_claim
from kg.views.compare.value_pairs import compare, values_in

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kg.store.engine.value_table import Attribute

RULES = (  # whose bytes decide which pairs there are
    *Path(__file__).parent.glob("*.py"),
    *map(Path, (compared_units.__file__, properties.__file__)),
    Path(properties.__file__).with_suffix(".toml"),
)


def rules(own: str) -> str:
    """A hash of all that decides which pairs there are and how they are judged, with that of a vault's own words."""
    return _rules() + own


@lru_cache(maxsize=1)
def _rules() -> str:
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in sorted(RULES))).hexdigest()


class VerdictCounter:
    """Counts the pairs of attributes; fields as of ``kg.store.engine.value_table.PairCounter``."""

    def __init__(self, own: str) -> None:
        self.rules = rules(own)
        self.dated: Collection[str] = dated()

    def count(self, attribute: Attribute, claims: Sequence[bytes]) -> dict[str, int]:
        """Return how many pairs of each verdict the values of an attribute make, given the packed claims."""
        values = values_in([unpacked_claim(data, untyped) for data in claims], attribute)
        return dict(Counter(pair.verdict for pair in compare(attribute, values)))
