"""Drafts the statements of a sentence from its clauses, its noun phrases and its label."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.dates.date_forms import PATTERN as DATE
from kg.extract.grammar.tag_sets import NOUNS
from kg.extract.grammar.verb_complements import is_infinitive
from kg.extract.statements import clause_subjects, clauses, gapping, nominals, relation_phrases
from kg.extract.statements.noun_phrases import Phrase
from kg.extract.statements.predicate_frames import Framer
from kg.extract.statements.relation_phrases import BEING, Relation
from kg.model.properties import is_money

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.extract.grammar.labels import Label
    from kg.extract.statements.clauses import Clause
    from kg.extract.statements.noun_phrases import Reader
    from kg.extract.statements.predicate_frames import Frame
    from kg.model import Quantity

# Children of a root that make it a clause.
STATED = frozenset({"nsubj", "nsubjpass", "csubj", "expl", "aux", "auxpass"})
INDEFINITE = frozenset({"a", "an", "another", "one"})
# Nouns that stand for a verb with the same preposition.
NOMINALIZED = {"dependency": "depends", "dependence": "depends", "reliance": "relies", "investment": "invests"}
RATIOS = frozenset({"percent", "fraction", "times"})  # units of values that say nothing of what is measured
GAPPED = "gapped"
SAID_LABELS = frozenset({"prep", "appos"})  # of a noun whose verb is left out: no part of its name
HAVING = Relation(("has",), ("has",))
PRICED = Relation(("is priced at",), ("is priced at",))


class Draft(NamedTuple):
    """A statement before its value is looked at.

    Attributes:
        subject, object: Phrases; their entity is None for a plain noun phrase.
        relation: The relation phrase.
        rule: ``clause/frame``, or the rule that read a noun phrase or label.
        head: Index of the predicate's token, -1 when there is none.
        theme: Entity that is inside the relation (``valued Acme at``), or None.
        label: The label that names the attribute, or "".
    """

    subject: Phrase
    relation: Relation
    object: Phrase
    rule: str
    head: int
    theme: str | None = None
    label: str = ""


def drafts(reader: Reader, label: Label | None, topic: str | None, quantities: Sequence[Quantity]) -> Iterator[Draft]:
    """All statements that the sentence may be read to make, clause by clause in reading order."""
    found = list(_clausal(reader, label, topic))
    if not any(draft.rule.startswith("main/") for draft in found):
        yield from _fragment(reader, label, topic, quantities)
    yield from found
    told = {draft.object.head for draft in found if draft.rule.endswith(GAPPED)}
    for fact in nominals.find(reader):
        if fact.object.head not in told:
            yield Draft(fact.subject, fact.relation, fact.object, fact.rule, -1)


def _clausal(reader: Reader, label: Label | None, topic: str | None) -> Iterator[Draft]:
    for clause in clauses.find(reader.tree):
        judged = _expletive(reader, clause)
        if judged is not None:
            yield judged
            continue
        found = clause_subjects.of_clause(clause, reader, label, topic)
        for subject in found:
            alone = len(found) > 1 and reader.tree.tokens[subject.head].tag not in ("NNS", "NNPS")
            told = replace(clause, each=True) if alone else clause
            for frame in Framer(reader, _owner(subject)).frames(told):
                rule = f"{clause.rule}/{frame.rule}"
                if frame.inverse:
                    yield Draft(frame.object, frame.relation, subject, rule, clause.head)
                    continue
                turned = list(_turned(reader, clause, frame)) if frame.rule in ("copula", "role") else []
                yield from turned
                if not turned:
                    yield Draft(subject, frame.relation, frame.object, rule, clause.head, frame.theme)
        yield from _gapped(reader, clause)


def _expletive(reader: Reader, clause: Clause) -> Draft | None:
    """``It is crucial to test the pump``: the infinitive is what the adjective is said of."""
    tree = reader.tree
    if len(clause.subjects) != 1 or tree.tokens[clause.subjects[0]].text.lower() != "it":
        return None
    for adjective in tree.kids(clause.head, {"acomp"}):
        for verb in (*tree.kids(clause.head, {"xcomp", "advcl"}), *tree.kids(adjective, {"xcomp"})):
            if verb > adjective and is_infinitive(tree, verb) and not tree.kids(verb, {"nsubj"}):
                said = reader.words(verb, tree.descend([verb], {"punct"}))
                relation = relation_phrases.of_clause(tree, replace(clause, subjects=()))
                return Draft(said, relation, reader.noun_phrase(adjective), f"{clause.rule}/expletive", clause.head)
    return None


def _gapped(reader: Reader, clause: Clause) -> Iterator[Draft]:
    """``A accounts for 22%, and B for 10%``: what the verb says of B too."""
    tree = reader.tree
    for rest in gapping.find(tree, clause.head):
        relation = relation_phrases.of_clause(tree, replace(clause, subjects=(rest.subject,)))
        if rest.prep >= 0:
            relation = relation.plus(tree.tokens[rest.prep].text.lower())
        named = reader.entities(rest.subject)
        for subject in reader.phrases(rest.subject) if named else [reader.noun_phrase(rest.subject, stop=SAID_LABELS)]:
            for thing in reader.phrases(rest.object):
                yield Draft(subject, relation, thing, f"{clause.rule}/{GAPPED}", clause.head)


def _turned(reader: Reader, clause: Clause, frame: Frame) -> Iterator[Draft]:
    """``A key risk is Acme``: what is introduced is the subject of the statement."""
    tree = reader.tree
    i = clause.subjects[0] if clause.subjects else -1
    if i < 0 or tree.tokens[i].pos not in ("NOUN", "NUM") or not tree.deps[i].startswith("nsubj") or reader.entities(i):
        return
    words = [tree.tokens[c].text.lower() for c in tree.kids(i, {"det", "nummod"})]
    if frame.object.entity is None and INDEFINITE.isdisjoint([*words, tree.tokens[i].text.lower()]):
        return
    thing = frame.object
    rule = f"{clause.rule}/turned"
    if frame.rule == "role":
        noun = tree.heads[tree.heads[thing.head]]
        yield from (Draft(h.subject, h.relation, h.object, rule, clause.head) for h in _held(reader, noun))
        return
    for being in Framer(reader, _owner(thing)).being(i, frame.relation):
        yield Draft(thing, being.relation, being.object, rule, clause.head)


def _held(reader: Reader, noun: int) -> Iterator[nominals.Fact]:
    """``Acme's dependency on Omega``: what an entity has in relation to another."""
    tree = reader.tree
    owners = [phrase for c in tree.kids(noun, {"poss"}) for phrase in reader.named(c)]
    for prep in tree.kids(noun, {"prep"}):
        for pobj in tree.kids(prep, {"pobj"}):
            for other in reader.phrases(pobj):
                for one in owners[:1] if other.entity else ():
                    name = reader.bare(noun, frozenset({one.text}))
                    word = tree.tokens[prep].text.lower()
                    called = NOMINALIZED.get(tree.tokens[noun].lemma, f"has {tree.tokens[noun].lemma}")
                    yield nominals.Fact(one, Relation((f"has {name} {word}",), (called, word)), other, "held")


