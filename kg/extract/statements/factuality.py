"""Tells whether a sentence affirms or denies what a predicate says, and whether it gives it as a fact.

``polarity`` and ``factuality`` are those of the predicate itself, as in FactBank: "Acme may not buy Globex" is negative
and possible. The first rule that applies decides; what is above the predicate comes first, as it governs the rest:

==============  ==================================================================
counterfactual  "would have bought", "if it had bought"
conditional     "if Acme buys Globex", "would buy it if …"
planned         "plans to buy", "its plan to buy", "considered buying"
predicted       "will buy", "is expected to buy", "analysts expect that …"
possible        "may buy", "is likely to buy", "whether …", "seems to buy"
reported        "said that it bought", "is said to buy", "reportedly bought"
certain         the rest
==============  ==================================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.extract.grammar.tag_sets import FINITE_TAGS
from kg.extract.statements import unasserted
from kg.extract.statements.polarity import has_denial, is_negative, leads_on
from kg.extract.statements.unasserted import SUPPOSED
from kg.extract.words.saying_verbs import saying_verbs
from kg.extract.words.word_data import word_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.extract.grammar.sentence_tree import SentenceTree

STEPS = 12  # clauses above a predicate that are looked at
MODALS = frozenset({"aux", "auxpass"})
TENSED = FINITE_TAGS | {"MD"}
LINKED = frozenset({"xcomp", "pcomp", "conj", "ccomp"})
CONTENT = frozenset({"ccomp", "xcomp", "csubj", "csubjpass", "acl"})
OWN_VIEW = frozenset({"i", "we", "you"})  # "I think" reports nobody
WILL = frozenset({"will", "'ll", "’ll", "wo", "shall"})
MAY = frozenset({"may", "might", "could", "would", "'d", "’d"})
PERFECT = frozenset({*MAY, "should"})
CONDITIONS = frozenset({"if", "unless"})
CONCESSIVE = frozenset({"even", "as", "what", "only"})  # before "if": no condition


class Standing(NamedTuple):
    """Polarity and factuality of a predicate, as ``Statement`` has them."""

    polarity: str = "positive"
    factuality: str = "certain"


def standing_of(tree: SentenceTree, head: int) -> Standing:
    """The standing of the predicate at token ``head``; that of a plain fact without a predicate."""
    if head < 0:
        return Standing()
    factuality = next((name for name, rule in RULES if rule(tree, head)), "certain")
    if factuality in ("certain", "reported") and unasserted.why(tree, head) == SUPPOSED:
        factuality = "conditional"
    return Standing("negative" if is_negative(tree, head) else "positive", factuality)


def _modals(tree: SentenceTree, head: int) -> set[str]:
    """The auxiliaries of a predicate; a conjunct without tense and subject shares those of the first."""
    at, found = head, set[str]()
    for _ in range(STEPS):
        aux = tree.kids(at, MODALS)
        found |= {tree.word(child) for child in aux}
        tensed = any(tree.tokens[each].tag in TENSED for each in (at, *aux))
        if tensed or tree.deps[at] != "conj" or tree.kids(at, {"nsubj", "nsubjpass"}):
            return found
        at = tree.heads[at]
    return found


def _governors(tree: SentenceTree, head: int) -> Iterator[tuple[int, int]]:
    """The words above a predicate whose content it is in, each with the clause right below it."""
    at = head
    for _ in range(STEPS):
        above = tree.heads[at]
        if above == at:
            return
        yield above, at
        at = above


def _counterfactual(tree: SentenceTree, head: int) -> bool:
    modals = _modals(tree, head)
    if modals & PERFECT and "have" in modals:
        return True
    return any(
        "had" in _modals(tree, below) and tree.tokens[below].tag == "VBN" and _is_supposed(tree, below)
        for below in (head, *(below for _, below in _governors(tree, head)))
    )


def _conditional(tree: SentenceTree, head: int) -> bool:
    below = [head, *(each for _, each in _governors(tree, head))]
    if any(_is_supposed(tree, each) for each in below):
        return True
    at = head
    for _ in range(STEPS):
        if any(_is_supposed(tree, clause) for clause in tree.kids(at, {"advcl"})):
            return True
        if tree.deps[at] not in LINKED or (tree.deps[at] == "conj" and tree.kids(at, {"nsubj", "nsubjpass"})):
            return False
        at = tree.heads[at]
    return False


def _is_supposed(tree: SentenceTree, clause: int) -> bool:
    """Whether "if" or "unless" opens a clause, not "even if" or "as if"."""
    for mark in tree.kids(clause, {"mark"}):
        if tree.word(mark) in CONDITIONS and (mark == 0 or tree.word(mark - 1) not in CONCESSIVE):
            return tree.deps[clause] in ("advcl", "conj", "ROOT")
    return False


def _planned(tree: SentenceTree, head: int) -> bool:
    """Whether somebody means to do it: the predicate is the plan itself, or what is planned."""
    plans = word_list("planning_words")
    if tree.lemma(head) in plans and tree.is_verb(head) and leads_on(tree, head):
        return True
    if any(tree.lemma(thing) in plans and tree.kid(thing, {"acl"}) is not None for thing in tree.kids(head, {"dobj"})):
        return True
    for above, below in _governors(tree, head):
        if tree.deps[below] not in ("xcomp", "acl", "pcomp", "conj", "prep", "ccomp"):
            return False
        if tree.lemma(above) in plans and (tree.deps[below] in ("xcomp", "acl", "prep") or tree.is_verb(above)):
            return True
    return False


def _predicted(tree: SentenceTree, head: int) -> bool:
    if _modals(tree, head) & WILL or _is_foretold(tree, head):
        return True
    for above, below in _governors(tree, head):
        dep = tree.deps[below]
        if dep not in CONTENT | {"conj"}:
            return False
        if dep in CONTENT and _is_foretold(tree, above):
            return True
        if dep == "xcomp" and _modals(tree, above) & WILL:
            return True
    return False


def _is_foretold(tree: SentenceTree, at: int) -> bool:
    """Whether a word tells the future of what is behind it: "is going to", "expects that", "is set to"."""
    if tree.lemma(at) == "go" and tree.tokens[at].tag == "VBG" and tree.kid(at, {"xcomp"}) is not None:
        return True
    foretold = saying_verbs("foretells") | word_list("foretold_words")
    if tree.lemma(at) in foretold and tree.kid(at, {"xcomp", "ccomp"}) is not None:
        return True
    return any(tree.lemma(one) in foretold and tree.kid(one, {"xcomp"}) is not None for one in tree.kids(at, {"acomp"}))


def _possible(tree: SentenceTree, head: int) -> bool:
    if _is_unsure(tree, head):
        return True
    for above, below in _governors(tree, head):
        if tree.deps[below] not in CONTENT | {"conj", "acomp"}:
            return False
        if tree.deps[below] != "conj" and _is_unsure(tree, above):
            return True
    return False


def _is_unsure(tree: SentenceTree, at: int) -> bool:
    supposing = _modals(tree, at) & MAY
    if supposing - ({"could"} if has_denial(tree, at) else set()) or tree.word(at) in word_list("hedge_adjectives"):
        return True
    if any(tree.word(each) in word_list("hedge_adverbs") for each in tree.kids(at, {"advmod"})):
        return True
    if tree.lemma(at) in ("seem", "appear") and tree.kid(at, {"xcomp", "ccomp", "oprd", "acomp"}) is not None:
        return True
    if any(tree.word(mark) == "whether" for mark in tree.kids(at, {"mark"})):
        return True
    return any(tree.word(each) in word_list("hedge_adjectives") for each in tree.kids(at, {"acomp"}))


def _reported(tree: SentenceTree, head: int) -> bool:
    if _is_told(tree, head):
        return True
    for above, below in _governors(tree, head):
        if tree.deps[below] not in CONTENT | {"conj", "advcl"}:
            return False
        if _is_hearsay(tree, above, below):
            return True
    return False


def _is_hearsay(tree: SentenceTree, above: int, below: int) -> bool:
    """Whether a clause is what somebody says or thinks, or what a noun such as "view" or "argument" holds."""
    dep = tree.deps[below]
    if dep in ("ccomp", "xcomp") and (_is_told(tree, above) or _tells(tree, above, below)):
        return True
    nouns = word_list("report_nouns") | word_list("thought_nouns")
    if dep == "ccomp" and tree.lemma(above) == "be":
        return any(tree.lemma(noun) in nouns for noun in tree.kids(above, {"nsubj"}))
    that = any(tree.word(mark) == "that" for mark in tree.children[below])
    return dep in ("acl", "ccomp") and that and tree.lemma(above) in nouns


def _tells(tree: SentenceTree, verb: int, content: int) -> bool:
    """Whether somebody says or thinks a clause."""
    lemma = tree.lemma(verb)
    if tree.deps[content] != "ccomp" or lemma not in saying_verbs("says") | saying_verbs("finds"):
        return False
    return not any(tree.word(who) in OWN_VIEW for who in tree.kids(verb, {"nsubj"}))


def _is_told(tree: SentenceTree, at: int) -> bool:
    """Whether it is passed on as hearsay: "is said to", "is considered", "reportedly"."""
    if any(tree.word(each) in word_list("report_adverbs") for each in tree.kids(at, {"advmod"})):
        return True
    if tree.kid(at, {"auxpass"}) is None or tree.lemma(at) not in saying_verbs("passive"):
        return False
    holds = bool(tree.kids(at, {"xcomp", "oprd", "ccomp"}))
    return holds or any(tree.word(prep) == "as" for prep in tree.kids(at, {"prep"}))


RULES: tuple[tuple[str, Callable[[SentenceTree, int], bool]], ...] = (
    ("counterfactual", _counterfactual),
    ("conditional", _conditional),
    ("planned", _planned),
    ("predicted", _predicted),
    ("possible", _possible),
    ("reported", _reported),
)
