"""Tells whether a sentence denies what a predicate says: by its words, its subject or object, or a verb like "fail"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.limited_denials import is_limited
from kg.extract.statements import unasserted
from kg.extract.words.word_data import word_list

if TYPE_CHECKING:
    from kg.extract.grammar.sentence_tree import SentenceTree

STEPS = 12  # conjuncts that are looked at
DENYING_LABELS = frozenset({"neg", "advmod", "preconj", "det", "nsubj", "nsubjpass", "dobj"})
ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "attr", "acomp"})
WITHIN = frozenset({"det", "neg", "preconj"})


def is_negative(tree: SentenceTree, head: int) -> bool:
    """Whether what the predicate at token ``head`` says is denied, was not done, or was left undone."""
    return is_denied(tree, head) or unasserted.why(tree, head) not in ("", unasserted.SUPPOSED)


def is_denied(tree: SentenceTree, head: int) -> bool:
    """Whether the predicate's own words deny it."""
    if is_undoing(tree, head):
        return True
    at = head
    for _ in range(STEPS):
        if has_denial(tree, at):
            return True
        if tree.deps[at] != "conj" or tree.tokens[at].tag != "VB" or not _either(tree, at):
            return False
        at = tree.heads[at]
    return False


def has_denial(tree: SentenceTree, at: int) -> bool:
    """Whether an adverb, the subject, the object or the complement of a predicate denies it."""
    if any(_denies(tree, child) for child in tree.kids(at, DENYING_LABELS)):
        return True
    if any(tree.word(each) == "longer" and _has_no(tree, each) for each in tree.children[at]):
        return True
    arguments = tree.kids(at, ARGUMENTS)
    inner = ((one, each) for one in arguments for each in tree.kids(one, WITHIN))
    return any(each < one and _denies(tree, each) for one, each in inner) or any(
        tree.word(one) == "unable" for one in arguments
    )


def _denies(tree: SentenceTree, index: int) -> bool:
    return tree.word(index) in word_list("denying_words") and not is_limited(tree, index)


def _has_no(tree: SentenceTree, index: int) -> bool:
    return any(tree.word(one) == "no" for one in tree.children[index])


def is_undoing(tree: SentenceTree, at: int) -> bool:
    """Whether a verb denies what is behind it: "failed to buy", "avoided buying", "was kept from buying"."""
    if not tree.is_verb(at):
        return False
    if tree.lemma(at) in word_list("undoing_verbs"):
        return tree.lemma(at) == "lack" or leads_on(tree, at)
    kept = tree.lemma(at) in word_list("preventing_verbs")
    return kept and any(
        tree.word(prep) == "from" and tree.kid(prep, {"pcomp"}) is not None for prep in tree.kids(at, {"prep"})
    )


def leads_on(tree: SentenceTree, head: int) -> bool:
    """Whether a verb continues in another one: "plans to buy", "refrained from buying"."""
    if tree.kid(head, {"xcomp"}) is not None:
        return True
    return any(tree.kid(prep, {"pcomp"}) is not None for prep in tree.kids(head, {"prep"}))


def _either(tree: SentenceTree, at: int) -> bool:
    """Whether a conjunct is joined by "or": "did not buy or sell" denies both."""
    return any(tree.word(cc) in ("or", "nor") for cc in tree.kids(tree.heads[at], {"cc"}))
