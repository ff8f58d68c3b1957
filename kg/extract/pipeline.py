"""From a note's analysis to its claims: a table of stages, each of which turns a draft of the note into the next.

Where a language model was asked, ``advice`` puts its opinions in the place of what the rules find. Packages add stages
of their own (``kg.plugins``); these run last, in the order of their names.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from kg.extract import added_stages, note_corrections
from kg.extract import other_language_claims as other
from kg.extract.dates import dates
from kg.extract.grammar.labels import tree_of
from kg.extract.model_advice import advice
from kg.extract.model_advice.align import MODEL
from kg.extract.names import named_mentions
from kg.extract.note_draft import ExtractionContext, NoteDraft
from kg.extract.numbers import quantities
from kg.extract.reference import about, coreference, speaker_referents, topics
from kg.extract.stance import stance
from kg.extract.statements import statements
from kg.extract.terms.key_terms import KeyTerms
from kg.extract.terms.term_identity import TermIdentity
from kg.extract.time_repair import source_of
from kg.model import Claim
from kg.model.entity_types import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Set as AbstractSet

    from kg.config.trust_thresholds import TrustThresholds
    from kg.extract.analysis import Analysis
    from kg.extract.model_advice.align import HeldBack, ModelOpinion
    from kg.extract.reference.about import AboutResult
    from kg.model import Mention

    Naming = Callable[[Sequence[str]], Sequence[str]]
    Stage = Callable[["NoteDraft"], "NoteDraft"]

GROUP = "coref-group"  # how coreference marks "they" and "both"
SPEAKER = "speaker"  # rule of an attribution: a label, signature or property names who says it
CONCEPT = "Concept"  # the type of terms, which say nothing
SURE_GROUP = 0.8  # of its confidence


def extract(analysis: Analysis, context: ExtractionContext) -> tuple[Claim, ...]:
    """Extract the claims of one note, in reading order: those of ``run``."""
    return run(analysis, context).claims


def run(analysis: Analysis, context: ExtractionContext) -> NoteDraft:
    """Run all stages over one note, for its claims and for what of a language model's sayings is held back.

    A pure function of its arguments: the same analysis and context give the same claims.

    Raises:
        PluginError: A stage of an installed package does not keep to what a stage may do.
    """
    draft = NoteDraft(analysis, context)
    for _, stage in STAGES:
        draft = stage(draft)
    for added in context.stages:
        draft = replace(draft, claims=added_stages.run(added, draft))
    return draft


def _names(draft: NoteDraft) -> NoteDraft:
    """Find the names that the vault's lexicon knows, each by the one name that it has in the vault."""
    analysis = draft.analysis
    found = named_mentions.named(analysis.sentences, draft.context.view, analysis.cast, analysis.title)
    return replace(draft, mentions=TermIdentity(draft.context.terms).applied(found))


def _advice(draft: NoteDraft) -> NoteDraft:
    """Where a language model gave an opinion, take its mentions; a concept keeps the name that the model gives it."""
    if not draft.context.opinions:
        return draft
    found = advice.rows(draft.analysis.sentences, draft.mentions, draft.context.opinions)
    named = TermIdentity(draft.context.terms).applied(found)
    rows = (
        tuple(
            own if own.type == CONCEPT and own.method.startswith(MODEL) else known
            for own, known in zip(*both, strict=True)
        )
        for both in zip(found, named, strict=True)
    )
    return replace(draft, mentions=tuple(rows))


def _corrections(draft: NoteDraft) -> NoteDraft:
    """Correct names and types as the user has them."""
    return replace(
        draft, mentions=note_corrections.applied(draft.analysis.sentences, draft.mentions, draft.context.corrections)
    )


