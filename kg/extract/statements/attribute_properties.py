"""Which property of the table a number or date next to certain words is a value of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model.properties import property_table

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kg.model.properties import Property


def phrases() -> frozenset[str]:
    """The nouns of the table that are several words."""
    return property_table().phrases


def match(unit: str, near: Sequence[str], far: Sequence[str], verbs: Collection[str]) -> Property | None:
    """The property that a value states, or None.

    Args:
        unit: The value's unit, or ``date``.
        near: Lemmas of the words around the value, nearest first.
        far: Lemmas of the words of the subject or label.
        verbs: The verb's lemma, alone and with its preposition.
    """
    fitting = [row for row in property_table().values() if row.fits(unit)]
    for words, close in ((near, True), (far, False)):
        for word in words:
            for row in fitting:
                if word in row.nouns and (close or not row.in_object):
                    return row
        if close:
            stated = next((row for row in fitting if not row.verbs.isdisjoint(verbs)), None)
            if stated is not None:
                return stated
    return None
