"""Tells the language of each sentence of a note, so that English rules read English only.

Two witnesses must agree before a text counts as another language: few of its words are ordinary English ones, and a
classifier of 140 languages (py3langid, offline) takes it for another. Both hear a sentence by itself where it is long
enough, else with its passage, else with its neighbours. Romanised Hindi, or Spanish with English nouns, fails both.
The name of the language is given only where the letters or its small words prove it, else it is ``und``.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.words.word_data import of_words, word_table
from kg.extract.words.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ENGLISH = "en"
UNNAMED = "und"  # ISO 639-2 for a language that is not determined
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
SCRIPT_SHARE = 0.3  # of the letters must be of a foreign script
SAMPLE = 6_000  # code points of a text that are looked at
FEW, ENOUGH = 4, 8  # words in lower case that say something, and that settle it
ENGLISH_SHARE = 0.6  # of the words in lower case are ordinary English ones in nearly all English sentences
HARDLY = 0.2  # below this share few words settle it
PROOF = 0.08  # share of its small words that proves a language

# a word in lower case that is no part of a file's or a site's name, of code or of a number
_LOWER = re.compile(
    r"(?<![\w@#/.\\-])[a-z\u00df-\u00f6\u00f8-\u024f\u1e00-\u1eff]+(?:['’][^\W\d_]+)*(?![\w@/\\]|[.:-]\w)"
)
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = tuple((code, re.compile(f"[{ranges}]")) for code, ranges in SCRIPTS)


class _Text(NamedTuple):
    """A text as the witnesses see it: its words in lower case, how many of them are English, and the text itself."""

    words: int
    english: int
    text: str

    @property
    def share(self) -> float:
        return self.english / self.words if self.words else 1.0


def languages(texts: Sequence[str], passages: Sequence[int]) -> tuple[str, ...]:
    """The ISO 639 code of each of a note's sentences; ``en`` when in doubt, ``und`` for another that has no proof.

    Args:
        texts: The sentences, in reading order.
        passages: The number of the passage that each is in.
    """
    seen = [_seen(text) for text in texts]
    verdicts = [_is_other(each) for each in seen]
    if all(verdict is False or not _is_suspect(each) for each, verdict in zip(seen, verdicts, strict=True)):
        return (ENGLISH,) * len(texts)
    _by_passage(seen, verdicts, passages)
    _by_neighbours(seen, verdicts)
    return _named(texts, verdicts, passages)


def detect(texts: Sequence[str]) -> str:
    """The language that most of some texts are in, each heard by itself and with its neighbours."""
    return main_language(texts, languages(texts, range(len(texts))))


def main_language(texts: Sequence[str], codes: Sequence[str]) -> str:
    """The language that most of a note's text is in; ``en`` where none is ahead."""
    sizes: Counter[str] = Counter()
    for text, code in zip(texts, codes, strict=True):
        sizes[code] += len(text)
    return max(sorted({*sizes, ENGLISH}), key=lambda code: (sizes[code], code == ENGLISH))


def _seen(text: str) -> _Text:
    sample = text[:SAMPLE]
    found = _LOWER.findall(sample)
    common = words().common
    return _Text(len(found), sum(_is_ordinary(word, common) for word in found), sample)


def _is_ordinary(word: str, common: frozenset[str]) -> bool:
    return word in common or re.split("['’]", word, maxsplit=1)[0] in common


def _is_other(seen: _Text) -> bool | None:
    """Whether a text is in another language than English; None where it is too short to say."""
    if _script(seen.text):
        return True
    if seen.words < FEW:
        return None
    if seen.share >= ENGLISH_SHARE:
        return False
    likely = _classified(seen.text)
    settled = seen.words >= ENOUGH or seen.share < HARDLY or _is_proved(likely, seen.text)
    return True if settled and likely != ENGLISH else None


def _is_suspect(seen: _Text) -> bool:
    """Whether a text holds words, or a script, that speak against English."""
    return seen.share < ENGLISH_SHARE or not seen.text.isascii()


