"""What the graph knows of each entity that gets a page, gathered claim by claim."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from kg.claim_json import quantity_record
from kg.graph.explorer_views import ViewedClaims, read_address
from kg.model.transcript import is_candidate
from kg.rdf.terms import entity_iri, property_name
from kg.views.render.figures import quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.graph import EntityRow, Graph, TermRow
    from kg.graph.explorer_views import ExplorerView
    from kg.model import Claim

    Row = TypeVar("Row", EntityRow, TermRow)

RELATED = 12  # entities shown beside a page's own, at most
_EMPTY_VERBS = {"is", "are", "was", "be", "has", "have"}  # as properties they say nothing without their object


class UncorrectedOpinion(NamedTuple):
    """What the extractor itself says of an entity, before anybody corrected it."""

    type: str
    aliases: tuple[str, ...] = ()


class PageValue(NamedTuple):
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
        verdicts: For a property, how the two of its values that need a reader most differ, and why.
        spoken: How many more claims transcripts make of it.
        related: Names of the entities that most claims mention beside it, with how many.
    """

    iri: str
    name: str
    said: UncorrectedOpinion
    uncorrected: bool = False
    claims: tuple[Claim, ...] = ()
    figures: tuple[PageValue, ...] = ()
    differing: frozenset[tuple[str, str]] = frozenset()
    related: tuple[tuple[str, int], ...] = ()
    verdicts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    spoken: int = 0


@dataclass(frozen=True, slots=True)
class NoteSource:
    """A note as a source: title, channel or "", and the day of its recording or ""."""

    title: str
    channel: str = ""
    date: str = ""


class Knowledge(Protocol):
    """Where facts come from: the graph of a vault, or whatever answers as one."""

    @property
    def base(self) -> str:
        """The vault's base IRI."""

    def rows(self) -> Sequence[EntityRow]:
        """All entities."""

    def terms(self) -> Sequence[TermRow]:
        """All concepts, those with most claims first."""

    def facts(self, row: EntityRow) -> EntityFacts:
        """What a page says of one entity."""

    def sources(self, dates: Mapping[str, str]) -> dict[str, NoteSource]:
        """Every note as a source, by path; ``dates`` holds the days that the notes' properties give, by path."""

    def notes_of(self, views: Sequence[ExplorerView]) -> Sequence[Mapping[str, int]]:
        """For each view of the explorer the paths of notes with claims that it shows, and how many."""


@dataclass(frozen=True)
class GraphKnowledge:
    """The graph of a vault as the source of facts."""

    graph: Graph
    base: str

    @cached_property
    def _spoken(self) -> Mapping[str, int]:
        """How many claims transcripts make of each entity: they are on no page, or they would drown what is noted."""
        return self.graph.spoken_claims()

    def rows(self) -> Sequence[EntityRow]:
        """All entities, with the claims that notes make of them."""
        return self._noted(self.graph.entities())

    def notes_of(self, views: Sequence[ExplorerView]) -> Sequence[Mapping[str, int]]:
        """For each view of the explorer the paths of notes with claims that it shows, and how many."""
        viewed = ViewedClaims(self.graph)
        return [viewed.notes(read_address(view.address)) for view in views]

    def terms(self) -> Sequence[TermRow]:
        """All concepts, with the claims that notes make of them."""
        return self._noted(self.graph.terms())

    def _noted(self, rows: Iterable[Row]) -> list[Row]:
        left = [replace(row, claims=row.claims - self._spoken.get(row.name, 0)) for row in rows]
        return sorted(left, key=lambda row: (-row.claims, row.name))

    def facts(self, row: EntityRow) -> EntityFacts:
        """Gather what a page says of one entity."""
        claims = once_per_note(claim for claim in self.graph.claims(row.name) if not is_candidate(claim.note))
        differing = self.graph.query("conflicting-values", entity=row.name)
        verdicts: dict[str, tuple[str, str]] = {}
        for pair in self.graph.conflicts(row.name) if differing else ():
            if pair.entity == row.name:
                verdicts.setdefault(pair.property, (pair.verdict, pair.reason))
        alone = self.graph.corrections.opinion(row.name) or row
        return EntityFacts(
            entity_iri(row.name, self.base),
            row.name,
            UncorrectedOpinion(alone.type, alone.aliases),
            uncorrected=True,
            claims=claims,
            figures=figures_of(claims, row.name),
            differing=frozenset((property_name(str(found[0]), self.base), str(found[1])) for found in differing),
            related=related_to(claims, row.name),
            verdicts=verdicts,
            spoken=self._spoken.get(row.name, 0),
        )

    def sources(self, dates: Mapping[str, str]) -> dict[str, NoteSource]:
        """Every note as a source, by path."""
        rows = self.graph.notes()
        return {row.path: NoteSource(row.title, row.channel or "", dates.get(row.path, "")) for row in rows}


def once_per_note(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """The claims without those that repeat a sentence of their note."""
    found: dict[tuple[str, str], Claim] = {}
    for claim in claims:
        found.setdefault((claim.note, claim.text), claim)
    return tuple(found.values())


def figures_of(claims: Sequence[Claim], name: str) -> tuple[PageValue, ...]:
    """The numbers that claims state of an entity, each property, value and date once per note."""
    found: dict[tuple[object, str], PageValue] = {}
    for claim in claims:
        for said in claim.statements:
            if said.subject_entity != name or said.quantity is None or not said.is_real():
                continue
            if said.property not in _EMPTY_VERBS:
                number = claim.quantities[said.quantity]
                figure = PageValue(
                    said.property, quantity(quantity_record(number)), number.unit, said.date or "", claim
                )
                found.setdefault((figure[:-1], claim.note), figure)
    return tuple(found.values())


def related_to(claims: Sequence[Claim], name: str) -> tuple[tuple[str, int], ...]:
    """The entities that at least two of the claims mention too, those with most claims first, then by name."""
    counts = Counter(other for claim in claims for other in {mention.entity for mention in claim.mentions} - {name})
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(item for item in ranked if item[1] > 1)
