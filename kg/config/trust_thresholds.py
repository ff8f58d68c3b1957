"""How sure an inference must be to count."""

from __future__ import annotations

from typing import NamedTuple


class TrustThresholds(NamedTuple):
    """The probabilities from which inferences count; those below are candidates, which only ``kg explain`` shows.

    Attributes:
        links: Of whom "it" or "the company" refers to, and of what a sentence is about without naming it.
        about: Of a sentence's being about an entity that it names.
        types: Of an entity's type; below, it is a ``Thing``. 0: every entity has the likeliest type.
        statements: Of a statement, that whoever annotates the claim would state it too.
    """

    links: float = 0.5
    about: float = 0.45
    types: float = 0.3
    statements: float = 0.35


USUAL = TrustThresholds()
