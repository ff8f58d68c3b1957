"""Puts around a numeral what belongs to it: the currency before it, the unit, symbol or counted noun behind it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from kg.extract.numbers import comparators, counted_noun, not_a_measure, units
from kg.extract.words.word_data import word_list

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.extract.numbers.numerals import Numeral
    from kg.model import Token

_HYPHENED = re.compile(r"[-–](?P<noun>[^\W\d_]{2,})(?:-(?:old|long|high|wide|tall|deep|thick|plus))?(?![\w-])")
_NO_NOUN = re.compile(
    r".*(?:al|ed|ing|ly|some|to|way|off|odd|on|in|up|down|and|or|of|ever|sided|pronged|ish|oxy)$|.*self$", re.IGNORECASE
)
RANGING = re.compile(r"-(?:to|or)-\w")
_ZERO_LED = re.compile(r"0\d")  # "03" names a model or a minute
_METRE = "m"
_MIL = "mil"  # a thousandth of an inch, where no currency makes a million of it
_MODEL = re.compile(r"\s(?:model|parameter|version|variant|param|LLM|weights)s?\b", re.IGNORECASE)
_RESOLUTION = re.compile(r"[248]K$")
MILLION = Decimal(10**6)


@dataclass(frozen=True, slots=True)
class Measure:
    """A numeral with what belongs to it; ``start`` to ``end`` is its text without comparator and rate.

    ``unit`` is None while nothing was found that is measured.
    """

    start: int
    end: int
    numeral: Numeral
    value: Decimal
    unit: str | None = None
    value_max: Decimal | None = None
    comparator: str = "="


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A sentence's text and tokens, with the tokens' starts for quick search."""

    text: str
    tokens: tuple[Token, ...]
    starts: tuple[int, ...]

    def token_from(self, place: int) -> int:
        """Index of the first token that begins at or behind a place."""
        return bisect_left(self.starts, place)


def measure(line: NumberLine, numeral: Numeral) -> Measure | None:
    """Give a numeral its unit where one is near; None when the numeral measures nothing."""
    worded = WORDED.get(numeral.kind)
    if worded is not None:
        return worded(line, numeral)
    bound = comparators.behind(line.text, numeral.end)
    place, sign = (bound.edge, bound.sign) if bound else (numeral.end, "=")
    bare = Measure(numeral.start, place, numeral, numeral.value, comparator=sign)
    before = units.currency_before(line.text, numeral.start)
    behind = units.behind(line.text, place)
    if before is not None:
        fuller = behind is not None and units.is_currency(behind.unit) and line.text[before[1]] == "$"
        if behind is not None and (behind.unit == before[0] or fuller):  # "$5 million Canadian dollars"
            return replace(bare, start=before[1], end=behind.end, unit=behind.unit)
        return replace(bare, start=before[1], end=place, unit=before[0])
    if not_a_measure.is_other(line.text, line.tokens, line.token_from(numeral.start), numeral):
        return None
    if behind is not None:
        return replace(bare, end=behind.end, unit=behind.unit)
    return _plain(line, bare)


def _plain(line: NumberLine, bare: Measure) -> Measure | None:
    """A numeral without currency or symbol: it counts a noun, or belongs to a range or list."""
    hyphened = _HYPHENED.match(line.text, bare.end)
    glued = hyphened is None and not_a_measure.glued_behind(line.text, bare.end)
    if glued or _ZERO_LED.match(line.text, bare.start):
        return None
    if RANGING.match(line.text, bare.end):
        return bare
    if hyphened is not None:
        return _hyphened(bare, hyphened)
    spaced = line.text[bare.end : bare.end + 1].isspace()
    found = counted_noun.counted(line.tokens, line.token_from(bare.end), bare.value) if spaced else None
    if not_a_measure.named(line.tokens, line.token_from(bare.start), bare.numeral, found):
        return None
    if bare.numeral.suffix:
        return _suffixed(line, bare, found)
    return bare if found is None else replace(bare, unit=units.named(found.unit), end=found.end)


def _hyphened(bare: Measure, hyphened: re.Match[str]) -> Measure | None:
    """``90-minute``, ``three-player``, ``25-year-old``; ``three-dimensional`` counts nothing."""
    noun = hyphened["noun"]
    unit = units.singular(noun)
    if bare.value == 1 and unit not in word_list("counted_time_nouns"):
        return None
    if _NO_NOUN.match(noun) or noun[0].isupper() or (unit == "way"):
        return None
    return replace(bare, unit=unit, end=hyphened.end())


def _suffixed(line: NumberLine, bare: Measure, found: counted_noun.Counted | None) -> Measure | None:
    """Digits with a scale letter: ``100K users``, ``70B model``; ``20m`` alone is metres, ``4K`` alone a resolution."""
    plural = found is not None and found.plural
    if _RESOLUTION.match(line.text, bare.numeral.start, bare.numeral.end) and not plural:
        return None
    named = found is None and _follows_name(line, bare)
    if bare.numeral.suffix in "bB" and (named or _MODEL.match(line.text, bare.end)):
        return replace(bare, unit="parameter")
    if bare.numeral.suffix in (_METRE, _MIL) and found is None:
        return replace(bare, value=bare.value / MILLION, unit=bare.numeral.suffix)
    return bare if found is None else replace(bare, unit=found.unit, end=found.end)


def _follows_name(line: NumberLine, bare: Measure) -> bool:
    index = line.token_from(bare.start)
    return 0 < index <= len(line.tokens) and line.tokens[index - 1].pos == "PROPN"


def _part(line: NumberLine, numeral: Numeral) -> Measure | None:
    """``half of``, ``two-thirds``, ``one in five`` are fractions."""
    if not_a_measure.half_of_something(line.text, numeral) or not_a_measure.glued_before(line.text, numeral):
        return None
    return Measure(numeral.start, numeral.end, numeral, numeral.value, units.FRACTION)


def _part_of_unit(line: NumberLine, numeral: Numeral) -> Measure | None:
    """``half an hour``, ``a quarter century``: part of the unit behind it, a fraction of other things."""
    behind = units.behind(line.text, numeral.end)
    found = counted_noun.counted(line.tokens, line.token_from(numeral.end), numeral.value)
    thing = behind or found
    return None if thing is None else Measure(numeral.start, thing.end, numeral, numeral.value, thing.unit)


def _multiple(_: NumberLine, numeral: Numeral) -> Measure:
    return Measure(numeral.start, numeral.end, numeral, numeral.value, units.TIMES)


def _repeat(line: NumberLine, numeral: Numeral) -> Measure | None:
    """``twice`` is two times; ``once`` only where it does not mean "as soon as" or "formerly"."""
    if numeral.value == 1 and not not_a_measure.counts_once(line.text, numeral):
        return None
    return Measure(numeral.start, numeral.end, numeral, numeral.value, units.TIMES)


def _continental(line: NumberLine, numeral: Numeral) -> Measure | None:
    """``€3,5 Mrd.``, ``3,5 percent``: a decimal comma only beside money and percent; "3,5" alone may be two numbers."""
    found = measure(line, numeral._replace(kind="digits"))
    sure = found is not None and (found.unit == units.PERCENT or units.is_currency(found.unit))
    return found if sure else None


WORDED: dict[str, Callable[[NumberLine, Numeral], Measure | None]] = {
    "ratio": _part,
    "fraction": _part,
    "half": _part,
    "part": _part_of_unit,
    "fold": _multiple,
    "repeat": _repeat,
    "comma": _continental,
}
