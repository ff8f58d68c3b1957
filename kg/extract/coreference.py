"""Resolves pronouns and definite phrases to the entity they refer to, with method and confidence.

Per sentence, in reading order, each anaphor is offered the entities that fit it in type and number, weighed by
``salience``; the heaviest wins. Where a common noun is the likelier antecedent, or nothing fits, it abstains.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.anaphors import TERM_NOUNS, Anaphor, anaphors, type_of_noun
from kg.extract.candidates import label_end
from kg.extract.salience import NOUN_SHARE, NOUNS, Foreground, Occurrence, nouns, occurrences, role_of
from kg.model import Mention, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Sentence, Token

THINGS = {"noun": 1.0, "Organization": 1.0, "Product": 1.0, "Work": 1.0, "Concept": 0.9, "Event": 0.9, "Law": 0.9, "Place": 0.8, "Group": 0.6, "Award": 0.8}
GROUPS = {"nouns": 1.0, "Organization": 1.0, "Group": 1.1, "Product": 0.5, "Concept": 0.6, "Place": 0.35, "Person": 0.15}
SAYING = frozenset("say tell note comment state argue explain add claim remark quip write believe suggest admit warn describe recall emphasize".split())
REFLEXIVE = frozenset("itself himself herself themselves".split())
POSSESSIVE = frozenset("its his her their".split())
# Weight of a mention in the anaphor's own sentence, by role; other roles 0.8.
NEAR = {"nsubj": 1.6, "nsubjpass": 1.6, "label": 1.5, "poss": 1.0, "poss-subject": 1.2, "compound-subject": 1.2, "nmod-subject": 1.1}
ENOUGH = 0.1  # weight below which nothing is resolved


def resolve(sentences: Sequence[Sentence], named: Sequence[Sequence[Mention]]) -> tuple[tuple[Mention, ...], ...]:
    """All mentions of each sentence: the named ones given, and the anaphors resolved, in reading order."""
    foreground = Foreground()
    result = []
    for number, (sentence, names) in enumerate(zip(sentences, named, strict=True)):
        scene = _Scene(sentence, number, tuple(names), foreground)
        result.append(tuple(sorted((*names, *scene.resolved()), key=lambda mention: (mention.start, mention.entity))))
        for each in sorted(scene.inside, key=lambda one: one.start):
            foreground.add(each)
    return tuple(result)


class _Scene:
    """One sentence while its anaphors are resolved."""

    def __init__(self, sentence: Sentence, number: int, names: tuple[Mention, ...], before: Foreground) -> None:
        self.sentence, self.number, self.names, self.before = sentence, number, names, before
        self.label = label_end(sentence)
        self.inside = occurrences(sentence, names, number, self.label)
        taken = [(mention.start, mention.end) for mention in names]
        self.inside += nouns(sentence, number, taken)

    def resolved(self) -> Iterator[Mention]:
        """Yield the anaphors of the sentence that refer to an entity."""
        taken = [(mention.start, mention.end) for mention in self.names]
        for anaphor in anaphors(self.sentence, taken):
            start = self.sentence.tokens[anaphor.first].start
            for entity, kind, confidence in self._referents(anaphor):
                role, head = role_of(self.sentence.tokens, anaphor.first, anaphor.last)
                self._forget(start)
                self.inside.append(Occurrence(entity, kind, self.number, start, role, head, self.sentence.part, anaphor.plural, self.sentence.passage))
                yield self._mention(anaphor, entity, kind, confidence)

    def _forget(self, start: int) -> None:
        """A resolved phrase is no common noun any more."""
        end = max((token.end for token in self.sentence.tokens if token.start == start), default=start)
        self.inside = [each for each in self.inside if each.type not in NOUNS or not start <= each.start < end]

    def _mention(self, anaphor: Anaphor, entity: str, kind: str, confidence: float) -> Mention:
        tokens, places = self.sentence.tokens, self.sentence.places
        start, end = tokens[anaphor.first].start, tokens[anaphor.last - 1].end
        form = "nominal" if anaphor.form == "nominal" else "pronoun"
        span = Span(places[start], places[end - 1] + 1)
        method = f"coref-{anaphor.form}"
        return Mention(self.sentence.text[start:end], start, end, span, form, entity, kind, method, round(confidence, 2))

    def _referents(self, anaphor: Anaphor) -> list[tuple[str, str, float]]:
        if anaphor.form == "nominal":
            return self._nominal(anaphor)
        if anaphor.form == "bare":
            return self._bare(anaphor)
        if anaphor.form == "speaker":
            return self._speaker(anaphor)
        if anaphor.form == "group":
            pair = self._together(anaphor)
            return pair or self._best(anaphor, GROUPS)
        return self._best(anaphor, {"Person": 1.0} if anaphor.form == "person" else THINGS)

    def _best(self, anaphor: Anaphor, fitting: dict[str, float]) -> list[tuple[str, str, float]]:
        """The heaviest entity of a fitting type."""
        weights = self._weights(anaphor)
        ranked = sorted(((value * fitting.get(kind, 0.0), entity, kind) for (entity, kind), value in weights.items()), key=lambda row: (-row[0], row[1]))
        ranked = [row for row in ranked if row[0] > ENOUGH]
        if not ranked or ranked[0][2] in NOUNS:
            return []
        rival = ranked[1][0] if len(ranked) > 1 else 0.0
        return [(ranked[0][1], ranked[0][2], ranked[0][0] / (ranked[0][0] + rival))]

    def _weights(self, anaphor: Anaphor) -> dict[tuple[str, str], float]:
        """Weight of each entity as seen from an anaphor."""
        start = self.sentence.tokens[anaphor.first].start
        base = self.before.weights(self.number, self.sentence.part)
        weights = {(entity, self.before.types[entity]): value for entity, value in base.items()}
        for each in self.inside:
            if each.start < start:
                key = (each.entity, each.type)
                weights[key] = weights.get(key, 0.0) + self._near(anaphor, each)
        for each in self.inside:
            if self._excluded(anaphor, each):
                weights.pop((each.entity, each.type), None)
        return weights

    def _near(self, anaphor: Anaphor, each: Occurrence) -> float:
        """Weight of a mention in the same sentence before the anaphor."""
        value = NEAR.get(each.role, 0.8)
        tokens = self.sentence.tokens
        verb = _clause(tokens, anaphor.head)
        if each.role in {"nsubj", "nsubjpass"} and _clause(tokens, each.head) == verb:
            value += 0.6
        return value * (NOUN_SHARE if each.type in NOUNS else 1.0)

    def _excluded(self, anaphor: Anaphor, each: Occurrence) -> bool:
        """Whether grammar forbids the two to be the same: "EOF improves it" is not about EOF itself."""
        tokens = self.sentence.tokens
        word = tokens[anaphor.first].text.lower()
        if word in REFLEXIVE or word in POSSESSIVE or anaphor.form == "nominal":
            return False
        if tokens[anaphor.head].dep in {"dobj", "pobj", "dative"}:
            return each.role in {"nsubj", "nsubjpass"} and _clause(tokens, each.head) == _frame(tokens, anaphor.head)
        return False

    def _together(self, anaphor: Anaphor) -> list[tuple[str, str, float]]:
        """Entities named together that "they" or "both" takes up."""
        start = self.sentence.tokens[anaphor.first].start
        here = [each for each in self.inside if each.start < start and each.type not in NOUNS]
        rows = [here] if here else []
        rows += [[each for each in self.before.seen if each.sentence == self.number - 1 and each.type not in NOUNS]]
        for row in rows:
            groups = _groups(row)
            if groups:
                return [(each.entity, each.type, 0.7) for each in groups[-1]]
            if row and not anaphor.near:
                return []
        return []

    def _nominal(self, anaphor: Anaphor) -> list[tuple[str, str, float]]:
        weights = self._weights(anaphor)
        same = [key for key in weights if key[1] not in NOUNS and key[0].split()[-1].lower().rstrip("s") == anaphor.noun and " " in key[0]]
        if same:
            best = max(same, key=lambda key: (weights[key], key))
            return [(*best, 0.85)]
        wanted = type_of_noun(anaphor.noun)
        if anaphor.near and anaphor.noun in TERM_NOUNS:
            wanted = "Concept"
        if not wanted or (anaphor.plural and not anaphor.near):
            return []
        if anaphor.plural:
            return [row for row in self._together(anaphor) if row[1] == wanted]
        return self._best(anaphor, {wanted: 1.0})

    def _bare(self, anaphor: Anaphor) -> list[tuple[str, str, float]]:
        """What "this" right after a label takes up."""
        if anaphor.first > 8 or not self.label:  # noqa: PLR2004 - words of a label
            return []
        return [(each.entity, each.type, 0.8) for each in self.inside if each.role == "label"][:1]

    def _speaker(self, anaphor: Anaphor) -> list[tuple[str, str, float]]:
        """Who is quoted: the person that the verb of saying names, else the latest person."""
        tokens = self.sentence.tokens
        people = [each for each in self.inside if each.type == "Person" and each.role == "nsubj" and tokens[tokens[each.head].head].lemma in SAYING]
        if not people:
            people = [each for each in self.before.recent(self.number) if each.type == "Person"][:1] if not self.names else []
        return [(people[0].entity, "Person", 0.6)] if people else []


def _clause(tokens: Sequence[Token], at: int) -> int:
    """The verb of the clause that a token stands in."""
    for _ in range(8):
        token = tokens[at]
        if token.pos in {"VERB", "AUX"} or token.head == at:
            return at
        at = token.head
    return at


def _frame(tokens: Sequence[Token], at: int) -> int:
    """The verb whose subject governs a token: "aims to bring it up" is framed by "aims"."""
    verb = _clause(tokens, at)
    for _ in range(4):
        if tokens[verb].dep not in {"xcomp", "aux"} or tokens[verb].head == verb:
            break
        verb = tokens[verb].head
    return verb


def _groups(row: Sequence[Occurrence]) -> list[list[Occurrence]]:
    """Mentions of one type in one role that stand side by side, as members of a list."""
    groups: list[list[Occurrence]] = []
    for each in row:
        last = groups[-1][-1] if groups else None
        if last and last.type == each.type and last.role == each.role and last.entity != each.entity and each.start - last.start < 60:
            groups[-1].append(each)
        else:
            groups.append([each])
    return [group for group in groups if len(group) > 1]