def _references(draft: NoteDraft) -> NoteDraft:
    """Resolve pronouns and nominals, drop entities that the user ignores, and set apart what is too unlikely."""
    sentences, trust = draft.analysis.sentences, draft.context.trust
    named = tuple(tuple(each for each in row if each.kind == "name") for row in draft.mentions)
    resolved = coreference.resolve(
        other.silenced(sentences), other.only_english(sentences, named), draft.analysis.title
    )
    resolved = other.restored(sentences, resolved, named)
    advised = advice.resolved(resolved, draft.mentions, draft.context.opinions)
    found = note_corrections.kept(advised, draft.context.corrections)
    return replace(
        draft,
        mentions=tuple(tuple(each for each in row if _counts(each, trust)) for row in found),
        candidates=tuple(tuple(each for each in row if not _counts(each, trust)) for row in found),
    )


def _speakers(draft: NoteDraft) -> NoteDraft:
    """Find who "I" and "the guest" are."""
    analysis = draft.analysis
    sentences = other.silenced(analysis.sentences)
    return replace(draft, mentions=speaker_referents.resolve(sentences, draft.mentions, dict(analysis.roles)))


def _topics(draft: NoteDraft) -> NoteDraft:
    """Find what a left-out subject refers to, and what each sentence is about."""
    sentences, title = other.silenced(draft.analysis.sentences), draft.analysis.title
    known = other.only_english(draft.analysis.sentences, draft.mentions)
    named = [speaker_referents.apart(row) for row in known]
    return replace(
        draft,
        topics=tuple(topics.find(sentences, known)),
        about=tuple(about.find(sentences, named, title, draft.context.trust)),
    )


def _types(draft: NoteDraft) -> NoteDraft:
    """Take back the types that are not likely enough, unless the user gave them."""
    unsure, sure = set[str](), set[str]()
    for _, entry in draft.context.view.entries:
        (sure if entry.sure else unsure).add(entry.name)
    for each in draft.context.corrections.all:
        if each.kind == "type" or each.type:
            sure |= {each.entity, each.value}
    told = TermIdentity(draft.context.terms).told
    unsure = {name for name in unsure - sure if not told(name)}
    if not unsure:
        return draft

    def held(row: tuple[Mention, ...]) -> tuple[Mention, ...]:
        return tuple(replace(each, type=UNKNOWN) if _is_guessed(each, unsure) else each for each in row)

    return replace(draft, mentions=tuple(map(held, draft.mentions)), candidates=tuple(map(held, draft.candidates)))


def _is_guessed(mention: Mention, unsure: AbstractSet[str]) -> bool:
    """Whether a mention's type rests on the lexicon alone, which is not sure of it."""
    return mention.entity in unsure and mention.type != "Concept" and not mention.method.startswith(MODEL)


def _claims(draft: NoteDraft) -> NoteDraft:
    """Make a claim of each sentence that asserts something, with its numbers, dates, stance, statements and source."""
    analysis, context = draft.analysis, draft.context
    opinions = advice.renamed(context.opinions, draft.mentions)
    asserted = [number for number, sentence in enumerate(analysis.sentences) if sentence.claim]
    names = context.name_claims([analysis.sentences[number].text for number in asserted])
    described = {mention.entity for number in asserted for mention in draft.mentions[number]}
    candidates = [tuple(each for each in row if each.entity in described) for row in draft.candidates]
    rows = list(zip(draft.mentions, candidates, draft.topics, draft.about, strict=True))
    made = [
        _claim(analysis, context, number, _Known(name, *rows[number], opinions.get(number)))
        for number, name in zip(asserted, names, strict=True)
        if not note_corrections.rejects(context.corrections, name)
    ]
    held = tuple((claim, each) for claim, found in made for each in found)
    return replace(draft, claims=tuple(claim for claim, _ in made), held=held)


