"""Finds measures that are written as one: "an hour and a half", "f/2.8", feet with inches, "in their 60s"."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from kg.extract.numbers import comparators, numerals
from kg.extract.numbers.measures import Measure
from kg.extract.words.word_data import any_of, of_words, word_list

if TYPE_CHECKING:
    from collections.abc import Iterator

_AND_A = {"half": Decimal("0.5"), "quarter": Decimal("0.25"), None: Decimal(0)}
_F_NUMBER = re.compile(r"\b[fƒ]/(\d{1,2}(?:\.\d{1,2})?)(?!\w|\.\d)")
_HEIGHT = re.compile(r"(?<![\w.'’])(?P<feet>[3-8])['’′](?P<inches>1[01]|\d)(?:[\"”″]|['’′]{2})")
_IN_A_FOOT = 12
_DECADES = {
    "teens": 13, "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70,
    "eighties": 80, "nineties": 90,
}  # fmt: skip
_DECADE = rf"(?:[2-9]0s|{'|'.join(_DECADES)})\b"
_AGES = re.compile(rf"\bin\s(?:his|her|their|my|your|our)\s({_DECADE}(?:(?:,|,?\s(?:and|or|to))\s{_DECADE})*)")
_ONE_DECADE = re.compile(_DECADE)
_LAST_YEAR = 9  # of a decade


@of_words
def _single() -> re.Pattern[str]:
    """One of a unit, and a half where it is said: "an hour", "a mile and a half"."""
    units = any_of(word_list("article_units"))
    return re.compile(rf"\ban?\s(?P<unit>{units})\b(?:\sand\sa\s(?P<part>half|quarter)\b)?")


def find(text: str) -> Iterator[Measure]:
    """The measures of a text that are written as one, kind by kind."""
    yield from _counted_by_article(text)
    for match in _F_NUMBER.finditer(text):
        yield _measure(*match.span(), Decimal(match[1]), "f-number")
    for match in _HEIGHT.finditer(text):
        yield _measure(*match.span(), Decimal(match["feet"]) * _IN_A_FOOT + Decimal(match["inches"]), "inch")
    yield from _ages(text)


def _counted_by_article(text: str) -> Iterator[Measure]:
    """The units that an article counts: after a bound or estimate ("at least an hour"), or with a half."""
    for match in _single().finditer(text):
        earlier = text.startswith(" ago", match.end()) and text.endswith(" than ", 0, match.start())  # no bound
        if match["part"] or (comparators.before(text, match.start()) is not None and not earlier):
            yield _measure(*match.span(), 1 + _AND_A[match["part"]], match["unit"])


def _ages(text: str) -> Iterator[Measure]:
    """Ages by the decade, "in their 60s and 70s", as the years that they span."""
    for match in _AGES.finditer(text):
        for decade in _ONE_DECADE.finditer(text, *match.span(1)):
            first = _DECADES.get(decade[0]) or int(decade[0][:2])
            yield _measure(*decade.span(), Decimal(first), "year", Decimal(first - first % 10 + _LAST_YEAR))


def _measure(start: int, end: int, value: Decimal, unit: str, most: Decimal | None = None) -> Measure:
    return Measure(start, end, numerals.Numeral(start, end, value, "single"), value, unit, most)
