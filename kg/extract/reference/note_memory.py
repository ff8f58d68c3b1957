"""Remembers what a note has said of its entities so far: where last, how often, as what, and by which pronouns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.reference.entity_places import EntityPlaces
from kg.extract.reference.salience import NOUNS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.extract.reference.salience import Occurrence
    from kg.model import Mention, Sentence, Token

BESIDE = frozenset({"appos", "compound"})  # of a noun that says what the name it depends on is
BEFORE = frozenset({"compound", "nmod", "amod", "appos"})  # of a name whose head says what it is
NAME_LENGTH = 2  # letters that a name has at least to be recognised in a title


class NoteMemory:
    """What is known of a note's entities while its sentences are read in order.

    Attributes:
        types: Of all entities that the note names anywhere, by name.
        titled: Those that its title names.
        density: Names, terms apart, for each sentence of the note.
        people: How many persons it names.
        places: Where it names each entity.
        last: Number of the sentence with the latest mention, and that mention.
        counts: Mentions so far.
        most: The highest of them.
        nouns: Common nouns that said what an entity is ("Acme, a camcorder").
        female, male: How often "she" and "he" were taken for an entity.
        echo: The entity that a word or a form of anaphor was taken for last.
    """

    def __init__(self, title: str, sentences: Sequence[Sentence], named: Sequence[Sequence[Mention]]) -> None:
        self.types = {mention.entity: mention.type for row in reversed(named) for mention in reversed(row)}
        self.titled = mentioned(title, self.types)
        self.density = sum(mention.type != "Concept" for row in named for mention in row) / (len(named) or 1)
        self.people = sum(kind == "Person" for kind in self.types.values())
        self.places = EntityPlaces(sentences, named)
        self.last: dict[str, tuple[int, Occurrence]] = {}
        self.counts: dict[str, int] = {}
        self.most = 0
        self.nouns: dict[str, set[str]] = {}
        self.female: dict[str, int] = {}
        self.male: dict[str, int] = {}
        self.echo: dict[str, str] = {}
        self._headed: dict[str, frozenset[str]] = {}

    def headed(self, heading: str) -> frozenset[str]:
        """The entities that a heading names."""
        found = self._headed.get(heading)
        if found is None:
            found = self._headed[heading] = mentioned(heading, self.types)
        return found

    def resolved(self, word: str, form: str, entity: str, *, female: bool) -> None:
        """Remember what an anaphor of this word and form was taken for."""
        self.echo[word] = self.echo[form] = entity
        if form == "person":
            seen = self.female if female else self.male
            seen[entity] = seen.get(entity, 0) + 1

    def read(self, number: int, tokens: Sequence[Token], inside: Sequence[Occurrence]) -> None:
        """Remember the mentions of the sentence of that number."""
        entities = [each for each in inside if each.type not in NOUNS]
        for each in sorted(entities, key=lambda one: one.start):
            self.last[each.entity] = number, each
            self.counts[each.entity] = self.counts.get(each.entity, 0) + 1
            self.most = max(self.most, self.counts[each.entity])
        if tokens and entities:
            self._describe(tokens, {each.head: each.entity for each in entities})

    def _describe(self, tokens: Sequence[Token], heads: Mapping[int, str]) -> None:
        """Remember the nouns that say what an entity is: beside it, before it, or after "is"."""
        subjects = {tokens[at].head: entity for at, entity in heads.items() if tokens[at].dep == "nsubj"}
        for at, token in enumerate(tokens):
            if token.pos == "NOUN" and at not in heads:
                whom = heads.get(token.head) if token.dep in BESIDE else None
                whom = subjects.get(token.head) if token.dep == "attr" else whom
                if whom is not None:
                    self.nouns.setdefault(whom, set()).add(token.lemma.lower())
        for at, entity in heads.items():
            above = tokens[tokens[at].head]
            if tokens[at].dep in BEFORE and above.pos == "NOUN":
                self.nouns.setdefault(entity, set()).add(above.lemma.lower())


def mentioned(text: str, names: Mapping[str, str]) -> frozenset[str]:
    """Those of some names that stand in a title or heading, as whole words in any case."""
    padded = f" {''.join(sign if sign.isalnum() else ' ' for sign in text.casefold())} "
    return frozenset(
        name
        for name in names
        if len(name) >= NAME_LENGTH
        and f" {''.join(sign if sign.isalnum() else ' ' for sign in name.casefold())} " in padded
    )
