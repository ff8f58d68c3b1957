"""Finds the phrases that a noun phrase stands for: its conjuncts, the list it announces, the examples it gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.tag_sets import NOUNS

if TYPE_CHECKING:
    from kg.extract.grammar.sentence_tree import SentenceTree
    from kg.extract.statements.noun_phrases import Reader

NAMING_TAGS = frozenset({"NOUN", "PROPN", "ADJ", "VERB"})
JOINED = frozenset({"conj", "appos"})


def coordinated(reader: Reader, i: int) -> list[int]:
    """Token ``i`` and its conjuncts, left to right; a list of names that was read as appositions counts too.

    A bare pair of common nouns stays together (``fear and hatred``).
    """
    tree, at, out = reader.tree, reader.at, [i]
    if reader.is_pair(i):
        return out
    for k in out:
        out += [c for c in tree.kids(k, JOINED) if tree.deps[c] == "conj" or (c in at and i in at)]
    return sorted(out)


def listed(reader: Reader, i: int) -> list[int]:
    """What noun ``i`` announces (``three models: A, B and C``, ``features such as A and B``), else its conjuncts."""
    tree = reader.tree
    for c in tree.kids(i, {"appos"}):
        if any(tree.tokens[k].text == ":" for k in range(i + 1, c)) and tree.tokens[c].pos in NOUNS:
            return coordinated(reader, c)
    examples = [m for prep in tree.kids(i, {"prep"}) if is_such_as(tree, prep) for m in _objects(reader, prep)]
    if examples and tree.tokens[examples[0]].pos in NAMING_TAGS:
        return examples
    return coordinated(reader, i)


def doers(reader: Reader, i: int) -> list[int]:
    """The subjects that noun ``i`` names: the names in ``companies like A and B``, else its conjuncts."""
    tree, at = reader.tree, reader.at
    if i not in at:
        parts = [prep for prep in tree.kids(i, {"prep"}) if tree.tokens[prep].text.lower() == "of"]
        for noun in (i, *(p for prep in parts for p in tree.kids(prep, {"pobj"}))):
            for c in tree.kids(noun, {"appos"}):
                members = coordinated(reader, c)
                if all(m in at and at[m][0].kind == "name" for m in members) and (noun == i or len(members) > 1):
                    return members
        for prep in tree.kids(i, {"prep"}):
            if tree.tokens[prep].text.lower() == "like":
                examples = _objects(reader, prep)
                if examples and all(m in at for m in examples):
                    return examples
    return coordinated(reader, i)


def is_such_as(tree: SentenceTree, prep: int) -> bool:
    """Whether a preposition is the ``as`` of ``such as``."""
    such = any(tree.tokens[k].text.lower() == "such" for k in tree.children[prep])
    return such and tree.tokens[prep].text.lower() == "as"


def _objects(reader: Reader, prep: int) -> list[int]:
    return [m for pobj in reader.tree.kids(prep, {"pobj"}) for m in coordinated(reader, pobj)]
