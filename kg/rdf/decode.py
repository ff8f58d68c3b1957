"""Reads the graph back into the model: the exact inverse of ``encode``, for one claim, one note, or the entities.

What a set of triples cannot keep has a normal form (``kg.rdf.normal``): encoding and decoding gives the normal form of
what went in, and decoding and encoding gives the same bytes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    Span,
    Statement,
)
from kg.model.media import moment
from kg.model.note import TranscriptFile
from kg.rdf import vocabulary as v
from kg.rdf.encode import section_titles
from kg.rdf.normal import by_mention, reading_order
from kg.rdf.nquads import nodes_of, number_of, value_of
from kg.rdf.terms import (
    DEFAULT_BASE,
    entity_name,
    is_entity,
    note_iri,
    note_path,
    phrase_text,
    property_name,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kg.rdf.nquads import Nodes

UNTYPED = "Concept"  # what a mention's entity is when the entities' graph does not know it


@dataclass(frozen=True, slots=True)
class NoteContext:
    """What decoding a claim needs to know of its note.

    Attributes:
        path: The note's path in the vault.
        iri: The note's IRI.
        headings: Titles of the sections around each part, by the part's id, outermost first.
        type_of: Gives the type of an entity by its name.
        base: The vault's base IRI.
    """

    path: str
    iri: str
    headings: Mapping[str, tuple[str, ...]]
    type_of: Callable[[str], str]
    base: str = DEFAULT_BASE


def untyped(_name: str) -> str:
    """Give the type of an entity of which nothing is known."""
    return UNTYPED


def decode_note(
    nquads: bytes, type_of: Callable[[str], str] = untyped, base: str = DEFAULT_BASE
) -> tuple[NoteFacts, tuple[Claim, ...]]:
    """Decode the canonical N-Quads (or N-Triples) of one note's graph.

    Args:
        nquads: What ``encode.note_quads`` gave, lines in any order.
        type_of: Gives the type of an entity by its name.
        base: The vault's base IRI.

    Returns:
        The note's facts, and its claims in reading order.
    """
    nodes = nodes_of(nquads.decode().split("\n")[:-1])
    note = next(subject for subject, node in nodes.items() if v.NOTE in node.get(v.A, ()))
    facts = decode_facts(nodes, note, base)
    context = NoteContext(facts.path, value_of(note), section_titles(facts.parts), type_of, base)
    mentions: dict[str, list[str]] = {}
    for subject, node in nodes.items():
        if not v.REFERRING.isdisjoint(node):
            mentions.setdefault(node[v.IS_PART_OF][0], []).append(subject)
    claims = (
        decode_claim(nodes, subject, mentions.get(subject, ()), context)
        for subject, node in nodes.items()
        if v.CLAIM in node.get(v.A, ())
    )
    return facts, tuple(sorted(claims, key=reading_order))


def decode_entities(nquads: bytes, base: str = DEFAULT_BASE) -> tuple[Entity, ...]:
    """Decode the entities of the graph that describes them; properties, recordings and channels are passed over."""
    nodes = nodes_of(nquads.decode().split("\n")[:-1])
    found = (
        Entity(
            value_of(node[v.NAME][0]),
            kind,
            _texts(node, v.ALTERNATE_NAME),
            _texts(node, v.EVIDENCE),
            tuple(sorted(entity_name(value_of(term), base) for term in node.get(v.BROADER, ()))),
            v.ONLY_TERM in node,
        )
        for node in nodes.values()
        if (kind := v.type_of_class(node[v.A][0])) is not None
    )
    return tuple(sorted(found, key=lambda entity: entity.name))


def decode_corrections(nquads: bytes, base: str = DEFAULT_BASE) -> tuple[Correction, ...]:
    """Decode the corrections of the graph that describes entities, by entity, kind and value."""
    nodes = nodes_of(nquads.decode().split("\n")[:-1])
    found = (
        Correction(
            value_of(node[v.CORRECTION_KIND][0]),
            entity_name(value_of(node[v.CORRECTS][0]), base),
            value_of(node[v.SETS][0]),
            value_of(node[v.SAID_BY][0]),
            *("".join(_texts(node, term)) for term in (v.OVERRIDES, v.IDLE)),
        )
        for node in nodes.values()
        if v.CORRECTION in node[v.A]
    )
    return tuple(sorted(found, key=lambda each: (each.entity, each.kind, each.value)))


def decode_opinions(nquads: bytes, base: str = DEFAULT_BASE) -> tuple[ExtractorOpinion, ...]:
    """Decode what the extractor itself says, by entity."""
    nodes = nodes_of(nquads.decode().split("\n")[:-1])
    found = (
        ExtractorOpinion(
            entity_name(value_of(node[v.OPINION_OF][0]), base),
            value_of(node[v.OPINION_TYPE][0]),
            _texts(node, v.OPINION_NAME),
        )
        for node in nodes.values()
        if v.OPINION in node[v.A]
    )
    return tuple(sorted(found, key=lambda each: each.entity))


def decode_facts(nodes: Nodes, note: str, base: str = DEFAULT_BASE) -> NoteFacts:
    """Decode a note's own node and its parts; ``note`` is its IRI in brackets."""
    node = nodes[note]
    media = node.get(v.IS_BASED_ON)
    channel = node.get(v.PUBLISHER)
    written = {note_iri(path, base): path for path in _texts(node, v.LINKED_PATH)}
    linked = _texts(node, v.REFERENCES)
    return NoteFacts(
        path=value_of(node[v.PATH][0]),
        title=value_of(node[v.NAME][0]),
        sha256=value_of(node[v.SHA256][0]),
        media=value_of(media[0]) if media else None,
        channel=entity_name(value_of(channel[0]), base) if channel else None,
        references=tuple(sorted(written.get(iri) or note_path(iri, base) for iri in linked)),
        unresolved=_texts(node, v.UNRESOLVED),
        aliases=_texts(node, v.ALTERNATE_NAME),
        tags=_texts(node, v.KEYWORD),
        parts=decode_parts(nodes, value_of(note)),
        language=value_of(node[v.LANGUAGE][0]),
        unreached=int(value_of(node[v.TIMES_UNREACHED][0])) if v.TIMES_UNREACHED in node else 0,
        transcripts=tuple(sorted(_transcript(nodes[file]) for file in node.get(v.HAS_TRANSCRIPT, ()))),
    )


