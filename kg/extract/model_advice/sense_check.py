"""Holds what a model says against the parse: what reverses who did what, or what is denied, is held back.

A model that quotes every word truly can still say the reverse: the buyer as the bought, "never made" as "made", a thing
as the one who says it. Where the parse is sure, such a saying is a candidate: kept, with the reason, and not said.
Where the parse shows no subject, or the words are in several places, nothing is sure and the model is believed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.grammar.sentence_tree import SentenceTree
from kg.extract.stance import stance_words as words
from kg.extract.stance.attribution import can_say, is_document
from kg.extract.words.saying_verbs import SayingClass, saying_verbs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.extract.stance.stance import Stance
    from kg.model import Mention, Sentence, Statement

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
PASSIVE, AGENT, OBJECT, OF_PREPOSITION, DENIAL = (
    frozenset({label}) for label in ("nsubjpass", "agent", "dobj", "pobj", "neg")
)
HELPERS = frozenset({"aux", "auxpass"})
PASSIVE_WORDS = frozenset({"auxpass", "agent"})
RELATIVE = frozenset({"who", "whom", "which", "that"})
NAMED_BY = frozenset({"poss", "compound", "amod", "det", "nummod", "nmod"})  # what belongs to a noun's own phrase
SAYING: tuple[SayingClass, ...] = ("says", "judges", "clause", "people", "passive", "passive-as", "foretells", "quotes",
                                   "voices", "points", "credits")  # fmt: skip
DENYING = words.NEGATIVE_WORDS | words.NEGATIVE_VERBS | words.NEVER
STEPS = 3  # verbs from one that has no subject of its own to the one that has
Places = list[frozenset[int]]  # where words are: the tokens of each occurrence


class HeldBack(NamedTuple):
    """A saying of a model that is not said: the saying, and why."""

    saying: str
    why: str


class SentenceCheck:
    """Checks what a model says of one sentence."""

    def __init__(self, sentence: Sentence, mentions: Sequence[Mention]) -> None:
        self._sentence = sentence
        self._mentions = mentions
        self._tree = SentenceTree(sentence.tokens)

    def statements(
        self, stated: Iterable[Statement], by_rules: Iterable[Statement], *, denied: bool
    ) -> tuple[tuple[Statement, ...], tuple[HeldBack, ...]]:
        """Part statements into those that are said, and those that are held back.

        Args:
            stated: The model's.
            by_rules: The rules' of the same sentence.
            denied: Whether the claim counts as negated.
        """
        read = {(each.subject_entity, each.property, each.object_entity) for each in by_rules}
        said: list[Statement] = []
        held: list[HeldBack] = []
        for each in stated:
            turned = (each.object_entity, each.property, each.subject_entity)
            why = "the rules read it the other way round" if None not in turned and turned in read else ""
            why = why or self._turned(each) or ("" if denied else self._undenied(each))
            if why:
                held.append(HeldBack(f"{each.subject} | {each.predicate} | {each.object}", why))
            else:
                said.append(each)
        return tuple(said), tuple(held)

    def stance(self, advised: Stance, judged: Stance) -> tuple[Stance, tuple[HeldBack, ...]]:
        """The model's stance, with the rules' in the place of what the text does not bear out.

        Args:
            advised: As the model has it.
            judged: As the rules have it.
        """
        held = []
        if advised.negated != judged.negated and not (advised.negated and self._can_deny()):
            why = f"the text denies it: {judged.negation_rule!r}" if judged.negated else "no word of the text denies it"
            held.append(HeldBack(f"negated: {str(advised.negated).lower()}", why))
            advised = replace(advised, negated=judged.negated, negation_rule=judged.negation_rule)
        source = advised.attribution
        if source is not None and source != judged.attribution and not self._says(source):
            held.append(HeldBack(f"attribution: {source}", "the text does not have it say anything"))
            advised = replace(advised, attribution=judged.attribution, attribution_rule=judged.attribution_rule)
        return advised, tuple(held)

    def _can_deny(self) -> bool:
        """Whether any word denies, by itself or as a verb."""
        tree = self._tree
        return bool(DENYING & tree.vocabulary) or any(
            tree.lemma(at) in DENYING or tree.deps[at] == "neg" for at in range(len(tree.tokens))
        )

    def _says(self, source: str) -> bool:
        """Whether words for a source are subject or agent of a verb of saying, or come after "according to"."""
        return any(self._speaks(min(place, key=self._depth)) for place in self._places(source))

    def _speaks(self, at: int) -> bool:
        tree = self._tree
        head, dep = tree.heads[at], tree.deps[at]
        known = any(
            each.type in {"Person", "Organization"} and at in self._inside(each.start, each.end)
            for each in self._mentions
        )
        if dep in {"conj", "appos"}:
            return self._speaks(head)
        if dep == "pobj" and (
            "according" in {tree.word(head), tree.word(tree.heads[head])} or tree.word(head) == "per"
        ):
            return True
        if not can_say(tree, at, known=known):
            return False
        verb = tree.heads[head] if dep == "pobj" and tree.deps[head] == "agent" else head
        return _is_saying(tree, verb) or (dep == "poss" and is_document(tree, head))

    def _turned(self, said: Statement) -> str:
        """Why a statement has somebody else do it than the parse has; "" where it has not, or nothing is sure."""
        subjects, objects = self._places(said.subject), self._places(said.object)
        found = [self._reading(place) for place in self._quotes(said.predicate)]
        if not subjects or not objects or None in found:
            return ""
        readings = [reading for reading in found if reading is not None]
        fits = any(place & reading.doer for reading in readings for place in subjects)
        turned = any(reading.is_turned(subjects, objects) for reading in readings)
        given = all(place & reading.doer and not place & reading.others for reading in readings for place in objects)
        return "the sentence has another subject there" if (turned and not fits) or (given and readings) else ""

    def _undenied(self, said: Statement) -> str:
        """Why a statement leaves out the word that denies its verb; "" where it does not."""
        tree = self._tree
        for place in self._quotes(said.predicate):
            verbs = (at for at in place if tree.is_verb(at) and tree.deps[at] not in HELPERS)
            for word in (child for at in verbs for child in tree.kids(at, DENIAL)):
                if word not in place:
                    return f"it leaves out {tree.word(word)!r}"
        return ""

    def _reading(self, relation: frozenset[int]) -> _Reading | None:
        """Who comes before a relation, in its own voice, and what else belongs to its clause."""
        tree = self._tree
        verbs = [at for at in sorted(relation) if tree.is_verb(at) and tree.deps[at] not in HELPERS]
        if not verbs:
            return None
        top, bottom = verbs[0], verbs[-1]
        clause = frozenset(tree.descend([top, bottom]))
        is_passive = any(tree.kid(verb, PASSIVE) is not None for verb in (top, bottom))
        if is_passive and not any(tree.deps[at] in PASSIVE_WORDS for at in relation):
            by = tree.kids(bottom, AGENT)  # "bought" of "was bought by" is told from the side of who does it
            doer = frozenset(tree.descend(at for each in by for at in tree.kids(each, OF_PREPOSITION)))
        else:
            doer, around = self._subject(top)
            clause |= around
        return _Reading(doer, clause - doer) if doer else None

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

    def _depth(self, at: int) -> int:
        return sum(1 for _ in self._tree.upward(at))

    def _places(self, name: str) -> Places:
        """Where words are, and where anything stands for the entity of that name."""
        found = self._quotes(name)
        found += [self._inside(each.start, each.end) for each in self._mentions if each.entity == name]
        return [place for place in dict.fromkeys(found) if place]

    def _quotes(self, quote: str) -> Places:
        found = re.finditer(rf"(?<!\w){re.escape(quote)}(?!\w)", self._sentence.text)
        return [place for each in found if (place := self._inside(*each.span()))]

    def _inside(self, start: int, end: int) -> frozenset[int]:
        tokens = enumerate(self._tree.tokens)
        return frozenset(at for at, token in tokens if token.start < end and start < token.end)


class _Reading(NamedTuple):
    """Who does it, and what else the clause holds, as tokens."""

    doer: frozenset[int]
    others: frozenset[int]

    def is_turned(self, subjects: Places, objects: Places) -> bool:
        """Whether a subject is surely among the others, or an object surely who does it."""
        return all(place & self.others for place in subjects) or all(place & self.doer for place in objects)


def _is_saying(tree: SentenceTree, at: int) -> bool:
    return any(tree.lemma(at) in saying_verbs(kind) for kind in SAYING)
