"""What the graph knows of each entity that gets a page, gathered claim by claim."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kg.formats import quantity_record
from kg.rdf.terms import entity_iri, property_name
from kg.views.figures import quantity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.graph import EntityRow, Graph
    from kg.model import Claim

RELATED = 12  # entities shown beside a page's own, at most
_EMPTY_VERBS = {"is", "are", "was", "be", "has", "have"}  # as properties they say nothing without their object


class Opinion(NamedTuple):
    """What the extractor itself says of an entity, before anybody corrected it."""

    type: str
    aliases: tuple[str, ...] = ()


class Figure(NamedTuple):
    """A number that a claim gives for a property of the entity: ``when`` is an EDTF date or ""."""

    property: str
    value: str
    unit: str
    when: str
    claim: Claim


@dataclass(frozen=True, slots=True)
class EntityFacts:
    """One entity with everything its page says.

    Attributes:
        iri: Its identity, the page's ``kg_id``.
        said: Type and aliases as the graph has them.
        uncorrected: Whether ``said`` is known to be the extractor's own opinion, free of any correction.
        claims: Those that mention it, by note path, then by place; the same sentence once per note.
        figures: Numbers stated of it, in the order of the claims.
        differing: (property, unit) for which the notes give more than one value.
        related: Names of the entities that most claims mention beside it, with how many.
    """

    iri: str
    name: str
    said: Opinion
    uncorrected: bool = False
    claims: tuple[Claim, ...] = ()
    figures: tuple[Figure, ...] = ()
    differing: frozenset[tuple[str, str]] = frozenset()
    related: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class NoteSource:
    """A note as a source: title, channel or "", and the day of its recording or ""."""

    title: str
    channel: str = ""
    date: str = ""


def entity_facts(graph: Graph, row: EntityRow, base: str) -> EntityFacts:
    """Gather what a page says of one entity."""
    claims = tuple({(claim.note, claim.text): claim for claim in reversed(graph.claims(row.name))}.values())[::-1]
    differing = graph.query("conflicting-values", entity=row.name)
    return EntityFacts(
        entity_iri(row.name, base),
        row.name,
        Opinion(row.type, row.aliases),
        claims=claims,
        figures=figures_of(claims, row.name),
        differing=frozenset((property_name(str(found[0]), base), str(found[1])) for found in differing),
        related=related_to(claims, row.name),
    )


def note_sources(graph: Graph, dates: Mapping[str, str]) -> dict[str, NoteSource]:
    """Every note as a source, by path.

    Args:
        graph: The vault's graph.
        dates: Days by note path, as the notes' properties give them.
    """
    return {row.path: NoteSource(row.title, row.channel or "", dates.get(row.path, "")) for row in graph.notes()}


def figures_of(claims: Sequence[Claim], name: str) -> tuple[Figure, ...]:
    """The numbers that claims state of an entity, each property, value and date once per note."""
    found: dict[tuple[object, str], Figure] = {}
    for claim in claims:
        for said in claim.statements:
            if said.subject_entity == name and said.quantity is not None and said.property not in _EMPTY_VERBS:
                number = claim.quantities[said.quantity]
                figure = Figure(said.property, quantity(quantity_record(number)), number.unit, said.date or "", claim)
                found.setdefault((figure[:-1], claim.note), figure)
    return tuple(found.values())


def related_to(claims: Sequence[Claim], name: str) -> tuple[tuple[str, int], ...]:
    """The entities that at least two of the claims mention too, those with most claims first, then by name."""
    counts = Counter(other for claim in claims for other in {mention.entity for mention in claim.mentions} - {name})
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(item for item in ranked if item[1] > 1)
