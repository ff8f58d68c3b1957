"""Whether a sentence has somebody say something: who a language model names as its source must speak in the parse."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extract.numbers.units import singular
from kg.extract.stance.attribution import is_document
from kg.extract.words.saying_verbs import SayingClass, saying_verbs
from kg.extract.words.word_data import word_list

if TYPE_CHECKING:
    from kg.extract.model_advice.sentence_places import SentencePlaces

SAYING: tuple[SayingClass, ...] = ("says", "judges", "clause", "people", "passive", "passive-as", "foretells", "quotes",
                                   "voices", "points", "credits")  # fmt: skip
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
AFTER = frozenset({"according", "per"})
FINITE = frozenset({"VB", "NN"})  # how tags of verbs begin, and those of the nouns that they are taken for
CONTENT = frozenset({"ccomp"})
WITHIN_SPEAKER = frozenset({"poss", "pobj", "prep", "compound", "nmod", "appos", "conj"})
QUOTATION = re.compile(r'["“].*["”][.!?]?')
FURTHER = 6  # words from one inside a phrase to the phrase's own head


class SpeechCheck:
    """Finds out who says something in one sentence."""

    def __init__(self, places: SentencePlaces) -> None:
        self._places = places
        self._tree = places.tree

    def says(self, source: str) -> bool:
        """Whether words for a source are subject or agent of a verb of saying, or come after "according to"."""
        places = [place for each in source.split(" and ") for place in self._places.of(each)]
        if not places and (QUOTATION.fullmatch(self._places.words.text) or self._places.words.goes_on):
            return True  # whoever is quoted, or says what a list holds, was named before
        return any(self._speaks(min(place, key=self._places.depth)) or self._says_next(max(place)) for place in places)

    def _says_next(self, at: int) -> bool:
        """Whether a verb of saying comes right after a word."""
        tree = self._tree
        after = next((n for n in range(at + 1, len(tree.tokens)) if tree.tokens[n].pos != "ADV"), None)
        return after is not None and tree.tokens[after].tag[:2] in FINITE and self._names_saying(after)

    def _speaks(self, at: int) -> bool:
        tree = self._tree
        for _ in range(FURTHER):
            head, dep = tree.heads[at], tree.deps[at]
            if dep == "pobj" and (
                "according" in {tree.word(head), tree.word(tree.heads[head])} or tree.word(head) == "per"
            ):
                return True
            if dep in SUBJECTS:  # of two, the nearer: "The mill, sources told Globex, is old"
                return at == tree.kids(head, SUBJECTS)[-1] and (self._is_saying(head) or self._is_view(at))
            if dep == "pobj" and tree.deps[head] == "agent":
                return self._is_saying(tree.heads[head])
            if dep == "poss" and (
                is_document(tree, head) or tree.kid(head, CONTENT) is not None or self._is_view(head)
            ):
                return True
            at = tree.heads[head] if dep == "pobj" else head  # "research by Ada Byron", "Ada Byron's view"
            if dep not in WITHIN_SPEAKER:
                return False
        return False

    def _is_view(self, noun: int) -> bool:
        """Whether a noun is what somebody thinks or says: "Ada's view"."""
        return self._tree.lemma(noun) in word_list("opinion_nouns") | word_list("report_nouns")

    def _is_saying(self, verb: int) -> bool:
        """Whether a verb is one of saying, or has what is said as its object."""
        return self._names_saying(verb) or (self._tree.tokens[verb].pos == "VERB" and self._has_content(verb))

    def _has_content(self, at: int) -> bool:
        """Whether a clause says what is said."""
        return self._tree.kid(at, CONTENT) is not None

    def _names_saying(self, at: int) -> bool:
        """Whether a word is a verb of saying, though the parse may take it for a noun ("Ada states that")."""
        words = {self._tree.lemma(at), singular(self._tree.word(at))}
        return any(not words.isdisjoint(saying_verbs(kind)) for kind in SAYING)
