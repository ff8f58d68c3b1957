"""Puts a language model's opinions in the place of the rules' findings, sentence by sentence.

What a sentence says in seconds stays the rules'. So does who is who in the vault: a name that the rules know keeps its
entity, so that one thing stays one thing across notes, those included that no model was asked about; its type is the
model's. A link to a note is a fact, not an opinion, and stays a mention.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.grammar.labels import tree_of
from kg.extract.model_advice.align import MODEL, UNSAID
from kg.extract.model_advice.answers import Triple
from kg.extract.model_advice.evidence import SentenceWords
from kg.extract.model_advice.sense_check import SentenceCheck
from kg.extract.reference.about import AboutResult
from kg.extract.statements import attribute_properties
from kg.extract.statements.factuality import standing_of
from kg.extract.terms.key_terms import KeyTerm
from kg.extract.terms.term_candidates import lowered
from kg.extract.words import verb_forms
from kg.model import Mention, Span, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.extract.model_advice.align import HeldBack, ModelOpinion, Placed
    from kg.extract.stance.stance import Stance
    from kg.model import DateRef, Quantity, Sentence, Token

    Opinions = Mapping[int, ModelOpinion]

RENAMED = f"{MODEL}+model"  # of a name that stands for an entity of another name
LINK = "link"
UNNAMED_TAGS = frozenset({"AUX", "DET", "PART", "PUNCT"})  # parts of speech that a normalised name does without


def rows(
    sentences: Sequence[Sentence], found: Sequence[tuple[Mention, ...]], opinions: Opinions
) -> tuple[tuple[Mention, ...], ...]:
    """The mentions of each sentence: where there is an opinion, its mentions and the links, else those found."""
    known = _known(found)
    return tuple(
        _row(sentences[number], row, opinions[number], known) if number in opinions else row
        for number, row in enumerate(found)
    )


def resolved(
    rules: Sequence[tuple[Mention, ...]], advised: Sequence[tuple[Mention, ...]], opinions: Opinions
) -> tuple[tuple[Mention, ...], ...]:
    """The mentions with pronouns resolved: by the rules, or where there is an opinion as it has them."""
    return tuple(advised[number] if number in opinions else row for number, row in enumerate(rules))


def renamed(opinions: Opinions, found: Sequence[Sequence[Mention]]) -> dict[int, ModelOpinion]:
    """The opinions of a note with entities named as its mentions, in the end, name them.

    What a sentence is about must be mentioned in the note: an entity that the user ignores is not.
    """
    entities: dict[str, str] = {}
    for number, opinion in opinions.items():
        at = {(mention.start, mention.end): mention.entity for mention in found[number]}
        for each in opinion.mentions:
            if (each.start, each.end) in at:
                entities.setdefault(each.entity, at[each.start, each.end])
    mentioned = {mention.entity for row in found for mention in row}
    renamed = {number: _named(opinion, entities) for number, opinion in opinions.items()}
    return {
        number: replace(opinion, about=tuple(name for name in opinion.about if name in mentioned))
        for number, opinion in renamed.items()
    }


def _named(opinion: ModelOpinion, entities: Mapping[str, str]) -> ModelOpinion:
    """An opinion with the names of entities as the vault writes them; ``entities`` maps the model's to the vault's."""
    statements = tuple(
        Triple(entities.get(each.subject, each.subject), each.relation, entities.get(each.object, each.object))
        for each in opinion.statements
    )
    source = opinion.attribution
    return replace(
        opinion,
        about=tuple(dict.fromkeys(entities.get(name, name) for name in opinion.about)),
        statements=statements,
        attribution=source if source is None else entities.get(source, source),
    )


def about(opinion: ModelOpinion) -> AboutResult:
    """What the sentence is about."""
    return AboutResult(opinion.about, MODEL)


def stance(opinion: ModelOpinion, judged: Stance) -> Stance:
    """The judgement of the rules with the model's in its place, as far as it gave any."""
    if opinion.modality != UNSAID:
        judged = replace(judged, modality=opinion.modality, rule=MODEL)
    if opinion.attribution != UNSAID:
        judged = replace(judged, attribution=opinion.attribution, attribution_rule=MODEL if opinion.attribution else "")
    return replace(judged, negated=opinion.negated, negation_rule=MODEL if opinion.negated else "")


def values(
    opinion: ModelOpinion, measured: tuple[Quantity, ...], dated: tuple[DateRef, ...]
) -> tuple[tuple[Quantity, ...], tuple[DateRef, ...]]:
    """The numbers and dates of a sentence: the model's, or the rules' where it gave none."""
    return (
        measured if opinion.quantities is None else opinion.quantities,
        dated if opinion.dates is None else opinion.dates,
    )


def terms(opinion: ModelOpinion | None) -> tuple[KeyTerm, ...] | None:
    """The key terms of a sentence; None where the rules' count."""
    if opinion is None or opinion.terms is None:
        return None
    return tuple(KeyTerm(lowered(each), each) for each in opinion.terms)


