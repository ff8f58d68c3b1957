"""The public JSON of claims: fields, order and types as published."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from kg.claim_json import claim_lines, claim_record, plain_number
from tests.graph_samples import IPO_CLAIMS, NOTES
from tests.rdf import strategies

if TYPE_CHECKING:
    from kg.model import Claim

FIELDS = (
    "id", "note", "span", "text", "section", "callout", "timestamps", "source", "mentions", "about", "statements",
    "quantities", "dates", "modality", "negated", "attribution", "terms",
)  # fmt: skip
INNER = {
    "source": ("media", "start", "url", "repaired"),
    "mentions": ("text", "start", "end", "kind", "entity", "type"),
    "statements": ("subject", "predicate", "object"),
    "quantities": ("text", "value", "unit", "comparator"),
    "dates": ("text", "value"),
}


def test_the_published_fields_come_first_and_in_order() -> None:
    record = claim_record(IPO_CLAIMS[1])
    assert tuple(record)[: len(FIELDS)] == FIELDS
    for field, keys in INNER.items():
        inner = record[field] if isinstance(record[field], dict) else record[field][0]
        assert tuple(inner)[: len(keys)] == keys


def test_a_claim_as_published() -> None:
    claim = IPO_CLAIMS[2]
    record = claim_record(claim)
    assert record["span"] == [claim.span.start, claim.span.end]
    assert record["timestamps"] == [3500, 3480]
    assert record["source"] == {
        "media": "https://www.youtube.com/watch?v=RBoGJlpSdpY",
        "start": 58,
        "url": "https://www.youtube.com/watch?v=RBoGJlpSdpY&t=58s",
        "repaired": True,
        "reason": "MM:SS:xx read as HH:MM:SS",
        "confidence": 0.98,
    }
    assert record["quantities"] == [{"text": "60%", "value": 60, "unit": "percent", "comparator": "=", "method": ""}]
    assert record["callout"] == "warning"
    assert record["attribution"] is None


def test_what_is_not_known_is_null_or_left_out() -> None:
    record = claim_record(IPO_CLAIMS[3])
    assert record["source"] is None
    assert record["quantities"][0]["value_max"] == 5
    assert record["negated"] is True
    assert "reason" not in claim_record(IPO_CLAIMS[0])["source"]


@pytest.mark.parametrize(
    ("value", "plain"), [("60", 60), ("60.0", 60), ("1.5", 1.5), ("1E+9", 10**9), ("-0.25", -0.25), ("1E+30", 10**30)]
)
def test_numbers_are_plain(value: str, plain: float) -> None:
    assert plain_number(Decimal(value)) == plain
    assert type(plain_number(Decimal(value))) is type(plain)


def test_one_line_of_json_per_claim() -> None:
    claims = [replace(IPO_CLAIMS[0], text="a\nb\u2028c é"), *(claim for _, claims in NOTES for claim in claims)]
    lines = list(claim_lines(claims))
    assert [json.loads(line) for line in lines] == [claim_record(claim) for claim in claims]
    assert all(line.count(b"\n") == 1 and line.endswith(b"\n") for line in lines)
    assert "é".encode() in lines[0]


@given(strategies.notes())
@settings(max_examples=20, deadline=None)
def test_any_claim_can_be_printed(note: tuple[object, tuple[Claim, ...]]) -> None:
    for claim, line in zip(note[1], claim_lines(note[1]), strict=True):
        assert json.loads(line)["text"] == claim.text
