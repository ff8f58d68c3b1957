"""Finds the statements of a claim: who does or is what, read off its parse, with the values that they give.

1. ``labels`` sets a label apart, ``clauses`` finds the predicates with their subjects;
2. ``predicate_frames`` reads relation and object off each, ``nominals`` the facts inside noun phrases;
3. ``statement_drafts`` puts them together, ``statement_values`` adds number and property, ``statement_dates`` the time;
4. ``factuality`` tells what the sentence denies, supposes, plans or says was not done;
5. ``statement_features`` and learned weights tell how likely each is what an annotator would state.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.grammar import labels
from kg.extract.grammar.sentence_tree import LONGEST_PARSED, SentenceTree
from kg.extract.statements.noun_phrases import Reader
from kg.extract.statements.statement_dates import Times
from kg.extract.statements.statement_drafts import drafts
from kg.extract.statements.statement_features import Reading, features
from kg.extract.statements.statement_values import Completer
from kg.extract.words.learned_weights import weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.statements.statement_drafts import Draft
    from kg.model import DateRef, Mention, Quantity, Sentence, Statement


# Frames of reporting that are outside the clause whose content they report (``Claim.attribution_rule``).
AROUND = frozenset({"according", "in_view_of", "aside"})


def find(
    sentence: Sentence,
    mentions: Sequence[Mention],
    quantities: Sequence[Quantity],
    dates: Sequence[DateRef],
    topic: str | None,
    *,
    tree: SentenceTree | None = None,
) -> tuple[Statement, ...]:
    """The statements of a sentence, in reading order of their predicates, each with its probability.

    Args:
        sentence: The sentence with its parse.
        mentions: All its mentions, offsets into its text.
        quantities: Its numbers; a statement's ``quantity`` is an index into them.
        dates: Its dates.
        topic: Main entity of the section or note, for list items that leave their subject out; or None.
        tree: What ``tree_of`` gives for the sentence, where it is at hand.
    """
    if len(sentence.tokens) > LONGEST_PARSED:
        return ()
    tree = tree or labels.tree_of(sentence)
    found = readings(sentence, mentions, quantities, dates, topic, tree=tree)
    table = weights("statements")
    chances = [table.chance(each) for each in features(tree, found)]
    return tuple(replace(each.statement, confidence=chance) for each, chance in zip(found, chances, strict=True))


def counts(statement: Statement, least: float) -> bool:
    """Whether a statement is sure enough to count; the value of an attribute always is, as verdicts judge it later."""
    return statement.confidence >= least or (statement.quantity is not None and statement.subject_entity is not None)


def told_by(frame: str, stated: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements of a sentence in a frame of reporting: "according to X" makes reports of all its facts."""
    if frame not in AROUND:
        return tuple(stated)
    return tuple(replace(each, factuality="reported") if each.factuality == "certain" else each for each in stated)


def readings(
    sentence: Sentence,
    mentions: Sequence[Mention],
    quantities: Sequence[Quantity],
    dates: Sequence[DateRef],
    topic: str | None,
    *,
    tree: SentenceTree,
) -> list[Reading]:
    """All statements that the sentence may be read to make, as ``find``, each subject, relation and object once."""
    label = labels.split(sentence, mentions) if tree.first else None
    reader = Reader(sentence, tree, mentions)
    complete = Completer(reader, quantities, Times(sentence.text, tree, dates)).statement
    found: dict[tuple[str, str, str], Reading] = {}
    for draft in drafts(reader, label, topic, quantities):
        if _says(draft):
            made = Reading(draft, complete(draft))
            found.setdefault((made.statement.subject, made.statement.predicate, made.statement.object), made)
    return list(found.values())


def _says(draft: Draft) -> bool:
    subject, thing = draft.subject.text, draft.object.text
    return all((subject, draft.relation.text, thing)) and subject.casefold() != thing.casefold()
