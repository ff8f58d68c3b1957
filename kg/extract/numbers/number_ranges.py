"""Joins two measures into a range ("three to five years") and lets the members of a list share a unit."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.numbers import numerals
from kg.extract.numbers.units import PERCENT
from kg.extract.words.word_data import any_of, of_words, word_list

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from kg.extract.numbers.measures import Measure

_DASH = re.compile(r"\s?[-–—]\s?|\s?[-–]to[-–]\s?")
_TO = re.compile(
    r"\s(?:to|till|through)\s(?:(?:about|around|perhaps|maybe|almost|nearly|even|as\smuch\sas)\s)?", re.IGNORECASE
)
_AND = re.compile(r"\sand\s", re.IGNORECASE)
_OR = re.compile(r"\s(?:or|[-–]or[-–])\s(?:maybe\s|perhaps\s|even\s)?", re.IGNORECASE)
_LIST = re.compile(r"\s?(?:,|,?\s(?:and|or)\b|,?\s(?:versus|vs\.?|to|from|out\sof)\b)\s|\s?/\s?", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\b(?:between|anywhere\sbetween|somewhere\sbetween)\s(?:about\s|around\s|roughly\s)?$", re.IGNORECASE
)
_FROM = re.compile(r"\bfrom\s(?:\w+\s){0,2}$", re.IGNORECASE)
# "from A to B" is one range after these, and two numbers, before and after, otherwise.
_SPANNING = re.compile(
    r"\b(?:rang\w+|vary\w*|varie\w+|anywhere|anything|somewhere|spann?\w*|differ\w*|cost\w*|pric\w+|last\w*)\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
RANGE_WINDOW = 40  # code points before a range in which its preposition may begin


def join(text: str, found: Sequence[Measure]) -> list[Measure]:
    """Join neighbours that are the two ends of a range, then share units through lists."""
    joined: list[Measure] = []
    for one in found:
        whole = _range(text, joined[-1], one) if joined else None
        if whole is not None:
            joined[-1] = whole
        elif joined and _is_score(text, joined[-1], one):
            joined.pop()
        else:
            joined.append(one)
    return _shared(text, joined)


def _is_score(text: str, first: Measure, second: Measure) -> bool:
    """Whether two numbers are a result, "a 3-0 win": joined by a dash, and no range."""
    joined = text[first.end : second.start] in ("-", "–")
    return joined and first.unit is None and second.numeral.kind == "digits" and first.value >= second.value


def _range(text: str, low: Measure, high: Measure) -> Measure | None:
    """The range of two neighbours, or None when what is between them is no range or the ends do not fit."""
    if low.value_max is not None or high.value_max is not None or not _compatible(low, high):
        return None
    if not _connected(text, low, high) or _is_change(text, low, high):
        return None
    first = _scaled(text, low, high)
    if first >= high.value:
        return None
    return replace(
        high, start=low.start, value=first, value_max=high.value, unit=high.unit or low.unit, comparator=low.comparator
    )


def _compatible(low: Measure, high: Measure) -> bool:
    """Whether both ends have one unit; the upper end may lack it where a currency before the lower one covers both."""
    if high.unit is None and low.unit is not None:
        return low.start < low.numeral.start
    return low.unit is None or low.unit == high.unit


def _is_change(text: str, low: Measure, high: Measure) -> bool:
    """Whether the first number is what something changed by or from, and the second what it then was.

    "Fell 1.2 million to 23.5 million" holds two numbers; "grew 5% to 10% a year" may be a range, and stays one.
    """
    if not _TO.fullmatch(text[low.end : high.start]):
        return False
    before = text[max(0, low.start - RANGE_WINDOW) : low.start]
    by_percent = low.unit == high.unit == PERCENT or low.unit is None
    return _changing_from().search(before) is not None or (not by_percent and _changing().search(before) is not None)


@of_words
def _changing() -> re.Pattern[str]:
    """A verb of change with the amount right behind it: "fell", "fell by about"."""
    return re.compile(rf"\b(?:{any_of(word_list('changing_verbs'))})\s(?:by\s)?(?:\w+\s)?$", re.IGNORECASE)


@of_words
def _changing_from() -> re.Pattern[str]:
    """A verb of change with what it changed from: "rose from", "rose in price from"."""
    return re.compile(rf"\b(?:{any_of(word_list('changing_verbs'))})\s(?:\w+\s){{0,3}}from\s(?:\w+\s)?$", re.IGNORECASE)


def _connected(text: str, low: Measure, high: Measure) -> bool:
    """Whether the words between two numbers, and before the first, make them the ends of one range."""
    gap, before = text[low.end : high.start], text[max(0, low.start - RANGE_WINDOW) : low.start]
    if len(gap) > RANGE_WINDOW:
        return False
    if _DASH.fullmatch(gap):
        return True
    if _TO.fullmatch(gap):
        origin = _FROM.search(before)
        return origin is None or _SPANNING.search(before, 0, origin.start()) is not None
    if _AND.fullmatch(gap):
        return _BETWEEN.search(before) is not None
    return (
        _OR.fullmatch(gap) is not None
        and low.unit is None
        and high.unit is not None
        and high.value <= 2 * low.value + 1
    )


def _scaled(text: str, low: Measure, high: Measure) -> Decimal:
    """The lower end in the scale of the upper one where only that is written: ``$10-15 million``."""
    written = text[high.numeral.start : high.numeral.end]
    scale = numerals.scale(written)
    bare = high.numeral.value / scale
    if scale > 1 and low.value < bare and numerals.scale(text[low.numeral.start : low.numeral.end]) == 1:
        return low.value * scale
    return low.value


def _shared(text: str, found: Sequence[Measure]) -> list[Measure]:
    """Give a number without a unit that of the next member of its list: ``10, 15 and 20 percent``."""
    shared: list[Measure] = []
    for one in reversed(found):
        follower = shared[-1] if shared else None
        if (
            follower is not None
            and one.unit is None
            and follower.unit is not None
            and _LIST.fullmatch(text[one.end : follower.start][:RANGE_WINDOW])
        ):
            shared.append(replace(one, unit=follower.unit))
        else:
            shared.append(one)
    return shared[::-1]
