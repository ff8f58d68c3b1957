"""How a text says that a number is a bound or an estimate: words before it, words behind it."""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.extract.words.word_data import any_of, of_words, word_list, word_table

APPROXIMATE, AT_LEAST, MORE, AT_MOST, LESS = "~", ">=", ">", "<=", "<"

COMPARATOR_WINDOW = 32  # code points before a number in which a comparator may begin


class Comparison(NamedTuple):
    """A comparator with where its words begin (before the number) or end (behind it)."""

    sign: str
    edge: int


@of_words
def _before() -> re.Pattern[str]:
    phrases = any_of(word_list("comparators_before"), space=r"\s")
    return re.compile(rf"(?<![\w-])(?P<phrase>{phrases})[\s-]?$", re.IGNORECASE)


@of_words
def _behind() -> re.Pattern[str]:
    phrases = any_of(word_list("comparators_behind"), space=r"\s")
    return re.compile(
        rf"(?!\s(?-i:Plus|Max)\b)(?:\s|(?=[+-])|(?=ish))(?P<phrase>{phrases})(?!\w|\s[$€£\d])", re.IGNORECASE
    )


def before(text: str, place: int, floor: int = 0) -> Comparison | None:
    """The comparator whose words end right before ``place`` and begin at ``floor`` or behind it."""
    match = _before().search(text, max(floor, place - COMPARATOR_WINDOW), place)
    return (
        None if match is None else Comparison(word_table("comparators_before")[_folded(match["phrase"])], match.start())
    )


def behind(text: str, place: int) -> Comparison | None:
    """The comparator whose words begin right behind ``place``."""
    match = _behind().match(text, place)
    return (
        None if match is None else Comparison(word_table("comparators_behind")[_folded(match["phrase"])], match.end())
    )


def _folded(phrase: str) -> str:
    return " ".join(phrase.casefold().split())
