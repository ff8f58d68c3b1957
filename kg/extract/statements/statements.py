"""Finds the statements of a claim: who does or is what, read off its parse, with the values that they give.

1. ``labels`` sets a label apart, ``clauses`` finds the predicates with their subjects;
2. ``predicate_frames`` reads relation and object off each, ``nominals`` the facts inside noun phrases;
3. ``statement_drafts`` puts them together, ``statement_values`` adds number and property, ``statement_dates`` the time;
4. ``unasserted`` leaves out what the sentence denies, supposes or says was not done;
5. the ones that rest on weak rules only fill up a claim that says little otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar import labels
from kg.extract.grammar.sentence_tree import LONGEST_PARSED, SentenceTree
from kg.extract.statements.noun_phrases import Reader
from kg.extract.statements.statement_dates import Times
from kg.extract.statements.statement_drafts import drafts
from kg.extract.statements.statement_values import Completer
from kg.extract.statements.unasserted import is_unasserted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.extract.statements.statement_drafts import Draft
    from kg.model import DateRef, Mention, Quantity, Sentence, Statement

# Rules, or either half of them, that read fewer than three in ten statements as an annotator does.
WEAK = frozenset({
    "participle", "participle-aside", "gap", "postnominal", "apposition", "conj/agent",
    "relcl/adjective", "subordinate/adverb", "complement/copula", "csubj", "parataxis",
})  # fmt: skip
FEW = 2  # a claim with fewer statements is filled up from the weak ones
MOST_STATEMENTS = 4  # statements of one claim


def find(
    sentence: Sentence,
    mentions: Sequence[Mention],
    quantities: Sequence[Quantity],
    dates: Sequence[DateRef],
    topic: str | None,
    *,
    tree: SentenceTree | None = None,
) -> tuple[Statement, ...]:
    """The statements of a sentence, in reading order of their predicates, at most ``MOST_STATEMENTS``.

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
    label = labels.split(sentence, mentions) if tree.first else None
    reader = Reader(sentence, tree, mentions)
    complete = Completer(reader, quantities, Times(sentence.text, tree, dates)).statement
    stated = (draft for draft in drafts(reader, label, topic, quantities) if not is_unasserted(tree, draft.head))
    return _chosen(dict.fromkeys(complete(draft) for draft in stated if _says(draft)))


def _says(draft: Draft) -> bool:
    subject, thing = draft.subject.text, draft.object.text
    return all((subject, draft.relation.text, thing)) and subject.casefold() != thing.casefold()


def _chosen(found: Iterable[Statement]) -> tuple[Statement, ...]:
    """The strong statements, and weak ones where those are few; each subject, relation and object once."""
    seen: dict[tuple[str, str, str], Statement] = {}
    for statement in found:
        seen.setdefault((statement.subject, statement.predicate, statement.object), statement)
    strong = [s for s in seen.values() if not is_weak(s)]
    strong = sorted(strong, key=lambda s: not s.method.startswith("main/"))[:MOST_STATEMENTS]
    weak = [s for s in seen.values() if is_weak(s)]
    kept = {id(s) for s in (*strong, *weak[: max(0, FEW - len(strong))])}
    return tuple(s for s in seen.values() if id(s) in kept)


def is_weak(statement: Statement) -> bool:
    """Whether a statement rests on a weak rule; a value of a known property never does."""
    if statement.quantity is not None and statement.subject_entity is not None:
        return False
    return statement.method in WEAK or not WEAK.isdisjoint(statement.method.split("/"))
