"""Tells whether a verb passes on what somebody says or thinks, and which clause, gerund or phrase holds that."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.extract.words.saying_verbs import saying_verbs
from kg.extract.words.word_data import word_list

if TYPE_CHECKING:
    from kg.extract.grammar.sentence_tree import SentenceTree
    from kg.extract.words.saying_verbs import SayingClass

# Prepositions behind which some verbs say something, with the class of these verbs.
BEHIND: tuple[tuple[str, SayingClass], ...] = (
    ("to", "says-to"),
    ("for", "says-for"),
    ("on", "says-on"),
    ("about", "says-about"),
)
GERUND = "VBG"


class Report(NamedTuple):
    """A reporting frame.

    Attributes:
        cue: Index of the word that reports.
        source: Index of the head of the source, or None when nobody is named.
        content: Index of the head of what is reported: the complement clause, or the main clause itself.
        frame: Which of ``FRAMES`` it is (``active``, ``according``).
    """

    cue: int
    source: int | None
    content: int
    frame: str = ""


def is_saying(tree: SentenceTree, verb: int) -> bool:
    """Whether a verb says, thinks or foretells something as it is used here."""
    lemma = tree.lemma(verb)
    if lemma in saying_verbs("voices"):
        return voiced(tree, verb) is not None
    if lemma in saying_verbs("points"):
        after = (prep for prep in tree.kids(verb, {"prep", "prt"}) if tree.words[prep + 1 : prep + 2] != ("as",))
        return any(tree.word(prep) in ("to", "out") for prep in after)
    return lemma in saying_verbs("says") or lemma in saying_verbs("foretells") or behind(tree, verb) is not None


def voiced(tree: SentenceTree, verb: int) -> int | None:
    """The opinion that a verb voices: "shared a concern", "reinforced the message"."""
    return next((thing for thing in tree.kids(verb, {"dobj"}) if tree.lemma(thing) in word_list("voiced_nouns")), None)


def behind(tree: SentenceTree, verb: int) -> int | None:
    """The preposition behind which a verb says something: "calls **for** a shift", "admits **to** trying"."""
    lemma = tree.lemma(verb)
    if tree.kid(verb, {"dobj"}) is not None:
        return None
    words = {word for word, kind in BEHIND if lemma in saying_verbs(kind)}
    found = (prep for prep in tree.kids(verb, {"prep"}) if prep > verb and tree.word(prep) in words)
    return next((prep for prep in found if tree.words[prep + 1 : prep + 2] != ("as",)), None)


def clause_of(tree: SentenceTree, verb: int) -> int | None:
    """What a saying verb introduces: a clause, a gerund ("suggests using beds"), "to have" behind "claims"."""
    clause = tree.kid(verb, {"ccomp"})
    if clause is not None:
        return None if _is_seen(tree, clause) else clause
    for inner in tree.kids(verb, {"xcomp"}):
        lemma = tree.lemma(verb)
        if tree.tokens[inner].tag == GERUND and inner > verb and lemma in saying_verbs("gerund"):
            return inner
        if lemma in saying_verbs("infinitive") and any(tree.word(aux) == "to" for aux in tree.kids(inner, {"aux"})):
            return inner
    return None


def _is_seen(tree: SentenceTree, clause: int) -> bool:
    """Whether a clause tells what somebody sees happen: "saw its shares **fall**"."""
    return (
        tree.tokens[clause].tag == "VB"
        and not tree.kids(clause, {"aux", "mark"})
        and bool(tree.kids(clause, {"nsubj"}))
    )


def opines(tree: SentenceTree, verb: int) -> bool:
    """Whether a saying verb without a clause still says something: "views agents as", not "views a page"."""
    lemma = tree.lemma(verb)
    if behind(tree, verb) is not None:
        return True
    if lemma in saying_verbs("clause") or lemma in saying_verbs("foretells"):
        return lemma not in saying_verbs("people") and has_as(tree, verb)
    if lemma in saying_verbs("judges"):
        return has_as(tree, verb) or tree.kid(verb, {"oprd"}) is not None or _judged(tree, verb)
    return not any(tree.lemma(thing) in word_list("unvoiced_nouns") for thing in tree.kids(verb, {"dobj"}))


def has_as(tree: SentenceTree, verb: int) -> bool:
    """Whether "as" follows, hanging on the verb or, as parsers often have it, on its object."""
    holders = (verb, *tree.kids(verb, {"dobj"}))
    return any(
        tree.word(prep) == "as" and prep > verb for one in holders for prep in tree.kids(one, {"prep", "mark", "advcl"})
    )


def _judged(tree: SentenceTree, verb: int) -> bool:
    """Whether an adjective follows the object, as a judgement on it: "calls the plan horrible"."""
    return any(after > thing for thing in tree.kids(verb, {"dobj"}) for after in tree.kids(thing, {"amod"}))


def continued(tree: SentenceTree, main: int) -> int:
    """The verb behind "continues to be", "tends to"."""
    if tree.lemma(main) in word_list("continuing_verbs"):
        inner = tree.kid(main, {"xcomp"})
        return main if inner is None else inner
    return main


def is_able(tree: SentenceTree, verb: int) -> bool:
    """Whether a verb tells what somebody may, can or should do."""
    return any(tree.word(aux) in word_list("ability_auxiliaries") for aux in tree.kids(verb, {"aux"}))
