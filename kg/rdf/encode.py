"""Turns what is known of a note, and of the vault's entities, into canonical N-Quads.

Lines are built as text, without any RDF library: a vault has millions of them. A note's graph depends on that note's
facts and claims alone and holds no blank node, so notes may be encoded anywhere, in any order.

What follows from something else in the graph is left out and written only where it differs, so that a claim costs few
quads: the words of a mention are those at its place in the claim, its place in the file is in its IRI, and the words
of a subject are its entity's name.
"""

from __future__ import annotations

import json
from dataclasses import astuple
from decimal import Decimal
from typing import TYPE_CHECKING

from kg.model.media import moment
from kg.rdf import vocabulary as v
from kg.rdf.described_things import (
    channel_lines,
    correction_lines,
    entity_lines,
    opinion_lines,
    property_lines,
    recording_lines,
)
from kg.rdf.normal import mention_order, reading_order
from kg.rdf.nquads import fraction, integer, literal, number
from kg.rdf.terms import (
    DEFAULT_BASE,
    clean,
    correction_iri,
    entities_graph,
    entity_iri,
    entity_name,
    mention_iri,
    moment_iri,
    note_iri,
    note_path,
    opinion_iri,
    part_iri,
    phrase_iri,
    phrase_text,
    property_iri,
    safe_iri,
)
from kg.rdf.unit_codes import unit_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import (
        Claim,
        Correction,
        DateRef,
        Entity,
        ExtractorOpinion,
        Mention,
        NoteFacts,
        Part,
        Quantity,
        Source,
        Statement,
    )


def note_quads(facts: NoteFacts, claims: Sequence[Claim], base: str = DEFAULT_BASE) -> bytes:
    """Encode one note and its claims as one named graph.

    Args:
        facts: The note itself.
        claims: Its claims, each ``id`` an IRI that begins with the note's.
        base: The vault's base IRI.

    Returns:
        Canonical N-Quads: sorted lines, UTF-8, one graph, no blank node, no line twice.
    """
    note = note_iri(facts.path, base)
    lines = [*_note(facts, note, base), *_transcripts(facts, note, base)]
    headings = section_titles(facts.parts)
    places: dict[tuple[int, int], int] = {}
    for claim in sorted(claims, key=reading_order):
        lines += _claim(claim, note, headings, base)
        lines += _mentions(claim, note, places, base)
    return _graph(lines, note)


def entity_quads(
    entities: Iterable[Entity],
    *,
    properties: Mapping[str, str],
    recordings: Iterable[str] = (),
    channels: Iterable[str] = (),
    corrections: Iterable[Correction] = (),
    opinions: Iterable[ExtractorOpinion] = (),
    base: str = DEFAULT_BASE,
) -> Iterator[bytes]:
    """Encode everything that is described once for the whole vault.

    Args:
        entities: All entities; their names are unique.
        properties: Label of every property by its camelCase name.
        recordings: IRIs of the recordings that notes are based on.
        channels: Names of the channels that notes come from; a channel that is an entity too is described as that
            entity only.
        corrections: What the user corrected; one of each kind, entity and value.
        opinions: What the extractor itself says of entities whose pages correct something.
        base: The vault's base IRI.

    Yields:
        The canonical N-Quads of one subject at a time, subjects in order of their IRI.
    """
    graph = entities_graph(base)
    subjects: dict[str, Iterable[str]] = {f"<{safe_iri(media)}>": recording_lines(media) for media in recordings}
    subjects |= {
        f"<{property_iri(name, base)}>": property_lines(name, label, base) for name, label in properties.items()
    }
    subjects |= {f"<{entity_iri(name, base)}>": channel_lines(name, base) for name in channels}
    subjects |= {f"<{entity_iri(entity.name, base)}>": entity_lines(entity, base) for entity in entities}
    subjects |= {
        f"<{correction_iri(each.kind, each.entity, each.value, base)}>": correction_lines(each, base)
        for each in corrections
    }
    subjects |= {f"<{opinion_iri(each.entity, base)}>": opinion_lines(each, base) for each in opinions}
    for subject in sorted(subjects):
        yield _graph(subjects[subject], graph)


def section_titles(parts: Iterable[Part]) -> dict[str, tuple[str, ...]]:
    """Return, for each part of a note by id, the titles of the sections around it and of itself, outermost first."""
    titles: dict[str, tuple[str, ...]] = {"": ()}
    for part in parts:
        outer = titles.get(part.parent, ())
        titles[part.id] = (*outer, part.title) if part.kind == "section" else outer
    return titles


