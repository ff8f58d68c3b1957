"""Holds what a model says against the parse: what reverses who did what, or what is denied, is held back.

A model that quotes every word truly can still say the reverse: the buyer as the bought, "never made" as "made", a thing
as the one who says it. Where the parse is sure, such a saying is a candidate: kept, with the reason, and not said.
Where the parse shows no subject, or the words are in several places, nothing is sure and the model is believed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.model_advice.align import HeldBack
from kg.extract.model_advice.role_check import HELPERS, RoleCheck
from kg.extract.model_advice.sentence_places import SentencePlaces
from kg.extract.model_advice.speech_check import SpeechCheck
from kg.extract.stance import stance_words as words
from kg.extract.words.word_data import word_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.extract.stance.stance import Stance
    from kg.model import Mention, Sentence, Statement

DENIAL = frozenset({"neg"})
DENYING = words.NEGATIVE_WORDS | words.NEGATIVE_VERBS | words.NEVER
QUOTED = re.compile(r'["“][^"“”]*["”]')


class SentenceCheck:
    """Checks what a model says of one sentence."""

    def __init__(self, sentence: Sentence, mentions: Sequence[Mention]) -> None:
        self._places = SentencePlaces(sentence, mentions)
        self._tree = self._places.tree
        self._roles = RoleCheck(self._places)
        self._speech = SpeechCheck(self._places)

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
            why = why or self._roles.turned(each) or ("" if denied else self._undenied(each))
            if why:
                held.append(HeldBack(f"statement: {each.subject} | {each.predicate} | {each.object}", why))
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
        may = self._can_deny() if advised.negated else self._only_seems_denied()
        if advised.negated != judged.negated and not may:
            why = f"the text denies it: {judged.negation_rule!r}" if judged.negated else "no word of the text denies it"
            held.append(HeldBack(f"negated: {str(advised.negated).lower()}", why))
            advised = replace(advised, negated=judged.negated, negation_rule=judged.negation_rule)
        source = advised.attribution
        if source is not None and source != judged.attribution and not self._speech.says(source):
            held.append(HeldBack(f"attribution: {source}", "the text does not have it say anything"))
            advised = replace(advised, attribution=judged.attribution, attribution_rule=judged.attribution_rule)
        return advised, tuple(held)

    def _can_deny(self) -> bool:
        """Whether any word denies, by itself or as a verb."""
        tree = self._tree
        return bool(DENYING & tree.vocabulary) or any(
            tree.lemma(at) in DENYING or tree.deps[at] == "neg" for at in range(len(tree.tokens))
        )

    def _only_seems_denied(self) -> bool:
        """Whether each word that denies goes on to say what holds ("not just", "not without"), or is quoted."""
        tree = self._tree
        quoted = [place.span() for place in QUOTED.finditer(self._places.words.text)]
        for at, token in enumerate(tree.tokens):
            if tree.deps[at] == "neg" or tree.lemma(at) in DENYING:
                goes_on = at + 1 < len(tree.tokens) and tree.word(at + 1) in word_list("words_after_not")
                if not goes_on and not any(start < token.start and token.end < end for start, end in quoted):
                    return False
        return True

    def _undenied(self, said: Statement) -> str:
        """Why a statement leaves out the word that denies its verb; "" where it does not."""
        tree = self._tree
        for place in self._places.phrases(said.predicate):
            verbs = (at for at in place if tree.is_verb(at) and tree.deps[at] not in HELPERS)
            for word in (child for at in verbs for child in tree.kids(at, DENIAL)):
                if word not in place:
                    return f"it leaves out {tree.word(word)!r}"
        return ""
