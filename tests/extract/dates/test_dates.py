"""Absolute dates get an EDTF value as precise as the text; relative ones and look-alikes are left out."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.dates import date_forms, dates
from kg.model import Sentence, Span

TABLE = Path(__file__).parent / "dates.md"
CASES = [
    (line.split("|")[1].strip(), line.split("|")[2].strip())
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| ---", "| sentence"))
]
# EDTF level 1, as far as it is used here: digits, unspecified digits, seasons, and intervals of these.
POINT = r"(?:-?\d{4}|XXXX|-?\d{3}X|-?\d{2}XX)(?:-\d{2}(?:-\d{2})?)?"
EDTF = re.compile(rf"{POINT}(?:/(?:{POINT}|\.\.))?")


def plain(text: str) -> Sentence:
    return Sentence(text, Span(0, len(text)), tuple(range(len(text))), (), "paragraph")


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_dates_of_a_sentence(text: str, expected: str) -> None:
    assert ", ".join(date.value for date in dates.find(plain(text))) == expected


def test_a_date_keeps_its_words_and_place() -> None:
    text = "It launched on November 5, 2024, in fog."
    (date,) = dates.find(plain(text))
    assert (date.text, text[date.start : date.end]) == ("November 5, 2024", "November 5, 2024")


def test_every_form_has_a_builder() -> None:
    assert set(date_forms.FORMS) == set(dates.BUILDERS)


PIECES = st.sampled_from(
    [
        "2019", "2021", "19", "05", "3", "31", "May", "March", "Nov.", "December", "the", "early", "mid-",
        "1990s", "'80s", "80s", "nineties", "century", "19th", "twentieth", "centuries", "Q3", "H1",
        "first half of", "third quarter", "summer", "FY24", "fiscal", "BC", "AD", "to", "-", "–", "/",
        "and", "between", "of", ",", " ", " ", "in", "over", "people", "present", "0", "٢٠٢٤", "Expo",
        "2000", "her", "last", "4th of", "1st",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join) | st.lists(PIECES, max_size=25).map(" ".join) | st.text(max_size=60))
def test_any_text_gives_valid_edtf_that_slices_back_in_order(text: str) -> None:
    found = dates.find(plain(text))
    for date in found:
        assert text[date.start : date.end] == date.text
        assert EDTF.fullmatch(date.value), date.value
    assert all(left.end <= right.start for left, right in pairwise(found))


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["2019", "2019 ", "2019-", "May ", "19th and ", "1/", "the 80s ", "Q3 of "])
def test_hostile_input_takes_linear_time(piece: str) -> None:
    assert len(dates.find(plain(piece * 20_000))) >= 0
