"""What the probability of a statement is learned from: how it was read, its parts, its standing, its neighbours."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.words.learned_weights import step
from kg.extract.words.word_data import word_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.extract.grammar.sentence_tree import SentenceTree
    from kg.extract.statements.noun_phrases import Phrase
    from kg.extract.statements.statement_drafts import Draft
    from kg.model import Statement

LENGTHS = (2, 3, 4, 6, 9, 13)  # words of an argument
RELATION_LENGTHS = (2, 3, 4, 6)
SENTENCE_LENGTHS = (8, 14, 20, 28, 38)  # tokens
COUNTS = (2, 3, 4, 6, 9)  # statements of a sentence, or of one predicate
DEPTHS = (1, 2, 3, 5)  # heads above a predicate
POINTING = frozenset({"this", "these", "that", "those"})


class Reading(NamedTuple):
    """A statement as it was read: its draft, itself complete."""

    draft: Draft
    statement: Statement


def features(tree: SentenceTree, readings: Sequence[Reading]) -> list[tuple[str, ...]]:
    """The features of all statements of one sentence; members of one list differ only by their words."""
    heads = Counter(each.draft.head for each in readings)
    found = []
    for each in readings:
        head = each.draft.head
        own = (
            *_rule(each.draft.rule),
            *_argument("s", each.draft.subject, each.statement.subject),
            *_argument("o", each.draft.object, each.statement.object),
            *_relation(tree, each),
            f"of={step(len(readings), COUNTS)}",
            f"same={step(heads[head], COUNTS)}" if head >= 0 else "same=-",
            f"long={step(len(tree.tokens), SENTENCE_LENGTHS)}",
        )
        found.append(own)
    return found


def _rule(rule: str) -> Iterator[str]:
    clause, _, frame = rule.partition("/")
    yield f"rule={rule}"
    yield f"clause={clause}"
    yield f"frame={frame}"


def _argument(side: str, phrase: Phrase, text: str) -> Iterator[str]:
    words = text.split()
    first = words[0].lower() if words else ""
    kind = _kind(phrase, first, len(words))
    yield f"{side}={kind}"
    yield f"{side}len={step(len(words), LENGTHS)}|{kind}"
    if first in POINTING:
        yield f"{side}:{first}{'' if len(words) > 1 else ' alone'}"


def _kind(phrase: Phrase, first: str, size: int) -> str:
    """What an argument is: an entity, a pronoun, the reader, a number, a phrase with a head of its own, or a text."""
    if phrase.entity is not None:
        return "entity"
    if size == 1 and (first in word_list("argument_pronouns") or first in POINTING):
        return "pronoun"
    if first == "you":
        return "you"
    if first[:1].isdigit() or first[:1] == "$":
        return "number"
    return "phrase" if phrase.head >= 0 else "text"


def _relation(tree: SentenceTree, reading: Reading) -> Iterator[str]:
    draft, statement = reading
    words = statement.predicate.split()
    yield f"rlen={step(len(words), RELATION_LENGTHS)}"
    yield f"rlast={words[-1].lower()}" if len(words) > 1 else "rlast=-"
    yield f"standing={statement.polarity}|{statement.factuality}"
    yield f"number={statement.quantity is not None}|{statement.date is not None}"
    if draft.head < 0:
        yield "verb=-"
        return
    lemma, tag = tree.lemma(draft.head), tree.tokens[draft.head].tag
    yield f"verb={lemma if lemma in word_list('light_verbs') else 'other'}"
    yield f"tag={tag}|{tree.deps[draft.head]}"
    yield f"depth={step(_depth(tree, draft.head), DEPTHS)}"
    above = tree.lemma(tree.heads[draft.head])
    yield f"driven={above in word_list('driving_verbs')}|{tree.deps[draft.head]}"
    yield f"own={any(tree.deps[c] in ('nsubj', 'nsubjpass') for c in tree.children[draft.head])}"
    yield f"order={_order(draft)}"


def _order(draft: Draft) -> str:
    """In which order subject, predicate and object come, and how far the subject is from the predicate."""
    if draft.subject.head < 0 or draft.object.head < 0:
        return "-"
    gap = step(abs(draft.head - draft.subject.head), (2, 4, 8, 14))
    return f"{draft.subject.head < draft.head}{draft.head < draft.object.head}{gap}"


def _depth(tree: SentenceTree, head: int) -> int:
    return sum(1 for _ in tree.upward(head)) - 1
