"""Reads off a clause what its predicate says of its subject: relation phrases with their object phrases."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.extract.grammar import verb_complements
from kg.extract.grammar.tag_sets import NOUNS_AND_PRONOUNS
from kg.extract.statements import gapping, noun_lists, relation_phrases, unasserted
from kg.extract.words.word_data import word_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.extract.grammar.sentence_tree import SentenceTree
    from kg.extract.statements.clauses import Clause
    from kg.extract.statements.noun_phrases import Phrase, Reader
    from kg.extract.statements.relation_phrases import Relation

LOOSE = frozenset({"with"})  # after an object it places the claim, too
# After an entity these tell what it is taken for, or at what it is put: the point of the clause.
ROLE_PREPOSITIONS = frozenset({"as", "at"})
PREDICATIVE = frozenset({"attr", "oprd", "acomp"})
ADJECTIVAL = frozenset({"ADJ", "VERB", "ADV"})
OBJECT_HEADS = NOUNS_AND_PRONOUNS | {"NUM"}
MEASURES = frozenset({"advmod", "npadvmod"})
WAY = frozenset({"to", "into", "in", "by", "over"})  # what comes after where something starts "from"
LONGEST_CHAIN = 6  # links of a chain of infinitives and gerunds that are followed


@dataclass(frozen=True, slots=True)
class Frame:
    """One relation with its object.

    Attributes:
        relation: The relation phrase.
        object: What is at its other end.
        rule: Which construction it was read from.
        inverse: Whether the object is the doer, as the agent of a passive is.
        theme: Entity that became part of the relation (``valued Acme at``), or None.
    """

    relation: Relation
    object: Phrase
    rule: str
    inverse: bool = False
    theme: str | None = None


class Framer:
    """Reads frames in one sentence, for a subject that is the entities ``owner``: their possessives need no naming."""

    __slots__ = ("owner", "reader", "tree")

    def __init__(self, reader: Reader, owner: frozenset[str] = frozenset()) -> None:
        self.reader = reader
        self.tree: SentenceTree = reader.tree
        self.owner = owner

    def frames(self, clause: Clause) -> list[Frame]:
        """What the clause says of its subject."""
        relation = relation_phrases.of_clause(self.tree, clause)
        if clause.gap is not None:
            return _gapped(self, clause.head, clause.gap, relation)
        pos = self.tree.tokens[clause.head].pos
        if pos in ("VERB", "AUX"):
            return list(self._verbal(clause.head, relation, 0))
        return list(self.being(clause.head, relation) if pos in OBJECT_HEADS else self.quality(clause.head, relation))

    def each(self, members: Iterable[int], relation: Relation, rule: str) -> Iterator[Frame]:
        """One frame for each phrase that the tokens ``members`` head."""
        for member in members:
            for phrase in self.reader.phrases(member, self.owner):
                yield Frame(relation, phrase, rule)

    def _verbal(self, i: int, relation: Relation, depth: int) -> Iterator[Frame]:
        """Frames of the verb ``i`` once ``relation`` was said up to it."""
        chain = verb_complements.chained(self.tree, i) if depth < LONGEST_CHAIN else None
        if chain is not None:
            yield from self._linked(i, chain, relation, depth)
            return
        objects = list(self._objects(i, relation, depth))
        if len(objects) == 1 and objects[0].rule == "object":
            objects = self._with_adjunct(i, objects[0], relation, depth)
        said = objects or list(self._predicated(i, relation, depth))
        yield from said
        if not said:
            yield from self._prepositional(i, relation, depth, "preposition")
            yield from _intransitive(self, i, relation)
        yield from _agents(self, i, relation)

    def _linked(self, i: int, chain: int, relation: Relation, depth: int) -> Iterator[Frame]:
        """Frames of the chain ``i`` + ``chain``; the infinitive as a whole when nothing follows it."""
        tree = self.tree
        between = [c for c in tree.kids(i, {"dobj"}) if c < chain] + tree.kids(chain, {"nsubj"})
        longer = relation.plus(self.reader.short(between[0], self.owner), "") if between else relation
        done = False
        for link in [chain, *tree.kids(chain, {"conj"})]:
            for frame in self._verbal(link, relation_phrases.onto(tree, longer, link), depth + 1):
                done = True
                yield frame
        if not done:
            rest = [k for k in tree.descend([chain]) if k not in between]
            yield Frame(relation, self.reader.words(chain, rest, self.owner), "infinitive")

    def _plus_bare(self, relation: Relation, i: int) -> Relation:
        """The relation with the phrase of token ``i`` at its end, of which its name takes the head."""
        text = self.reader.bare(i, self.owner)
        opens = i == self.tree.first and i not in self.reader.at
        return relation.plus(text[:1].lower() + text[1:] if opens else text, self.tree.tokens[i].text)

    def _objects(self, i: int, relation: Relation, depth: int) -> Iterator[Frame]:
        objects = self.tree.kids(i, {"dobj"})
        for o in objects:
            purposes = list(self._purposes(o, relation, depth))
            yield from purposes or self.each(noun_lists.listed(self.reader, o), relation, "object")
        small = None if objects else verb_complements.small_clause(self.tree, i)
        if small is not None:
            yield from self.each([small[1]], self._plus_bare(relation, small[0]), "small-clause")

    def _purposes(self, noun: int, relation: Relation, depth: int) -> Iterator[Frame]:
        """An infinitive that completes the object: ``made an effort to end`` + object."""
        tree = self.tree
        for c in tree.kids(noun, {"acl"}) if depth < LONGEST_CHAIN else ():
            if verb_complements.is_infinitive(tree, c) and not tree.kids(c, {"nsubj"}):
                longer = relation_phrases.onto(tree, self._plus_bare(relation, noun), c)
                yield from (replace(frame, rule="purpose") for frame in self._verbal(c, longer, depth + 2))

    def _with_adjunct(self, i: int, frame: Frame, relation: Relation, depth: int) -> list[Frame]:
        """The object with the first prepositional phrase after it; entities in such phrases get their own frame."""
        thing = frame.object
        said = relation.plus(thing.text, "") if thing.entity else self._plus_bare(relation, thing.head)
        more = list(self._prepositional(i, said, depth, "adjunct"))
        if not more:
            return [frame]
        roles = [f for f in more if f.relation.words[-1] in ROLE_PREPOSITIONS]
        if thing.entity and roles:
            return [replace(f, rule="object-role", theme=thing.entity) for f in roles]
        named = [replace(f, rule="adjunct-entity") for f in more if f.object.entity]
        if named or thing.entity:
            return [frame, *named]
        first = more[0]
        joined = " ".join((thing.text, *first.relation.words[len(said.words) :], first.object.text))
        return [
            replace(
                frame, object=replace(thing, text=joined, end=max(thing.end, first.object.end)), rule="object-adjunct"
            )
        ]

    def _predicated(self, i: int, relation: Relation, depth: int) -> Iterator[Frame]:
        for c in self.tree.kids(i, PREDICATIVE):
            adjective = self.tree.deps[c] == "acomp" or self.tree.tokens[c].pos in ADJECTIVAL
            adjective = adjective and c not in self.reader.at
            for member in noun_lists.listed(self.reader, c):
                yield from self.quality(member, relation, depth) if adjective else self.being(member, relation)

    def being(self, noun: int, relation: Relation) -> Iterator[Frame]:
        """What the subject is; with a complement, what it is of it (``is the founder of X``, ``is a tale of …``)."""
        said = self._plus_bare(relation, noun)
        found = [f for prep in self.tree.kids(noun, {"prep"}) for f in self._complement(prep, said, "role", 1)]
        if self.tree.counts(noun):  # "is $3 billion in 2020": the value is what it is
            found = [frame for frame in found if frame.object.entity]
        yield from found or self.each([noun], relation, "copula")

    def quality(self, i: int, relation: Relation, depth: int = 0) -> Iterator[Frame]:
        """An adjective, alone or with its complement (``capable of …``, ``willing to …``)."""
        tree = self.tree
        said = self._plus_bare(relation, i)
        found = [f for prep in tree.kids(i, {"prep"}) for f in self._complement(prep, said, "quality", depth + 1)]
        for c in tree.kids(i, {"xcomp"}) if depth < LONGEST_CHAIN else ():
            if verb_complements.is_infinitive(tree, c):
                found += [
                    replace(f, rule="quality") for f in self._verbal(c, relation_phrases.onto(tree, said, c), depth + 2)
                ]
        if found:
            yield from found
            return
        phrase = self.reader.noun_phrase(i, self.owner)
        if phrase.text.startswith("not "):
            relation, phrase = relation.plus("not"), replace(phrase, text=phrase.text.removeprefix("not "))
        yield Frame(relation, phrase, "adjective")

    def _complement(self, prep: int, relation: Relation, rule: str, depth: int) -> Iterator[Frame]:
        """The object of a preposition, or of the gerund after it, or of the preposition after it (``due to``)."""
        tree = self.tree
        rest = [c for c in tree.children[prep] if tree.tokens[c].pos == "ADP" and not tree.children[c]]
        longer = relation.plus(" ".join(tree.tokens[k].text.lower() for k in (prep, *rest)))
        for c in tree.children[prep]:
            dep = tree.deps[c]
            if dep == "pobj":
                yield from self.each(noun_lists.listed(self.reader, c), longer, rule)
            elif dep in ("amod", *MEASURES) and len(tree.children[prep]) == 1:
                yield Frame(longer, self.reader.noun_phrase(c, self.owner), rule)
            else:
                further = depth < LONGEST_CHAIN and dep in ("prep", "pcomp", "conj")
                beside = dep == "conj" or _is_way(tree, prep, c)
                yield from self._onward(c, relation if beside else longer, rule, depth) if further else ()

    def _onward(self, i: int, relation: Relation, rule: str, depth: int) -> Iterator[Frame]:
        """After a preposition: another one, an indirect question as a whole, a gerund that is done as part of it."""
        tree = self.tree
        if tree.tokens[i].pos == "ADV":
            yield Frame(relation, self.reader.noun_phrase(i, self.owner), rule)
        elif tree.tokens[i].pos in ("ADP", "SCONJ"):
            yield from self._complement(i, relation, rule, depth + 1)
        elif verb_complements.is_question(tree, i) or tree.kids(i, {"nsubj", "nsubjpass"}):
            yield Frame(relation, self.reader.words(i, tree.descend([i]), self.owner), rule)
        elif not unasserted.is_left_out(tree, i):
            for link in [i, *tree.kids(i, {"conj"})] if tree.tokens[i].tag == "VBG" else ():
                for frame in self._verbal(link, relation_phrases.onto(tree, relation, link), depth + 2):
                    yield replace(frame, rule=rule)

    def _prepositional(self, i: int, relation: Relation, depth: int, rule: str) -> Iterator[Frame]:
        """The prepositional phrases after the verb, and its recipient (``gave Acme …``)."""
        tree = self.tree
        passed = word_list("background_prepositions") | (LOOSE if rule == "adjunct" else frozenset())
        for c in tree.kids(i, {"prep", "dative"}):
            if tree.tokens[c].pos in OBJECT_HEADS:
                yield from self.each([c] if rule == "adjunct" else [], relation.plus("to"), rule)
            elif c > i and tree.tokens[c].text.lower() not in passed and not gapping.is_told_of_another(tree, i, c):
                yield from self._complement(c, relation, rule, depth + 1)


def _is_way(tree: SentenceTree, prep: int, onward: int) -> bool:
    """Whether two prepositions are of one way, "from 2 to 9", though the parse hangs the second on the first."""
    words = [tree.tokens[k].text.lower() for k in (prep, onward)]
    return words[0] == "from" and words[1] in WAY and any(tree.deps[c] != "prep" for c in tree.children[prep])


def _gapped(framer: Framer, i: int, gap: int, relation: Relation) -> list[Frame]:
    """A relative clause whose object is the noun that it modifies."""
    for prep in framer.tree.kids(i, {"prep"}):
        if framer.tree.tokens[prep].text.lower() == "as":
            for pobj in framer.tree.kids(prep, {"pobj"}):
                relation = relation.plus("as " + framer.reader.short(pobj, framer.owner), "as")
    return list(framer.each([gap], relation, "gap"))


def _intransitive(framer: Framer, i: int, relation: Relation) -> Iterator[Frame]:
    """A verb without object: an indirect question, or the adverb or measure that follows it."""
    tree = framer.tree
    for c in tree.kids(i, {"ccomp"}):
        if verb_complements.is_question(tree, c):
            yield Frame(relation, framer.reader.words(c, tree.descend([c]), framer.owner), "question")
    if not tree.kids(i, {"prep", "agent"}):
        after = [c for c in tree.kids(i, MEASURES) if c > i]
        yield from (Frame(relation, framer.reader.noun_phrase(c, framer.owner), "adverb") for c in after[:1])


def _agents(framer: Framer, i: int, relation: Relation) -> Iterator[Frame]:
    """The doer of a passive, as an active subject."""
    for agent in framer.tree.kids(i, {"agent"}):
        for pobj in framer.tree.kids(agent, {"pobj"}):
            told = relation_phrases.active(framer.tree, i, relation)
            doers = noun_lists.coordinated(framer.reader, pobj)
            yield from (replace(frame, inverse=True) for frame in framer.each(doers, told, "agent"))