def _key_terms(draft: NoteDraft) -> NoteDraft:
    """Find the key terms of each claim, by the names that they have in the vault; what it is about anyway is none."""
    sentences, identity = other.silenced(draft.analysis.sentences), TermIdentity(draft.context.terms)
    key_terms = KeyTerms(draft.analysis.title, sentences)
    places = {sentence.span: number for number, sentence in enumerate(sentences)}
    spellings: set[tuple[str, str]] = set()
    claims = []
    for claim in draft.claims:
        number = places[claim.span]
        if not sentences[number].tokens:
            claims.append(claim)
            continue
        found = advice.terms(draft.context.opinions.get(number))
        if found is None:
            found = key_terms.of(number, tree_of(sentences[number]), claim.mentions)
        named = [(identity.name(each.text), each.spelling) for each in found]
        kept = [row for row in note_corrections.of_terms(named, draft.context.corrections) if row[0] not in claim.about]
        spellings.update(kept)
        claims.append(replace(claim, terms=tuple(sorted({name for name, _ in kept}))))
    return replace(draft, claims=tuple(claims), spellings=tuple(sorted(spellings)))


# name -> stage, in the order in which they run
STAGES: tuple[tuple[str, Stage], ...] = (
    ("names", _names),
    ("advice", _advice),
    ("corrections", _corrections),
    ("references", _references),
    ("speakers", _speakers),
    ("topics", _topics),
    ("types", _types),
    ("claims", _claims),
    ("terms", _key_terms),
)


class _Known(NamedTuple):
    """What is known of a sentence before a look at it alone: its IRI, mentions, topics, and a model's opinion."""

    name: str
    mentions: tuple[Mention, ...]
    candidates: tuple[Mention, ...]
    topic: str | None
    about: AboutResult
    opinion: ModelOpinion | None


def _claim(
    analysis: Analysis, context: ExtractionContext, number: int, known: _Known
) -> tuple[Claim, tuple[HeldBack, ...]]:
    sentence, found, topic = analysis.sentences[number], known.mentions, known.topic
    if other.is_other(sentence):
        return other.claim(analysis, sentence, known.name, found, context.repair), ()
    measured, dated = quantities.find(sentence), dates.find(sentence)
    speakers = [(each.start, each.end, each.entity) for each in found if _may_speak(each)]
    tree = tree_of(sentence)
    judged = stance.judge(sentence, speakers, tree=tree)
    frame = judged.attribution_rule.partition(":")[0]
    stated = statements.told_by(frame, statements.find(sentence, found, measured, dated, topic, tree=tree))
    held: tuple[HeldBack, ...] = ()
    if known.opinion is None:
        topics_of = known.about
    else:
        topics_of = advice.about(known.opinion)
        measured, dated = advice.values(known.opinion, measured, dated)
        reading = advice.SentenceReading(sentence, found, measured, dated)
        stated, judged, held = advice.checked(known.opinion, reading, judged, stated)
    least = context.trust.statements
    claim = Claim(
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
        statements=tuple(each for each in stated if statements.counts(each, least)),
        quantities=measured,
        dates=dated,
        modality=judged.modality,
        modality_rule=judged.rule,
        negated=judged.negated,
        attribution=judged.attribution or sentence.speaker,
        about_rule=topics_of.rule,
        negation_rule=judged.negation_rule,
        attribution_rule=judged.attribution_rule or (SPEAKER if sentence.speaker and not judged.attribution else ""),
        candidates=known.candidates,
        unsure=tuple(each for each in stated if not statements.counts(each, least)),
        refused=advice.refusals(known.opinion, held),
    )
    return claim, held


def _counts(mention: Mention, trust: TrustThresholds) -> bool:
    """Whether a mention is sure enough to count; names are."""
    return mention.confidence >= trust.links or not mention.method.startswith(coreference.METHOD)


def _may_speak(mention: Mention) -> bool:
    """Whether a mention is sure enough to name who says something; "they" who talk are more often the hosts."""
    if mention.type == CONCEPT:
        return False
    return mention.method != GROUP or mention.type == "Person" or mention.confidence >= SURE_GROUP
