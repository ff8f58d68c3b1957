"""Tells apart numbers that name, order or count off ("GPT-4", "chapter 9", "one another") and those that measure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extract.grammar.tag_sets import NAMED_ENTITIES
from kg.extract.words.word_data import any_of, of_words, word_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.numbers.counted_noun import Counted
    from kg.extract.numbers.numerals import Numeral
    from kg.model import Token

LARGE = 10000  # no name ends in a number of five digits
_GLUED_BEFORE = re.compile(r"[^\W\d][-–.'’/]$|[\w@#^_]$|\d[.,:/]$|[.:/]$")
_RANGED = re.compile(r"\w-(?:to|or)-$")
_GLUED_BEHIND = re.compile(r"\w|[.:/]\d|-[A-Z]|\s?(?:(?i:[ap]\.?m)\b|o['’]clock)|['’]s\b|-(?:and|in|on|up|off)-|\*|\^")
_OPENING = re.compile(r"(?:\b(?:if|as|that|when|while|whether|because)|[,:;])\s$", re.IGNORECASE)
_SELECTED = re.compile(
    r"\sof\s(?:the|these|those|its|their|our|his|her)?\s?(?:two|three|four|five|six|seven|eight|nine|ten|\d)\b",
    re.IGNORECASE,
)
# "once" counts at the end of its clause; elsewhere it mostly means "as soon as" or "formerly".
_ONCE = re.compile(
    r"\s?(?:[.,;:)”\"]|$)|\s(?:before|in|per|every|and|or|to|during|at|on|each|with|an?\s(?:minute|hour|day|week|month|year|decade))\b",
    re.IGNORECASE,
)
_DECADE_AFTER = re.compile(
    r"(?:\b(?:their|his|her|your|my|our|the|early|late|mid|to|and|or)[\s-]|\ds,?\s)$", re.IGNORECASE
)
_ONE_LETTER = re.compile(r"\d{1,3}[sSxXKpeEc](?!\w)")
_AT_ONCE = re.compile(r"\bat\s$", re.IGNORECASE)
_ONCE_PHRASE = re.compile(r"\s(?:in\sa\swhile|and\sfor\sall|in\sa\slifetime|upon)\b", re.IGNORECASE)


@of_words
def _label() -> re.Pattern[str]:
    labels = any_of(word_list("number_labels"))
    return re.compile(rf"(?:\b(?:{labels})\.?\s(?:\()?|[#№@]\s?)$", re.IGNORECASE)


@of_words
def _half_of() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(word_list('part_namers'))})[\s-]$", re.IGNORECASE)


@of_words
def _pointed() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(word_list('pointing_words'))})\s$", re.IGNORECASE)


@of_words
def _weighed() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(word_list('weighing_words'))})\s$", re.IGNORECASE)


def glued_before(text: str, numeral: Numeral) -> bool:
    """Whether a numeral is the end of a longer word, version or clock time (``GPT-4``, ``v1.2``)."""
    if _RANGED.search(text, max(0, numeral.start - 5), numeral.start):
        return False
    return _GLUED_BEFORE.search(text, max(0, numeral.start - 2), numeral.start) is not None


def glued_behind(text: str, place: int) -> bool:
    """Whether what is at ``place``, behind a numeral, makes it part of a word, version or clock time."""
    return _GLUED_BEHIND.match(text, place) is not None


def labelled(text: str, numeral: Numeral) -> bool:
    """Whether the word before says that the numeral identifies something: ``chapter 9``, ``#3``."""
    return _label().search(text, max(0, numeral.start - 14), numeral.start) is not None


def named(tokens: Sequence[Token], index: int, numeral: Numeral, counted: Counted | None) -> bool:
    """Whether a numeral ends a name (``iPhone 14``, ``Day Two``) or is part of one (``the Big Four``).

    Args:
        tokens: The sentence's tokens.
        index: Index of the numeral's first token.
        numeral: The numeral.
        counted: The noun behind it, if any: a span of time is counted even behind a name ("Apple 3 years ago").
    """
    if numeral.value >= LARGE or numeral.kind not in ("digits", "words") or index >= len(tokens):
        return False
    token, before = tokens[index], tokens[index - 1] if index else None
    if before is None or before.end + 1 != numeral.start:
        return token.ent in NAMED_ENTITIES and not token.ent_start
    if any(letter.isupper() for letter in before.text[1:]):
        return True
    if before.pos == "PROPN" or (token.text[0].isupper() and before.text[-1].isalpha()):
        return counted is None or counted.unit not in word_list("counted_time_nouns")
    return token.ent in NAMED_ENTITIES and not token.ent_start


def is_other(text: str, tokens: Sequence[Token], index: int, numeral: Numeral) -> bool:
    """Whether what is around a numeral without currency says that it measures nothing.

    Args:
        text: The sentence's text.
        tokens: Its tokens.
        index: Index of the numeral's first token.
        numeral: The numeral.
    """
    return (
        glued_before(text, numeral)
        or labelled(text, numeral)
        or _is_decade(text, numeral)
        or _is_model(text, tokens, index, numeral)
    )


def _is_decade(text: str, numeral: Numeral) -> bool:
    """Whether a number is years of a life or century, as in "their 60s" and "the 70s and 80s", and no 60 seconds."""
    end = numeral.end
    tens = numeral.kind == "digits" and text.startswith("0s", end - 1) and not text[end + 1 : end + 2].isalnum()
    return tens and _DECADE_AFTER.search(text, max(0, numeral.start - 12), numeral.start) is not None


def _is_model(text: str, tokens: Sequence[Token], index: int, numeral: Numeral) -> bool:
    """Whether a number with one letter is a product's, where it follows a name: "Lumia 6s", "Quest 3S"."""
    before = tokens[index - 1] if 0 < index < len(tokens) else None
    named = before is not None and before.pos == "PROPN" and before.end + 1 == numeral.start
    return named and numeral.value < LARGE and _ONE_LETTER.match(text, numeral.start) is not None


def half_of_something(text: str, numeral: Numeral) -> bool:
    """``the first half of`` names a part, it gives no number."""
    return _half_of().search(text, max(0, numeral.start - 10), numeral.start) is not None


def counts_once(text: str, numeral: Numeral) -> bool:
    """Whether "once" is a number of times here."""
    return (
        _ONCE.match(text, numeral.end) is not None
        and _ONCE_PHRASE.match(text, numeral.end) is None
        and numeral.start > 0
        and _AT_ONCE.search(text, max(0, numeral.start - 4), numeral.start) is None
    )


def counts_one(text: str, numeral: Numeral, unit: str | None) -> bool:
    """Whether "one" is a number here and neither an article nor a pronoun."""
    before = text[max(0, numeral.start - 16) : numeral.start]
    if _SELECTED.match(text, numeral.end):
        return _weighed().search(before) is not None
    if unit is None or _pointed().search(before) or text.startswith(" of ", numeral.end):
        return False
    noun = unit.split()[-1]
    if text.startswith(" day", numeral.end):
        return False
    if noun in word_list("counted_time_nouns") or _weighed().search(before):
        return True
    return numeral.start > 0 and noun not in word_list("uncounted_nouns") and _OPENING.search(before) is None
