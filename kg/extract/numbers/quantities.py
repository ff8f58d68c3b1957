"""Finds the numbers that measure something: value, range, unit and comparator.

1. numerals are scanned, and those that are dates, names, ordinals or scores are put aside;
2. each takes the currency before it or the unit, symbol or multiple behind it, else the noun it counts;
3. two that are joined as a range become one, and members of a list share their last one's unit;
4. a number still without a unit takes it from the words before it, or is dropped;
5. the words around it give the comparator.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING

from kg.extract.dates import dates
from kg.extract.numbers import comparators, counted_noun, not_a_measure, number_ranges, numerals, units
from kg.extract.numbers.measures import RANGING, Measure, NumberLine, measure
from kg.extract.sentences.linked_names import linked_names
from kg.extract.words.word_data import any_of, of_words, word_list
from kg.model import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.extract.numbers.numerals import Numeral
    from kg.model import Sentence

_F_NUMBER = re.compile(r"\b[fƒ]/(\d{1,2}(?:\.\d{1,2})?)(?!\w|\.\d)")
_CHOSEN = re.compile(r"\b(?:top|bottom|first|last|next|final|previous|past)\s$", re.IGNORECASE)
_MINUS = re.compile(r"(?:^|(?<![\d%])\s|[(\[:/])[-\N{MINUS SIGN}]$")  # "5 -10%" is a range
# A formula between dollar signs, as Markdown writes it: "$e^0 = 1$"; its dollars are no money.
_FORMULA = re.compile(r"\$(?=[^\s$])(?=[^$]*[\\^_={}<>])[^$]{1,200}(?<=[^\s$])\$(?!\d)")
_JOINING = re.compile(
    r"(?:\b(?:and|or|than|while|versus|vs\.?)|\b(?:instead|rather|out)\s(?:of|than)|\bto)\s(?:(?:just|only|about|nearly|another)\s)?$",
    re.IGNORECASE,
)
_ENDING = frozenset({"ADP", "PUNCT", "SCONJ", "CCONJ", "AUX"})
_AND_A = {"half": Decimal("0.5"), "quarter": Decimal("0.25"), None: Decimal(0)}
THOUSAND = 1000
_AGES = range(1, 120)
NUMBER_WINDOW = 40  # code points before a number that are looked at


@of_words
def _aged() -> re.Pattern[str]:
    people = any_of(word_list("aged_people"), space=r"\s")
    return re.compile(rf"\b(?:{people})\s(?:\w+\s){{0,2}}$", re.IGNORECASE)


def find(sentence: Sentence) -> tuple[Quantity, ...]:
    """Find the quantities of a sentence, in reading order, none overlapping."""
    text = sentence.text
    singles = [*_singles(text)]
    if numerals.START.search(text) is None:
        return _written_out(text, singles)
    line = NumberLine(text, sentence.tokens, tuple(token.start for token in sentence.tokens))
    taken = [(date.start, date.end) for date in dates.find(sentence)]
    taken += [(link.start, link.end) for link in linked_names(sentence)]
    apertures = [_aperture(match) for match in _F_NUMBER.finditer(text)]
    taken += [match.span() for match in _FORMULA.finditer(text)]
    taken = sorted([*taken, *((one.start, one.end) for one in (*apertures, *singles))])
    found = [measure(line, numeral) for numeral in numerals.scan(text) if not _overlaps(numeral, taken)]
    joined = number_ranges.join(text, [one for one in found if one is not None])
    complete = [one for one in (_completed(line, one) for one in _shared_nouns(line, joined)) if one is not None]
    return _written_out(text, sorted([*complete, *apertures, *singles], key=lambda one: one.start))


@of_words
def _single() -> re.Pattern[str]:
    """One of a unit, and a half where it is said: "an hour", "a mile and a half"."""
    units_ = any_of(word_list("article_units"))
    return re.compile(rf"\ban?\s(?P<unit>{units_})\b(?:\sand\sa\s(?P<part>half|quarter)\b)?")


def _singles(text: str) -> Iterator[Measure]:
    """The units that an article counts: after a bound or estimate ("at least an hour"), or with a half."""
    for match in _single().finditer(text):
        earlier = text.startswith(" ago", match.end()) and text.endswith(" than ", 0, match.start())  # no bound
        if match["part"] or (comparators.before(text, match.start()) is not None and not earlier):
            value = 1 + _AND_A[match["part"]]
            numeral = numerals.Numeral(match.start(), match.end(), value, "single")
            yield Measure(match.start(), match.end(), numeral, value, match["unit"])


def _shared_nouns(line: NumberLine, found: Sequence[Measure]) -> Iterator[Measure]:
    """The measures, a bare number with what the one before counts: "18 new prompts and 95 from earlier work"."""
    counted: str | None = None
    for one in found:
        if one.unit is None and counted is not None and one.value != 1 and _goes_on(line, one):
            yield replace(one, unit=counted)
        else:
            yield one
        if one.unit is not None:
            counted = one.unit if one.unit.replace(" ", "").isalpha() and one.unit.islower() else None
            counted = None if one.unit in (units.PERCENT, units.TIMES, units.FRACTION) else counted


def _goes_on(line: NumberLine, one: Measure) -> bool:
    """Whether a bare number continues a count: joined to what is before, and no noun of its own behind it."""
    index = line.token_from(one.end)
    after = line.tokens[index] if index < len(line.tokens) else None
    alone = after is None or (after.pos in _ENDING and after.text != "per") or after.tag in ("VBN", "VBD")
    return alone and _JOINING.search(line.text, max(0, one.start - NUMBER_WINDOW), one.start) is not None


def _written_out(text: str, measures: Sequence[Measure]) -> tuple[Quantity, ...]:
    """The quantities of measures in reading order; of one that reaches over the next only the number is text."""
    found: list[Quantity] = []
    for one, after in zip_longest(measures, measures[1:]):
        floor = found[-1].end if found else 0
        if one.start >= floor:
            reaching = after is not None and after.start < one.end
            found.append(_quantity(text, replace(one, end=one.numeral.end) if reaching else one, floor))
    return tuple(found)


def _aperture(match: re.Match[str]) -> Measure:
    value = Decimal(match[1])
    numeral = numerals.Numeral(match.start(), match.end(), value, "digits")
    return Measure(match.start(), match.end(), numeral, value, "f-number")


def _overlaps(numeral: Numeral, taken: Sequence[tuple[int, int]]) -> bool:
    """Whether a numeral touches one of some ranges, which are sorted and do not overlap."""
    place = bisect_left(taken, (numeral.end, 0)) - 1
    return place >= 0 and taken[place][1] > numeral.start


def _completed(line: NumberLine, one: Measure) -> Measure | None:
    """Drop what measures nothing after all; give a bare number the unit that the words before it name."""
    numeral = one.numeral
    if numeral.value == 1 and numeral.kind == "words" and one.value_max is None:
        return one if not_a_measure.counts_one(line.text, numeral, one.unit) else None
    if one.unit is not None:
        return one
    unit = _unit_before(line, one)
    return None if unit is None else replace(one, unit=unit)


def _unit_before(line: NumberLine, one: Measure) -> str | None:
    """The unit of a bare number: an age, the best of some things, or the noun it is said of."""
    before = line.text[max(0, one.start - NUMBER_WINDOW) : one.start]
    if one.value in _AGES and _aged().search(before):
        return "year"
    index = line.token_from(one.numeral.start)
    if RANGING.match(line.text, one.end) or index >= len(line.tokens):
        return None
    if _CHOSEN.search(before):
        return counted_noun.things_before(line.tokens, index)
    alone = _stands_alone(line.text, one)
    noun = counted_noun.said_of(line.tokens, index) if alone or one.numeral.kind == "digits" else None
    if noun is not None:
        return units.singular(noun.text)
    return counted_noun.things_before(line.tokens, index) or "" if alone else None


def _stands_alone(text: str, one: Measure) -> bool:
    """Whether a bare number can only be an amount: a large one, or one with a comparator."""
    written = text[one.numeral.start : one.numeral.end]
    large = "," in written or numerals.scale(written) >= THOUSAND
    return large or one.comparator != "=" or comparators.before(text, one.start) is not None


def _quantity(text: str, one: Measure, floor: int) -> Quantity:
    """Add the minus before it, the rate, the comparator and the text of all."""
    start, end, unit, sign = one.start, one.end, one.unit or "", one.comparator
    value = one.value
    if one.numeral.kind == "digits" and start > floor and _MINUS.search(text, max(0, start - 3), start):
        start, value = start - 1, -value
    rate = units.rate(text, end)
    if rate is not None and unit not in (units.FRACTION, units.TIMES):
        unit, end = unit + rate.unit, rate.end
    before = comparators.before(text, start, floor)
    behind = comparators.behind(text, end)
    if before is not None:
        start, sign = before.edge, before.sign
    elif behind is not None:
        end, sign = behind.edge, behind.sign
    if sign == "=" and one.numeral.kind in ("plural", "multi"):
        sign = comparators.AT_LEAST
    return Quantity(text[start:end], start, end, value, unit, sign, one.value_max, one.numeral.kind)
