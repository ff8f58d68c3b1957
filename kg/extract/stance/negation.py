"""Decides whether a clause denies: by its verb, its subject, its object, or a verb that is negative in itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.limited_denials import is_limited
from kg.extract.stance import stance_words as words

if TYPE_CHECKING:
    from kg.extract.grammar.sentence_tree import SentenceTree

_DENYING_ADJECTIVES = frozenset({"unable", "lacking", "absent"})
_ADVERBIAL = frozenset({"neg", "advmod", "preconj", "det", "cc"})
_HEADS = words.NEGATIVE_WORDS - {"no", "nor"}  # these two only come before a noun


def find(tree: SentenceTree, verb: int) -> str:
    """The word that negates the clause headed by a verb, or ""."""
    for rule in RULES:
        word = rule(tree, verb)
        if word:
            return word
    return ""


def _adverb(tree: SentenceTree, verb: int) -> str:
    """An adverb on the verb: "not", "never", "no longer"; "not only" denies nothing."""
    for child in tree.children[verb]:
        if tree.word(child) in words.NEVER and tree.deps[child] in _ADVERBIAL and not is_limited(tree, child):
            return tree.word(child)
        if tree.word(child) == "longer" and any(tree.word(one) == "no" for one in tree.children[child]):
            return "no longer"
    return ""


def _predicate(tree: SentenceTree, verb: int) -> str:
    """A negation inside the predicate: "is 'not overbuilt'"."""
    for child in tree.kids(verb, {"acomp", "attr", "oprd", "xcomp", "prep"}):
        for inner in tree.kids(child, {"neg", "preconj"}):
            if tree.word(inner) in words.NEVER and not is_limited(tree, inner):
                return tree.word(inner)
        if tree.word(child) in _DENYING_ADJECTIVES and tree.deps[child] in ("acomp", "oprd", "xcomp"):
            return tree.word(child)
    return ""


def _argument(tree: SentenceTree, verb: int) -> str:
    """A negative subject, object or predicate: "no evidence", "nothing", "neither of them"."""
    for child in tree.kids(verb, {"nsubj", "nsubjpass", "dobj", "attr", "expl"}):
        if tree.word(child) in _HEADS:
            return tree.word(child)
        for det in tree.kids(child, {"det", "preconj", "neg", "cc"}):
            if tree.word(det) in words.NEGATIVE_WORDS and det < child:
                return tree.word(det)
    return ""


def _verb(tree: SentenceTree, verb: int) -> str:
    """A verb that is negative in itself: "lacks", "failed to", "refused to"."""
    lemma = tree.lemma(verb)
    if not tree.is_verb(verb) and tree.word(verb) != "lacking":
        return ""
    if (
        lemma == "lack"
        or tree.word(verb) == "lacking"
        or (lemma in words.NEGATIVE_VERBS and tree.kid(verb, {"xcomp"}) is not None)
    ):
        return lemma
    return ""


RULES = (_adverb, _predicate, _argument, _verb)
