"""Names the subjects of a clause, those that the sentence leaves out included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.tag_sets import NOUNS_AND_PRONOUNS
from kg.extract.statements import noun_lists
from kg.extract.statements.noun_phrases import Phrase

if TYPE_CHECKING:
    from kg.extract.grammar.labels import Label
    from kg.extract.statements.clauses import Clause
    from kg.extract.statements.noun_phrases import Reader

READER = Phrase("you", -1)  # whom an imperative tells what to do
CLAUSAL = frozenset({"csubj", "csubjpass"})
KEPT = frozenset({"punct", "mark"})


def of_clause(clause: Clause, reader: Reader, label: Label | None, topic: str | None) -> list[Phrase]:
    """The subjects of a clause as phrases; empty when none is clear."""
    tree = reader.tree
    found: list[Phrase] = []
    if not clause.subjects:
        return _left_out(clause, reader, label, topic)
    for head in clause.subjects:
        if label is not None and tree.heads[head] == head and not tree.is_verb(head):
            return topical(label, topic)  # "Vega: A ship that carries cars"
        if tree.deps[head] in CLAUSAL or (tree.tokens[head].tag == "VBG" and head == tree.first):
            found.append(reader.noun_phrase(head, stop=KEPT))
            continue
        for member in noun_lists.doers(reader, head):
            found += reader.phrases(member)
    return list({phrase.text: phrase for phrase in reversed(found)}.values())[::-1]


def topical(label: Label | None, topic: str | None) -> list[Phrase]:
    """Whom a list item without subject speaks of: the entity or thing of its label, else the topic."""
    if label is not None:
        return [Phrase(label.entity or label.text, -1, label.entity)]
    return [Phrase(topic, -1, topic)] if topic else []


def _left_out(clause: Clause, reader: Reader, label: Label | None, topic: str | None) -> list[Phrase]:
    """The subject of a sentence that begins with its predicate, or of a conjunct of that."""
    tree = reader.tree
    if clause.rule not in ("main", "conj"):
        return []
    main = list(tree.upward(clause.head))[-1]
    if any(tree.tokens[k].pos in NOUNS_AND_PRONOUNS for k in range(tree.first, main)):
        return []
    return [READER] if tree.tokens[main].tag == "VB" else topical(label, topic)
