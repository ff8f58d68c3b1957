"""Reads the parts of a sentence that leave out the verb of the clause before: "A accounts for 22%, and **B for 10%**".

The parser has no verb to hang such a part on, so it hangs it on the verb before: the noun as a conjunct, what is said
of it beside the noun or below it. What it says must be a number, and have its like before: one after the same
preposition, or without any. Of other things it is too often the parser that errs.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.grammar.tag_sets import NOUNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.extract.grammar.sentence_tree import SentenceTree

HUNG = frozenset({"conj", "npadvmod"})


class Rest(NamedTuple):
    """A subject and an object whose verb is left out, as indices of tokens; ``prep`` is -1 for a bare measure."""

    subject: int
    prep: int
    object: int


def find(tree: SentenceTree, verb: int) -> Iterator[Rest]:
    """Yield what is said with a verb that is left out, in reading order."""
    nouns = _nouns(tree, verb)
    measured = any(tree.counts(c) for c in tree.kids(verb, {"npadvmod", "dobj"}) if c < min(nouns, default=0))
    for noun, after in pairwise([*nouns, len(tree.tokens)]):
        for like, prep in _repeated(tree, verb, noun, after):
            if _numbers(tree, like):
                yield from (Rest(noun, prep, thing) for thing in _numbers(tree, prep))
        if measured:
            yield from (Rest(noun, -1, thing) for thing in filter(tree.counts, tree.kids(noun, {"appos"})))


def is_told_of_another(tree: SentenceTree, verb: int, prep: int) -> bool:
    """Whether a prepositional phrase below a verb is said of another noun than the verb's subject, number or not."""
    nouns = [noun for noun in _nouns(tree, verb) if noun < prep]
    return bool(nouns) and any(c == prep for _, c in _repeated(tree, verb, nouns[-1], prep + 1))


def _repeated(tree: SentenceTree, verb: int, noun: int, end: int) -> list[tuple[int, int]]:
    """The prepositions that come after a noun, before ``end``, each with its like before the noun."""
    own = tree.kids(verb, {"prep"})
    before = {tree.tokens[c].text.lower(): c for c in own if c < noun}
    after = sorted([*tree.kids(noun, {"prep"}), *(c for c in own if noun < c < end)])
    return [(before[text], c) for c in after if (text := tree.tokens[c].text.lower()) in before]


def _numbers(tree: SentenceTree, prep: int) -> list[int]:
    return [thing for thing in tree.kids(prep, {"pobj"}) if tree.counts(thing)]


def _nouns(tree: SentenceTree, verb: int) -> list[int]:
    """The nouns after a verb that may be subjects: conjuncts, and what was taken for a measure but counts nothing."""
    after = (c for c in tree.kids(verb, HUNG) if c > verb and tree.tokens[c].pos in NOUNS)
    return [c for c in after if not tree.counts(c)]
