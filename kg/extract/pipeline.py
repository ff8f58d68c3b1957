"""From a note's analysis to its claims: the stages that know the whole vault, in their order.

1. ``mentions.named``        names, against the vault's lexicon, as ``curation.applied`` corrects them
2. ``coreference.resolve``   pronouns and nominals, within their section
3. ``topics.find``           what a left-out subject refers to
4. per claim                 ``quantities``, ``dates``, ``stance``, ``about``, ``statements``, ``timeline.source_of``

Where a language model was asked, ``advice`` puts its opinions in the place of what 1, 2 and 4 find.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kg.extract import note_corrections
from kg.extract.dates import dates
from kg.extract.model_advice import advice
from kg.extract.names import named_mentions
from kg.extract.note_corrections import NOTHING, Curated
from kg.extract.numbers import quantities
from kg.extract.reference import about, coreference, topics
from kg.extract.stance import stance
from kg.extract.statements import statements
from kg.extract.time_repair import source_of
from kg.model import Claim

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kg.extract.analysis import Analysis
    from kg.extract.model_advice.answers import ModelOpinion
    from kg.extract.names.lexicon import LexiconView
    from kg.extract.time_repair import Repair
    from kg.model import Mention

    Naming = Callable[[Sequence[str]], Sequence[str]]

GROUP = "coref-group"  # how coreference marks "they" and "both"
SURE = 0.8  # of its confidence


@dataclass(frozen=True, slots=True)
class ExtractionContext:
    """What a note's extraction takes from the rest of the vault.

    Attributes:
        view: The part of the vault's lexicon that matters for the note.
        repair: How the note's times are to be read.
        name_claims: Gives the claims' IRIs for their texts, in reading order.
        curated: What the user corrected.
        opinions: What a language model says of sentences, by their index.
    """

    view: LexiconView
    repair: Repair
    name_claims: Naming
    curated: Curated = NOTHING
    opinions: Mapping[int, ModelOpinion] = field(default_factory=dict)


def extract(analysis: Analysis, context: ExtractionContext) -> tuple[Claim, ...]:
    """Extract the claims of one note, in reading order.

    A pure function of its arguments: the same analysis and context give the same claims.
    """
    sentences = analysis.sentences
    advised = advice.rows(sentences, named_mentions.named(sentences, context.view), context.opinions)
    advised = note_corrections.applied(sentences, advised, context.curated)
    named = tuple(tuple(each for each in row if each.kind == "name") for row in advised)
    resolved = advice.resolved(coreference.resolve(sentences, named), advised, context.opinions)
    resolved = note_corrections.kept(resolved, context.curated)
    subjects = topics.find(sentences, resolved)
    opinions = advice.renamed(context.opinions, resolved)
    asserted = [number for number, sentence in enumerate(sentences) if sentence.claim]
    names = context.name_claims([sentences[number].text for number in asserted])
    return tuple(
        _claim(analysis, context, number, _Known(name, resolved[number], subjects[number], opinions.get(number)))
        for number, name in zip(asserted, names, strict=True)
        if not note_corrections.rejects(context.curated, name)
    )


class _Known(NamedTuple):
    """What is known of a sentence before a look at it alone: its IRI, mentions, topic, and a model's opinion."""

    name: str
    mentions: tuple[Mention, ...]
    topic: str | None
    opinion: ModelOpinion | None


def _claim(analysis: Analysis, context: ExtractionContext, number: int, known: _Known) -> Claim:
    sentence, found, topic = analysis.sentences[number], known.mentions, known.topic
    measured, dated = quantities.find(sentence), dates.find(sentence)
    judged = stance.judge(sentence, [(each.start, each.end, each.entity) for each in found if _may_speak(each)])
    if known.opinion is None:
        topics_of = about.judge(sentence, found, topic)
        stated = statements.find(sentence, found, measured, dated, topic)
    else:
        topics_of = advice.about(known.opinion)
        stated = advice.statements(known.opinion, sentence, found, (measured, dated))
        judged = advice.stance(known.opinion, judged)
    return Claim(
        id=known.name,
        note=analysis.path,
        span=sentence.span,
        text=sentence.text,
        section=sentence.section,
        callout=sentence.callout,
        part=sentence.part,
        timestamps=sentence.seconds,
        source=source_of(sentence.stamps, analysis.times, context.repair),
        mentions=found,
        about=topics_of.names,
        statements=stated,
        quantities=measured,
        dates=dated,
        modality=judged.modality,
        modality_rule=judged.rule,
        negated=judged.negated,
        attribution=judged.attribution,
        about_rule=topics_of.rule,
        negation_rule=judged.negation_rule,
        attribution_rule=judged.attribution_rule,
    )


def _may_speak(mention: Mention) -> bool:
    """Whether a mention is sure enough to name who says something; "they" who talk are more often the hosts."""
    return mention.method != GROUP or mention.type == "Person" or mention.confidence >= SURE