def refusals(opinion: ModelOpinion | None, held: Iterable[HeldBack]) -> tuple[str, ...]:
    """All that a model says of a sentence and that does not count, each with the reason, sorted."""
    every = (*opinion.refused, *held) if opinion else ()
    return tuple(sorted({f"{each.saying} ({each.why})" for each in every}))


def statements(
    opinion: ModelOpinion,
    sentence: Sentence,
    mentions: Sequence[Mention],
    values: tuple[Sequence[Quantity], Sequence[DateRef]],
) -> tuple[Statement, ...]:
    """The statements of an opinion, completed: entities, number, date and property; ``values`` are the rules'."""
    quantities, dates = values
    entities = {name: mention.entity for mention in mentions for name in (mention.text, mention.entity)}
    found, tree, words = [], tree_of(sentence), SentenceWords(sentence)
    for triple in opinion.statements:
        index = next((k for k, each in enumerate(quantities) if each.text in triple.object), None)
        date = next((each.value for each in dates if each.text in triple.object), None)
        verbs = words.tokens(triple.relation)
        name = _property(verbs) if verbs else verb_forms.camel(triple.relation.split()) or "is"
        if index is not None:
            near, far = (_lemmas(words.tokens(part)) for part in (triple.object, triple.subject))
            row = attribute_properties.match(quantities[index].unit, near, far, set(_lemmas(verbs)))
            name = name if row is None else row.name
        subject, other = (entities.get(end) for end in (triple.subject, triple.object))
        texts = triple.subject, triple.relation, triple.object
        standing = standing_of(tree, _predicate(sentence, verbs))
        found.append(Statement(*texts, name, subject, other, index, date, MODEL, *standing))
    return tuple(dict.fromkeys(found))


class SentenceReading(NamedTuple):
    """What the rules read in a sentence whatever a model says of it."""

    sentence: Sentence
    mentions: Sequence[Mention]
    quantities: Sequence[Quantity]
    dates: Sequence[DateRef]


def checked(
    opinion: ModelOpinion, reading: SentenceReading, judged: Stance, stated: Sequence[Statement]
) -> tuple[tuple[Statement, ...], Stance, tuple[HeldBack, ...]]:
    """What is said of a sentence by an opinion, and what is held back since the parse has it the other way round.

    Args:
        opinion: The model's.
        reading: What the rules read there.
        judged: The rules' judgement.
        stated: The rules' statements.
    """
    sentence, mentions, measured, dated = reading
    check = SentenceCheck(sentence, mentions)
    now, not_so = check.stance(stance(opinion, judged), judged)
    own = statements(opinion, sentence, mentions, (measured, dated))
    said, turned = check.statements(own, stated, denied=now.negated)
    return said, now, (*not_so, *turned)


def _known(found: Iterable[Sequence[Mention]]) -> dict[str, str]:
    """The entities of the names that the rules found in a note, by the name without case."""
    known: dict[str, str] = {}
    for row in found:
        for mention in row:
            for name in (mention.entity, mention.text):
                known.setdefault(name.casefold(), mention.entity)
    return known


def _row(
    sentence: Sentence, row: Sequence[Mention], opinion: ModelOpinion, known: Mapping[str, str]
) -> tuple[Mention, ...]:
    links = [each for each in row if each.method.partition("+")[0] == LINK]
    own = [_mention(sentence, each, known) for each in opinion.mentions]
    own = [each for each in own if not any(each.start < link.end and link.start < each.end for link in links)]
    return tuple(sorted((*links, *own), key=lambda mention: mention.start))


def _mention(sentence: Sentence, placed: Placed, known: Mapping[str, str]) -> Mention:
    text = sentence.text[placed.start : placed.end]
    names = (placed.entity, text) if placed.kind == "name" else (placed.entity,)
    entity = next((known[name.casefold()] for name in names if name.casefold() in known), placed.entity)
    return Mention(
        text=text,
        start=placed.start,
        end=placed.end,
        span=Span(sentence.places[placed.start], sentence.places[placed.end - 1] + 1),
        kind=placed.kind,
        entity=entity,
        type=placed.type,
        method=RENAMED if placed.kind == "name" and text != entity else MODEL,
        confidence=placed.confidence,
    )


def _predicate(sentence: Sentence, tokens: Sequence[Token]) -> int:
    """Index of the verb among the tokens of a relation, of its first token where it has none, -1 without tokens."""
    if not tokens:
        return -1
    return sentence.tokens.index(next((token for token in tokens if token.pos == "VERB"), tokens[0]))


def _lemmas(tokens: Iterable[Token]) -> list[str]:
    return [token.lemma.lower() for token in tokens]


def _property(tokens: Sequence[Token]) -> str:
    """The normalised name of a relation: its words without auxiliaries and articles, finite verbs in the present."""
    kept = [token for token in tokens if token.pos not in UNNAMED_TAGS] or tokens
    words = [
        verb_forms.present(token.lemma.lower()) if token.tag in {"VB", "VBD", "VBP", "VBZ"} else token.text.lower()
        for token in kept
    ]
    return verb_forms.camel([part for word in words for part in word.split()]) or "is"
