"""Annotated sentences and extracted claims, written field by field."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from kg.model import Claim, DateRef, Mention, Quantity, Span, Statement
from kg.score.gold import GoldDate, GoldEntity, GoldMention, GoldQuantity, GoldSentence

TEXT = "Acme said it would raise money."
ENTITIES = (GoldEntity("Acme", ("Acme Inc",), "Organization"), GoldEntity("Globex"), GoldEntity("The Hague"))
BARE = Claim("id", "a.md", Span(0, 1), TEXT, (), None, "", (), None, (), (), (), (), (), "asserted", "", False, None)  # noqa: FBT003 - the fields of a claim


def annotated(fields: dict[str, Any]) -> GoldSentence:
    lists: dict[str, Any] = {
        "mentions": [
            GoldMention(text, entity, type_, kind) for text, entity, type_, kind in fields.get("mentions", ())
        ],
        "quantities": [
            GoldQuantity("", value, unit, sign, *top) for value, unit, sign, *top in fields.get("quantities", ())
        ],
        "dates": [GoldDate("", value) for value in fields.get("dates", ())],
    }
    given: dict[str, Any] = {"text": TEXT, "claim": True} | fields | lists
    return GoldSentence(**given)


def extracted(fields: dict[str, Any]) -> Claim:
    plain: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
    lists: dict[str, Any] = {
        "mentions": tuple(
            Mention(text, 9 * at, 9 * at + 1, Span(0, 1), kind, entity, type_, "test")
            for at, (text, entity, type_, kind) in enumerate(fields.get("mentions", ()))
        ),
        "statements": tuple(
            Statement(subject, relation, thing, "is") for subject, relation, thing in fields.get("statements", ())
        ),
        "quantities": tuple(
            Quantity("", 0, 0, Decimal(str(value)), unit, sign) for value, unit, sign in fields.get("quantities", ())
        ),
        "dates": tuple(DateRef("", 0, 0, value) for value in fields.get("dates", ())),
    }
    return replace(BARE, **(plain | lists))
