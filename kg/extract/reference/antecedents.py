"""Weighs what an anaphor may refer to: the foreground before its sentence, and what precedes it in its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.grammatical_roles import SUBJECTS, clause_of, frame_of, role_of
from kg.extract.grammar.labels import opening_end
from kg.extract.reference.salience import NOUN_SHARE, NOUNS, Foreground, Occurrence, nouns, occurrences
from kg.extract.words.wordlists import words
from kg.extract.words.wordset import wordset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.reference.anaphors import Anaphor
    from kg.model import Mention, Sentence

# Weight of a mention in the anaphor's own sentence, by role.
NEAR = {
    "nsubj": 1.6,
    "nsubjpass": 1.6,
    "label": 1.5,
    "poss-subject": 1.2,
    "compound-subject": 1.2,
    "nmod-subject": 1.1,
    "poss": 1.0,
}
OTHER_NEAR = 0.8
OPENING = 0.4  # for standing first in the sentence
SAME_CLAUSE = 0.6  # for being the subject of the anaphor's own clause
RELATIVE = 1.5  # for being what the anaphor's relative clause is about
HEADING = 0.35  # for being named in the section's heading
BESIDE = 60  # code points between members of a list
REFLEXIVE = wordset("itself himself herself themselves")
POSSESSIVE = wordset("its his her their")
FEMALE = wordset("she her hers herself")
ANY_NUMBER = frozenset({"Organization", "Person", "Place"}) | NOUNS  # may be "it" and "they", whatever their form


class Scene:
    """One sentence while its anaphors are resolved; ``inside`` grows with each."""

    def __init__(self, sentence: Sentence, names: Sequence[Mention], before: Foreground) -> None:
        self.sentence = sentence
        self.before = before
        self.names = names
        self.label = opening_end(sentence)
        self._base = before.weights(sentence)
        taken = [(mention.start, mention.end) for mention in names]
        self.inside = [*occurrences(sentence, names, self.label), *nouns(sentence, taken)]

    def word(self, anaphor: Anaphor) -> str:
        """The anaphor's first word in lower case."""
        return self.sentence.tokens[anaphor.first].text.lower()

    def earlier(self, anaphor: Anaphor) -> list[Occurrence]:
        """What comes before an anaphor in its sentence."""
        start = self.sentence.tokens[anaphor.first].start
        return [each for each in self.inside if each.start < start]

    def add(self, anaphor: Anaphor, entity: str, kind: str) -> None:
        """Remember what an anaphor refers to; its phrase is no common noun any more."""
        tokens = self.sentence.tokens
        start, end = tokens[anaphor.first].start, tokens[anaphor.last - 1].end
        dep, head, anchor = role_of(tokens, anaphor.first, anaphor.last)
        self.inside = [each for each in self.inside if each.type not in NOUNS or not start <= each.start < end]
        self.inside.append(
            Occurrence(
                entity=entity,
                type=kind,
                start=start,
                role=dep,
                head=head,
                anchor=anchor,
                part=self.sentence.part,
                passage=self.sentence.passage,
                plural=anaphor.plural,
                named=False,
            )
        )

    def standing(self, anaphor: Anaphor) -> dict[tuple[str, str], float]:
        """Weight of each (entity, type) as seen from an anaphor, whether it may refer to it or not."""
        weights = dict(self._base)
        for each in self.earlier(anaphor):
            key = (each.entity, each.type)
            weights[key] = weights.get(key, 0.0) + self._near(anaphor, each)
        return weights

    def excluded(self, anaphor: Anaphor) -> frozenset[tuple[str, str]]:
        """Each (entity, type) that grammar forbids an anaphor to refer to."""
        return frozenset((each.entity, each.type) for each in self.inside if self._excluded(anaphor, each))

    def weights(self, anaphor: Anaphor) -> dict[tuple[str, str], float]:
        """Weight of each (entity, type) that grammar, number and gender allow an anaphor to refer to."""
        weights = self.standing(anaphor)
        for key in self.excluded(anaphor):
            weights.pop(key, None)
        heading = self.sentence.section[-1].casefold() if self.sentence.section else ""
        return {
            key: value + (HEADING if key[1] not in NOUNS and key[0].casefold() in heading else 0.0)
            for key, value in weights.items()
            if self.agrees(anaphor, *key)
        }

    def agrees(self, anaphor: Anaphor, entity: str, kind: str) -> bool:
        """Whether number and gender fit: an organization may be "they", other things only when their form is plural."""
        if anaphor.form == "person":
            other = words().male if self.word(anaphor) in FEMALE else words().female
            return entity.partition(" ")[0] not in other
        if anaphor.form not in {"thing", "group"} or kind in ANY_NUMBER:
            return True
        plural = any(each.named and each.plural and each.entity == entity for each in self.inside)
        return (plural or self.before.plurals.get(entity, False)) == anaphor.plural

    def _near(self, anaphor: Anaphor, each: Occurrence) -> float:
        """Weight of a mention that comes before the anaphor in its sentence."""
        tokens = self.sentence.tokens
        verb = clause_of(tokens, anaphor.head)
        value = NEAR.get(each.role, OTHER_NEAR) + (OPENING if each.start == 0 else 0.0)
        if each.role in SUBJECTS and clause_of(tokens, each.head) == verb:
            value += SAME_CLAUSE
        if tokens[verb].dep == "relcl" and tokens[verb].head == each.head:
            value += RELATIVE
        return value * (NOUN_SHARE if each.type in NOUNS else 1.0)

    def _excluded(self, anaphor: Anaphor, each: Occurrence) -> bool:
        """Whether grammar forbids the two to be the same: "Acme improves it" is not about Acme itself."""
        if self.word(anaphor) in REFLEXIVE | POSSESSIVE or each.role not in SUBJECTS:
            return False
        tokens = self.sentence.tokens
        dep = tokens[anaphor.head].dep
        if dep not in {"dobj", "dative"} and (dep != "pobj" or anaphor.form == "nominal"):
            return False
        return clause_of(tokens, each.head) == frame_of(tokens, anaphor.head)


def groups(row: Sequence[Occurrence]) -> list[list[Occurrence]]:
    """Entities of one type that are members of one list, or stand side by side in one role."""
    found: list[list[Occurrence]] = []
    for each in row:
        for group in found:
            last = group[-1]
            listed = last.anchor == each.anchor or (last.role == each.role and each.start - last.start < BESIDE)
            if last.type == each.type and listed and all(one.entity != each.entity for one in group):
                group.append(each)
                break
        else:
            found.append([each])
    return [group for group in found if len(group) > 1]


def pairs(row: Sequence[Occurrence]) -> list[list[Occurrence]]:
    """The two entities of one type in a sentence that names exactly two of it."""
    kinds: dict[str, dict[str, Occurrence]] = {}
    for each in row:
        kinds.setdefault(each.type, {}).setdefault(each.entity, each)
    return [list(found.values()) for found in kinds.values() if len(found) == 2]  # noqa: PLR2004 - a pair
