"""Knows where a note names each entity: in which sentences of which section, and with which words around it."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Mention, Sentence

CONTENT = frozenset({"NOUN", "VERB", "ADJ", "PROPN"})  # parts of speech of words that say what a sentence is about
WORD_LENGTH = 3  # letters that such a word has at least
EVERYWHERE = 0.1  # weight of a word that every sentence of the note holds
CONCEPT = "Concept"


class SectionUse(NamedTuple):
    """How a section names an entity, seen from one of its sentences.

    Attributes:
        first: Whether it is the first one that the section names, up to and with this sentence.
        before: How many earlier sentences of the section name it.
        naming: How many earlier sentences of the section name anything.
        later: Whether a later sentence of the section names it.
    """

    first: bool
    before: int
    naming: int
    later: bool


class _Section:
    """The sentences of one section that name something, and those that name each entity, rising."""

    def __init__(self) -> None:
        self.first = ""
        self.naming: list[int] = []
        self.of: dict[str, list[int]] = {}

    def add(self, number: int, names: Sequence[str]) -> None:
        self.first = self.first or names[0]
        self.naming.append(number)
        for name in dict.fromkeys(names):
            self.of.setdefault(name, []).append(number)


class EntityPlaces:
    """The whole note at once; concepts count for words, but not for what a section names."""

    def __init__(self, sentences: Sequence[Sentence], named: Sequence[Sequence[Mention]]) -> None:
        """Read the note.

        Args:
            sentences: All of them, in reading order.
            named: The names of each.
        """
        self._paths = [sentence.section for sentence in sentences]
        self._words = [words_of(sentence) for sentence in sentences]
        self._held = Counter(word for words in self._words for word in words)
        self._named = [frozenset(mention.entity for mention in row) for row in named]
        self._around: dict[str, Counter[str]] = {}  # entity -> in how many of its sentences each word is
        self._sections: dict[tuple[str, ...], _Section] = {}
        for number, row in enumerate(named):
            for name in self._named[number]:
                self._around.setdefault(name, Counter()).update(self._words[number])
            names = [mention.entity for mention in row if mention.type != CONCEPT]
            if names:
                self._sections.setdefault(self._paths[number], _Section()).add(number, names)

    def shared_words(self, number: int, name: str) -> float:
        """How much a sentence's words are those of the sentences that name an entity, this one and its name left out.

        Each word counts by its rarity in the note, as in the weighing of terms by inverse document frequency
        (Spärck Jones 1972): the natural logarithm of sentences over sentences that hold it.
        """
        around, own = self._around.get(name), name.casefold().split()
        if around is None:
            return 0.0
        once = name in self._named[number]  # then this sentence is one of those that name it
        shared = sorted(word for word in self._words[number] if around[word] > once and word not in own)
        return math.fsum(math.log(len(self._words) / self._held[word]) + EVERYWHERE for word in shared)

    def section_use(self, number: int, name: str) -> SectionUse:
        """How the section of a sentence names an entity, up to that sentence."""
        section = self._sections.get(self._paths[number])
        if section is None:
            return SectionUse(first=False, before=0, naming=0, later=False)
        of = section.of.get(name, [])
        return SectionUse(
            first=section.first == name and of[0] <= number,
            before=bisect_left(of, number),
            naming=bisect_left(section.naming, number),
            later=bool(of) and of[-1] > number,
        )


def words_of(sentence: Sentence) -> frozenset[str]:
    """The base forms of a sentence's content words, in lower case."""
    lemmas = (token.lemma.lower() for token in sentence.tokens if token.pos in CONTENT)
    return frozenset(lemma for lemma in lemmas if len(lemma) >= WORD_LENGTH)
