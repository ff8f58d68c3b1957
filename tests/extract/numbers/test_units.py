"""Units come out in the singular, currencies as ISO 4217 codes, symbols in their usual spelling."""

from __future__ import annotations

import pytest

from kg.extract.numbers import units
from kg.extract.words.word_data import word_list, word_table

SINGULARS = [
    ("GPUs", "GPU"), ("centers", "center"), ("people", "person"), ("feet", "foot"), ("children", "child"),
    ("companies", "company"), ("boxes", "box"), ("churches", "church"), ("classes", "class"), ("dies", "die"),
    ("series", "series"), ("analysis", "analysis"), ("process", "process"), ("virus", "virus"), ("movies", "movie"),
    ("centuries", "century"), ("lives", "life"), ("fizz", "fizz"), ("as", "as"), ("PhDs", "PhD"), ("houses", "house"),
    ("nits", "nit"), ("physics", "physics"), ("criteria", "criterion"), ("GPUs.", "GPU"), ("", ""),
]  # fmt: skip

# What stands right behind a number -> its unit
BEHIND = [
    ("%", "percent"), (" %", "percent"), (" percent", "percent"), (" per cent", "percent"), ("x", "times"),
    ("x86", None), (" percentage points", "percentage point"), (" basis points", "basis point"), ("-fold", "times"),
    (" times", "times"), (" times when it rains", None), ("€", "EUR"), (" USD", "USD"), (" RMB", "CNY"),
    (" dollars", "USD"), ("-dollar", "USD"), (" US dollars", "USD"), (" Swiss francs", "CHF"), ("nm", "nm"),
    (" kW", "kW"), (" KW", "kW"), ("kWh", "kWh"), (" km/h", "km/h"), ("lbs", "lb"), (" °C", "°C"), ("MP", "megapixel"),
    (" mph", "mph"), ("GB", "GB"), (" GB/s", "GB/s"), ("s", "s"), (" s", None), (" A", None), ("mm", "mm"), ("G", None),
    (" apples", None), ("", None),
]  # fmt: skip
RATES = [
    (" per month", " per month"), (" a month", " per month"), ("/month", " per month"), ("/mo", " per month"),
    (" each year", " per year"), (" per annum", " per year"), (" per wafer", " per wafer"), ("/lead", " per lead"),
    (" a man", None), (" per 5", None), (" monthly", None),
]  # fmt: skip


@pytest.mark.parametrize(("plural", "expected"), SINGULARS)
def test_singular(plural: str, expected: str) -> None:
    assert units.singular(plural) == expected


@pytest.mark.parametrize(("written", "expected"), BEHIND)
def test_unit_behind_a_number(written: str, expected: str | None) -> None:
    found = units.behind(f"12{written}", 2)
    assert (found and found.unit) == expected


@pytest.mark.parametrize(("written", "expected"), RATES)
def test_rate_behind_a_unit(written: str, expected: str | None) -> None:
    found = units.rate(f"5 USD{written}", 5)
    assert (found and found.unit) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("$", ("USD", 0)), ("a US$", ("USD", 2)), ("for HK$", ("HKD", 4)), ("EUR ", ("EUR", 0)), ("x", None), ("", None)],
)
def test_currency_before_a_number(text: str, expected: tuple[str, int] | None) -> None:
    assert units.currency_before(text, len(text)) == expected


def test_every_currency_is_three_capitals_or_a_known_coin() -> None:
    codes = {
        *word_table("currency_signs").values(),
        *word_table("currency_words").values(),
        *word_list("currency_codes"),
    }
    assert all(code.isupper() and 3 <= len(code) <= 4 for code in codes)


@pytest.mark.parametrize("unit", sorted(set(word_table("unit_symbols").values())))
def test_a_unit_given_out_is_read_back_as_itself(unit: str) -> None:
    assert word_table("unit_symbols").get(unit, unit) == unit
