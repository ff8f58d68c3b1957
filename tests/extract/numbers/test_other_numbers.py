"""Numbers in other languages: decimals and thousands as the language writes them, and only units that are sure."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.numbers.other_numbers import find, read
from kg.model import Sentence, Span, Token


@pytest.mark.parametrize(
    ("written", "language", "value"),
    [
        ("12", "de", "12"), ("3,5", "es", "3.5"), ("3.5", "es", "3.5"), ("1.500", "de", "1500"), ("1,500", "de", None),
        ("1,500", "ja", "1500"), ("1.500", "ja", None), ("1.234.567", "fr", "1234567"), ("1.234,5", "it", "1234.5"),
        ("1,234.5", "es", "1234.5"), ("12 345,67", "fr", "12345.67"), ("12 345 678", "sv", "12345678"),
        ("1.23.456", "de", None), ("12.34,5", "de", None), ("1234,567", "de", "1234.567"), ("0,25", "pl", "0.25"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_its_language_writes_it(written: str, language: str, value: str | None) -> None:
    assert read(written, language) == (None if value is None else Decimal(value))


@given(st.integers(0, 10**12), st.integers(0, 99))
def test_thousands_and_decimals_come_back(whole: int, cents: int) -> None:
    written = f"{whole:,}.{cents:02}".translate(str.maketrans(",.", ".,"))
    assert read(written, "de") == Decimal(f"{whole}.{cents:02}")


def sentence(text: str, language: str, nouns: str = "") -> Sentence:
    at, tokens = 0, []
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        pos = "NOUN" if word in nouns.split() else "X"
        tokens.append(Token(start, at, word, word, pos, pos, "dep", 0))
    return Sentence(text, Span(0, len(text)), tuple(range(len(text))), tuple(tokens), "paragraph", language=language)


@pytest.mark.parametrize(
    ("language", "text", "nouns", "wanted"),
    [
        ("es", "Vendió 5 barcos en 2023 .", "barcos", [("5", "barcos", "5 barcos")]),
        ("es", "Pagó 3,5 millones de euros .", "euros", [("3500000", "EUR", "3,5 millones de euros")]),
        ("es", "Vale 2 mil millones de dólares .", "dólares", [("2000000000", "dólares", "2 mil millones de dólares")]),
        ("de", "Es kostet 4 Milliarden Euro .", "", [("4000000000", "EUR", "4 Milliarden Euro")]),
        ("de", "Der Anteil stieg um 12,5 % .", "", [("12.5", "percent", "12,5 %")]),
        ("fr", "Il vaut 30 € et 1 000 $ .", "", [("30", "EUR", "30 €"), ("1000", "USD", "1 000 $")]),
        ("fr", "Il est né en 1990 à 10:30 .", "", []),
        ("it", "La versione 2.0.1 del 3/4/2020 .", "versione", []),
        ("de", "Am 3. Mai kamen 1,500 Leute .", "Leute", []),
    ],
)
def test_a_number_measures_where_its_unit_is_sure(
    language: str, text: str, nouns: str, wanted: list[tuple[str, str, str]]
) -> None:
    found = find(sentence(text, language, nouns))
    assert [(str(each.value), each.unit, each.text) for each in found] == wanted
    assert all(text[each.start : each.end] == each.text for each in found)


@given(st.text(), st.sampled_from(["de", "ja", "fr"]))
def test_any_text_is_read(text: str, language: str) -> None:
    assert all(text[each.start : each.end] == each.text for each in find(sentence(text, language)))
