"""Reads the facts inside noun phrases: appositions, titles, examples and adjectives set after the noun."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.extract.grammar.tag_sets import NOUNS
from kg.extract.statements import noun_lists
from kg.extract.statements.noun_phrases import BARE
from kg.extract.statements.predicate_frames import Framer
from kg.extract.statements.relation_phrases import BEING, Relation
from kg.extract.words.word_data import word_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.extract.statements.noun_phrases import Phrase, Reader

INCLUDING = Relation(("include",), ("includes",))


class Fact(NamedTuple):
    """A subject, relation and object read from a noun phrase, and the rule that read them."""

    subject: Phrase
    relation: Relation
    object: Phrase
    rule: str


def find(reader: Reader) -> Iterator[Fact]:
    """The facts inside the noun phrases of a sentence, in reading order."""
    tree = reader.tree
    for i in range(tree.first, len(tree.tokens)):
        if tree.tokens[i].pos in NOUNS:
            yield from _appositions(reader, i)
            yield from _titles(reader, i)
            yield from _examples(reader, i)
            yield from _qualities(reader, i)


def _appositions(reader: Reader, i: int) -> Iterator[Fact]:
    """``Omega, founder of Acme``, ``Acme's rival, Omega``: the name is what the other noun phrase says."""
    tree = reader.tree
    for c in tree.kids(i, {"appos"}):
        between = {tree.tokens[k].text for k in range(i + 1, c)}
        if tree.tokens[c].pos not in NOUNS or ":" in between or "(" in between or tree.kids(c, {"conj"}):
            continue
        name, role = (i, c) if i in reader.at else (c, i)
        if name not in reader.at or role in reader.at:
            continue
        for subject in reader.named(name):
            yield from _roles(reader, subject, role)


def _roles(reader: Reader, subject: Phrase, role: int) -> Iterator[Fact]:
    """What ``role`` says of ``subject``: of whom, when it names an owner or complement, else what it is."""
    tree = reader.tree
    owner = frozenset({subject.entity} if subject.entity else ())
    noun = reader.noun_phrase(role, owner, BARE | {"poss"}).text
    of = [c for p in tree.kids(role, {"prep"}) if tree.tokens[p].text.lower() == "of" for c in tree.kids(p, {"pobj"})]
    found = False
    for c in (*tree.kids(role, {"poss"}), *of):
        for phrase in reader.named(c):
            if phrase.entity != subject.entity:
                found = True
                yield Fact(subject, BEING.plus(f"{noun} of"), phrase, "apposition-role")
    if not found:
        yield Fact(subject, BEING, reader.noun_phrase(role, owner), "apposition")


def _titles(reader: Reader, i: int) -> Iterator[Fact]:
    """``Turkish President Demir``: the person, the title, and what it is a title of."""
    tree = reader.tree
    here = reader.at.get(i)
    if not here or here[0].type != "Person" or here[0].kind != "name":
        return
    start = next((k for k in range(i, -1, -1) if reader.at.get(k) != here), -1)
    if start < tree.first + 1 or tree.tokens[start].text.lower() not in word_list("office_nouns"):
        return
    of = reader.at.get(start - 1)
    for person in reader.named(i):
        if of and of[0].kind == "name" and tree.tokens[start - 1].tag != "POS":
            relation = BEING.plus(f"{tree.tokens[start].text} of")
            yield Fact(person, relation, reader.named(start - 1)[0], "title")


def _examples(reader: Reader, i: int) -> Iterator[Fact]:
    """``dividends, including X and Y``."""
    tree = reader.tree
    for prep in tree.kids(i, {"prep"}):
        if tree.tokens[prep].text.lower() == "including":
            for pobj in tree.kids(prep, {"pobj"}):
                for member in noun_lists.coordinated(reader, pobj):
                    for phrase in reader.phrases(member):
                        yield from (Fact(whole, INCLUDING, phrase, "including") for whole in reader.phrases(i))


def _qualities(reader: Reader, i: int) -> Iterator[Fact]:
    """``throughput, beneficial for trading``: an adjective after its noun."""
    tree = reader.tree
    for c in tree.kids(i, {"amod"}):
        if c > i + 1 and tree.tokens[c].pos == "ADJ":
            for subject in reader.phrases(i):
                owner = frozenset({subject.entity} if subject.entity else ())
                for frame in Framer(reader, owner).quality(c, BEING):
                    yield Fact(subject, frame.relation, frame.object, "postnominal")
