"""Finds the head of a sentence's main clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extract.grammar.sentence_tree import SentenceTree

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
LABEL = 12  # tokens a bold label before a colon may have


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
        below = (i for i in tree.children[root] if tree.is_verb(i) and tree.deps[i] != "advcl")
        return next((i for i in below if _finite(tree, i)), root)
    return _before_semicolon(tree, root)


def _tops(tree: SentenceTree, index: int, after: int) -> bool:
    """Whether a token behind ``after`` depends on nothing there: a root, or the child of a label."""
    head = tree.heads[index]
    return index > after and (head == index or not after < head < len(tree.tokens))


def is_finite(tree: SentenceTree, index: int) -> bool:
    """Whether a verb has a tense or an auxiliary, unlike a bare participle."""
    return tree.tokens[index].tag in ("VBZ", "VBP", "VBD", "MD") or tree.kid(index, {"aux", "auxpass"}) is not None


def _colon(tree: SentenceTree) -> int | None:
    """Index of the colon that ends a label: near the start, no verb with a subject before it, something behind it."""
    for index, word in enumerate(tree.words[:LABEL]):
        if word == ":":
            clause = any(other.dep in SUBJECTS for other in tree.tokens[:index])
            return None if clause or index + 1 == len(tree.tokens) else index
    return None


def _finite(tree: SentenceTree, index: int) -> bool:
    return tree.kid(index, {*SUBJECTS, "aux", "auxpass"}) is not None


def _before_semicolon(tree: SentenceTree, root: int) -> int:
    for child in tree.kids(root, {"ccomp", "parataxis"}):
        if child < root and any(tree.tokens[i].text == ";" for i in range(child, root)):
            return child
    return root
