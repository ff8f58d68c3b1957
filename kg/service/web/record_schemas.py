"""JSON Schemas of the records that the JSON API gives: the fields of the command line's JSON, all of them."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]


def record(optional: tuple[str, ...] = (), /, **fields: Schema) -> Schema:
    """An object with these fields and no others; all but the optional ones are always there."""
    required = [name for name in fields if name not in optional]
    return {"type": "object", "properties": fields, "required": required, "additionalProperties": False}


def array(items: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": items}


def nullable(*kinds: str) -> Schema:
    """One of some types, or null."""
    return {"type": [*kinds, "null"]}


def reference(name: str) -> Schema:
    """A schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


TEXT, NUMBER, WHOLE, YES = ({"type": kind} for kind in ("string", "number", "integer", "boolean"))
TEXTS = array(TEXT)
SPAN = {"type": "array", "items": WHOLE, "minItems": 2, "maxItems": 2}
OPTIONAL_SOURCE = {"anyOf": [reference("Source"), {"type": "null"}]}

_CLAIM: dict[str, Schema] = {
    "id": TEXT,
    "note": TEXT,
    "span": SPAN,
    "text": TEXT,
    "section": TEXTS,
    "callout": nullable("string"),
    "timestamps": array(WHOLE),
    "source": OPTIONAL_SOURCE,
    "mentions": array(reference("Mention")),
    "about": TEXTS,
    "statements": array(reference("Statement")),
    "quantities": array(reference("Quantity")),
    "dates": array(reference("Date")),
    "modality": TEXT,
    "negated": YES,
    "attribution": nullable("string"),
    "terms": TEXTS,
    "modality_rule": TEXT,
    "about_rule": TEXT,
    "negation_rule": TEXT,
    "attribution_rule": TEXT,
}

SCHEMAS: dict[str, Schema] = {
    "Claim": record(**_CLAIM),
    "Hit": record(**_CLAIM, marks=array(SPAN)),
    "Source": record(
        ("end", "reason", "confidence"),
        media=TEXT,
        start=NUMBER,
        end=NUMBER,
        url=TEXT,
        repaired=YES,
        reason=TEXT,
        confidence=nullable("number"),
    ),
    "Mention": record(
        text=TEXT, start=WHOLE, end=WHOLE, kind=TEXT, entity=TEXT, type=TEXT, method=TEXT, confidence=nullable("number")
    ),
    "Statement": record(
        subject=TEXT,
        predicate=TEXT,
        object=TEXT,
        property=nullable("string"),
        subject_entity=nullable("string"),
        object_entity=nullable("string"),
        quantity=nullable("integer"),
        date=nullable("string"),
        method=TEXT,
        polarity=TEXT,
        factuality=TEXT,
        confidence=nullable("number"),
    ),
    "Quantity": record(
        ("value_max",), text=TEXT, value=NUMBER, value_max=NUMBER, unit=TEXT, comparator=TEXT, method=TEXT
    ),
    "Date": record(text=TEXT, value=TEXT, method=TEXT),
    "Entity": record(name=TEXT, type=TEXT, claims=WHOLE, notes=WHOLE, aliases=TEXTS),
    "Value": record(
        ("value_max",),
        text=TEXT,
        value={"type": ["number", "string", "null"]},
        value_max=NUMBER,
        unit=TEXT,
        comparator=TEXT,
        method=TEXT,
        date=nullable("string"),
        kind=TEXT,
        claim=TEXT,
        note=TEXT,
        sentence=TEXT,
        timestamps=array(WHOLE),
        source=OPTIONAL_SOURCE,
        attribution=nullable("string"),
    ),
    "Conflict": record(
        entity=TEXT,
        property=TEXT,
        of=nullable("string"),
        what=TEXT,
        unit=TEXT,
        verdict=TEXT,
        reason=TEXT,
        first=reference("Value"),
        second=reference("Value"),
    ),
    "Reason": record(field=TEXT, value=TEXT, rule=TEXT, module=TEXT, confidence=nullable("number")),
    "Explanation": record(claim=reference("Claim"), reasons=array(reference("Reason"))),
    "Stats": record(
        notes=WHOLE,
        claims=WHOLE,
        entities=WHOLE,
        statements=WHOLE,
        recordings=WHOLE,
        repaired=WHOLE,
        quads=WHOLE,
        times_unreached=WHOLE,
        transcripts=WHOLE,
        cues=WHOLE,
    ),
}
