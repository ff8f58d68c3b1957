"""The grammatical tree of a sentence: children, and the head of its main clause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Token

_VERBS = frozenset({"VERB", "AUX"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
LABEL = 12  # tokens a bold label before a colon may have


@dataclass(frozen=True, slots=True)
class SentenceTree:
    """A parsed sentence, its tokens referred to by index.

    Attributes:
        tokens: As parsed, every head inside the sentence.
        children: For each token, the tokens that depend on it.
        words: For each token, its text in lower case.
        vocabulary: The set of these words, to tell quickly what the sentence cannot hold.
    """

    tokens: tuple[Token, ...]
    children: tuple[tuple[int, ...], ...]
    words: tuple[str, ...]
    vocabulary: frozenset[str]

    def word(self, index: int) -> str:
        """The token's text in lower case."""
        return self.words[index]

    def lemma(self, index: int) -> str:
        """The token's base form in lower case."""
        return self.tokens[index].lemma.casefold()

    def having(self, index: int, *deps: str) -> Iterator[int]:
        """The children of a token that depend on it in one of the ways named."""
        return (child for child in self.children[index] if self.tokens[child].dep in deps)

    def first(self, index: int, *deps: str) -> int | None:
        """The first child that depends in one of the ways named."""
        return next(self.having(index, *deps), None)

    def is_verb(self, index: int) -> bool:
        """Whether a token is a verb or auxiliary."""
        return self.tokens[index].pos in _VERBS


def grow(tokens: Sequence[Token]) -> SentenceTree:
    """Index the children of every token; one whose head lies outside the sentence is a root."""
    size = len(tokens)
    known = tuple(token if 0 <= token.head < size else token._replace(head=i) for i, token in enumerate(tokens))
    children: list[list[int]] = [[] for _ in known]
    for index, token in enumerate(known):
        if token.head != index:
            children[token.head].append(index)
    words = tuple(token.text.casefold() for token in known)
    return SentenceTree(known, tuple(map(tuple, children)), words, frozenset(words))


def main(tree: SentenceTree) -> int:
    """Index of the head of the main clause.

    Behind a label ("Revenue: ...") it is the head of what follows the colon; of two clauses joined by a semicolon
    it is the first; of a heading-like noun phrase it is its first verb, or the noun.
    """
    colon = _colon(tree)
    heads = [index for index in range(len(tree.tokens)) if _tops(tree, index, -1 if colon is None else colon)]
    root = next((i for i in heads if tree.is_verb(i) and _finite(tree, i)), None)
    if root is None:
        root = next((i for i in heads if tree.is_verb(i)), heads[0] if heads else 0)
    if not tree.is_verb(root):
        below = (i for i in tree.children[root] if tree.is_verb(i) and tree.tokens[i].dep != "advcl")
        return next((i for i in below if _finite(tree, i)), root)
    return _before_semicolon(tree, root)


def _tops(tree: SentenceTree, index: int, after: int) -> bool:
    """Whether a token behind ``after`` depends on nothing there: a root, or the child of a label."""
    head = tree.tokens[index].head
    return index > after and (head == index or not after < head < len(tree.tokens))


def is_finite(tree: SentenceTree, index: int) -> bool:
    """Whether a verb has a tense or an auxiliary, unlike a bare participle."""
    return tree.tokens[index].tag in ("VBZ", "VBP", "VBD", "MD") or tree.first(index, "aux", "auxpass") is not None


def _colon(tree: SentenceTree) -> int | None:
    """Index of the colon that ends a label: near the start, no verb with a subject before it, something behind it."""
    for index, word in enumerate(tree.words[:LABEL]):
        if word == ":":
            clause = any(other.dep in _SUBJECTS for other in tree.tokens[:index])
            return None if clause or index + 1 == len(tree.tokens) else index
    return None


def _finite(tree: SentenceTree, index: int) -> bool:
    return tree.first(index, *_SUBJECTS, "aux", "auxpass") is not None


def _before_semicolon(tree: SentenceTree, root: int) -> int:
    for child in tree.having(root, "ccomp", "parataxis"):
        if child < root and any(tree.tokens[i].text == ";" for i in range(child, root)):
            return child
    return root
