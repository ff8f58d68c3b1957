"""Units have the codes of UCUM, and of ISO 4217 for money; what has none, or could be several, gets none."""

from __future__ import annotations

import pytest
from babel.core import get_global
from ucumvert.parser import get_ucum_parser

from kg.rdf import unit_codes
from kg.rdf.unit_codes import unit_code


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        ("USD", "USD"),
        ("CAD", "CAD"),
        ("percent", "%"),
        ("GW", "GW"),
        ("gigawatt", "GW"),
        ("MWh", "MW.h"),
        ("kilometre", "km"),
        ("kilometer", "km"),
        ("mile", "[mi_i]"),
        ("mph", "[mi_i]/h"),
        ("mile per hour", "[mi_i]/h"),
        ("GB/s", "GBy/s"),
        ("gigabyte per second", "GBy/s"),
        ("m²", "m2"),
        ("square foot", "[sft_i]"),
        ("°C", "Cel"),
        ("°F", "[degF]"),
        ("µg", "ug"),
        ("mg/dL", "mg/dL"),
        ("mmHg", "mm[Hg]"),
        ("minute", "min"),
        ("second", "s"),
        ("year", "a"),
        ("lb", "[lb_av]"),
    ],
)
def test_a_unit_has_one_code_however_it_is_written(unit: str, code: str) -> None:
    assert unit_code(unit) == code


@pytest.mark.parametrize(
    "unit",
    [
        "person",
        "GPU",
        "times",
        "ton",
        "gallon",
        "ounce",
        "degree",
        "BTC",
        "USD per month",
        "GPU per hour",
        "view",
        "",
        " per ",
    ],
)
def test_what_is_counted_ambiguous_or_no_currency_of_a_state_has_no_code(unit: str) -> None:
    assert unit_code(unit) is None


def test_every_code_is_one_of_ucum_or_of_iso_4217() -> None:
    parser, money = get_ucum_parser(), get_global("all_currencies")
    for unit, code in unit_codes._table().items():  # noqa: SLF001 - each row of the table is looked at
        if not (unit == code and code in money):
            parser.parse(code)  # fails on what is no code
