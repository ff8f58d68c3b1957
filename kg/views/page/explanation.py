"""Says where each field of a claim comes from: the rule or model, its confidence, and the module that holds it."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from kg.claim_json import claim_record, date_record, quantity_record
from kg.model.claim import HEARD
from kg.model.transcript import is_candidate
from kg.shown import Columns, Tabular, columns_of, html_of
from kg.views.render import figures
from kg.views.render.tables import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from kg.model import Claim, Statement

CHANCE = re.compile(r"[01]\.\d\d")
SPOKEN = "kg.transcripts.spoken_analysis"
MODELS_RULE, MODEL = "llm", "kg.extract.model_advice.advice"
COLUMNS = (
    Column("Field", "name"),
    Column("Rule", "code"),
    Column("Sure", "count"),
    Column("Decided in", "dim"),
    Column("Value", "text"),
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one value of a claim is as it is.

    Attributes:
        field: The field of the claim's public JSON.
        value: The value in a few words.
        rule: Name of the rule or model that gave it; "" when nothing had to be decided.
        module: The module that holds the rule.
        confidence: 0 to 1, or None where none is estimated.
    """

    field: str
    value: str
    rule: str
    module: str
    confidence: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the reason as plain JSON values."""
        return {
            "field": self.field,
            "value": self.value,
            "rule": self.rule,
            "module": self.module,
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True)
class Explanation(Tabular):
    """A claim with the reasons for its fields, in the order of its public JSON."""

    claim: Claim
    reasons: tuple[Reason, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the claim's public JSON and the reasons."""
        return {"claim": claim_record(self.claim), "reasons": [reason.to_dict() for reason in self.reasons]}


def explain(claim: Claim, evidence: Mapping[str, tuple[str, ...]]) -> Explanation:
    """Explain a claim; ``evidence`` says why the entities that it mentions have their spellings and type."""
    reasons = [_by_model(reason) for part in PARTS for reason in part(claim)]
    return Explanation(claim, (*reasons, *_entities(claim, evidence)))


def with_habit(explanation: Explanation, place: str, confidence: float) -> Explanation:
    """The explanation with the habit of the claim's note: its times stand ``before`` or ``after`` what they cover."""
    rule = f"times stand {place} what they cover"
    reasons = (
        replace(each, rule=rule, module="kg.extract.recording.habit", confidence=confidence)
        if each.field == "timestamps"
        else each
        for each in explanation.reasons
    )
    return replace(explanation, reasons=tuple(reasons))


def _by_model(reason: Reason) -> Reason:
    """The reason, with the module that a language model's opinions come in by where it is one of them."""
    return replace(reason, module=MODEL) if reason.rule.partition("+")[0] == MODELS_RULE else reason


def table(explanation: Explanation) -> Table:
    """The reasons as a table, one a line."""
    rows = (
        (
            Cell(reason.field),
            Cell(reason.rule),
            Cell("" if reason.confidence is None else f"{reason.confidence:.0%}"),
            Cell(reason.module),
            Cell(reason.value),
        )
        for reason in explanation.reasons
    )
    return Table(COLUMNS, tuple(rows))


@html_of.register(Explanation)
def _(found: Explanation) -> str:
    from kg.views.notebook.frames import single

    return single(table(found))


@columns_of.register(Explanation)
def _(found: Explanation) -> Columns:
    names = tuple(field.name for field in fields(Reason))
    return Columns(names, [[each.to_dict()[name] for name in names] for each in found.reasons])


def _text(claim: Claim) -> Iterator[Reason]:
    start, end = claim.span
    module = SPOKEN if is_candidate(claim.note) else "kg.extract.sentences.sentences"
    yield Reason("text", claim.text, f"characters {start} to {end}", module)
    yield Reason("section", " > ".join(claim.section) or "none", "headings above it", "kg.reader.outline")
    if claim.callout is not None:
        yield Reason("callout", claim.callout, "innermost around it", "kg.reader.outline")


