"""What a verb takes after it: infinitives that it chains to, questions that it asks, adjectives of its object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.words.word_data import word_list

if TYPE_CHECKING:
    from kg.extract.grammar.sentence_tree import SentenceTree

COMPLEMENTS = frozenset({"xcomp", "ccomp"})
NONFINITE = frozenset({"VBG", "VB", "VBN"})


def controls(tree: SentenceTree, i: int) -> bool:
    """Whether the object of the verb ``i`` does the infinitive after it, and stays part of the relation."""
    return tree.tokens[i].lemma in word_list("control_verbs")


def is_infinitive(tree: SentenceTree, i: int) -> bool:
    """Whether the verb stands with ``to``."""
    return any(tree.tokens[k].tag == "TO" for k in tree.kids(i, {"aux"}))


def is_question(tree: SentenceTree, i: int) -> bool:
    """Whether a clause is an indirect question (``how it works``)."""
    words = (tree.tokens[k] for k in tree.children[i] if k < i)
    return any(word.tag in ("WRB", "WP", "WDT") or word.text.lower() == "whether" for word in words)


def chained(tree: SentenceTree, i: int) -> int | None:
    """The infinitive or participle that completes the verb ``i`` (``aims to sell``, ``allows users to add``)."""
    if not controls(tree, i) and tree.kids(i, {"dobj"}):
        return None
    for c in tree.kids(i, COMPLEMENTS):
        tag = tree.tokens[c].tag
        if is_infinitive(tree, c) or (tree.deps[c] == "xcomp" and tag in NONFINITE):
            return c
        if tag in ("VB", "VBG") and not tree.kids(c, {"aux", "mark"}):
            return c
    return None


def small_clause(tree: SentenceTree, i: int) -> tuple[int, int] | None:
    """``making it suitable``: the adjective or noun, and what it is said of."""
    for c in tree.kids(i, COMPLEMENTS | {"oprd"}):
        things = tree.kids(c, {"nsubj"})
        if things and tree.tokens[c].pos in ("ADJ", "NOUN", "ADV"):
            return c, things[0]
    return None