def _fragment(
    reader: Reader, label: Label | None, topic: str | None, quantities: Sequence[Quantity]
) -> Iterator[Draft]:
    """A list item without verb: an attribute with its value, or a quality of the label or topic."""
    tree = reader.tree
    roots = [i for i in range(tree.first, len(tree.tokens)) if tree.heads[i] == i and tree.tokens[i].pos != "PUNCT"]
    if not roots or tree.kids(roots[0], STATED):
        return
    start = tree.tokens[tree.first].start
    value = next((q for q in quantities if q.start >= start), None)
    if label is not None and value is not None and _opens(reader, value):
        yield from _attribute(label, topic, value)
    elif tree.tokens[roots[0]].pos == "ADJ" or (
        tree.tokens[roots[0]].tag == "VBN" and not tree.kids(roots[0], {"prep"})
    ):
        for subject in clause_subjects.topical(label, topic):
            for frame in Framer(reader, _owner(subject)).quality(roots[0], BEING):
                yield Draft(subject, frame.relation, frame.object, "fragment", roots[0])
    elif label is not None and _defines(reader, roots[0]):
        subject = clause_subjects.topical(label, topic)[0]
        for frame in Framer(reader, _owner(subject)).being(roots[0], BEING):
            yield Draft(subject, frame.relation, frame.object, f"definition/{frame.rule}", roots[0])


def _defines(reader: Reader, root: int) -> bool:
    """Whether a body without verb says what its label is: ``Vega: A ship for cars``."""
    tree = reader.tree
    opening = tree.tokens[tree.first]
    defining = opening.text.lower() in INDEFINITE or opening.tag == "PRP$"
    return defining and tree.tokens[root].pos in NOUNS and tree.heads[tree.first] == root


def _opens(reader: Reader, value: Quantity) -> bool:
    """Whether nothing but function words comes before the value in the body."""
    tokens = reader.tree.tokens[reader.tree.first :]
    return all(t.start >= value.start or t.pos in ("ADV", "ADP", "DET", "SYM", "PUNCT", "ADJ", "PART") for t in tokens)


def _attribute(label: Label, topic: str | None, value: Quantity) -> Iterator[Draft]:
    """``Revenue: $2 billion``: what the topic has; ``Model X: $799``: the label's value; ``2016: 90 shops``: a time."""
    phrase = Phrase(value.text, -1, None, value.start, value.end)
    if label.entity is not None:
        name = "price" if is_money(value.unit) else ""
        relation = PRICED if name else BEING
        yield Draft(Phrase(label.entity, -1, label.entity), relation, phrase, "label-value", -1, None, name)
    elif topic and DATE.fullmatch(label.text):
        relation = BEING if value.unit in RATIOS else HAVING
        yield Draft(Phrase(topic, -1, topic), relation, phrase, "attribute", -1)
    elif topic:
        name = label.text if label.text.isupper() else label.text.lower()
        relation = Relation((f"has {name} of",), (name,))
        yield Draft(Phrase(topic, -1, topic), relation, phrase, "attribute", -1, None, name)


def _owner(phrase: Phrase) -> frozenset[str]:
    """The entity that a subject is: its possessives need no naming in what is said of it."""
    return frozenset({phrase.entity} if phrase.entity else ())
