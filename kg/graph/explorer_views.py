"""Which claims a state of the explorer leaves: what its address says, asked of the graph."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote_plus

from kg.errors import AmbiguousName, UnknownName
from kg.model.properties import property_of
from kg.views.compare.verdicts import AGREE, days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kg.graph.vault_graph import Graph
    from kg.model import Claim
    from kg.views.compare.value_pairs import Conflict

TOP = "."  # stands for the top folder, which has no name
LEFT_OUT, PLAIN = "!", "="  # before a value: claims that have it are left out; the value begins with a mark of its own
ALL = 10**6  # claims that a search finds at most
FIRST, LAST = "0001", "9999"


class ExplorerView(NamedTuple):
    """A state of the explorer under a name: the address is the fragment of the page's, with or without ``#``."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class ViewState:
    """What an address says of claims.

    Attributes:
        names: Entities or terms that each claim is of, all of them.
        note: Path of the note that claims are in; "" for any.
        words: What the full-text search is asked; "" for nothing.
        facets: For each facet the values as they are written, ``!`` before those that are left out.
        flags: ``numbers`` and ``conflicts``, where they are set.
        start, end: The dates between which a claim speaks of something; "" where there is no bound.
    """

    names: tuple[str, ...] = ()
    note: str = ""
    words: str = ""
    facets: Mapping[str, tuple[str, ...]] | None = None
    flags: frozenset[str] = frozenset()
    start: str = ""
    end: str = ""


def read_address(address: str) -> ViewState:
    """What an address says of claims; what else it says, and what cannot be read, is passed over."""
    parts = dict(part.partition("=")[::2] for part in address.removeprefix("#").split("&"))
    pairs = [_pair(parts[key]) for key in ("edge", "compare") if parts.get(key)]
    alone = [unquote_plus(parts["entity"])] if parts.get("entity") and not parts.get("path") else []
    note = unquote_plus(parts.get("note", ""))
    facets = {key: tuple(map(unquote_plus, parts[key].split(","))) for key in FACETS if parts.get(key)}
    dates = [date if days(date) else "" for date in (unquote_plus(parts.get(key, "")) for key in ("from", "to"))]
    return ViewState(
        () if note else tuple(next(iter(pairs), alone)),
        note,
        unquote_plus(parts.get("q", "")),
        facets,
        frozenset(flag for flag in ("numbers", "conflicts") if parts.get(flag) == "1"),
        *dates,
    )


def _pair(raw: str) -> list[str]:
    return [unquote_plus(name) for name in raw.split("|")] if "|" in raw else unquote_plus(raw).split("|")


def things_of(claim: Claim) -> set[str]:
    """The entities and key terms that a claim is of."""
    return {one.entity for one in claim.mentions}.union(claim.about, claim.terms)


FACETS: dict[str, Callable[[Claim], set[str]]] = {
    "folder": lambda claim: {claim.note.partition("/")[0] if "/" in claim.note else TOP},
    "notes": lambda claim: {claim.note},
    "callout": lambda claim: {claim.callout} if claim.callout else set(),
    "modality": lambda claim: {claim.modality},
    "attribute": lambda claim: {
        row.name for row in (property_of(one.property) for one in claim.statements) if row.label and not row.nameless
    },
    "unit": lambda claim: {one.unit for one in claim.quantities},
    "speaker": lambda claim: {claim.attribution} if claim.attribution else set(),
    "type": things_of,  # their types, once the graph is asked
}


class ViewedClaims:
    """The claims that states of the explorer leave, as the graph has them."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    @cached_property
    def types(self) -> dict[str, str]:
        """The type of each entity and term."""
        terms = {row.name: "Concept" for row in self.graph.terms()}
        return terms | {row.name: row.type for row in self.graph.entities()}

    @cached_property
    def pairs(self) -> list[Conflict]:
        """The pairs that ``kg conflicts`` shows, but for those that agree."""
        return [row for row in self.graph.conflicts() if row.verdict != AGREE]

    @cached_property
    def differing(self) -> set[str]:
        """The ids of the claims of these pairs."""
        return {claim.id for row in self.pairs for claim in (row.first.claim, row.second.claim)}

    def within(self, state: ViewState) -> Iterable[Claim]:
        """The claims of what a state has chosen, unfiltered; none of a name that nothing has."""
        try:
            if state.note:
                return self.graph.claims(note=state.note)
            return self.graph.claims(*state.names)
        except (UnknownName, AmbiguousName):
            return ()

    def passing(self, claims: Iterable[Claim], state: ViewState) -> Iterator[Claim]:
        """Those claims that a state's filters let pass."""
        tests = self._tests(state)
        return (claim for claim in claims if all(test(claim) for test in tests))

    def notes(self, state: ViewState) -> Counter[str]:
        """The paths of the notes that hold claims which a state leaves, with how many."""
        return Counter(claim.note for claim in self.passing(self.within(state), state))

    def values(self, facet: str, claim: Claim) -> set[str]:
        """What a claim has of a facet."""
        found = FACETS[facet](claim)
        return {self.types[name] for name in found if name in self.types} if facet == "type" else found

    def _tests(self, state: ViewState) -> list[Callable[[Claim], bool]]:
        tests = [self._facet(facet, values) for facet, values in (state.facets or {}).items()]
        if state.words:
            hits = {hit.claim.id for hit in self.graph.search(state.words, limit=ALL)}
            tests.append(lambda claim: claim.id in hits)
        if "numbers" in state.flags:
            tests.append(lambda claim: bool(claim.quantities))
        if "conflicts" in state.flags:
            tests.append(lambda claim: claim.id in self.differing)
        if state.start or state.end:
            tests.append(_dated(state.start or FIRST, state.end or LAST))
        return tests

    def _facet(self, facet: str, values: Sequence[str]) -> Callable[[Claim], bool]:
        wanted = {value.removeprefix(PLAIN) for value in values if not value.startswith(LEFT_OUT)}
        unwanted = {value[1:] for value in values if value.startswith(LEFT_OUT)}

        def test(claim: Claim) -> bool:
            own = self.values(facet, claim)
            return (not wanted or bool(own & wanted)) and not own & unwanted

        return test


def _dated(start: str, end: str) -> Callable[[Claim], bool]:
    first, last = days(start), days(end)
    if first is None or last is None:
        raise ValueError(f"no dates: {start!r}, {end!r}")
    low, high = first.first, last.last

    def test(claim: Claim) -> bool:
        covered = (days(date.value) for date in claim.dates)
        return any(one and one.last >= low and one.first <= high for one in covered)

    return test
