"""Tells the clauses that a sentence does not state: denied, supposed, prevented, left undone, almost done.

A statement read off such a clause is no fact: what is supposed is conditional, the rest is negative.

============  =======================================================================
supposed      "if Acme buys Globex", "unless …", "whether …", "without saying that …"
denied        "the board denied that …", "it is false that …", "rejected the claim that …"
left out      "without taking on debt", "instead of raising the tax", "far from losing"
prevented     "was kept from buying Globex"
undone        "lacks the money to buy Globex", "has yet to sell the plant"
almost        "almost bought Globex"
============  =======================================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.words.word_data import word_list

if TYPE_CHECKING:
    from kg.extract.grammar.sentence_tree import SentenceTree

SUPPOSED = "supposed"
STEPS = 12  # clauses above a predicate that are looked at
ALMOST = frozenset({"almost", "nearly"})
OMITTING = frozenset({"without", "instead", "than"})  # "without", "instead of", "rather than" above a gerund
BEFORE_GERUND = frozenset({("rather", "than"), ("instead", "of")})
CLAUSAL = frozenset({"ccomp", "acl", "relcl", "csubj", "csubjpass", "xcomp", "advcl"})
THAT_CLAUSE = frozenset({"ccomp", "acl", "csubj"})
MODIFIERS = frozenset({"advmod", "prep", "mark"})


def why(tree: SentenceTree, head: int) -> str:
    """Why the sentence does not state what the predicate at token ``head`` says: a row of the table above, or ""."""
    if _almost(tree, head):
        return "almost"
    if _has_yet(tree, head):
        return "undone"
    at, apart, told = head, False, False
    for _ in range(STEPS):
        found = next((name for name, rule in RULES if (name == SUPPOSED or not apart) and rule(tree, at)), "")
        above = tree.heads[at]
        if found or above == at:
            return SUPPOSED if found and told else found
        apart = apart or _is_background(tree, at)
        told = told or tree.deps[at] == "ccomp"  # "without saying that Acme grew" leaves open whether it did
        at = above
    return ""


def _is_background(tree: SentenceTree, at: int) -> bool:
    """Whether a clause says when or why another is so, "when costs rise": denying that one denies no such clause."""
    if tree.deps[at] != "advcl" or not tree.kids(at, {"nsubj", "nsubjpass", "expl"}):
        return False
    marks = {tree.word(child) for child in tree.kids(at, {"mark", "advmod"}) if child < at}
    return not marks.isdisjoint(word_list("background_conjunctions"))


def _almost(tree: SentenceTree, head: int) -> bool:
    """Whether it is almost so: "almost bought", but not "lost almost $5 million", which is about the number."""
    return any(tree.word(child) in ALMOST and child < head for child in tree.kids(head, {"advmod"}))


def _has_yet(tree: SentenceTree, head: int) -> bool:
    """Whether it is still to be done: "has yet to sell", with either verb for the predicate."""
    have = head if tree.lemma(head) == "have" else tree.heads[head]
    yet = any(tree.word(child) == "yet" for child in (*tree.children[have], *tree.children[head]))
    return yet and tree.lemma(have) == "have" and bool(tree.kids(have, {"xcomp"}))


def _supposed(tree: SentenceTree, at: int) -> bool:
    unreal = word_list("unreal_conjunctions")
    if tree.vocabulary.isdisjoint(unreal) or tree.deps[at] not in CLAUSAL:
        return False
    return any(tree.word(child) in unreal for child in tree.kids(at, {"mark"}))


def _denied(tree: SentenceTree, at: int) -> bool:
    """A clause that its governor denies, or the noun that it explains ("rejected the claim that …")."""
    if tree.deps[at] not in THAT_CLAUSE or not _is_that_clause(tree, at):
        return False
    above, denying = tree.heads[at], word_list("denying_governors")
    if tree.lemma(above) in denying or any(
        tree.lemma(c) in denying for c in tree.kids(above, {"acomp", "attr", "oprd"})
    ):
        return not _is_negated(tree, above)
    governor = tree.heads[above]
    explained = tree.deps[at] == "acl" and tree.deps[above] in ("dobj", "pobj", "nsubjpass")
    return explained and tree.lemma(governor) in denying and not _is_negated(tree, governor)


def _is_that_clause(tree: SentenceTree, at: int) -> bool:
    return tree.tokens[at].tag not in ("VBG", "VBN") or bool(tree.kids(at, {"nsubj", "nsubjpass", "aux", "auxpass"}))


def is_left_out(tree: SentenceTree, at: int) -> bool:
    """A gerund after "without", "instead of", "rather than" or "far from"."""
    if tree.tokens[at].tag != "VBG":
        return False
    if tree.words[max(0, at - 2) : at] in BEFORE_GERUND or tree.words[max(0, at - 1) : at] == ("without",):
        return True
    above = tree.heads[at]
    if tree.deps[at] in ("pcomp", "pobj"):
        chain = {tree.word(above), tree.word(tree.heads[above])}
        return bool(chain & OMITTING) or {"far", "from"} <= chain
    marks = {tree.word(child) for child in tree.kids(at, MODIFIERS) if child < at}
    return bool(marks & OMITTING)


def _prevented(tree: SentenceTree, at: int) -> bool:
    above = tree.heads[at]
    if tree.deps[at] != "pcomp" or tree.word(above) != "from":
        return False
    return tree.lemma(tree.heads[above]) in word_list("preventing_verbs")


def _undone(tree: SentenceTree, at: int) -> bool:
    """An infinitive below what lacks, fails or is abandoned."""
    if tree.deps[at] not in ("acl", "relcl", "advcl", "xcomp") or not tree.kids(at, {"aux"}):
        return False
    if not any(tree.word(child) == "to" for child in tree.kids(at, {"aux"})):
        return False
    above, lacking = tree.heads[at], word_list("lacking_governors")
    governor = tree.heads[above] if tree.tokens[above].pos == "NOUN" else above
    return tree.lemma(above) in lacking or tree.lemma(governor) in lacking


def _is_negated(tree: SentenceTree, at: int) -> bool:
    """Whether a governor is itself negated: after "did not deny that" the clause may be so."""
    return any(tree.deps[child] == "neg" for child in tree.children[at])


RULES = (
    (SUPPOSED, _supposed),
    ("denied", _denied),
    ("left out", is_left_out),
    ("prevented", _prevented),
    ("undone", _undone),
)