def _graph(lines: Iterable[str], graph: str) -> bytes:
    end = f" <{graph}> .\n"
    return (end.join(sorted(set(lines))) + end).encode()


def _note(facts: NoteFacts, note: str, base: str) -> Iterator[str]:
    me = f"<{note}>"
    yield f"{me} {v.A} {v.NOTE}"
    yield f"{me} {v.NAME} {literal(facts.title)}"
    yield f"{me} {v.PATH} {literal(facts.path)}"
    yield f"{me} {v.SHA256} {literal(facts.sha256)}"
    yield f"{me} {v.LANGUAGE} {literal(facts.language)}"
    if facts.media is not None:
        yield f"{me} {v.IS_BASED_ON} <{safe_iri(facts.media)}>"
    if facts.channel is not None:
        yield f"{me} {v.PUBLISHER} <{entity_iri(facts.channel, base)}>"
    if facts.unreached:
        yield f"{me} {v.TIMES_UNREACHED} {integer(facts.unreached)}"
    yield from _references(facts, me, base)
    for predicate, texts in (
        (v.UNRESOLVED, facts.unresolved),
        (v.ALTERNATE_NAME, facts.aliases),
        (v.KEYWORD, facts.tags),
    ):
        for text in texts:
            yield f"{me} {predicate} {literal(text)}"
    for part in facts.parts:
        yield from _part(part, note)


def _references(facts: NoteFacts, me: str, base: str) -> Iterator[str]:
    for path in facts.references:
        target = note_iri(path, base)
        yield f"{me} {v.REFERENCES} <{target}>"
        if note_path(target, base) != path:
            yield f"{me} {v.LINKED_PATH} {literal(path)}"


def _transcripts(facts: NoteFacts, note: str, base: str) -> Iterator[str]:
    for file in facts.transcripts:
        me = f"<{note_iri(file.path, base)}>"
        yield f"<{note}> {v.HAS_TRANSCRIPT} {me}"
        yield f"{me} {v.A} {v.TRANSCRIPT}"
        yield f"{me} {v.CONTENT_URL} {literal(file.path)}"
        yield f"{me} {v.MEDIA_TYPE} {literal(file.media_type)}"
        if file.language:
            yield f"{me} {v.LANGUAGE} {literal(file.language)}"
        if facts.media is not None:
            yield f"{me} {v.TRANSCRIBES} <{safe_iri(facts.media)}>"


def _part(part: Part, note: str) -> Iterator[str]:
    me = f"<{part_iri(note, part.id)}>"
    yield f"{me} {v.A} {v.SECTION if part.kind == 'section' else v.CALLOUT}"
    yield f"{me} {v.NAME} {literal(part.title)}"
    yield f"{me} {v.IS_PART_OF} <{part_iri(note, part.parent)}>"
    if part.kind != "section":
        yield f"{me} {v.IN_CALLOUT} {literal(part.type)}"


def _claim(claim: Claim, note: str, headings: Mapping[str, tuple[str, ...]], base: str) -> Iterator[str]:
    me = f"<{claim.id}>"
    yield f"{me} {v.A} {v.CLAIM}"
    yield f"{me} {v.TEXT} {literal(claim.text)}"
    yield f"{me} {v.DERIVED_FROM} <{note}>"
    yield f"{me} {v.IS_PART_OF} <{part_iri(note, claim.part)}>"
    yield f"{me} {v.BEGIN} {integer(claim.span.start)}"
    yield f"{me} {v.END} {integer(claim.span.end)}"
    yield f"{me} {v.MODALITY} {v.MODALITY_TERM[claim.modality]}"
    yield from _rules(me, claim)
    if claim.negated:
        yield f"{me} {v.NEGATED} {v.TRUE}"
    if claim.callout is not None:
        yield f"{me} {v.IN_CALLOUT} {literal(claim.callout)}"
    if headings.get(claim.part) != claim.section:  # mostly the parts around a claim tell its section
        titles = json.dumps([clean(title) for title in claim.section], ensure_ascii=False)
        yield f"{me} {v.SECTION_PATH} {literal(titles)}"
    yield from _times(me, claim.timestamps)
    if claim.source is not None:
        yield from _source(me, claim.source)
    yield from _topics(me, claim, base)
    yield from _contents(claim, base)


