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
from itertools import zip_longest
from typing import TYPE_CHECKING

from kg.extract.dates import dates
from kg.extract.numbers import comparators, counted_noun, not_a_measure, number_ranges, numerals, units, whole_measures
from kg.extract.numbers.measures import RANGING, Measure, NumberLine, measure
from kg.extract.sentences.linked_names import linked_names
from kg.extract.words.word_data import any_of, of_words, word_list
from kg.model import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.extract.numbers.numerals import Numeral
    from kg.model import Sentence

_CHOSEN = re.compile(r"\b(?:top|bottom|first|last|next|final|previous|past)\s$", re.IGNORECASE)
# "5 -10%" is a range
_MINUS = re.compile(r"(?:(?:^|(?<![\d%])\s|[(\[:/])[-\N{MINUS SIGN}]|(?<!\w)(?:negative|minus)\s)$", re.IGNORECASE)
# A formula between dollar signs, as Markdown writes it: "$e^0 = 1$"; its dollars are no money.
_FORMULA = re.compile(r"\$(?=[^\s$])(?=[^$]*[\\^_={}<>])[^$]{1,200}(?<=[^\s$])\$(?!\d)")
_JOINING = re.compile(
    r"(?:\b(?:and|or|than|while|versus|vs\.?)|\b(?:instead|rather|out)\s(?:of|than)|\bto)\s(?:(?:just|only|about|nearly|another)\s)?$",
    re.IGNORECASE,
)
_ENDING = frozenset({"ADP", "PUNCT", "SCONJ", "CCONJ", "AUX"})
THOUSAND = 1000
_INDIAN_SCALES = ("lakh", "lakhs", "crore", "crores")
_RUPEE = "INR"
PERSON = "person"
_AGES = range(1, 120)
MINUS_WINDOW = 11  # code points before a number in which its minus may begin
NUMBER_WINDOW = 40  # code points before a number that are looked at


@of_words
def _aged() -> re.Pattern[str]:
    people = any_of(word_list("aged_people"), space=r"\s")
    return re.compile(rf"\b(?:{people})\s(?:\w+\s){{0,2}}$", re.IGNORECASE)


def find(sentence: Sentence) -> tuple[Quantity, ...]:
    """Find the quantities of a sentence, in reading order, none overlapping."""
    text = sentence.text
    singles = [*whole_measures.find(text)]
    if numerals.START.search(text) is None:
        return _written_out(text, singles)
    line = NumberLine(text, sentence.tokens, tuple(token.start for token in sentence.tokens))
    taken = [(date.start, date.end) for date in dates.find(sentence)]
    taken += [(link.start, link.end) for link in linked_names(sentence)]
    taken += [match.span() for match in _FORMULA.finditer(text)]
    taken = sorted([*taken, *((one.start, one.end) for one in singles)])
    found = [measure(line, numeral) for numeral in numerals.scan(text) if not _overlaps(numeral, taken)]
    joined = number_ranges.join(text, [one for one in found if one is not None])
    complete = [one for one in (_completed(line, one) for one in _shared_nouns(line, joined)) if one is not None]
    return _written_out(text, sorted([*complete, *singles], key=lambda one: one.start))


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


def _overlaps(numeral: Numeral, taken: Sequence[tuple[int, int]]) -> bool:
    """Whether a numeral touches one of some ranges, which are sorted and do not overlap."""
    place = bisect_left(taken, (numeral.end, 0)) - 1
    return place >= 0 and taken[place][1] > numeral.start


def _completed(line: NumberLine, one: Measure) -> Measure | None:
    """Drop what measures nothing after all; give a bare number the unit that the words before it name."""
    numeral = one.numeral
    if numeral.value == 1 and numeral.kind == "words" and one.value_max is None:
        return one if not_a_measure.counts_one(line.text, numeral, one.unit) else None
    if one.unit in ("one", "other"):
        unit = counted_noun.things_before(line.tokens, line.token_from(one.numeral.start))
        return None if unit is None else replace(one, unit=unit)
    if one.unit is not None:
        return one
    unit = _unit_before(line, one)
    return None if unit is None else replace(one, unit=unit)


def _unit_before(line: NumberLine, one: Measure) -> str | None:
    """The unit of a bare number: an age, the best of some things, or the noun it is said of."""
    before = line.text[max(0, one.start - NUMBER_WINDOW) : one.start]
    index = line.token_from(one.numeral.start)
    if one.value in _AGES and (_aged().search(before) or _is_age(line, one, index)):
        return "year"
    if RANGING.match(line.text, one.end) or index >= len(line.tokens):
        return None
    if _CHOSEN.search(before):
        return counted_noun.things_before(line.tokens, index)
    if line.text.casefold().endswith(_INDIAN_SCALES, one.numeral.start, one.numeral.end):
        return _RUPEE  # people and things that are so many are named behind it
    alone = _stands_alone(line.text, one)
    covering = _covering(line, one, max(index, line.token_from(one.numeral.end) - 1), alone=alone)
    if covering is not None:
        return covering
    return counted_noun.things_before(line.tokens, index) or "" if alone else None


def _covering(line: NumberLine, one: Measure, last: int, *, alone: bool) -> str | None:
    """What a bare number is said of: "a population of 1.5 billion", "the score is 80", "hundreds gathered"."""
    if one.numeral.kind == "plural" and counted_noun.is_crowd(line.tokens, last):
        return PERSON
    noun = counted_noun.said_of(line.tokens, last) if alone or one.numeral.kind == "digits" else None
    if noun is None:
        return None
    return PERSON if noun.lemma in counted_noun.PEOPLE else counted_noun.unit_of(noun)


def _is_age(line: NumberLine, one: Measure, index: int) -> bool:
    """Whether a number is set apart behind a person's name: "Ann Lee, 42, is …"."""
    before = line.tokens[max(0, index - 2) : index]
    if [token.ent for token in before[:-1]] != ["PERSON"] or one.value_max is not None:
        return False
    return before[-1].text + line.text[one.numeral.end : one.numeral.end + 1] in (",,", "()")


def _stands_alone(text: str, one: Measure) -> bool:
    """Whether a bare number can only be an amount: a large one, or one with a comparator."""
    written = text[one.numeral.start : one.numeral.end]
    large = "," in written or (one.numeral.kind != "plural" and numerals.scale(written) >= THOUSAND)
    return large or one.comparator != "=" or comparators.before(text, one.start) is not None


def _quantity(text: str, one: Measure, floor: int) -> Quantity:
    """Add the minus before it, the rate, the comparator and the text of all."""
    start, end, unit, sign = one.start, one.end, one.unit or "", one.comparator
    value = one.value
    minus = _MINUS.search(text, max(floor, start - MINUS_WINDOW), start) if one.numeral.kind == "digits" else None
    if minus is not None:
        start, value = minus.start() + len(minus[0]) - len(minus[0].lstrip("([:/ \t")), -value
    rate = units.rate(text, end)
    repeated = unit == units.TIMES and (one.numeral.kind == "repeat" or text.endswith("times", 0, end))
    if rate is not None and (repeated or unit not in (units.FRACTION, units.TIMES)):
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
