"""Finds the numbers of a sentence in another language: digits as the language writes them, with a unit that is sure.

A comma parts the decimals in most languages and groups of thousands in English; what may be either is left out.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from kg.extract.words.word_data import word_table
from kg.model import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Sentence, Token

METHOD = "digits-of-other-language"
POINT = frozenset({"ja", "zh", "ko", "th", "he", "hi", "ms", "tl", "cy", "ga", "sw", "bn", "ta"})  # write 3.5, not 3,5
GROUP = 3  # digits of a group of thousands
MOST_GROUPS = 6
NUMBER = re.compile(
    r"(?<![\w.,:/-])(?:(?P<before>[A-Z]{0,3}[$€£¥₹₩₽])[  ]?)?"
    rf"(?P<number>[0-9]{{1,3}}(?:[   '’][0-9]{{3}}){{1,{MOST_GROUPS}}}(?:[.,][0-9]{{1,9}})?"
    rf"|[0-9]{{1,15}}(?:[.,][0-9]{{1,9}}){{0,{MOST_GROUPS}}})"
    r"(?![\w:/ºª°-]|[.,][0-9])(?:[   ]?(?P<behind>[$€£¥₹₩₽%]))?"
)
SPACES = re.compile(r"[   '’]")
JOINTS = frozenset({"de", "d'", "d’", "di", "do", "von", "van", "af", "av"})  # between a scale and what it counts
YEAR = range(1000, 2200)
NOUNS = frozenset({"NOUN"})


def find(sentence: Sentence) -> tuple[Quantity, ...]:
    """The numbers of a sentence that measure something, in reading order."""
    return tuple(_found(sentence))


def _found(sentence: Sentence) -> Iterator[Quantity]:
    for found in NUMBER.finditer(sentence.text):
        value = read(found["number"], sentence.language)
        if value is None:
            continue
        end, after = found.end(), _tokens(sentence, found.end())
        if not found["behind"]:
            scale, taken = _scale(after, sentence.language)
            value, after = _plain(value * scale), after[taken:]
            end = after_end(sentence, end, taken)
        unit, until = _unit(found, after)
        if unit:
            end = max(end, until)
            yield Quantity(sentence.text[found.start() : end], found.start(), end, value, unit, method=METHOD)


def read(written: str, language: str) -> Decimal | None:
    """The value of a number as a language writes it, or None for what it may also mean."""
    plain = SPACES.sub("", written)
    marks = [mark for mark in plain if mark in ".,"]
    if not marks:
        return Decimal(plain)
    decimal = "." if language in POINT else ","
    groups = re.split("[.,]", plain)
    if len(set(marks)) > 1:  # 1.234,5: the last mark parts the decimals
        whole = all(len(group) == GROUP for group in groups[1:-1]) and len(set(marks[:-1])) == 1
        return Decimal(f"{''.join(groups[:-1])}.{groups[-1]}") if whole and len(groups[0]) <= GROUP else None
    if len(marks) > 1:
        return Decimal("".join(groups)) if all(len(group) == GROUP for group in groups[1:]) else None
    if len(groups[1]) != GROUP or len(groups[0]) > GROUP or SPACES.search(written):
        return Decimal(f"{groups[0]}.{groups[1]}")
    return None if marks[0] == decimal else Decimal("".join(groups))


def _plain(value: Decimal) -> Decimal:
    """A whole number without decimals."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _tokens(sentence: Sentence, start: int) -> list[Token]:
    return [token for token in sentence.tokens if token.start >= start and not token.text.isspace()][:4]


def _scale(after: list[Token], language: str) -> tuple[int, int]:
    """What words behind a number multiply it with, and how many they are: "mil millones" are two."""
    table = word_table("scales_of_languages")
    factor, taken = 1, 0
    for token in after[:2]:
        known = table.get(f"{language} {token.text.lower()}")
        if known is None:
            break
        factor, taken = factor * int(known), taken + 1
    if taken and after[taken : taken + 1] and after[taken].text.lower() in JOINTS:
        taken += 1
    return factor, taken


def after_end(sentence: Sentence, end: int, taken: int) -> int:
    """Where the last of some words behind a number ends."""
    words = _tokens(sentence, end)[:taken]
    return words[-1].end if words else end


def _unit(found: re.Match[str], after: list[Token]) -> tuple[str, int]:
    """The unit of a number, and where it ends in the text; "" where none is sure."""
    if sign := found["behind"] or found["before"]:
        return ("percent" if sign == "%" else word_table("currency_signs").get(sign, "")), 0
    if not after:
        return "", 0
    word = after[0]
    if word.text == "%":
        return "percent", word.end
    for name in (word.text.lower(), word.lemma.lower(), word.text.lower().removesuffix("s")):
        if name in word_table("currency_words"):
            return word_table("currency_words")[name], word.end
    if word.pos in NOUNS and word.text.isalpha() and not word.ent:
        return (word.lemma or word.text).lower(), word.end
    return "", 0