def _time(claim: Claim) -> Iterator[Reason]:
    if claim.timestamps:
        times = ", ".join(map(figures.clock, claim.timestamps))
        if is_candidate(claim.note):
            yield Reason("timestamps", times, "the cue in which the sentence begins", SPOKEN)
        else:
            yield Reason("timestamps", times, "as written, at or in the sentence", "kg.extract.sentences.sentences")
    if claim.source is not None:
        rule = claim.source.reason or "as written"
        module = "kg.transcripts.word_check" if rule.startswith(HEARD) else "kg.extract.time_repair"
        yield Reason("source", claim.source.url, rule, module, claim.source.confidence)


def _mentions(claim: Claim) -> Iterator[Reason]:
    for mention in claim.mentions:
        value = f"{mention.text} -> {mention.entity} ({mention.type}, {mention.kind})"
        resolved = mention.kind != "name"
        module = "kg.extract.reference.coreference" if resolved else "kg.extract.names.named_mentions"
        yield Reason("mentions", value, mention.method, module, mention.confidence)
    for mention in claim.candidates:
        value = f"{mention.text} -> {mention.entity}? too unlikely to count"
        yield Reason("candidate", value, mention.method, "kg.extract.reference.coreference", mention.confidence)


def _about(claim: Claim) -> Iterator[Reason]:
    rule, _, chance = claim.about_rule.rpartition(" ")
    sure = float(chance) if rule and CHANCE.fullmatch(chance) else None
    shown = (claim.about_rule if sure is None else rule) or "default"
    yield Reason("about", ", ".join(claim.about) or "nothing named", shown, "kg.extract.reference.about", sure)


def _statements(claim: Claim) -> Iterator[Reason]:
    for one in claim.statements:
        yield Reason("statements", _said(one), one.method, "kg.extract.statements.statements", one.confidence)
    for one in claim.unsure:
        value = f"{_said(one)}? too unlikely to count"
        yield Reason("may state", value, one.method, "kg.extract.statements.statements", one.confidence)


def _said(one: Statement) -> str:
    """A statement with its property and how it is meant: ``Acme | plans to buy | Globex (plansToBuy; planned)``."""
    return f"{one.subject} | {one.predicate} | {one.object} ({'; '.join(filter(None, (one.property, one.mark())))})"


def _numbers(claim: Claim) -> Iterator[Reason]:
    for quantity in claim.quantities:
        value = f"{quantity.text} -> {figures.quantity(quantity_record(quantity))}"
        yield Reason("quantities", value, quantity.method, "kg.extract.numbers.quantities")
    for date in claim.dates:
        record = date_record(date)
        yield Reason("dates", f"{record['text']} -> {record['value']}", date.method, "kg.extract.dates.dates")


def _stance(claim: Claim) -> Iterator[Reason]:
    yield Reason("modality", claim.modality, claim.modality_rule, "kg.extract.stance.stance")
    yield Reason(
        "negated", "yes" if claim.negated else "no", claim.negation_rule or "default", "kg.extract.stance.negation"
    )
    rule = claim.attribution_rule or "default"
    labels = "kg.transcripts.cue_labels" if is_candidate(claim.note) else "kg.extract.recording.turns"
    module = labels if rule == "speaker" else "kg.extract.stance.reporting"
    yield Reason("attribution", claim.attribution or "nobody named", rule, module)


def _terms(claim: Claim) -> Iterator[Reason]:
    if claim.terms:
        yield Reason("terms", ", ".join(claim.terms), "learned weights", "kg.extract.terms.key_terms")


def _refused(claim: Claim) -> Iterator[Reason]:
    for saying in claim.refused:
        yield Reason("candidate", saying, MODELS_RULE, MODEL)


def _entities(claim: Claim, evidence: Mapping[str, tuple[str, ...]]) -> Iterator[Reason]:
    types = {mention.entity: mention.type for mention in claim.mentions}
    for name, type_ in types.items():
        for reason in evidence.get(name, ()):
            yield Reason("entity", f"{name} ({type_})", reason, "kg.extract.names.entity_list")


PARTS: tuple[Callable[[Claim], Iterator[Reason]], ...] = (
    _text,
    _time,
    _mentions,
    _about,
    _statements,
    _numbers,
    _stance,
    _terms,
    _refused,
)
