"""Turns each thing that is described once for the vault into lines of N-Triples, without their ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.rdf import vocabulary as v
from kg.rdf.nquads import literal
from kg.rdf.terms import correction_iri, entity_iri, opinion_iri, property_iri, safe_iri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Correction, Entity, ExtractorOpinion

CONCEPT = "Concept"


def entity_lines(entity: Entity, base: str) -> Iterator[str]:
    """What describes an entity; a concept has its labels and what is above it too."""
    me = f"<{entity_iri(entity.name, base)}>"
    yield f"{me} {v.A} {v.entity_class(entity.type)}"
    yield f"{me} {v.NAME} {literal(entity.name)}"
    for alias in entity.aliases:
        yield f"{me} {v.ALTERNATE_NAME} {literal(alias)}"
    for reason in entity.evidence:
        yield f"{me} {v.EVIDENCE} {literal(reason)}"
    if entity.type == CONCEPT:
        yield f"{me} {v.PREF_LABEL} {literal(entity.name)}"
        for alias in entity.aliases:
            yield f"{me} {v.ALT_LABEL} {literal(alias)}"
    for above in entity.broader:
        yield f"{me} {v.BROADER} <{entity_iri(above, base)}>"
    if entity.term:
        yield f"{me} {v.ONLY_TERM} {v.TRUE}"


def channel_lines(name: str, base: str) -> Iterator[str]:
    """What describes a channel that is no entity."""
    me = f"<{entity_iri(name, base)}>"
    yield f"{me} {v.A} {v.CHANNEL}"
    yield f"{me} {v.NAME} {literal(name)}"


def property_lines(name: str, label: str, base: str) -> Iterator[str]:
    """What describes a property."""
    me = f"<{property_iri(name, base)}>"
    yield f"{me} {v.A} {v.PROPERTY}"
    yield f"{me} {v.LABEL} {literal(label)}"


def correction_lines(correction: Correction, base: str) -> Iterator[str]:
    """What describes a correction."""
    me = f"<{correction_iri(correction.kind, correction.entity, correction.value, base)}>"
    yield f"{me} {v.A} {v.CORRECTION}"
    yield f"{me} {v.CORRECTS} <{entity_iri(correction.entity, base)}>"
    yield f"{me} {v.CORRECTION_KIND} {literal(correction.kind)}"
    yield f"{me} {v.SETS} {literal(correction.value)}"
    yield f"{me} {v.SAID_BY} {literal(correction.page)}"
    if correction.old:
        yield f"{me} {v.OVERRIDES} {literal(correction.old)}"
    if correction.idle:
        yield f"{me} {v.IDLE} {literal(correction.idle)}"


def opinion_lines(opinion: ExtractorOpinion, base: str) -> Iterator[str]:
    """What describes the extractor's opinion of an entity."""
    me = f"<{opinion_iri(opinion.entity, base)}>"
    yield f"{me} {v.A} {v.OPINION}"
    yield f"{me} {v.OPINION_OF} <{entity_iri(opinion.entity, base)}>"
    yield f"{me} {v.OPINION_TYPE} {literal(opinion.type)}"
    for alias in opinion.aliases:
        yield f"{me} {v.OPINION_NAME} {literal(alias)}"


def recording_lines(media: str) -> Iterator[str]:
    """What describes a recording."""
    yield f"<{safe_iri(media)}> {v.A} {v.RECORDING}"
