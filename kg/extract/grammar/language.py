"""Tells the language of a note by its script and its commonest small words, so that only English is extracted.

A note counts as English unless another language is clearly ahead: lists of names, code and very short notes stay in.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ENGLISH = "en"
# Small words that are frequent in one language and rare as whole words in the others of the table.
SMALL_WORDS = {
    "en": "the of and that with from this which are was were has have their it is to by for an",
    "de": "der und das nicht ein eine ist auch mit sich auf für dem den von werden wird oder sind als zu",
    "es": "el los las una que del por para con como más pero sus esta está se su y o lo al",
    "fr": "le les des une est dans que pour qui pas sur avec sont plus cette et du au il elle ce",
    "it": "il che di della dei delle una sono per con non anche più nel alla come è gli ed questo",
    "nl": "het een van dat niet zijn voor met ook door naar maar deze wordt bij aan worden heeft en",
    "pl": "się nie na że jest do przez oraz jak dla które być od ale tym są przy w z",
    "pt": "os uma que não para com dos das como mais mas também são pelo ao foi ele à em e",
    "sv": "och det att som är på för med inte av den till har ett om men kan från var också",
    "tr": "ve bir bu için ile olarak daha çok olan gibi ancak kadar sonra göre değil en de da",
}
# Scripts that rule English out, by ranges of code points; kana stand before Han because Japanese uses both.
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
_OWNERS = {
    word: tuple(code for code in SMALL_WORDS if word in SMALL_WORDS[code].split())
    for words in SMALL_WORDS.values()
    for word in words.split()
}
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


def _by_words(words: list[str]) -> str:
    if len(words) < FEWEST_WORDS:
        return ENGLISH
    score: Counter[str] = Counter()
    for word in words:
        score.update(_OWNERS.get(word, ()))
    ahead = max(SMALL_WORDS, key=lambda code: (score[code], code == ENGLISH))
    clear = score[ahead] >= LEAST_SHARE * len(words) and score[ahead] >= LEAD * score[ENGLISH]
    return ahead if clear else ENGLISH