def _rules(me: str, claim: Claim) -> Iterator[str]:
    for predicate, rule, usual in (
        (v.MODALITY_RULE, claim.modality_rule, v.USUAL_RULE),
        (v.ABOUT_RULE, claim.about_rule, ""),
        (v.NEGATION_RULE, claim.negation_rule, ""),
        (v.ATTRIBUTION_RULE, claim.attribution_rule, ""),
    ):
        if rule != usual:
            yield f"{me} {predicate} {literal(rule)}"


def _times(me: str, seconds: tuple[int, ...]) -> Iterator[str]:
    for second in seconds:
        yield f"{me} {v.AT} {integer(second)}"
    if list(seconds) != sorted(set(seconds)):  # a set of numbers keeps neither their order nor how often they occur
        yield f"{me} {v.AT_ORDER} {literal(' '.join(map(str, seconds)))}"


def _source(me: str, source: Source) -> Iterator[str]:
    media = safe_iri(source.media)
    yield f"{me} {v.APPEARANCE} <{moment_iri(media, source.start, source.end)}>"
    if source.url != moment(media, source.start, source.end):
        yield f"{me} {v.LINK} {literal(source.url)}"
    if source.repaired:
        yield f"{me} {v.REPAIRED} {v.TRUE}"
    if source.reason:
        yield f"{me} {v.REPAIR_REASON} {literal(source.reason)}"
    if source.confidence != 1:
        yield f"{me} {v.REPAIR_CONFIDENCE} {number(Decimal(repr(source.confidence)))}"


def _topics(me: str, claim: Claim, base: str) -> Iterator[str]:
    named = {mention.entity for mention in claim.mentions}.union(claim.about)
    for name in named:
        yield f"{me} {v.MENTIONS} <{entity_iri(name, base)}>"
    for name in claim.about:
        yield f"{me} {v.ABOUT} <{entity_iri(name, base)}>"
    for name in set(claim.terms).difference(claim.about):
        yield f"{me} {v.ABOUT} <{entity_iri(name, base)}>"
        yield f"{me} {v.KEY_TERM} <{entity_iri(name, base)}>"
    for saying in claim.refused:
        yield f"{me} {v.REFUSED} {literal(saying)}"
    who = claim.attribution
    if who is not None:
        known = who in named
        holder = entity_iri(who, base) if known else phrase_iri(who, base)
        yield f"{me} {v.ATTRIBUTED_TO} <{holder}>"
        if who != (entity_name(holder, base) if known else phrase_text(holder, base)):
            yield f"{me} {v.ATTRIBUTION_TEXT} {literal(who)}"


def _contents(claim: Claim, base: str) -> Iterator[str]:
    """Yield the statements, quantities and dates of a claim, each a numbered node of its own."""
    me = f"<{claim.id}>"
    for n, statement in enumerate(claim.statements, 1):
        yield f"{me} {v.STATES} <{claim.id}.{n}>"
        yield from _statement(f"<{claim.id}.{n}>", statement, claim, base)
    if claim.unsure:
        yield f"{me} {v.MAY_STATE} {literal(json.dumps([_fields(each) for each in claim.unsure], ensure_ascii=False))}"
    for n, quantity in enumerate(claim.quantities, 1):
        yield f"{me} {v.HAS_QUANTITY} <{claim.id}.q{n}>"
        yield from _quantity(f"<{claim.id}.q{n}>", quantity, claim.text)
    for n, date in enumerate(claim.dates, 1):
        yield f"{me} {v.HAS_DATE} <{claim.id}.d{n}>"
        yield from _date(f"<{claim.id}.d{n}>", date, claim.text)


