"""Reads off a clause what its predicate says of its subject: relation phrases with their object phrases."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.extract import lists, relations, verbs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.extract.clauses import Clause
    from kg.extract.dependencies import Dependencies
    from kg.extract.phrases import Phrase, Reader
    from kg.extract.relations import Relation

# Prepositions that place the claim itself rather than say something of the subject.
BACKGROUND = frozenset({
    "unlike", "according", "despite", "including", "per", "of", "except", "besides", "versus", "like", "such", "than",
})  # fmt: skip
LOOSE = BACKGROUND | {"with"}  # the same after an object
# After an entity these tell what it is taken for, or at what it is put: the point of the clause.
ROLES = frozenset({"as", "at"})
PREDICATIVE = frozenset({"attr", "oprd", "acomp"})
ADJECTIVAL = frozenset({"ADJ", "VERB", "ADV"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
MEASURES = frozenset({"advmod", "npadvmod"})
DEEP = 6  # links of a chain of infinitives and gerunds that are followed


@dataclass(frozen=True, slots=True)
class Frame:
    """One relation with its object.

    Attributes:
        relation: The relation phrase.
        object: What stands at its other end.
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
        self.tree: Dependencies = reader.tree
        self.owner = owner

    def frames(self, clause: Clause) -> list[Frame]:
        """What the clause says of its subject."""
        relation = relations.of_clause(self.tree, clause)
        if clause.gap is not None:
            return self._gapped(clause.head, clause.gap, relation)
        pos = self.tree.tokens[clause.head].pos
        if pos in ("VERB", "AUX"):
            return list(self._verbal(clause.head, relation, 0))
        return list((self.being if pos in NOMINAL else self.quality)(clause.head, relation))

    def _gapped(self, i: int, gap: int, relation: Relation) -> list[Frame]:
        """A relative clause whose object is the noun that it modifies."""
        for prep in self.tree.kids(i, {"prep"}):
            if self.tree.tokens[prep].text.lower() == "as":
                for pobj in self.tree.kids(prep, {"pobj"}):
                    relation = relation.plus("as " + self.reader.short(pobj, self.owner), "as")
        return list(self._each([gap], relation, "gap"))

    def _each(self, members: Iterable[int], relation: Relation, rule: str) -> Iterator[Frame]:
        """One frame for each phrase that the tokens ``members`` head."""
        for member in members:
            for phrase in self.reader.phrases(member, self.owner):
                yield Frame(relation, phrase, rule)

    def _verbal(self, i: int, relation: Relation, depth: int) -> Iterator[Frame]:
        """Frames of the verb ``i`` once ``relation`` was said up to it."""
        chain = verbs.chained(self.tree, i) if depth < DEEP else None
        if chain is not None:
            yield from self._linked(i, chain, relation, depth)
            return
        objects = list(self._objects(i, relation, depth))
        if len(objects) == 1 and objects[0].rule == "object":
            objects = self._with_adjunct(i, objects[0], relation, depth)
        said = objects or list(self._predicated(i, relation))
        yield from said
        if not said:
            yield from self._prepositional(i, relation, depth, "preposition")
            yield from self._intransitive(i, relation)
        yield from self._agents(i, relation)

    def _linked(self, i: int, chain: int, relation: Relation, depth: int) -> Iterator[Frame]:
        """Frames of the chain ``i`` + ``chain``; the infinitive as a whole when nothing follows it."""
        tree = self.tree
        between = [c for c in tree.kids(i, {"dobj"}) if c < chain] + tree.kids(chain, {"nsubj"})
        longer = relation.plus(self.reader.short(between[0], self.owner), "") if between else relation
        for c in tree.kids(i, {"acomp", "oprd"}):
            longer = longer.plus(self.reader.bare(c, self.owner))
        done = False
        for link in [chain, *tree.kids(chain, {"conj"})]:
            for frame in self._verbal(link, relations.onto(tree, longer, link), depth + 1):
                done = True
                yield frame
        if not done:
            rest = [k for k in tree.descend([chain]) if k not in between]
            yield Frame(relation, self.reader.words(chain, rest, self.owner), "infinitive")

    def _objects(self, i: int, relation: Relation, depth: int) -> Iterator[Frame]:
        objects = self.tree.kids(i, {"dobj"})
        for o in objects:
            purposes = list(self._purposes(o, relation, depth))
            yield from purposes or self._each(lists.listed(self.reader, o), relation, "object")
        small = None if objects else verbs.small_clause(self.tree, i)
        if small is not None:
            yield from self._each([small[1]], relation.plus(self.reader.bare(small[0], self.owner)), "small-clause")

    def _purposes(self, noun: int, relation: Relation, depth: int) -> Iterator[Frame]:
        """An infinitive that completes the object: ``made an effort to end`` + object."""
        tree = self.tree
        for c in tree.kids(noun, {"acl"}) if depth < DEEP else ():
            if verbs.is_infinitive(tree, c) and not tree.kids(c, {"nsubj"}):
                longer = relations.onto(tree, relation.plus(self.reader.bare(noun, self.owner)), c)
                yield from (replace(frame, rule="purpose") for frame in self._verbal(c, longer, depth + 2))

    def _with_adjunct(self, i: int, frame: Frame, relation: Relation, depth: int) -> list[Frame]:
        """The object with the first prepositional phrase after it; entities in such phrases get their own frame."""
        thing = frame.object
        named_so = (thing.text, "") if thing.entity else (self.reader.bare(thing.head, self.owner),)
        said = relation.plus(*named_so)
        more = list(self._prepositional(i, said, depth, "adjunct"))
        if not more:
            return [frame]
        if thing.entity and more[0].relation.words[-1] in ROLES:
            return [replace(f, rule="object-role", theme=thing.entity) for f in more]
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

    def _predicated(self, i: int, relation: Relation) -> Iterator[Frame]:
        for c in self.tree.kids(i, PREDICATIVE):
            adjective = self.tree.deps[c] == "acomp" or self.tree.tokens[c].pos in ADJECTIVAL
            for member in lists.listed(self.reader, c):
                yield from (self.quality if adjective else self.being)(member, relation)

    def being(self, noun: int, relation: Relation) -> Iterator[Frame]:
        """What the subject is; with a complement that is an entity, what it is of it (``is the founder of X``)."""
        tree = self.tree
        roles: list[Frame] = []
        one = tree.tokens[noun].text.lower() == "one"
        for prep in tree.kids(noun, {"prep"}):
            longer = relation.plus(f"{self.reader.bare(noun, self.owner)} {tree.tokens[prep].text.lower()}")
            for pobj in tree.kids(prep, {"pobj"}):
                members = lists.coordinated(self.reader, pobj)
                roles += [f for f in self._each(members, longer, "role") if f.object.entity or one]
        yield from roles or self._each([noun], relation, "copula")

    def quality(self, i: int, relation: Relation) -> Iterator[Frame]:
        """An adjective, alone or with its complement (``capable of …``, ``willing to …``)."""
        tree = self.tree
        said = relation.plus(self.reader.bare(i, self.owner))
        found = [f for prep in tree.kids(i, {"prep"}) for f in self._complement(prep, said, "quality", 1)]
        for c in tree.kids(i, {"xcomp"}):
            if verbs.is_infinitive(tree, c):
                found += [replace(f, rule="quality") for f in self._verbal(c, relations.onto(tree, said, c), 2)]
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
                yield from self._each(lists.listed(self.reader, c), longer, rule)
            elif dep in ("amod", *MEASURES) and len(tree.children[prep]) == 1:
                yield Frame(longer, self.reader.noun_phrase(c, self.owner), rule)
            elif depth < DEEP and dep in ("prep", "pcomp", "conj"):
                onward = relation if dep == "conj" else longer
                yield from self._onward(c, onward, rule, depth)

    def _onward(self, i: int, relation: Relation, rule: str, depth: int) -> Iterator[Frame]:
        """After a preposition: another one, an indirect question as a whole, a gerund as part of the relation."""
        tree = self.tree
        if tree.tokens[i].pos in ("ADP", "SCONJ"):
            yield from self._complement(i, relation, rule, depth + 1)
        elif verbs.is_question(tree, i) or tree.kids(i, {"nsubj", "nsubjpass"}):
            yield Frame(relation, self.reader.words(i, tree.descend([i]), self.owner), rule)
        elif tree.tokens[i].tag == "VBG":
            for link in [i, *tree.kids(i, {"conj"})]:
                for frame in self._verbal(link, relations.onto(tree, relation, link), depth + 2):
                    yield replace(frame, rule=rule)

    def _prepositional(self, i: int, relation: Relation, depth: int, rule: str) -> Iterator[Frame]:
        """The prepositional phrases after the verb, and its recipient (``gave Acme …``)."""
        tree = self.tree
        passed = LOOSE if rule == "adjunct" else BACKGROUND
        for c in tree.kids(i, {"prep", "dative"}):
            if tree.tokens[c].pos in NOMINAL:
                if rule == "adjunct":
                    yield from self._each([c], relation.plus("to"), rule)
            elif c > i and tree.tokens[c].text.lower() not in passed:
                yield from self._complement(c, relation, rule, depth + 1)

    def _intransitive(self, i: int, relation: Relation) -> Iterator[Frame]:
        """A verb without object: an indirect question, or the adverb or measure that follows it."""
        tree = self.tree
        for c in tree.kids(i, {"ccomp"}):
            if verbs.is_question(tree, c):
                yield Frame(relation, self.reader.words(c, tree.descend([c]), self.owner), "question")
        if not tree.kids(i, {"prep", "agent"}):
            after = [c for c in tree.kids(i, MEASURES) if c > i]
            yield from (Frame(relation, self.reader.noun_phrase(c, self.owner), "adverb") for c in after[:1])

    def _agents(self, i: int, relation: Relation) -> Iterator[Frame]:
        """The doer of a passive, told actively."""
        for agent in self.tree.kids(i, {"agent"}):
            for pobj in self.tree.kids(agent, {"pobj"}):
                told = relations.active(self.tree, i, relation)
                doers = lists.coordinated(self.reader, pobj)
                yield from (replace(frame, inverse=True) for frame in self._each(doers, told, "agent"))