def _transcript(node: Mapping[str, list[str]]) -> TranscriptFile:
    language = node.get(v.LANGUAGE)
    return TranscriptFile(
        value_of(node[v.CONTENT_URL][0]), value_of(node[v.MEDIA_TYPE][0]), value_of(language[0]) if language else ""
    )


def decode_parts(nodes: Nodes, note: str) -> tuple[Part, ...]:
    """Decode the sections and callouts of a note, given its IRI, in reading order."""
    parts = [
        Part(
            _part_id(subject, note),
            "section" if v.SECTION in node[v.A] else "callout",
            value_of(node[v.NAME][0]),
            value_of(node[v.IN_CALLOUT][0]) if v.IN_CALLOUT in node else "",
            _part_id(node[v.IS_PART_OF][0], note),
        )
        for subject, node in nodes.items()
        if not {v.SECTION, v.CALLOUT}.isdisjoint(node.get(v.A, ()))
    ]
    return tuple(sorted(parts, key=lambda part: [int(step) for step in part.id.split(".")]))


def decode_claim(nodes: Nodes, subject: str, mentions: Iterable[str], context: NoteContext) -> Claim:
    """Decode one claim.

    Args:
        nodes: Holds the claim's node and those of its statements, quantities, dates and mentions.
        subject: The claim's IRI in brackets.
        mentions: The IRIs of its mentions in brackets, in any order.
        context: What is known of its note.
    """
    node = nodes[subject]
    part = _part_id(node[v.IS_PART_OF][0], context.iri)
    text = value_of(node[v.TEXT][0])
    read = sorted(mentions, key=lambda one: _mention_place(one, nodes[one]))
    found, possible = (
        tuple(_mention(one, nodes[one], text, refers, context) for one in read if refers in nodes[one])
        for refers in (v.REFERENT, v.CANDIDATE)
    )
    quantities = tuple(_quantity(nodes[one], text) for one in _numbered(node.get(v.HAS_QUANTITY, ())))
    callout = node.get(v.IN_CALLOUT)
    terms = _named(node.get(v.KEY_TERM, ()), context.base)
    return Claim(
        id=value_of(subject),
        note=context.path,
        span=_span(node),
        text=text,
        section=_section(node, part, context),
        callout=value_of(callout[0]) if callout else None,
        part=part,
        timestamps=_times(node),
        source=_source(node),
        mentions=found,
        about=by_mention(_named(node.get(v.ABOUT, ()), context.base) - terms, found),
        statements=tuple(_statement(nodes[one], quantities, context.base) for one in _numbered(node.get(v.STATES, ()))),
        quantities=quantities,
        dates=tuple(_date(nodes[one], text) for one in _numbered(node.get(v.HAS_DATE, ()))),
        modality=v.MODALITY_NAME[node[v.MODALITY][0]],
        modality_rule=_text(node, v.MODALITY_RULE, v.USUAL_RULE),
        negated=v.NEGATED in node,
        attribution=_attribution(node, context.base),
        about_rule=_text(node, v.ABOUT_RULE),
        negation_rule=_text(node, v.NEGATION_RULE),
        attribution_rule=_text(node, v.ATTRIBUTION_RULE),
        candidates=possible,
        terms=tuple(sorted(terms)),
        unsure=_unsure(node),
        refused=_texts(node, v.REFUSED),
    )


