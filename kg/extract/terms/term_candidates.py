"""Finds the phrases of common nouns in a sentence that may be key terms, each with its canonical form."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.extract.grammar.tag_sets import NOUNS
from kg.extract.numbers.units import singular
from kg.extract.words.word_data import word_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Token

MODIFIERS = frozenset({"compound", "nmod", "amod"})
NOUN_MODIFIERS = frozenset({"compound", "nmod"})
PLURAL_TAGS = frozenset({"NNS", "NNPS"})
COMPARED_TAGS = frozenset({"JJR", "JJS"})
MOST_WORDS = 4
SHORTEST = 2  # letters of a term
DOLLAR = "$"  # "HK$500" is an amount
JOINED = frozenset({"-", "–", "‑"})  # between the parts of one word


class TermCandidate(NamedTuple):
    """A noun phrase that may be a term.

    Attributes:
        words: In canonical form: lower case but for abbreviations, the last one in the singular; without determiners.
        first, head: Indices of its first token and of its last one, which is its head.
        modifies: Whether it only modifies another noun.
    """

    words: tuple[str, ...]
    first: int
    head: int
    modifies: bool

    @property
    def text(self) -> str:
        """The canonical form as one text."""
        return " ".join(self.words)


def candidates(tokens: Sequence[Token]) -> Iterator[TermCandidate]:
    """Yield the longest phrase that each noun of a sentence heads, in reading order; those of names are among them."""
    for head, token in enumerate(tokens):
        if not _may_head(token):
            continue
        first = _first(tokens, head)
        words = tuple(_words(tokens, first, head))
        if words and len(words[-1]) >= SHORTEST:
            yield TermCandidate(words[-MOST_WORDS:], first, head, _modifies(tokens, head))


def _may_head(token: Token) -> bool:
    return token.pos in NOUNS and token.text[0].isalpha() and DOLLAR not in token.text


def _modifies(tokens: Sequence[Token], head: int) -> bool:
    return tokens[head].dep in NOUN_MODIFIERS and tokens[head].head > head


def _first(tokens: Sequence[Token], head: int) -> int:
    """Where the phrase of a head begins: its modifiers right before it, and the parts of words with a hyphen."""
    first = head
    while first > 0:
        before = tokens[first - 1]
        if before.text in JOINED and first > 1 and before.end == tokens[first].start:
            first -= 1 + (tokens[first - 2].end == before.start)
        elif _joins(before, first - 1, head):
            first -= 1
        else:
            break
    while first < head and _adds_nothing(tokens, first):
        first += 1
    return first


def _adds_nothing(tokens: Sequence[Token], at: int) -> bool:
    """Whether a phrase is the same term without its first word."""
    token = tokens[at]
    if token.text in JOINED:
        return True
    whole = tokens[at + 1].text not in JOINED
    return whole and token.dep == "amod" and token.text.lower() in word_list("colouring_adjectives")


def _joins(token: Token, at: int, head: int) -> bool:
    inside = at < token.head <= head
    return inside and token.dep in MODIFIERS and token.tag not in COMPARED_TAGS and token.text[0].isalnum()


def _words(tokens: Sequence[Token], first: int, head: int) -> Iterator[str]:
    """The words from ``first`` to ``head``; what a hyphen joins is one word."""
    word = ""
    for at in range(first, head + 1):
        token = tokens[at]
        word += written(token, last=at == head)
        if at == head or tokens[at + 1].start > token.end:
            yield word
            word = ""


def written(token: Token, *, last: bool) -> str:
    """A token as part of a term: abbreviations keep their capitals, the last word is in the singular."""
    text = singular(token.text) if last and token.tag in PLURAL_TAGS else token.text
    if text.islower():  # as nearly all words are
        return text
    return text if any(map(str.isupper, text[1:])) else text.lower()


def spelled(tokens: Sequence[Token], found: TermCandidate) -> str:
    """A phrase as the sentence spells it, its plural too, in lower case but for abbreviations."""
    text = ""
    for at in range(found.first, found.head + 1):
        token = tokens[at]
        text += " " * (at > found.first and token.start > tokens[at - 1].end) + written(token, last=False)
    return text


def lowered(text: str) -> str:
    """A phrase in canonical form: lower case but for abbreviations, the last word in the singular."""
    before, space, last = text.rpartition(" ")
    split = (before + space + singular(last)).split(" ")
    return " ".join(word if any(map(str.isupper, word[1:])) else word.lower() for word in split)
