"""Sorts the errors on annotated notes into kinds, in words, so that the most common can be fixed first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, cast

from kg.score import score_measures
from kg.score.matching import NoteNames, align, mention_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kg.score.gold import GoldNote
    from kg.score.score_measures import AnnotatedSentence
    from kg.score.scorecard import ClaimsOf

    Triple = Sequence[str]  # subject, relation, object


class ErrorKind(NamedTuple):
    """A kind of error: what it is, how often it happened, and one sentence in which it did."""

    name: str
    times: int
    example: str


def kinds(notes: Iterable[GoldNote], claims_of: ClaimsOf) -> tuple[ErrorKind, ...]:
    """The kinds of error in the claims of annotated notes, the most common first; arguments as of ``score``."""
    counts: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for note in notes:
        names = NoteNames(note)
        aligned, _ = align(note.sentences, claims_of(note.note))
        for number, sentence in enumerate(note.sentences):
            pair = score_measures.AnnotatedSentence(sentence, aligned.get(number, ()), names)
            for name in _errors(pair) if sentence.claim and pair.claims else ():
                counts[name] += 1
                examples.setdefault(name, sentence.text)
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    return tuple(ErrorKind(name, counts[name], examples[name]) for name in ranked)


def _errors(pair: AnnotatedSentence) -> Iterator[str]:
    for look in LOOKS:
        yield from look(pair)


def _names(pair: AnnotatedSentence) -> Iterator[str]:
    gold = {mention_key(m.text): m.type for m in pair.gold.mentions if m.kind == "name" and m.type != "Concept"}
    found = {mention_key(m.text): m.type for claim in pair.claims for m in claim.mentions if m.kind == "name"}
    outcome = score_measures.named(pair)
    for key in map(str, outcome.missed):
        yield f"name missed: {gold[key]}"
    for key in map(str, outcome.wrong):
        yield f"no name, taken for one: {found[key]}"
    for key in sorted(gold.keys() & found.keys()):
        if gold[key] != found[key]:
            yield f"type of a name: {gold[key]} taken for {found[key]}"


def _concepts(pair: AnnotatedSentence) -> Iterator[str]:
    for _ in score_measures.concepts(pair).missed:
        yield "concept missed"


def _coreference(pair: AnnotatedSentence) -> Iterator[str]:
    found = {mention_key(m.text) for claim in pair.claims for m in claim.mentions if m.kind != "name"}
    forms = {(m.text, m.entity): m.kind for m in pair.gold.mentions}
    for text, entity in cast("Sequence[tuple[str, str]]", score_measures.coreference(pair).missed):
        key = mention_key(text)
        form = f"'{key}'" if forms[text, entity] == "pronoun" else "a description"
        yield f"coreference: {form} {'given to another entity' if key in found else 'left open'}"
    named = {mention_key(text) for text, _ in forms}
    for key, _ in cast("Sequence[tuple[str, str]]", score_measures.anaphora(pair).wrong):
        if key not in named:
            yield f"coreference: '{key}' that stands for nothing named"


def _about(pair: AnnotatedSentence) -> Iterator[str]:
    mentioned = {pair.names.canonical(m.entity) for claim in pair.claims for m in claim.mentions}
    outcome = score_measures.about(pair)
    for name in outcome.missed:
        yield f"about: an entity {'taken for background' if name in mentioned else 'that was not found there'}"
    for _ in outcome.wrong:
        yield "about: background taken for the subject"


def _terms(pair: AnnotatedSentence) -> Iterator[str]:
    if pair.names.with_terms:
        outcome = score_measures.terms(pair)
        yield from ("term missed" for _ in outcome.missed)
        yield from ("term that is none" for _ in outcome.wrong)


def _statements(pair: AnnotatedSentence) -> Iterator[str]:
    outcome = score_measures.statements(pair)
    wrong = cast("Sequence[Triple]", outcome.wrong)
    for triple in cast("Sequence[Triple]", outcome.missed):
        parts = {_differs(pair.names, triple, one) for one in wrong}
        yield next((f"statement: {part} differs" for part in PARTS if part in parts), "statement missed altogether")
    for _ in range(len(outcome.wrong) - len(outcome.missed)):
        yield "statement that the annotation lacks"


PARTS = ("relation", "object", "subject")  # that alone may differ


def _differs(names: NoteNames, gold: Triple, found: Triple) -> str:
    """The one part in which two triples differ, "" where they differ in more."""
    for place, part in ((1, "relation"), (2, "object"), (0, "subject")):
        if names.same_statement(gold, (*found[:place], gold[place], *found[place + 1 :])):
            return part
    return ""


def _values(pair: AnnotatedSentence) -> Iterator[str]:
    for measure, name in ((score_measures.quantities, "number"), (score_measures.dates, "date")):
        outcome = measure(pair)
        yield from (f"{name} missed" for _ in outcome.missed)
        yield from (f"{name} that is none" for _ in outcome.wrong)
    of_number, with_unit = score_measures.quantities(pair), score_measures.units(pair)
    yield from ("unit of a number" for _ in range(of_number.right - with_unit.right))
    yield from ("comparator of a number" for _ in score_measures.comparators(pair).missed)


def _stance(pair: AnnotatedSentence) -> Iterator[str]:
    for gold, found in cast("Sequence[tuple[str, str]]", score_measures.modality(pair).missed):
        yield f"modality: {gold} taken for {found}"
    for measure, name in ((score_measures.negation, "negation"), (score_measures.attribution, "attribution")):
        outcome = measure(pair)
        yield from (f"{name} missed" for _ in outcome.missed)
        yield from (f"{name} that is none, or another" for _ in outcome.wrong)


LOOKS: tuple[Callable[[AnnotatedSentence], Iterator[str]], ...] = (
    _names,
    _concepts,
    _coreference,
    _about,
    _terms,
    _statements,
    _values,
    _stance,
)
