"""Knows the denials that deny nothing: "does not just sell ships", "not only the mine"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.words.word_data import word_list

if TYPE_CHECKING:
    from kg.extract.grammar.sentence_tree import SentenceTree


def is_limited(tree: SentenceTree, index: int) -> bool:
    """Whether the word behind the "not" at token ``index`` says that it denies nothing."""
    return index + 1 < len(tree.tokens) and tree.word(index + 1) in word_list("limiting_adverbs")
