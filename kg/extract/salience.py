"""Keeps track, sentence by sentence, of which entities a note talks about and how much they stand in the foreground."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Mention, Sentence, Token

# How much a grammatical role brings an entity to the foreground.
ROLES = {"nsubj": 1.0, "nsubjpass": 1.0, "ROOT": 0.9, "label": 1.1, "dobj": 0.6, "appos": 0.5, "attr": 0.5, "agent": 0.55, "poss": 0.55, "pobj": 0.45,
         "compound-subject": 0.75, "poss-subject": 0.8, "nmod-subject": 0.7, "amod-subject": 0.6, "conj": 0.4, "compound": 0.4, "amod": 0.3, "nmod": 0.3}
OTHER_ROLE = 0.35
FADING = 0.5  # what a sentence's distance leaves of an entity's weight
ELSEWHERE = 0.3  # what a section's border leaves
TOPIC = 0.06  # per mention anywhere before, up to TOPIC_MOST mentions
TOPIC_MOST = 6
NOUNS = frozenset({"noun", "nouns"})  # types of common nouns, singular and plural, that compete with entities
NOUN_SHARE = 0.8  # what a common noun weighs beside an entity in the same role
NOUN_ROLES = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr", "conj", "ROOT", "agent", "poss", "appos"})


class Occurrence(NamedTuple):
    """One mention seen so far: whom, where, in which role, and together with whom."""

    entity: str
    type: str
    sentence: int
    start: int
    role: str
    head: int
    part: str
    plural: bool = False
    block: int = 0


@dataclass(slots=True)
class Foreground:
    """Mentions seen so far in a note, newest last."""

    seen: list[Occurrence] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)

    def add(self, occurrence: Occurrence) -> None:
        """Remember a mention."""
        self.seen.append(occurrence)
        if occurrence.type in NOUNS:
            self.types[occurrence.entity] = occurrence.type
            return
        self.counts[occurrence.entity] = self.counts.get(occurrence.entity, 0) + 1
        self.types.setdefault(occurrence.entity, occurrence.type)

    def weights(self, sentence: int, part: str, reach: int = 6) -> dict[str, float]:
        """Weight of each entity as seen from a sentence: role, distance, section, and how often it was named before."""
        weight = {entity: TOPIC * min(count, TOPIC_MOST) for entity, count in self.counts.items()}
        for each in reversed(self.seen):
            distance = sentence - each.sentence
            if distance > reach:
                break
            value = ROLES.get(each.role, OTHER_ROLE) * FADING**distance
            value *= NOUN_SHARE if each.type in NOUNS else 1.0
            weight[each.entity] = weight.get(each.entity, 0.0) + (value if each.part == part else value * ELSEWHERE)
        return weight

    def recent(self, sentence: int) -> Iterator[Occurrence]:
        """Mentions from a sentence back to the note's start."""
        for each in reversed(self.seen):
            if each.sentence <= sentence:
                yield each


def role_of(tokens: Sequence[Token], first: int, last: int) -> tuple[str, int]:
    """Grammatical role of the phrase ``[first, last)`` and the token that carries it; a list's members share the first's role."""
    at = last - 1
    for each in range(last - 1, first - 1, -1):
        if not first <= tokens[each].head < last or tokens[each].head == each:
            at = each
            break
    head = at
    for _ in range(5):
        if tokens[at].dep not in {"conj", "appos"} or tokens[at].head == at:
            break
        at = tokens[at].head
    dep = tokens[at].dep
    if dep in {"compound", "poss", "nmod", "amod"} and tokens[tokens[at].head].dep in {"nsubj", "nsubjpass", "ROOT"}:
        dep = f"{dep}-subject"
    return dep, head


def token_range(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    """Tokens that cover ``[start, end)`` of the text."""
    inside = [at for at, token in enumerate(tokens) if token.start < end and start < token.end]
    return (inside[0], inside[-1] + 1) if inside else (0, 1)


def occurrences(sentence: Sentence, mentions: Sequence[Mention], number: int, label: int) -> list[Occurrence]:
    """The mentions of a sentence as seen by those that follow."""
    made = []
    for mention in mentions:
        first, last = token_range(sentence.tokens, mention.start, mention.end)
        role, head = role_of(sentence.tokens, first, last)
        role = "label" if mention.end <= label else role
        plural = sentence.tokens[last - 1].tag in {"NNS", "NNPS"} or mention.type == "Group"
        made.append(Occurrence(mention.entity, mention.type, number, mention.start, role, head, sentence.part, plural, sentence.passage))
    return made


def nouns(sentence: Sentence, number: int, taken: Sequence[tuple[int, int]]) -> list[Occurrence]:
    """The common nouns of a sentence outside names and resolved phrases: they compete for its pronouns."""
    tokens = sentence.tokens
    made = []
    for at, token in enumerate(tokens):
        if token.pos != "NOUN" or token.dep not in NOUN_ROLES or any(start <= token.start < end for start, end in taken):
            continue
        role, head = role_of(tokens, at, at + 1)
        kind = "nouns" if token.tag == "NNS" else "noun"
        made.append(Occurrence(f"\0{token.lemma}", kind, number, token.start, role, head, sentence.part, kind == "nouns", sentence.passage))
    return made
