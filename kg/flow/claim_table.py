"""Claims as a Parquet table: the fields of their JSON, lists and records as such, with the same types in every file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import parquet

from kg.claim_json import claim_record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Claim


def _list(of: pa.DataType) -> pa.DataType:
    """A list, its items named as Parquet's own specification does, so that it is read back as it was written."""
    return pa.list_(pa.field("element", of))


TEXTS = _list(pa.string())
SOURCE = pa.struct(
    {
        "media": pa.string(),
        "start": pa.int64(),
        "end": pa.int64(),
        "url": pa.string(),
        "repaired": pa.bool_(),
        "reason": pa.string(),
        "confidence": pa.float64(),
    }
)
MENTION = pa.struct(
    {
        "text": pa.string(),
        "start": pa.int64(),
        "end": pa.int64(),
        "kind": pa.string(),
        "entity": pa.string(),
        "type": pa.string(),
        "method": pa.string(),
        "confidence": pa.float64(),
    }
)
STATEMENT = pa.struct(
    {
        "subject": pa.string(),
        "predicate": pa.string(),
        "object": pa.string(),
        "property": pa.string(),
        "subject_entity": pa.string(),
        "object_entity": pa.string(),
        "quantity": pa.int64(),
        "date": pa.string(),
        "method": pa.string(),
        "polarity": pa.string(),
        "factuality": pa.string(),
        "confidence": pa.float64(),
    }
)
QUANTITY = pa.struct(
    {
        "text": pa.string(),
        "value": pa.float64(),
        "value_max": pa.float64(),
        "unit": pa.string(),
        "comparator": pa.string(),
        "method": pa.string(),
    }
)
DATE = pa.struct({"text": pa.string(), "value": pa.string(), "method": pa.string()})
SCHEMA = pa.schema(
    {
        "id": pa.string(),
        "note": pa.string(),
        "span": _list(pa.int64()),
        "text": pa.string(),
        "section": TEXTS,
        "callout": pa.string(),
        "timestamps": _list(pa.int64()),
        "source": SOURCE,
        "mentions": _list(MENTION),
        "about": TEXTS,
        "statements": _list(STATEMENT),
        "quantities": _list(QUANTITY),
        "dates": _list(DATE),
        "modality": pa.string(),
        "negated": pa.bool_(),
        "attribution": pa.string(),
        "terms": TEXTS,
        "modality_rule": pa.string(),
        "about_rule": pa.string(),
        "negation_rule": pa.string(),
        "attribution_rule": pa.string(),
    }
)


def version() -> str:
    """What decides a file's bytes besides the claims: each version of the library writes its name into it."""
    return str(pa.__version__)


def packed(claims: Iterable[Claim]) -> bytes:
    """The Parquet file of some claims; no time or name is in it, and no value is rounded but decimals to floats."""
    rows = [claim_record(claim) for claim in claims]
    for row in rows:
        for quantity in row["quantities"]:
            quantity.update((key, float(quantity[key])) for key in ("value", "value_max") if key in quantity)
    written = pa.BufferOutputStream()
    parquet.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), written, compression="zstd")
    return bytes(written.getvalue())
