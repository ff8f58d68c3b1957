"""Where a sentence has what a language model says of it: the tokens of a name, of what stands for it, of a phrase."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extract.grammar.sentence_tree import SentenceTree
from kg.extract.model_advice.evidence import SentenceWords

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Mention, Sentence

Places = list[frozenset[int]]  # where words are: the tokens of each occurrence


class SentencePlaces:
    """The places of one sentence.

    Args:
        sentence: With its parse.
        mentions: Its mentions.

    Attributes:
        tree: Its parse.
        words: Its words.
        mentioned: The tokens of its mentions.
    """

    def __init__(self, sentence: Sentence, mentions: Sequence[Mention]) -> None:
        self.tree = SentenceTree(sentence.tokens)
        self.words = SentenceWords(sentence)
        self._text = sentence.text
        self._mentions = mentions
        self.mentioned = frozenset(at for each in mentions for at in self._inside(each.start, each.end))

    def of(self, name: str) -> Places:
        """Where words are, and where anything stands for the entity of that name."""
        found = self.phrases(name)
        found += [self._inside(each.start, each.end) for each in self._mentions if each.entity == name]
        if not found:  # "Acme's revenue" where the sentence has "its revenue"
            for entity in {each.entity for each in self._mentions if each.entity in name}:
                found += self.words.places(re.sub(rf"{re.escape(entity)}(?:['’]s?)?", " ", name))
        return [place for place in dict.fromkeys(found) if place]

    def phrases(self, quote: str) -> Places:
        """Where a phrase is, word for word, or else in other forms."""
        found = re.finditer(rf"(?<!\w){re.escape(quote)}(?!\w)", self._text)
        return [place for each in found if (place := self._inside(*each.span()))] or self.words.places(quote)

    def depth(self, at: int) -> int:
        """How far a token is from the root."""
        return sum(1 for _ in self.tree.upward(at))

    def _inside(self, start: int, end: int) -> frozenset[int]:
        tokens = enumerate(self.tree.tokens)
        return frozenset(at for at, token in tokens if token.start < end and start < token.end)
