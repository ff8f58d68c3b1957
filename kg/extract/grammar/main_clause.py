"""Finds the head of a sentence's main clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.tag_sets import FINITE_TAGS, SUBJECTS_OR_EXPLETIVE

if TYPE_CHECKING:
    from kg.extract.grammar.sentence_tree import SentenceTree

AUXILIARIES = frozenset({"aux", "auxpass"})


def main(tree: SentenceTree) -> int:
    """Index of the head of the main clause.

    Of two clauses joined by a semicolon it is the first; of a heading-like noun phrase it is its first verb, or the
    noun.
    """
    heads = [index for index in range(tree.first, len(tree.tokens)) if tree.heads[index] == index]
    root = next((i for i in heads if tree.is_verb(i) and _finite(tree, i)), None)
    if root is None:
        root = next((i for i in heads if tree.is_verb(i)), heads[0] if heads else tree.first)
    if not tree.is_verb(root):
        below = (i for i in tree.children[root] if tree.is_verb(i) and tree.deps[i] != "advcl")
        return next((i for i in below if _finite(tree, i)), root)
    return _before_semicolon(tree, root)


def is_finite(tree: SentenceTree, index: int) -> bool:
    """Whether a verb has a tense or an auxiliary, unlike a bare participle."""
    return tree.tokens[index].tag in FINITE_TAGS or tree.kid(index, AUXILIARIES) is not None


def _finite(tree: SentenceTree, index: int) -> bool:
    return tree.kid(index, SUBJECTS_OR_EXPLETIVE | AUXILIARIES) is not None


def _before_semicolon(tree: SentenceTree, root: int) -> int:
    for child in tree.kids(root, {"ccomp", "parataxis"}):
        if child < root and any(tree.tokens[i].text == ";" for i in range(child, root)):
            return child
    return root
