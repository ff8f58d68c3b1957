"""The numbers and dates that a claim gives for attributes of entities, as they are held against those of other claims.

``kg conflicts``, the report and the explorer compare what this yields, so one pair is judged alike in all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.model.claim import UNREAL
from kg.model.compared_units import compared_in
from kg.model.properties import DATE, property_of
from kg.store.engine.value_table import Attribute
from kg.views.compare import change_of
from kg.views.compare.scope_of import scope_of
from kg.views.compare.verdicts import Stated, is_dated, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Claim


class GivenValue(NamedTuple):
    """One value that a claim gives.

    Attributes:
        attribute: What it is a value of.
        what: Of a change (``growth``): what has changed (``exports``); "" for the entity itself.
        stated: The value, as it is judged.
        text: The claim's words for it.
    """

    attribute: Attribute
    what: str
    stated: Stated
    text: str


def given(claim: Claim) -> Iterator[GivenValue]:
    """Yield the values that a claim gives for attributes with a name, in reading order; dates only with their year.

    What a statement only supposes is no value of anything.
    """
    for statement in claim.statements:
        entity, name = statement.subject_entity, statement.property
        kind = kind_of(statement)
        if entity is None or property_of(name).nameless or statement.factuality in UNREAL:
            continue
        if is_dated(statement):
            date = statement.date or ""
            words = _words_of(date, claim)
            stated = Stated(None, date, kind, note=claim.note, scope=scope_of(statement, words))
            yield GivenValue(Attribute(entity, name, "", DATE), "", stated, words)
        elif statement.quantity is not None:
            quantity = claim.quantities[statement.quantity]
            attribute = Attribute(entity, name, statement.object_entity or "", compared_in(quantity.unit))
            momentary, scope = property_of(name).momentary, scope_of(statement, quantity.text)
            recording = claim.source.media if claim.source else claim.note
            stated = Stated(quantity, statement.date, kind, momentary, claim.note, scope, recording)
            yield GivenValue(attribute, change_of.what(statement, quantity), stated, quantity.text)


def _words_of(date: str, claim: Claim) -> str:
    """The words that a claim has for a date, where it gives it by itself; else the date."""
    return next((found.text for found in claim.dates if found.value == date), date)
