"""Who does what to whom by the parse, and whether a language model's statement has it so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.words.word_data import word_list
from kg.extract.words.wordset import wordset

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.extract.model_advice.sentence_places import Places, SentencePlaces
    from kg.model import Statement

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
PASSIVE, AGENT, OBJECT, OF_PREPOSITION = (frozenset({label}) for label in ("nsubjpass", "agent", "dobj", "pobj"))
HELPERS = frozenset({"aux", "auxpass"})
PASSIVE_WORDS = frozenset({"auxpass", "agent"})
RELATIVE = frozenset({"who", "whom", "which", "that"})
NAMED_BY = frozenset({"poss", "compound", "amod", "det", "nummod", "nmod"})  # what belongs to a noun's own phrase
OTHER = "the sentence has another subject there"
OTHER_OBJECT = "the sentence has another object there"
BEING = re.compile(r"\b(?:is|are|was|were|be|been|being)(?: \w+ly| also| often| not)* (\w+)", re.IGNORECASE)
IDENTITY = wordset("is are was were be being")
NOUNS, PRONOUNS = frozenset({"NOUN", "PROPN"}), frozenset({"PRON", "DET"})
CLAUSES = frozenset({"relcl", "acl", "advcl"})
STEPS = 3  # verbs from one that has no subject of its own to the one that has


class RoleCheck:
    """Holds statements against the roles that one sentence gives."""

    def __init__(self, places: SentencePlaces) -> None:
        self._places = places
        self._tree = places.tree

    def turned(self, said: Statement) -> str:
        """Why a statement has somebody else do it than the parse has; "" where it has not, or nothing is sure."""
        subjects, objects = self._places.of(said.subject), self._places.of(said.object)
        passive = self._is_worded_passive(said.predicate)
        found = [self._reading(place, passive=passive) for place in self._places.phrases(said.predicate)]
        readings = [reading for reading in found if reading is not None]
        if not readings or len(readings) < len(found) or self._is_identity(said.predicate):
            return ""
        if not subjects:  # whoever is not in the sentence is in the place of a pronoun, or of nobody
            return OTHER if all(self._is_named(reading.doer) for reading in readings) else ""
        if not objects:
            return OTHER_OBJECT if all(reading.has_object for reading in readings) else ""
        fits = any(place & reading.doer for reading in readings for place in subjects)
        turned = any(reading.is_turned(subjects, objects) for reading in readings)
        given = all(place & reading.doer and not place & reading.others for reading in readings for place in objects)
        return OTHER if (turned and not fits) or given else ""

    def _is_worded_passive(self, relation: str) -> bool:
        """Whether a relation has a form of "be" with a verb that is no gerund: "was bought by", not "is buying"."""
        found = BEING.search(relation)
        if found is None or found[1].endswith("ing"):
            return False
        return any(self._tree.is_verb(at) for place in self._places.words.places(found[1]) for at in place)

    def _is_identity(self, relation: str) -> bool:
        """Whether a relation says only that one thing is the other, which is as true the other way round."""
        return all(word in IDENTITY for word in relation.casefold().split())

    def _is_named(self, phrase: Iterable[int]) -> bool:
        """Whether a phrase names what it means, and does not take it up from before ("it", "this move")."""
        tree, inside = self._tree, list(phrase)
        nouns = [at for at in inside if tree.tokens[at].pos in NOUNS]
        return bool(nouns) and not any(tree.word(at) in word_list("resuming_words") for at in inside)

    def _reading(self, relation: frozenset[int], *, passive: bool) -> _Reading | None:
        """Who does it in a relation, told in its own voice, and what else belongs to its clause."""
        tree = self._tree
        verbs = [at for at in sorted(relation) if tree.is_verb(at) and tree.deps[at] not in HELPERS]
        if not verbs:
            return None
        top, bottom = verbs[0], verbs[-1]
        clause = frozenset(tree.descend([top, bottom]))
        if self._is_passive(top) or self._is_passive(bottom):
            if passive or any(tree.deps[at] in PASSIVE_WORDS for at in relation):
                doer, around = self._subject(top)
                clause |= around
            else:  # "bought" of "was bought by" is told from the side of who does it
                by = tree.kids(bottom, AGENT)
                doer = frozenset(tree.descend(at for each in by for at in tree.kids(each, OF_PREPOSITION)))
                clause |= self._subject(top)[0]
        elif passive and tree.kids(bottom, OBJECT):  # "was bought" of "bought" from that of the bought
            doer = frozenset(tree.descend(tree.kids(bottom, OBJECT)))
            clause |= self._subject(top)[0]
        else:
            doer, around = self._subject(top)
            clause |= around
        if not doer or not self._is_sure(doer):
            return None
        return _Reading(doer, clause - doer, self._has_object(relation, bottom))

    def _has_object(self, relation: frozenset[int], verb: int) -> bool:
        """Whether a relation's verb, or the preposition that it ends in, has an object that is named there."""
        tree = self._tree
        ends = [at for at in relation if tree.deps[at] == "prep" and tree.heads[at] in relation]
        things = tree.kids(ends[-1], OF_PREPOSITION) if ends else tree.kids(verb, OBJECT)
        return any(self._is_named(tree.descend([at], CLAUSES)) for at in things)

    def _is_passive(self, verb: int) -> bool:
        tree = self._tree
        return tree.kid(verb, PASSIVE) is not None or (tree.deps[verb] == "acl" and tree.tokens[verb].tag == "VBN")

    def _is_sure(self, doer: frozenset[int]) -> bool:
        """Whether it is known who that is: no pronoun that nobody has resolved."""
        tree = self._tree
        unresolved = all(tree.tokens[at].pos in PRONOUNS for at in doer) and not doer & self._places.mentioned
        return not unresolved or all(tree.word(at) in RELATIVE for at in doer)

    def _subject(self, verb: int) -> tuple[frozenset[int], frozenset[int]]:
        """The tokens of a verb's subject, and those outside of its clause that are part of what it says."""
        tree, nothing = self._tree, frozenset[int]()
        for _ in range(STEPS):
            found, dep, head = tree.kid(verb, SUBJECTS), tree.deps[verb], tree.heads[verb]
            around = self._phrase(head) if dep == "relcl" else nothing
            if found is not None and around and tree.word(found) in RELATIVE:
                return around | {found}, nothing
            if found is not None:
                return frozenset(tree.descend([found])), around
            if dep == "acl":
                return self._phrase(head), nothing
            if dep != "conj" and not (dep == "xcomp" and tree.kid(head, OBJECT) is None):
                break
            verb = head
        return nothing, nothing

    def _phrase(self, noun: int) -> frozenset[int]:
        """A noun with what comes before it, without the clauses that hang on it."""
        return frozenset({noun, *self._tree.descend(self._tree.kids(noun, NAMED_BY))})


class _Reading(NamedTuple):
    """Who does it, and what else the clause holds, as tokens."""

    doer: frozenset[int]
    others: frozenset[int]
    has_object: bool = False

    def is_turned(self, subjects: Places, objects: Places) -> bool:
        """Whether a subject is surely among the others, or an object surely who does it."""
        return all(place & self.others for place in subjects) or all(place & self.doer for place in objects)