def _text(node: Mapping[str, list[str]], predicate: str, otherwise: str = "") -> str:
    found = node.get(predicate)
    return value_of(found[0]) if found else otherwise


def _texts(node: Mapping[str, list[str]], predicate: str) -> tuple[str, ...]:
    return tuple(sorted(map(value_of, node.get(predicate, ()))))


def _part_id(term: str, note: str) -> str:
    return value_of(term).removeprefix(note).removeprefix("#s")


def _span(node: Mapping[str, list[str]]) -> Span:
    return Span(int(value_of(node[v.BEGIN][0])), int(value_of(node[v.END][0])))


def _section(node: Mapping[str, list[str]], part: str, context: NoteContext) -> tuple[str, ...]:
    if v.SECTION_PATH in node:
        return tuple(json.loads(value_of(node[v.SECTION_PATH][0])))
    return context.headings[part]


def _times(node: Mapping[str, list[str]]) -> tuple[int, ...]:
    if v.AT_ORDER in node:
        return tuple(map(int, value_of(node[v.AT_ORDER][0]).split()))
    return tuple(sorted(int(value_of(term)) for term in node.get(v.AT, ())))


def _source(node: Mapping[str, list[str]]) -> Source | None:
    if v.APPEARANCE not in node:
        return None
    media, _, fragment = value_of(node[v.APPEARANCE][0]).rpartition("#t=")
    start, _, stop = fragment.partition(",")
    second, end = int(start), int(stop) if stop else None
    link, reason, confidence = (node.get(term) for term in (v.LINK, v.REPAIR_REASON, v.REPAIR_CONFIDENCE))
    return Source(
        media,
        second,
        value_of(link[0]) if link else moment(media, second, end),
        repaired=v.REPAIRED in node,
        reason=value_of(reason[0]) if reason else "",
        confidence=float(value_of(confidence[0])) if confidence else 1.0,
        end=end,
    )


def _named(terms: Iterable[str], base: str) -> frozenset[str]:
    """The names of entities given as terms."""
    return frozenset(entity_name(value_of(term), base) for term in terms)


def _attribution(node: Mapping[str, list[str]], base: str) -> str | None:
    if v.ATTRIBUTION_TEXT in node:
        return value_of(node[v.ATTRIBUTION_TEXT][0])
    if v.ATTRIBUTED_TO not in node:
        return None
    iri = value_of(node[v.ATTRIBUTED_TO][0])
    return entity_name(iri, base) if is_entity(iri, base) else phrase_text(iri, base)


