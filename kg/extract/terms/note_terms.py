"""Counts the noun phrases of a note: how often each occurs, by itself and inside longer ones, and where."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from kg.extract.numbers.units import singular
from kg.extract.terms.term_candidates import candidates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.model import Sentence

MARKS = ",.:;()[]?!\"'“”’"
Words = tuple[str, ...]


class NoteTerms:
    """The noun phrases of one note and their termhood in it.

    Attributes:
        phrases: Of each sentence, its candidates.
        counts: How often a phrase occurs, inside longer ones too, by its words.
        sentences: In how many sentences a word heads a phrase.
        title: The words of the note's title, in lower case, as they are and in the singular.
        headings: Those of all its headings.
    """

    __slots__ = ("_around", "counts", "headings", "phrases", "sentences", "title")

    def __init__(self, title: str, sentences: Sequence[Sentence]) -> None:
        self.phrases = [tuple(candidates(sentence.tokens)) for sentence in sentences]
        whole = Counter(each.words for row in self.phrases for each in row if not each.modifies)
        self.counts: Counter[Words] = Counter()
        self._around: dict[Words, list[int]] = {}
        for words, count in whole.items():
            for part in parts(words):
                self.counts[part] += count
                if part != words:
                    self._around.setdefault(part, []).append(count)
        self.sentences = Counter(word for row in self.phrases for word in {each.words[-1] for each in row})
        self.title = singulars([title.replace("_", " ")])
        self.headings = singulars({heading for sentence in sentences for heading in sentence.section})

    def c_value(self, words: Words) -> float:
        """C-value (Frantzi and Ananiadou): how often a phrase occurs less how often inside longer ones, by length."""
        around = self._around.get(words)
        nested = sum(around) / len(around) if around else 0.0
        return math.log2(len(words) + 1) * (self.counts[words] - nested)


def parts(words: Words) -> Iterator[Words]:
    """All runs of neighbouring words of a phrase, itself too."""
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            yield words[start:end]


def singulars(texts: Iterable[str]) -> frozenset[str]:
    """The words of texts, in lower case, as they are and in the singular."""
    split = (word.strip(MARKS).lower() for text in texts for word in text.split())
    return frozenset(form for word in split if word for form in (word, singular(word)))
