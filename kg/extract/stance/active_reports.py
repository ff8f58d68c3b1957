"""Finds the reports of a main clause whose subject says, thinks, finds or is sure of something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.main_clause import is_finite
from kg.extract.stance.attribution import (
    can_say,
    entity_at,
    is_document,
    is_people,
    is_study,
    misread_subject,
    owner_of,
    subject,
)
from kg.extract.stance.report_content import Report, clause_of, continued, is_able, is_saying, opines
from kg.extract.words.saying_verbs import saying_verbs
from kg.extract.words.word_data import word_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.grammar.sentence_tree import SentenceTree

_THINGS = frozenset({"PRODUCT", "WORK_OF_ART", "EVENT", "LAW", "FAC", "LOC"})


def active(tree: SentenceTree, main: int, speakers: Sequence[tuple[int, int, str]]) -> Report | None:
    """Somebody says or thinks: "analysts estimate that ...", "Huang stressed the need for ..."."""
    verb = continued(tree, _fronted(tree, main))
    who = _doer(tree, verb, speakers)
    if who is None:
        return None
    return _finding(tree, verb, who) or (_said(tree, verb, who, speakers) if is_saying(tree, verb) else None)


def _doer(tree: SentenceTree, verb: int, speakers: Sequence[tuple[int, int, str]]) -> int | None:
    """Who does what a verb in the active voice says."""
    who = None if tree.kid(verb, {"auxpass"}) is not None else subject(tree, verb)
    if who is None:
        return misread_subject(tree, verb, speakers)
    return who if is_finite(tree, verb) else None


def _said(tree: SentenceTree, verb: int, who: int, speakers: Sequence[tuple[int, int, str]]) -> Report | None:
    """What somebody says with a verb of saying."""
    known = entity_at(tree, who, speakers) is not None
    owner = owner_of(tree, who, speakers)
    personal = owner is not None or _personal(tree, who, known=known)
    if not (owner is not None or can_say(tree, who, known=known)):
        return None
    if not personal and tree.lemma(verb) in saying_verbs("people"):
        return None
    content = clause_of(tree, verb)
    if content is None and (_negated(tree, verb) or is_able(tree, verb) or not opines(tree, verb)):
        return None
    return Report(verb, who if owner is None else owner, verb if content is None else content)


def _fronted(tree: SentenceTree, main: int) -> int:
    """The saying verb of a clause that the main clause goes on from: "he **notes** that winners fail, so it is ..."."""
    if is_saying(tree, main):
        return main
    own = tree.kid(main, {"nsubj", "nsubjpass"})
    for verb in tree.kids(main, {"ccomp"}):
        if verb < (main if own is None else own) and tree.kid(verb, {"nsubj"}) is not None and is_saying(tree, verb):
            return verb
    return main


def _finding(tree: SentenceTree, verb: int, who: int) -> Report | None:
    """What a study finds: "trials show that ...", "studies indicate an impact of ..."."""
    if tree.lemma(verb) not in saying_verbs("finds") or not is_study(tree, who) or _negated(tree, verb):
        return None
    content = tree.kid(verb, {"ccomp"})
    if content is None and tree.kid(verb, {"dobj"}) is None:
        return None
    return Report(verb, who, verb if content is None else content)


def sure(tree: SentenceTree, main: int, speakers: Sequence[tuple[int, int, str]]) -> Report | None:
    """Somebody is sure or afraid of something: "she is convinced that ..."."""
    for adjective in tree.kids(main, {"acomp"}):
        content, who = tree.kid(adjective, {"ccomp"}), subject(tree, main)
        if content is None or who is None or tree.word(adjective) not in word_list("believing_adjectives"):
            continue
        if can_say(tree, who, known=entity_at(tree, who, speakers) is not None) and not _negated(tree, main):
            return Report(adjective, who, content)
    return None


def _personal(tree: SentenceTree, who: int, *, known: bool) -> bool:
    """Whether a subject is a person, people or a document that says something."""
    token = tree.tokens[who]
    if known:
        return True
    if token.pos in ("PROPN", "PRON") or token.tag == "NNP":
        return token.ent not in _THINGS
    return is_document(tree, who) or is_people(tree, who)


def _negated(tree: SentenceTree, verb: int) -> bool:
    return tree.kid(verb, {"neg"}) is not None
