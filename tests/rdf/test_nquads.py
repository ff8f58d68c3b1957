"""Canonical literals and lines, the same as the engine's own."""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.rdf.nquads import fraction, integer, literal, number, number_of, triple_of, value_of
from kg.rdf.terms import XSD

NUMBERS = (
    ("3500000000", "3500000000", "integer"),
    ("1.50", "1.5", "decimal"),
    ("1.00", "1", "integer"),
    ("-0.0", "0", "integer"),
    ("-0.25", "-0.25", "decimal"),
    ("1E+3", "1000", "integer"),
    ("100", "100", "integer"),
    ("1E-7", "0.0000001", "decimal"),
    ("99999999999999999999999", "99999999999999999999999", "integer"),
)


@pytest.mark.parametrize(("value", "text", "datatype"), NUMBERS)
def test_a_number_has_one_spelling(value: str, text: str, datatype: str) -> None:
    assert number(Decimal(value)) == f'"{text}"^^<{XSD}{datatype}>'


def test_whole_numbers_and_shares() -> None:
    assert integer(-3) == f'"-3"^^<{XSD}integer>'
    assert fraction(0.98) == "0.98"
    assert fraction(0.0) == "0"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_text_is_written_as_the_engine_writes_it(text: str) -> None:
    assert literal(text) == str(ox.Literal(text))
    assert value_of(literal(text)) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6))
def test_the_engine_keeps_a_number_as_it_is_written(value: Decimal) -> None:
    store = ox.Store()
    store.load(f"<a:a> <a:b> {number(value)} .", ox.RdfFormat.N_TRIPLES)
    assert (store.dump(format=ox.RdfFormat.N_QUADS) or b"").decode() == f"<a:a> <a:b> {number(value)} .\n"
    assert number_of(number(value)) == value


def test_lone_surrogates_become_replacement_characters() -> None:
    assert literal("a\udc80b") == '"a\ufffdb"'


@pytest.mark.parametrize(
    ("line", "triple"),
    [
        ("<a:s> <a:p> <a:o> <a:g> .", ("<a:s>", "<a:p>", "<a:o>")),
        ('<a:s> <a:p> "x" .', ("<a:s>", "<a:p>", '"x"')),
        ('<a:s> <a:p> "a \\" <b> .\\n" <a:g> .', ("<a:s>", "<a:p>", '"a \\" <b> .\\n"')),
        (f'<a:s> <a:p> "1"^^<{XSD}integer> <a:g> .', ("<a:s>", "<a:p>", f'"1"^^<{XSD}integer>')),
    ],
)
def test_a_line_splits_into_its_terms(line: str, triple: tuple[str, str, str]) -> None:
    assert triple_of(line) == triple
