"""Keeps track, sentence by sentence, of what a note talks about and how prominent each thing is.

Weights are plain numbers: a role's weight, halved with each sentence of distance, less across paragraphs and sections,
plus a little for each time the thing was named at all. They were set by hand and tuned on annotated notes.
"""

from __future__ import annotations

import re
from heapq import nlargest
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.grammar.grammatical_roles import role_of, token_range
from kg.extract.words.word_data import word_list
from kg.extract.words.wordlists import words
from kg.extract.words.wordset import wordset

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Mention, Sentence, Token

# How much a grammatical role brings an entity to the foreground.
ROLES = {
    "label": 1.8,
    "nsubj": 1.0,
    "nsubjpass": 1.0,
    "ROOT": 0.9,
    "poss-subject": 0.8,
    "compound-subject": 0.75,
    "nmod-subject": 0.7,
    "amod-subject": 0.6,
    "dobj": 0.6,
    "agent": 0.55,
    "poss": 0.55,
    "appos": 0.5,
    "attr": 0.5,
    "pobj": 0.45,
    "conj": 0.4,
    "compound": 0.4,
    "amod": 0.3,
    "nmod": 0.3,
}
OTHER_ROLE = 0.35
FADING = 0.5  # what a sentence of distance leaves of a weight
REACH = 6  # sentences back that count
ASIDE = 0.75  # what another paragraph or list item leaves of a weight
ELSEWHERE = 0.3  # what another section leaves
TOPIC = 0.06  # for each mention anywhere before …
TOPIC_MOST = 6  # … up to so many
TOPICS = 60  # entities of a note, those named most, that count wherever they are
NOUN_SHARE = 0.6  # what a common noun weighs beside an entity in the same role
NOUNS = frozenset({"noun", "nouns"})  # types of common nouns, singular and plural, that compete with entities
NOUN_ROLES = wordset("nsubj nsubjpass dobj pobj attr conj ROOT agent poss appos")
MOST = 80  # mentions of one sentence that are kept
# What is between a person and the organization whose people he or she is: "Ann Lee of Acme", "Acme CEO Ann Lee".
OFFICE = r"(?:co-?founder|founder|ceo|cto|cfo|president|chief|director|partner|head)"
HOUSE = re.compile(
    r"(?:,? (?:an? |the )?(?:[\w-]+ ){0,3}(?:of|at|from) (?:the )?"
    rf"|(?:['’]s)? (?:(?:[\w-]+ )?and )?{OFFICE}[\w ]{{0,20}} )",
    re.IGNORECASE,
)


class Occurrence(NamedTuple):
    """One mention, as those that follow see it.

    Attributes:
        entity, type: Whom it names; a common noun has its lemma with a leading NUL, and one of ``NOUNS`` as type.
        start: Where it starts in its sentence's text.
        role, head, anchor: As in ``grammatical_roles.Role``; ``label`` in the label of a list item.
        part, passage: As in ``Sentence``.
        plural: Whether its form is plural.
        named: Whether it is a name, not a pronoun.
    """

    entity: str
    type: str
    start: int
    role: str
    head: int
    anchor: int
    part: str
    passage: int
    plural: bool
    named: bool


