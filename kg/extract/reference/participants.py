"""Tells which entities take part in a sentence's main proposition: those it names outside of examples and asides."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.extract.grammar.labels import tree_of
from kg.extract.grammar.sentence_tree import LONGEST_PARSED, SentenceTree

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.model import Mention, Sentence

MOST = 4
# Words whose phrase only compares or gives examples.
COMPARING = frozenset({"unlike", "similar", "akin", "comparable", "reminiscent", "versus", "vs"})
EXAMPLES = frozenset({"like", "including", "e.g."})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
CLAUSES = frozenset({"relcl", "acl", "advcl", "pcomp", "parataxis", "csubj"})
# Labels of a clause's members under which a mention takes part in it.
MEMBERS = SUBJECTS | {"dobj", "attr", "agent", "prep", "acomp", "npadvmod", "dative", "oprd"}
# Clause and part in it whose mentions are background more often than not.
ASIDE = frozenset({
    ("advcl", "dobj"), ("advcl", "prep"), ("advcl", "attr"), ("relcl", "prep"), ("relcl", "attr"),
    ("parataxis", "prep"),
})  # fmt: skip
LEADING = frozenset({"nsubj", "nsubjpass", "expl", "csubj", "attr"})


class PlacedMention(NamedTuple):
    """A mention with the token that its other tokens depend on, and whether it stands in an aside."""

    mention: Mention
    head: int
    aside: bool


def find(
    sentence: Sentence, mentions: Sequence[Mention], topic: str | None, *, tree: SentenceTree | None = None
) -> tuple[str, ...]:
    """The entities that take part in a sentence, at most ``MOST``, in reading order.

    Args:
        sentence: The sentence with its parse.
        mentions: All its mentions, offsets into its text.
        topic: Main entity of the section or note: what a list item is about that leaves its subject out; or None.
        tree: What ``tree_of`` gives for the sentence, where it is at hand.
    """
    if len(sentence.tokens) > LONGEST_PARSED:
        return _first(m.entity for m in sorted(mentions, key=lambda m: m.start))
    tree = tree or tree_of(sentence)
    kept = [each.mention.entity for each in placed(sentence, tree, mentions) if not each.aside]
    if topic and not kept and lacks_subject(tree):
        return (topic,)
    return _first(kept)


def placed(sentence: Sentence, tree: SentenceTree, mentions: Sequence[Mention]) -> list[PlacedMention]:
    """Where each mention stands, in reading order; one that covers no token is left out."""
    return [
        PlacedMention(each, head, _is_aside(sentence, tree, head)) for each, head in _heads(sentence, tree, mentions)
    ]


def _first(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))[:MOST]


def _heads(sentence: Sentence, tree: SentenceTree, mentions: Sequence[Mention]) -> list[tuple[Mention, int]]:
    """Each mention in reading order with the token that its other tokens depend on."""
    found, k = [], 0
    tokens = sentence.tokens
    for mention in sorted(mentions, key=lambda m: m.start):
        while k < len(tokens) and tokens[k].end <= mention.start:
            k += 1
        inside = []
        for i in range(k, len(tokens)):
            if tokens[i].start >= mention.end:
                break
            inside.append(i)
        if inside:
            head = next((i for i in inside if tree.heads[i] not in inside or tree.heads[i] == i), inside[0])
            found.append((mention, head))
    return found


def _is_aside(sentence: Sentence, tree: SentenceTree, i: int) -> bool:
    """Whether a mention at token ``i`` stands in an example, a comparison, brackets or a side clause."""
    path = list(tree.upward(i))
    return exemplifies(tree, path) or in_brackets(sentence, tree, i) or part_in_clause(tree, path) in ASIDE


def exemplifies(tree: SentenceTree, path: list[int]) -> bool:
    """Whether a mention, given as the tokens from it up to the root, is an example or only compared to."""
    for k in path:
        word = tree.tokens[k].text.lower()
        if word in COMPARING:
            return True
        if word in EXAMPLES or (word == "as" and any(tree.tokens[c].text.lower() == "such" for c in tree.children[k])):
            return tree.deps[tree.heads[k]] not in SUBJECTS
    return False


def in_brackets(sentence: Sentence, tree: SentenceTree, i: int) -> bool:
    """Whether token ``i`` stands in round brackets."""
    before = sentence.text[: tree.tokens[i].start]
    return before.rfind("(") > before.rfind(")")


def part_in_clause(tree: SentenceTree, path: list[int]) -> tuple[str, str]:
    """The side clause that a mention stands in, and its part there; two empty strings in the main clause."""
    part = ""
    for k in path:
        dep = tree.deps[k]
        if dep in CLAUSES:
            return "adverbial" if dep == "advcl" and tree.tokens[k].tag == "VBG" else dep, part
        if dep in MEMBERS:
            part = dep
    return "", part


def lacks_subject(tree: SentenceTree) -> bool:
    """Whether the sentence is a fragment whose subject the reader has to know: no finite clause of its own."""
    if any(tree.deps[i] == "ROOT" and tree.tokens[i].tag == "VB" for i in range(tree.first, len(tree.tokens))):
        return False  # an instruction is about its reader
    return not any(tree.deps[i] in LEADING for i in range(tree.first, len(tree.tokens)))
