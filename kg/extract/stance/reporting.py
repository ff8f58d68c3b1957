"""Finds the frame in which a sentence passes on what somebody says, thinks or is said to be.

Each frame is a function from the tree and its main clause to a ``Report``; the first that fits is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.stance import stance_words as words
from kg.extract.stance.active_reports import active, sure
from kg.extract.stance.attribution import agent, can_say, entity_at, owner_of, subject
from kg.extract.stance.report_content import Report, continued, has_as, is_able, is_saying
from kg.extract.words.saying_verbs import saying_verbs
from kg.extract.words.word_data import word_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kg.extract.grammar.sentence_tree import SentenceTree


def find(tree: SentenceTree, main: int, speakers: Sequence[tuple[int, int, str]]) -> Report | None:
    """The reporting frame of the main clause, or None."""
    for frame in FRAMES:
        report = frame(tree, main, speakers)
        if report is not None:
            return report._replace(frame=frame.__name__.strip("_"))
    return None


def _passive(tree: SentenceTree, main: int, _: Sequence[tuple[int, int, str]]) -> Report | None:
    """Something is said or thought of: "is seen as", "is widely believed to", "it is estimated that"."""
    verb = continued(tree, main)
    if tree.kid(verb, {"auxpass"}) is None or tree.lemma(verb) not in saying_verbs("passive") or is_able(tree, verb):
        return None
    if tree.lemma(verb) in saying_verbs("passive-as") and not (
        has_as(tree, verb) or tree.kid(verb, {"oprd", "xcomp", "ccomp", "acomp"})
    ):
        return None
    content = tree.kid(verb, {"ccomp"})
    by = agent(tree, verb) if tree.lemma(verb) not in saying_verbs("credits") else None
    return Report(verb, by, verb if content is None else content)


def _according(tree: SentenceTree, main: int, _: Sequence[tuple[int, int, str]]) -> Report | None:
    """A source named by the words "according to X"."""
    if "according" not in tree.vocabulary:
        return None
    for index in range(len(tree.tokens) - 2):
        if tree.word(index) == "according" and tree.word(index + 1) == "to":
            source = tree.kid(index + 1, {"pobj"})
            return None if source is None or tree.lemma(source) == "plan" else Report(index, source, main)
    return None


def _in_view_of(tree: SentenceTree, main: int, _: Sequence[tuple[int, int, str]]) -> Report | None:
    """A source named by the words "in X's view"."""
    for prep in tree.kids(main, {"prep"}):
        for noun in tree.kids(prep, {"pobj"}):
            owner = tree.kid(noun, {"poss"})
            if (
                tree.word(prep) == "in"
                and tree.lemma(noun) in word_list("opinion_nouns")
                and owner is not None
                and tree.word(owner) != "my"
            ):
                return Report(noun, owner, main)
    return None


def _aside(tree: SentenceTree, main: int, speakers: Sequence[tuple[int, int, str]]) -> Report | None:
    """A report beside the main clause: "as X noted", "with analysts estimating that ..."."""
    for verb, who in _beside(tree, main):
        if is_saying(tree, verb) and can_say(tree, who, known=entity_at(tree, who, speakers) is not None):
            content = tree.kid(verb, {"ccomp"})
            return Report(verb, who, main if content is None else content)
    return None


def _beside(tree: SentenceTree, main: int) -> Iterator[tuple[int, int]]:
    """Verbs with their subjects in "as X noted" and in "with X noting" (parsed as a clause or as a noun with one)."""
    subjects = tree.kids(main, {"nsubj", "nsubjpass"})
    for child in (*tree.children[main], *(each for one in subjects for each in tree.children[one])):
        if tree.word(child) == "with":
            clauses = [(verb, tree.kid(verb, {"nsubj"})) for verb in tree.kids(child, {"pcomp", "ccomp"})]
            clauses += [(verb, noun) for noun in tree.kids(child, {"pobj"}) for verb in tree.kids(noun, {"acl"})]
        else:
            clauses = [(child, _teller(tree, child))] if _as_clause(tree, child) else []
        yield from ((verb, who) for verb, who in clauses if who is not None)


def _teller(tree: SentenceTree, verb: int) -> int | None:
    """Who says it in "as X noted", "as warned by X"."""
    return agent(tree, verb) if tree.tokens[verb].tag == "VBN" else tree.kid(verb, {"nsubj"})


def _as_clause(tree: SentenceTree, verb: int) -> bool:
    """Whether "as" opens a clause whose content is the main clause; "as he thought that ..." gives a reason."""
    opened = any(tree.word(mark) == "as" for mark in tree.kids(verb, {"mark", "advmod", "prep"}))
    return opened and tree.kid(verb, {"ccomp", "dobj"}) is None


def _noun(tree: SentenceTree, main: int, speakers: Sequence[tuple[int, int, str]]) -> Report | None:
    """A noun that reports: "there is an argument that", "this led to the view that", "the bullish view is that"."""
    subject_noun, clause = tree.kid(main, {"nsubj"}), tree.kid(main, {"ccomp"})
    if (
        tree.lemma(main) == "be"
        and clause is not None
        and subject_noun is not None
        and tree.lemma(subject_noun) in word_list("report_nouns")
    ):
        return Report(subject_noun, tree.kid(subject_noun, {"poss"}), clause)
    if clause is not None and subject_noun is not None and tree.lemma(main) == "be":
        owner = owner_of(tree, subject_noun, speakers)
        if owner is not None:
            return Report(subject_noun, owner, clause)
    for noun in _main_nouns(tree, main):
        if tree.lemma(noun) in word_list("report_nouns"):
            content = tree.kid(noun, {"acl", "ccomp", "relcl"})
            if content is not None and any(tree.word(mark) == "that" for mark in tree.children[content]):
                return Report(noun, None, content)
    return None


def _main_nouns(tree: SentenceTree, main: int) -> list[int]:
    nouns = list(tree.kids(main, {"attr", "dobj"}))
    return nouns + [
        noun for prep in tree.kids(main, {"prep"}) if tree.word(prep) == "to" for noun in tree.kids(prep, {"pobj"})
    ]


def _adverb(tree: SentenceTree, main: int, _: Sequence[tuple[int, int, str]]) -> Report | None:
    """An adverb that reports, on the main verb or what it leads to: "reportedly", "allegedly"."""
    if tree.vocabulary.isdisjoint(word_list("report_adverbs")):
        return None
    cues = (index for index, word in enumerate(tree.words) if word in word_list("report_adverbs"))
    return next((Report(index, None, main) for index in cues if _near(tree, index, main)), None)


def _near(tree: SentenceTree, index: int, main: int) -> bool:
    head = tree.heads[index]
    return main in (head, tree.heads[head])


def _estimate(tree: SentenceTree, main: int, _: Sequence[tuple[int, int, str]]) -> Report | None:
    """An estimate that speaks for itself: "estimates place the cost at ..."."""
    who = subject(tree, main)
    if who is None or tree.lemma(main) not in saying_verbs("places"):
        return None
    return Report(main, who, main) if tree.lemma(who) in words.ESTIMATES else None


FRAMES: tuple[Callable[[SentenceTree, int, Sequence[tuple[int, int, str]]], Report | None], ...] = (
    active,
    sure,
    _passive,
    _estimate,
    _according,
    _in_view_of,
    _aside,
    _noun,
    _adverb,
)
