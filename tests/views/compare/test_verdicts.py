"""Two values of one attribute get the verdict that the table of cases says, whichever comes first."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Quantity, Statement
from kg.model.claim import COMPARATORS, FACTUALITIES
from kg.views.compare import verdicts
from kg.views.compare.verdicts import Stated, days, judge, kind_of

TABLE = (Path(__file__).parent / "verdicts.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in TABLE.splitlines() if line.startswith("|")][
    2:
]
NUMBER = re.compile(r"(?P<sign>>=|<=|[<>~])?(?P<low>-?[\d.e]+?)(?:\.\.(?P<high>[\d.e]+))? (?P<unit>.+)")
KINDS = {*verdicts.KINDS.values(), verdicts.DENIED}


def value(text: str) -> Stated:
    """A value as the table writes it."""
    number, *rest = text.split(", ")
    if number.startswith("on "):
        return Stated(None, number.removeprefix("on "), rest[0] if rest else "actual")
    found = NUMBER.fullmatch(number)
    assert found, text
    high = Decimal(found["high"]) if found["high"] else None
    quantity = Quantity(number, 0, len(number), Decimal(found["low"]), found["unit"], found["sign"] or "=", high)
    kinds = [word for word in rest if word in KINDS]
    notes = [word.removeprefix("note ") for word in rest if word.startswith("note ")]
    scopes = [word.removeprefix("of ") for word in rest if word.startswith("of ")]
    recordings = [word for word in rest if word.startswith("in ")]
    marks = {*KINDS, "momentary", "listed", *recordings}
    dates = [word for word in rest if word not in marks and not word.startswith(("note ", "of "))]
    return Stated(
        quantity,
        dates[0] if dates else None,
        kinds[0] if kinds else "actual",
        "momentary" in rest,
        notes[0] if notes else "",
        scopes[0] if scopes else "",
        recordings[0] if recordings else "",
        "listed" in rest,
    )


@pytest.mark.parametrize(("one", "other", "verdict", "reason"), ROWS, ids=[" against ".join(row[:2]) for row in ROWS])
def test_two_values_are_judged(one: str, other: str, verdict: str, reason: str) -> None:
    assert judge(value(one), value(other)) == (verdict, reason)
    assert judge(value(other), value(one)).name == verdict


def test_the_table_has_a_case_for_every_verdict_and_rule() -> None:
    assert {row[2] for row in ROWS} == set(verdicts.VERDICTS)
    for _, rule in verdicts.RULES:
        assert any(rule(value(one), value(other)) for one, other, *_ in ROWS), rule


def test_rules_in_the_docstring_are_those_that_run() -> None:
    listed = re.findall(
        r"^(\w+)  .*  (conflict|agree|differ in \w+|refine|not comparable)$", verdicts.__doc__ or "", re.MULTILINE
    )
    assert listed == [(rule.__name__.strip("_"), name) for name, rule in verdicts.RULES]


@pytest.mark.parametrize("factuality", FACTUALITIES)
def test_every_factuality_is_a_kind_and_a_negative_statement_denies(factuality: str) -> None:
    said = Statement("Acme", "raised", "$5", "raises", factuality=factuality)
    assert kind_of(said) in KINDS - {"denied"}
    assert kind_of(replace(said, polarity="negative")) == "denied"


@pytest.mark.parametrize("date", [None, "", "XXXX-10", "2024/..", "0000", "soon", "2024-00"])
def test_a_date_without_a_known_year_covers_no_days(date: str | None) -> None:
    assert days(date) is None


numbers = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**15), max_value=10**15)
quantities = st.builds(
    Quantity,
    st.just("x"),
    st.just(0),
    st.just(1),
    numbers,
    st.sampled_from(["USD", "percent", "fraction"]),
    st.sampled_from(COMPARATORS),
    st.none() | numbers,
)
dates = st.sampled_from([None, "2024", "2023-05", "199X", "2019/2021", "XXXX-02-27"])
stated = st.builds(Stated, quantities, dates, st.sampled_from(sorted(KINDS)), st.booleans())


known = st.sampled_from(["2024", "2023-05", "199X", "2019/2021", "2024-02-29"])
dated = st.builds(Stated, st.none(), known, st.sampled_from(sorted(KINDS)))


@given(dated, dated)
def test_the_verdict_on_two_dates_does_not_depend_on_the_order(one: Stated, other: Stated) -> None:
    assert judge(one, other).name == judge(other, one).name
    assert judge(one, one) == ("agree", "the same date")


def test_a_value_that_is_neither_number_nor_date_is_wrong_use() -> None:
    with pytest.raises(ValueError, match="XXXX-05"):
        judge(Stated(None, "XXXX-05"), Stated(None, "2024"))


@given(stated, stated)
def test_the_verdict_does_not_depend_on_the_order(one: Stated, other: Stated) -> None:
    assert judge(one, other).name == judge(other, one).name


@given(stated)
def test_a_value_agrees_with_itself(one: Stated) -> None:
    assert judge(one, one).name == "agree"
