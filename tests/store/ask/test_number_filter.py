"""What users mean by a number with a unit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Quantity
from kg.store.ask.number_filter import NumberFilter, number_filter

READ = (
    ("60 percent", "percent", "=", "60"),
    ("60%", "percent", "=", "60"),
    (">=1e9 USD", "usd", ">=", "1000000000"),
    ("≥ $1.5 billion", "usd", ">=", "1500000000"),
    ("$30bn", "usd", "=", "30000000000"),
    ("30B USD", "usd", "=", "30000000000"),
    ("<250,000 GPUs", "gpu", "<", "250000"),
    ("~5 years", "year", "~", "5"),
    ("3 million", "", "=", "3000000"),
    ("10 m", "", "=", "10000000"),
    ("10 metres", "metre", "=", "10"),
    ("10x", "times", "=", "10"),
    ("-5 %", "percent", "=", "-5"),
    (".5", "", "=", "0.5"),
    ("USD", "usd", "=", None),
    ("data centers", "data center", "=", None),
    ("", "", "=", None),
)
FITS = (
    ("60 percent", ("60", None, "percent"), True),
    ("60 percent", ("61", None, "percent"), False),
    ("60 USD", ("60", None, "percent"), False),
    ("60", ("60", None, "percent"), True),
    (">=60%", ("60", None, "percent"), True),
    (">60%", ("60", None, "percent"), False),
    ("<60%", ("50", None, "percent"), True),
    ("<=60%", ("60.5", None, "percent"), False),
    ("4 years", ("3", "5", "year"), True),
    (">4 years", ("3", "5", "years"), True),
    ("<3 years", ("3", "5", "year"), False),
    ("~100 USD", ("91", None, "USD"), True),
    ("~100 USD", ("89", None, "USD"), False),
    ("years", ("3", "5", "year"), True),
)


@pytest.mark.parametrize(("typed", "unit", "comparator", "value"), READ)
def test_a_number_is_read(typed: str, unit: str, comparator: str, value: str | None) -> None:
    assert number_filter(typed) == NumberFilter(unit, comparator, None if value is None else Decimal(value))


@pytest.mark.parametrize(("typed", "held", "fits"), FITS)
def test_a_quantity_fits_or_not(typed: str, held: tuple[str, str | None, str], fits: bool) -> None:  # noqa: FBT001 - a column
    value, most, unit = held
    quantity = Quantity("", 0, 0, Decimal(value), unit, value_max=None if most is None else Decimal(most))
    assert number_filter(typed).takes(quantity) is fits
    assert number_filter(typed).takes_any([quantity]) is fits


@given(st.text())
def test_any_text_means_something(text: str) -> None:
    number_filter(text)
