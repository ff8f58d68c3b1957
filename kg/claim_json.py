"""The public JSON of a claim: the same keys in the same order wherever kg prints one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from kg.model import Claim, DateRef, Mention, Quantity, Source, Statement

Record = dict[str, Any]


def claim_record(claim: Claim) -> Record:
    """Return a claim as plain JSON values: the published fields in their order, then fields that were added since."""
    return {
        "id": claim.id,
        "note": claim.note,
        "span": [claim.span.start, claim.span.end],
        "text": claim.text,
        "section": list(claim.section),
        "callout": claim.callout,
        "timestamps": list(claim.timestamps),
        "source": None if claim.source is None else source_record(claim.source),
        "mentions": [mention_record(mention) for mention in claim.mentions],
        "about": list(claim.about),
        "statements": [statement_record(statement) for statement in claim.statements],
        "quantities": [quantity_record(quantity) for quantity in claim.quantities],
        "dates": [date_record(date) for date in claim.dates],
        "modality": claim.modality,
        "negated": claim.negated,
        "attribution": claim.attribution,
        "terms": list(claim.terms),
        "modality_rule": claim.modality_rule,
        "about_rule": claim.about_rule,
        "negation_rule": claim.negation_rule,
        "attribution_rule": claim.attribution_rule,
    }


def claim_lines(claims: Iterable[Claim]) -> Iterator[bytes]:
    """Yield one line of JSON per claim, UTF-8, with its line end."""
    for claim in claims:
        yield msgspec.json.encode(claim_record(claim)) + b"\n"


def source_record(source: Source) -> Record:
    """Return where a claim can be heard; ``end`` only of a range, ``reason`` and ``confidence`` only of a repair."""
    record: Record = {"media": source.media, "start": source.start}
    if source.end is not None:
        record["end"] = source.end
    record |= {"url": source.url, "repaired": source.repaired}
    if source.repaired:
        record |= {"reason": source.reason, "confidence": source.confidence}
    return record


def mention_record(mention: Mention) -> Record:
    """Return a mention; its offsets are into the claim's text."""
    return {
        "text": mention.text,
        "start": mention.start,
        "end": mention.end,
        "kind": mention.kind,
        "entity": mention.entity,
        "type": mention.type,
        "method": mention.method,
        "confidence": mention.confidence,
    }


def statement_record(statement: Statement) -> Record:
    """Return a statement as text, then as data."""
    return {
        "subject": statement.subject,
        "predicate": statement.predicate,
        "object": statement.object,
        "property": statement.property,
        "subject_entity": statement.subject_entity,
        "object_entity": statement.object_entity,
        "quantity": statement.quantity,
        "date": statement.date,
        "method": statement.method,
        "polarity": statement.polarity,
        "factuality": statement.factuality,
        "confidence": statement.confidence,
    }


def quantity_record(quantity: Quantity) -> Record:
    """Return a quantity; ``value_max`` only for ranges."""
    record: Record = {"text": quantity.text, "value": plain_number(quantity.value)}
    if quantity.value_max is not None:
        record["value_max"] = plain_number(quantity.value_max)
    return record | {"unit": quantity.unit, "comparator": quantity.comparator, "method": quantity.method}


def date_record(date: DateRef) -> Record:
    """Return a date."""
    return {"text": date.text, "value": date.value, "method": date.method}


def plain_number(value: Decimal) -> int | float:
    """Return a decimal as an int when it is whole, else as the nearest float."""
    return int(value) if value == value.to_integral_value() else float(value)
