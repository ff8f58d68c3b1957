"""Units of measure: currencies as ISO 4217 codes, symbols in their usual spelling, words in the singular."""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.extract.words.word_data import any_of, of_words, word_list, word_table

PERCENT = "percent"
TIMES = "times"
FRACTION = "fraction"

_KEPT = ("ss", "us", "is", "ics", "ess")  # singulars that end in s
_ES = ("ches", "shes", "sses", "xes", "zzes")  # plurals that add "es"


class UnitMatch(NamedTuple):
    """A unit written right behind a number: what it is, and where its text ends in the whole text."""

    unit: str
    end: int


_SHORT_RATES = {"sec": "second", "min": "minute", "hr": "hour", "yr": "year", "mo": "month", "annum": "year"}


@of_words
def _behind() -> re.Pattern[str]:
    """What may come right after a number."""
    symbols = word_list("unit_symbols")
    apart = symbols - word_list("touching_symbols")
    return re.compile(
        r"\s?(?P<percent>%(?!\w)|(?i:per\s?cents?|percentage)\b(?!\spoints?\b))"
        r"|[-\s]?(?P<points>(?i:percentage|basis)\spoint)s?\b"
        r"|\s?(?P<multiple>[xX×])(?!\w)|-?(?P<fold>fold)\b|[-\s](?P<times>times)\b(?!\s(?i:when|that)\b)"
        rf"|\s?(?P<sign>{any_of(word_list('currency_signs'))})(?!\w)"
        rf"|\s(?P<code>{any_of(word_list('currency_codes'))})(?!\w)"
        rf"|[-\s](?P<money>(?i:{any_of(word_list('currency_words'))}))s?(?!\w)"
        rf"|(?P<glued>{any_of(symbols)})(?![\w/])|[-\s](?P<apart>{any_of(apart)})(?![\w/])"
    )


@of_words
def _before() -> re.Pattern[str]:
    """The sign or code of a currency right before a number."""
    signs, codes = any_of(word_list("currency_signs")), any_of(word_list("currency_codes"))
    return re.compile(rf"(?<!\w)(?P<sign>{signs}|{codes})\s?[-–−]?$")


@of_words
def _rate() -> re.Pattern[str]:
    """A rate: "per month", "a day", "/hour"."""
    return re.compile(
        rf"(?:\s(?:per|an?|each|every)\s|\s?/\s?)(?P<each>{any_of(word_list('rate_nouns'))})\b"
        r"|(?:\sper\s|/)(?P<noun>[a-z]{3,})\b",
        re.IGNORECASE,
    )


@of_words
def _currencies() -> dict[str, str]:
    """The ISO 4217 code of each sign and code."""
    return {**word_table("currency_signs"), **word_table("currency_codes")}


def behind(text: str, place: int) -> UnitMatch | None:
    """The percent sign, multiple, currency or unit symbol that is at ``place``, right behind a number."""
    match = _behind().match(text, place)
    if match is None:
        return None
    kind, written = match.lastgroup or "", match[match.lastgroup or 0]
    return UnitMatch(_canonical(kind, written), match.end())


def _canonical(kind: str, written: str) -> str:
    if kind in ("multiple", "fold", "times"):
        return TIMES
    if kind == "percent":
        return PERCENT
    if kind == "points":
        return written.casefold()
    if kind == "money":
        return word_table("currency_words")[written.casefold()]
    return _currencies()[written] if kind in ("sign", "code") else word_table("unit_symbols")[written]


def is_currency(unit: str | None) -> bool:
    """Whether a unit is money: the code of a currency or of a coin."""
    return unit in _money()


@of_words
def _money() -> frozenset[str]:
    return frozenset({*_currencies().values(), *word_table("currency_words").values()})


def named(unit: str) -> str:
    """The ISO 4217 code of a unit that is a currency's name, else the unit itself."""
    return word_table("currency_words").get(unit.casefold(), unit)


def currency_before(text: str, place: int) -> tuple[str, int] | None:
    """The currency whose sign or code ends at ``place`` (perhaps with a space), and where it begins."""
    match = _before().search(text, max(0, place - 6), place)
    return None if match is None else (_currencies()[match["sign"]], match.start())


def rate(text: str, place: int) -> UnitMatch | None:
    """The "per month", "a day" or "/hour" that is at ``place``, as " per month"."""
    match = _rate().match(text, place)
    if match is None:
        return None
    each = (match["each"] or match["noun"]).casefold()
    return UnitMatch(f" per {_SHORT_RATES.get(each, each)}", match.end())


def singular(word: str) -> str:
    """The singular of an English noun; acronyms keep their capitals (``GPUs`` -> ``GPU``)."""
    word = word.rstrip(".")
    lower = word.casefold()
    irregular = word_table("irregular_singulars")
    if lower in irregular:
        return irregular[lower]
    if word[-1:] == "s" and word[:-1].isupper() and len(word) > 2:  # noqa: PLR2004 - "As" is no plural
        return word[:-1]
    if len(word) <= 2 or not lower.endswith("s") or lower.endswith(_KEPT):  # noqa: PLR2004 - "as", "is" are no plurals
        return word
    if lower.endswith("ies") and len(word) > 4:  # noqa: PLR2004 - "dies", "ties" stand in the table
        return word[:-3] + "y"
    return word[:-2] if lower.endswith(_ES) else word[:-1]