def _numbered(terms: Iterable[str]) -> list[str]:
    """Sort ``<claim>.2``, ``<claim>.10`` or ``<claim>.q2`` by their number."""
    return sorted(terms, key=lambda term: int(term[term.rindex(".") + 1 : -1].lstrip("qd")))


def _mention_place(term: str, node: Mapping[str, list[str]]) -> tuple[int, int, Span, int]:
    """What the mentions of a claim are sorted by."""
    span, nth = _span_of(term)
    start, end = _found_at(node)
    return start, end, span, nth


def _span_of(term: str) -> tuple[Span, int]:
    """The place in the file that a mention's IRI holds, and which of its referents it is."""
    place, _, nth = term[:-1].rpartition("#char=")[2].partition(";")
    return Span(*map(int, place.split(","))), int(nth or 1)


def _mention(term: str, node: Mapping[str, list[str]], within: str, refers: str, context: NoteContext) -> Mention:
    _, kind, confidence, method = value_of(node[v.FOUND][0]).split(" ", 3)
    text, start, end = _words(node, within)
    entity = entity_name(value_of(node[refers][0]), context.base)
    span, _ = _span_of(term)
    return Mention(text, start, end, span, kind, entity, context.type_of(entity), method, float(confidence))


def _found_at(node: Mapping[str, list[str]]) -> tuple[int, int]:
    start, end = map(int, value_of(node[v.FOUND][0]).partition(" ")[0].split("-"))
    return start, end


def _words(node: Mapping[str, list[str]], within: str) -> tuple[str, int, int]:
    """Read the words of what was found in a claim's text, and where they begin and end."""
    start, end = _found_at(node)
    return value_of(node[v.ANCHOR][0]) if v.ANCHOR in node else within[start:end], start, end


def _statement(node: Mapping[str, list[str]], quantities: Sequence[Quantity], base: str) -> Statement:
    subject, obj = value_of(node[v.SUBJECT][0]), node[v.OBJECT][0]
    measured, of = node.get(v.OBJECT_QUANTITY), node.get(v.OF)
    nth = int(measured[0][measured[0].rindex(".q") + 2 : -1]) - 1 if measured else None
    thing = of[0] if of else obj
    date, method = node.get(v.TEMPORAL), node.get(v.METHOD)
    named = entity_name(subject, base) if is_entity(subject, base) else None
    target = entity_name(value_of(thing), base) if thing.startswith("<") else None
    says, meant = node.get(v.SUBJECT_TEXT), node.get(v.OBJECT_TEXT)
    implied = quantities[nth].text if nth is not None else target if target is not None else value_of(obj)
    return Statement(
        value_of(says[0]) if says else phrase_text(subject, base) if named is None else named,
        value_of(node[v.PREDICATE_TEXT][0]),
        value_of(meant[0]) if meant else implied,
        property_name(value_of(node[v.PREDICATE][0]), base),
        named,
        target,
        nth,
        value_of(date[0]) if date else None,
        value_of(method[0]) if method else "",
        v.POLARITY_NAME[node[v.POLARITY][0]],
        v.FACTUALITY_NAME[node[v.FACTUALITY][0]],
        float(value_of(node[v.CONFIDENCE][0])) if v.CONFIDENCE in node else 1.0,
    )


def _unsure(node: Mapping[str, list[str]]) -> tuple[Statement, ...]:
    """The statements that are too unlikely to count."""
    held = node.get(v.MAY_STATE)
    return tuple(Statement(*fields) for fields in json.loads(value_of(held[0]))) if held else ()


def _quantity(node: Mapping[str, list[str]], within: str) -> Quantity:
    comparator, most = node.get(v.COMPARATOR), node.get(v.MAX_VALUE)
    return Quantity(
        *_words(node, within),
        number_of(node[v.VALUE][0]),
        value_of(node[v.UNIT][0]),
        value_of(comparator[0]) if comparator else "=",
        number_of(most[0]) if most else None,
        _text(node, v.METHOD),
    )


def _date(node: Mapping[str, list[str]], within: str) -> DateRef:
    return DateRef(*_words(node, within), value_of(node[v.TEMPORAL][0]), _text(node, v.METHOD))