class Foreground:
    """What a note has talked about so far: one row of occurrences per sentence, oldest first."""

    def __init__(self) -> None:
        self.rows: list[list[Occurrence]] = []
        self.types: dict[str, str] = {}
        self.plurals: dict[str, bool] = {}
        self.titles: dict[str, str] = {}
        self.houses: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def introduce(self, sentence: Sentence, names: Sequence[Mention]) -> None:
        """Remember titles ("President Lee" makes her "the president") and whose people somebody is ("Lee of Acme")."""
        for at, mention in enumerate(names):
            if mention.type != "Person":
                continue
            before = sentence.text[: mention.start].rstrip().rsplit(" ", 1)[-1].lower().strip('(,"“”.')
            if before in words().titles:
                self.titles[before] = mention.entity
            for other in (*names[max(0, at - 1) : at], *names[at + 1 : at + 2]):
                gap = sentence.text[min(mention.end, other.end) : max(mention.start, other.start)]
                if other.type == "Organization" and HOUSE.fullmatch(gap):
                    self.houses[mention.entity] = other.entity

    def add(self, row: Sequence[Occurrence]) -> None:
        """Remember the mentions of one more sentence, those that come first in it when there are very many."""
        self.rows.append(sorted(row, key=lambda each: each.start)[:MOST])
        for each in self.rows[-1]:
            if each.type in NOUNS:
                continue
            self._counts[each.entity] = self._counts.get(each.entity, 0) + 1
            self.types.setdefault(each.entity, each.type)
            if each.named:
                self.plurals.setdefault(each.entity, each.plural)

    def weights(self, sentence: Sentence) -> dict[tuple[str, str], float]:
        """Weight of each (entity, type) as seen from the sentence that follows those added so far."""
        most = nlargest(TOPICS, self._counts, key=self._counts.__getitem__)
        weight = {(each, self.types[each]): TOPIC * min(self._counts[each], TOPIC_MOST) for each in most}
        for distance, row in enumerate(reversed(self.rows[-REACH:]), 1):
            for each in row:
                value = ROLES.get(each.role, OTHER_ROLE) * FADING**distance
                value *= 1.0 if each.passage == sentence.passage else ASIDE
                value *= 1.0 if each.part == sentence.part else ELSEWHERE
                value *= NOUN_SHARE if each.type in NOUNS else 1.0
                key = (each.entity, self.types.get(each.entity, each.type))
                weight[key] = weight.get(key, 0.0) + value
        return weight

    def recent(self, sentences: int) -> Iterator[Occurrence]:
        """Entities of the latest sentences, the latest mention first."""
        for row in reversed(self.rows[-sentences:]):
            yield from (each for each in reversed(row) if each.type not in NOUNS)


def occurrences(sentence: Sentence, mentions: Sequence[Mention], label: int) -> list[Occurrence]:
    """The names of a sentence, as those that follow see them."""
    made: list[Occurrence] = []
    if not sentence.tokens:  # too odd to be parsed
        return made
    for mention in mentions[:MOST]:
        first, last = token_range(sentence.tokens, mention.start, mention.end)
        dep, head, anchor = role_of(sentence.tokens, first, last)
        made.append(
            Occurrence(
                entity=mention.entity,
                type=mention.type,
                start=mention.start,
                role="label" if mention.end <= label else dep,
                head=head,
                anchor=anchor,
                part=sentence.part,
                passage=sentence.passage,
                plural=_plural(sentence.tokens[last - 1]),
                named=True,
            )
        )
    return made


def nouns(sentence: Sentence, taken: Sequence[tuple[int, int]]) -> list[Occurrence]:
    """The common nouns of a sentence outside names: they compete for its pronouns."""
    named = {place for start, end in taken for place in range(start, end)}
    made: list[Occurrence] = []
    for at, token in enumerate(sentence.tokens):
        if len(made) >= MOST:
            break
        if token.pos != "NOUN" or token.dep not in NOUN_ROLES or token.start in named:
            continue
        dep, head, anchor = role_of(sentence.tokens, at, at + 1)
        kind = "nouns" if token.tag == "NNS" else "noun"
        made.append(
            Occurrence(
                entity=f"\0{token.lemma}",
                type=kind,
                start=token.start,
                role=dep,
                head=head,
                anchor=anchor,
                part=sentence.part,
                passage=sentence.passage,
                plural=kind == "nouns",
                named=False,
            )
        )
    return made


def _plural(token: Token) -> bool:
    """Whether the last word of a name is a plural; the tagger takes "AWS" for one."""
    text = token.text
    if token.tag not in {"NNS", "NNPS"} or text[-1] != "s" or text[:-1].isupper():
        return False
    return text not in word_list("singular_name_endings")
