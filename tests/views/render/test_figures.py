"""Numbers and times as people read them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
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


TABLE = [
    line.split("\t")
    for line in Path(__file__).with_name("figures.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith(("#", "value\t"))
]


@pytest.mark.parametrize(("value", "most", "unit", "comparator", "shown"), TABLE)
def test_a_quantity_is_short_and_exact(value: str, most: str, unit: str, comparator: str, shown: str) -> None:
    record = q(float(value), unit, comparator, float(most) if most else None)
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
