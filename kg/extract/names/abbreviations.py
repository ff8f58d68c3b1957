"""Finds abbreviations that a text defines: "Large Language Models (LLMs)", "SQL (Structured Query Language)".

The matching of letters follows Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in
biomedical text" (PSB 2003): the letters of the short form must occur in the long form in order, the first at its start.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.words.word_data import word_list
from kg.extract.words.wordset import wordset

if TYPE_CHECKING:
    from collections.abc import Iterator

BRACKETS = re.compile(r"\(([^()]{2,80})\)")
SHORT_FORM = re.compile(r"(?=[^a-z]*[A-Z][^a-z]*[A-Z])[A-Za-z][A-Za-z0-9&/.\-]{1,9}\Z")  # at least two capitals
SINGLE_WORD_RATIO = 3  # a single word is that many times longer than its abbreviation
WORD = re.compile(r"[^\s,;:()\"“”]+")
JUNIOR = wordset("Jr. Jr Sr. Sr II III IV")  # behind a family name


class Definition(NamedTuple):
    """An abbreviation and what it stands for, with their places in the text."""

    short: str
    long: str
    short_start: int
    long_start: int


def is_initialism(word: str) -> bool:
    """Whether a word is written in capitals alone ("AI", "IBM"), so that it is no family name."""
    return len(word) > 1 and word.isupper() and word not in JUNIOR


def definitions(text: str) -> Iterator[Definition]:
    """Yield the definitions of a sentence in reading order."""
    for match in BRACKETS.finditer(text):
        inner, start = match.group(1).strip(), match.start(1)
        before = text[max(0, match.start() - 120) : match.start()].rstrip()
        offset = max(0, match.start() - 120)
        if SHORT_FORM.match(inner):
            long_start = _long_start(before, inner)
            if long_start is not None and _fits(before[long_start:], inner):
                yield Definition(inner, before[long_start:].strip(' "“”'), start, offset + long_start)
        else:
            last = before.rsplit(" ", 1)[-1].strip("\"“”'")
            if SHORT_FORM.match(last) and _long_start(inner, last) == 0 and _fits(inner, last):
                yield Definition(last, inner, offset + before.rindex(last), start)


def _fits(long: str, short: str) -> bool:
    """Whether the long form has no quote inside and, small words apart, no more words than the short has letters."""
    small = word_list("expansion_small_words")
    split = [word for word in re.split(r"[\s\-/]+", long.strip(' "“”')) if word.lower() not in small]
    if len(split) == 1 and len(long) < SINGLE_WORD_RATIO * len(short):
        return False
    return len(split) <= sum(map(str.isalnum, short)) and not any(mark in long.strip(' "“”') for mark in '"“”')


def _long_start(text: str, short: str) -> int | None:
    """Where the long form starts that ends at the end of ``text``; None if there is none."""
    letters = [sign.lower() for sign in short.removesuffix("s") if sign.isalnum()]
    starts = [match.start() for match in WORD.finditer(text)][-2 * len(letters) - 1 :]
    at, position = len(letters) - 1, len(text) - 1
    while at >= 0 and position >= 0:
        sign = text[position].lower()
        opens = position == 0 or not text[position - 1].isalnum()
        if text[position] in ",;:()" and at < len(letters) - 1:
            return None
        if sign == letters[at] and (at > 0 or opens):
            if at == 0:
                return position if position in starts and len(text) - position > len(short) else None
            at -= 1
        position -= 1
    return None
