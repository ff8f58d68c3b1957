"""Numbers and times as people read them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.views.render import figures


def q(value: float, unit: str, comparator: str = "=", value_max: float | None = None) -> dict[str, Any]:
    record: dict[str, Any] = {"text": "…", "value": value}
    if value_max is not None:
        record["value_max"] = value_max
    return record | {"unit": unit, "comparator": comparator}


@pytest.mark.parametrize(
    ("record", "shown"),
    [
        (q(3_500_000_000, "USD", ">="), "≥$3.5 B"),
        (q(30_000_000_000, "USD", ">"), ">$30 B"),
        (q(1_000_000_000, "USD", "~"), "~$1 B"),
        (q(95_000, "USD"), "$95,000"),
        (q(-3_000_000, "USD"), "-$3 M"),
        (q(680, "USD per share"), "$680 per share"),
        (q(7.5, "percent per year", "~"), "~7.5% per year"),
        (q(-2.4, "percent"), "-2.4%"),
        (q(1_234_567, "USD"), "$1,234,567"),
        (q(2e12, "EUR", "<="), "≤€2 T"),
        (q(3_000_000, "CHF"), "CHF 3 M"),
        (q(60, "percent"), "60%"),
        (q(0.25, "percentage point"), "0.25 pp"),
        (q(10, "times"), "10×"),
        (q(3, "year", value_max=5), "3–5 years"),
        (q(1e9, "USD", "~", 2.5e9), "~$1–2.5 B"),
        (q(900_000, "USD", value_max=1e6), "$900,000–1 M"),
        (q(1, "data center"), "1 data center"),
        (q(32, "data center"), "32 data centers"),
        (q(250_000, "GPU"), "250,000 GPUs"),
        (q(2, "piece of legislation"), "2 pieces of legislation"),
        (q(5000, "wafer start per month"), "5,000 wafer starts per month"),
        (q(2.5, "kWh"), "2.5 kWh"),
        (q(7, "foot"), "7 feet"),
        (q(12, "nm"), "12 nm"),
        (q(88, "mph"), "88 mph"),
        (q(2, "city"), "2 cities"),
        (q(2, "inch"), "2 inches"),
        (q(2, "day"), "2 days"),
        (q(0, ""), "0"),
        (q(-4, "percent", "<"), "<-4%"),
        (q(0.0000001, "meter"), "0.0000001 meters"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_quantity_is_short_and_exact(record: dict[str, Any], shown: str) -> None:
    assert figures.quantity(record) == shown


def test_a_claims_numbers_come_once_each_in_reading_order() -> None:
    assert figures.quantities([q(2, "year"), q(60, "percent"), q(2, "year")]) == ("2 years", "60%")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**15), max_value=10**15))
def test_a_shortened_amount_loses_nothing(value: Decimal) -> None:
    shown, _, scale = figures.amount(value).partition(" ")
    factor = {"": 1, "M": 10**6, "B": 10**9, "T": 10**12}[scale]
    assert Decimal(shown.replace(",", "")) * factor == value


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00"), (7, "0:07"), (3261, "54:21"), (3723.9, "1:02:03"), (36000, "10:00:00")]
)
def test_a_time_is_shown_as_players_show_it(seconds: float, shown: str) -> None:
    assert figures.clock(seconds) == shown


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("54:21", 3261),
        ("0:54:21", 3261),
        ("00:54:21", 3261),
        ("3261", 3261),
        ("0", 0),
        ("90:00", 5400),
        ("1:90:00", None),
        ("1:75", None),
        ("54:21:", None),
        ("-3", None),
        ("", None),
        ("٣", None),
        ("٣:00", None),
        ("1e3", None),
        ("54:21\n", None),
    ],
)
def test_a_time_is_read_as_people_type_it(typed: str, seconds: int | None) -> None:
    assert figures.seconds_of(typed) == seconds


@given(st.integers(min_value=0, max_value=10**6))
def test_a_shown_time_reads_back(seconds: int) -> None:
    assert figures.seconds_of(figures.clock(seconds)) == seconds


@pytest.mark.parametrize(("number", "unit", "shown"), [(1, "note", "1 note"), (6203, "entity", "6,203 entities")])
def test_things_are_counted(number: int, unit: str, shown: str) -> None:
    assert figures.counted(number, unit) == shown
