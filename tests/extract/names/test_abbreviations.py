"""An abbreviation is defined by the words before its brackets, or by the words in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.names.abbreviations import definitions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Towns met the Porto Harbour Authority (PHA) in May.", [("PHA", "Porto Harbour Authority")]),
        ("old non-performing loans (NPLs) grew", [("NPLs", "non-performing loans")]),
        ("with “non-performing loans” (NPLs)", [("NPLs", "non-performing loans")]),
        ("They use SQL (Structured Query Language) daily.", [("SQL", "Structured Query Language")]),
        ("The Bank of the West (BW) closed.", [("BW", "Bank of the West")]),
        ("Extreme Ultraviolet (EUV) light", [("EUV", "Extreme Ultraviolet")]),
        ("a ship (an old one) sank", []),
        ("He moved to Bern (BRN) early.", []),
        ("we are building the quiet room of A (ARQ)", []),
        ("it said: never, (NATO) again", []),
        ("They use CSS (a language) daily.", []),
        ("They pay, in Porto (PIP) or not.", []),
        ("(PHA) stands alone", []),
    ],
)
def test_definitions(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(each.short, each.long) for each in definitions(text)] == expected


@given(st.text(alphabet='ABab (),“”"-', max_size=60))
def test_places_slice_back(text: str) -> None:
    for each in definitions(text):
        assert text[each.short_start :].startswith(each.short)
        assert text[each.long_start :].lstrip(' "“”').startswith(each.long)