def _by_passage(seen: Sequence[_Text], verdicts: list[bool | None], passages: Sequence[int]) -> None:
    """Settle the sentences that are too short to say by the passage around them."""
    members: defaultdict[int, list[int]] = defaultdict(list)
    for at, passage in enumerate(passages):
        members[passage].append(at)
    for group in members.values():
        if len(group) > 1 and any(verdicts[at] is None for at in group):
            whole = _is_other(_joined(seen[at] for at in group))
            for at in group:
                verdicts[at] = whole if verdicts[at] is None else verdicts[at]


def _by_neighbours(seen: Sequence[_Text], verdicts: list[bool | None]) -> None:
    """Settle what is left: all that looks foreign together, what looks English, the rest like its neighbours."""
    left = [at for at, verdict in enumerate(verdicts) if verdict is None]
    suspects = [at for at in left if seen[at].words and seen[at].share < ENGLISH_SHARE]
    if suspects and _is_other(_joined(seen[at] for at in suspects)):
        settled = [verdict for verdict in verdicts if verdict is not None]
        if settled.count(False) <= settled.count(True):
            for at in suspects:
                verdicts[at] = True
    for at in left:
        plain = seen[at].words > 0 and seen[at].share >= ENGLISH_SHARE
        if verdicts[at] is None and plain and _classified(seen[at].text) == ENGLISH:
            verdicts[at] = False
    before: bool | None = None
    for at, verdict in enumerate(verdicts):
        verdicts[at] = before if verdict is None else verdict
        before = verdicts[at]
    first = next((verdict for verdict in verdicts if verdict is not None), False)
    verdicts[:] = [first if verdict is None else verdict for verdict in verdicts]


def _joined(seen: Iterable[_Text]) -> _Text:
    counts, english, texts = zip(*seen, strict=True)
    return _Text(sum(counts), sum(english), " ".join(texts)[:SAMPLE])


def _named(texts: Sequence[str], verdicts: Sequence[bool | None], passages: Sequence[int]) -> tuple[str, ...]:
    """The code of each sentence: what its passage proves, else what all foreign sentences of the note prove."""
    foreign: defaultdict[int, list[str]] = defaultdict(list)
    for text, verdict, passage in zip(texts, verdicts, passages, strict=True):
        if verdict:
            foreign[passage].append(text)
    whole = _name(" ".join(text for group in foreign.values() for text in group)[:SAMPLE]) if foreign else ENGLISH
    names = {passage: _name(" ".join(group)[:SAMPLE]) for passage, group in foreign.items()}
    return tuple(
        ENGLISH if not verdict else whole if names[passage] == UNNAMED else names[passage]
        for verdict, passage in zip(verdicts, passages, strict=True)
    )


def _name(text: str) -> str:
    """The language of a text that is not English, as far as its script or its small words prove it."""
    if script := _script(text):
        return _kin(script, text)
    likely = _classified(text)
    return likely if _is_proved(likely, text) else UNNAMED


def _is_proved(code: str, text: str) -> bool:
    """Whether enough of a text's words are small words of a language."""
    spoken = _WORD.findall(text.lower())
    return sum(code in _owners().get(word, ()) for word in spoken) >= max(PROOF * len(spoken), 1)


def _kin(script: str, text: str) -> str:
    """The language that the classifier names where it is written in a script, else the script's most frequent one."""
    likely = _classified(text)
    return likely if likely in KIN.get(script, ()) else script


# script -> languages written in it, apart from the one that it is named after
KIN = {
    "ru": ("be", "bg", "kk", "ky", "mk", "mn", "sr", "tg", "uk"),
    "ar": ("fa", "ps", "ug", "ur"),
    "hi": ("mr", "ne"),
}


def _script(sample: str) -> str | None:
    if sample.isascii():
        return None
    letters = sum(map(str.isalpha, sample))
    found = 0
    for code, pattern in _LETTERS:
        found += len(pattern.findall(sample))
        if found > SCRIPT_SHARE * letters:
            return code
    return None


@lru_cache(maxsize=1 << 12)
def _classified(text: str) -> str:
    """What the classifier takes a text for; it is loaded when the first text is in doubt."""
    import py3langid

    code: str = py3langid.classify(text)[0]
    return code


@of_words
def _owners() -> dict[str, tuple[str, ...]]:
    """The languages that each small word is frequent in."""
    return {word: tuple(codes.split()) for word, codes in word_table("small_words").items()}