def _statement(me: str, statement: Statement, claim: Claim, base: str) -> Iterator[str]:
    named = statement.subject_entity
    subject = phrase_iri(statement.subject, base) if named is None else entity_iri(named, base)
    yield f"{me} {v.A} {v.STATEMENT}"
    yield f"{me} {v.SUBJECT} <{subject}>"
    yield f"{me} {v.PREDICATE} <{property_iri(statement.property, base)}>"
    yield f"{me} {v.PREDICATE_TEXT} {literal(statement.predicate)}"
    if statement.subject != (phrase_text(subject, base) if named is None else entity_name(subject, base)):
        yield f"{me} {v.SUBJECT_TEXT} {literal(statement.subject)}"
    thing = None if statement.object_entity is None else f"<{entity_iri(statement.object_entity, base)}>"
    if statement.object != _object_words(statement, claim, base):
        yield f"{me} {v.OBJECT_TEXT} {literal(statement.object)}"
    if statement.quantity is not None:
        quantity = claim.quantities[statement.quantity]
        yield f"{me} {v.OBJECT} {number(quantity.value)}"
        yield f"{me} {v.OBJECT_QUANTITY} <{claim.id}.q{statement.quantity + 1}>"
        yield from _measure(me, quantity)
        if thing is not None:
            yield f"{me} {v.OF} {thing}"
    else:
        yield f"{me} {v.OBJECT} {thing or literal(statement.object)}"
    if statement.date is not None:
        yield f"{me} {v.TEMPORAL} {literal(statement.date)}"
    yield f"{me} {v.POLARITY} {v.POLARITY_TERM[statement.polarity]}"
    yield f"{me} {v.FACTUALITY} {v.FACTUALITY_TERM[statement.factuality]}"
    if statement.confidence != 1:
        yield f"{me} {v.CONFIDENCE} {number(Decimal(repr(statement.confidence)))}"
    if statement.method:
        yield f"{me} {v.METHOD} {literal(statement.method)}"


def _fields(statement: Statement) -> list[object]:
    """The fields of a statement in their order, as JSON takes them."""
    return [clean(each) if isinstance(each, str) else each for each in astuple(statement)]


def _object_words(statement: Statement, claim: Claim, base: str) -> str:
    """Give the words that the object has in the graph anyway: of its quantity, else its entity's name, else its own."""
    if statement.quantity is not None:
        return clean(claim.quantities[statement.quantity].text)
    if statement.object_entity is not None:
        return entity_name(entity_iri(statement.object_entity, base), base)
    return statement.object


def _measure(me: str, quantity: Quantity) -> Iterator[str]:
    yield f"{me} {v.UNIT} {literal(quantity.unit)}"
    if quantity.comparator != "=":
        yield f"{me} {v.COMPARATOR} {literal(quantity.comparator)}"
    if quantity.value_max is not None:
        yield f"{me} {v.MIN_VALUE} {number(quantity.value)}"
        yield f"{me} {v.MAX_VALUE} {number(quantity.value_max)}"


def _quantity(me: str, quantity: Quantity, within: str) -> Iterator[str]:
    yield f"{me} {v.A} {v.QUANTITY}"
    yield f"{me} {v.FOUND} {literal(f'{quantity.start}-{quantity.end}')}"
    yield from _words(me, quantity, within)
    yield f"{me} {v.VALUE} {number(quantity.value)}"
    if code := unit_code(quantity.unit):
        yield f"{me} {v.UNIT_CODE} {literal(code)}"
    if quantity.method:
        yield f"{me} {v.METHOD} {literal(quantity.method)}"
    yield from _measure(me, quantity)


def _date(me: str, date: DateRef, within: str) -> Iterator[str]:
    yield f"{me} {v.A} {v.DATE}"
    yield f"{me} {v.FOUND} {literal(f'{date.start}-{date.end}')}"
    yield from _words(me, date, within)
    yield f"{me} {v.TEMPORAL} {literal(date.value)}"
    if date.method:
        yield f"{me} {v.METHOD} {literal(date.method)}"


def _mentions(claim: Claim, note: str, places: dict[tuple[int, int], int], base: str) -> Iterator[str]:
    """Yield the mentions of a claim, and those that are candidates only.

    ``places`` counts, over the whole note, how many referents a place has had.
    """
    sure = ((mention, v.REFERENT) for mention in sorted(claim.mentions, key=mention_order))
    possible = ((mention, v.CANDIDATE) for mention in sorted(claim.candidates, key=mention_order))
    for mention, refers in (*sure, *possible):
        place = (mention.span.start, mention.span.end)
        places[place] = places.get(place, 0) + 1
        me = f"<{mention_iri(note, *place, places[place])}>"
        how = f"{mention.start}-{mention.end} {mention.kind} {fraction(mention.confidence)} {mention.method}"
        yield f"{me} {v.IS_PART_OF} <{claim.id}>"
        yield f"{me} {refers} <{entity_iri(mention.entity, base)}>"
        yield f"{me} {v.FOUND} {literal(how)}"
        yield from _words(me, mention, claim.text)


def _words(me: str, found: Mention | Quantity | DateRef, within: str) -> Iterator[str]:
    """Yield the words of what was found, unless they are those at its place in the claim's text."""
    if found.text != within[found.start : found.end]:
        yield f"{me} {v.ANCHOR} {literal(found.text)}"
