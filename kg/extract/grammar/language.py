"""Detects the language of a note by its script and its most common small words, so that only English is extracted.

A note counts as English unless another language is clearly ahead: lists of names, code and very short notes stay in.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from kg.extract.words.word_data import of_words, word_table

if TYPE_CHECKING:
    from collections.abc import Iterable

ENGLISH = "en"
# Scripts that rule English out, by ranges of code points; kana come before Han because Japanese uses both.
SCRIPTS = (
    ("ja", "\u3040-\u30ff"),
    ("zh", "\u3400-\u4dbf\u4e00-\u9fff"),
    ("ko", "\u1100-\u11ff\uac00-\ud7af"),
    ("ru", "\u0400-\u04ff"),
    ("ar", "\u0600-\u06ff"),
    ("hi", "\u0900-\u097f"),
    ("he", "\u0590-\u05ff"),
    ("el", "\u0370-\u03ff"),
    ("th", "\u0e00-\u0e7f"),
)
SAMPLE = 6_000  # code points that are looked at
FEWEST_WORDS = 20  # below this, small words prove nothing
LEAST_SHARE = 0.12  # of all words must be small words of the other language
LEAD = 1.5  # times as many of them as of English ones
SCRIPT_SHARE = 0.3  # of the letters must be of a foreign script

_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = tuple((code, re.compile(f"[{ranges}]")) for code, ranges in SCRIPTS)


def detect(texts: Iterable[str]) -> str:
    """The ISO 639-1 code of the language that most of the texts are in; ``en`` when in doubt."""
    sample = " ".join(texts)[:SAMPLE]
    return _by_script(sample) or _by_words(_WORD.findall(sample.lower()))


def _by_script(sample: str) -> str | None:
    if sample.isascii():
        return None
    letters = sum(map(str.isalpha, sample))
    found = 0
    for code, pattern in _LETTERS:
        found += len(pattern.findall(sample))
        if found > SCRIPT_SHARE * letters:
            return code
    return None


@of_words
def _languages() -> dict[str, tuple[str, ...]]:
    """The languages that each small word is frequent in."""
    return {word: tuple(codes.split()) for word, codes in word_table("small_words").items()}


def _by_words(words: list[str]) -> str:
    if len(words) < FEWEST_WORDS:
        return ENGLISH
    owners = _languages()
    score: Counter[str] = Counter()
    for word in words:
        score.update(owners.get(word, ()))
    ahead = max(sorted({*score, ENGLISH}), key=lambda code: (score[code], code == ENGLISH))
    clear = score[ahead] >= LEAST_SHARE * len(words) and score[ahead] >= LEAD * score[ENGLISH]
    return ahead if clear else ENGLISH
