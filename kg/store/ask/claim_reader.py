"""Finds claims in an open store and reads them back, and only as much of it as the question needs."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from kg.rdf import vocabulary as v
from kg.rdf.decode import UNTYPED
from kg.store.ask.overview import note_places
from kg.store.ask.select import select
from kg.store.engine.fact_cache import WantedClaims
from kg.store.engine.fact_packing import unpacked_claim, unpacked_facts
from kg.store.engine.store_files import trouble

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Claim, NoteFacts
    from kg.store.engine.store import Store


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims to find; everything that is given must hold.

    Attributes:
        mentions: Names of entities and key terms, each of which the claim mentions or is about.
        about: Names of entities, each of which the claim is about.
        note: A glob (``*``, ``?``, ``[…]``) that the note's path matches, or its path without ``.md``.
        callout: Type of the innermost callout.
        modality: One of the five modalities.
    """

    mentions: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    note: str | None = None
    callout: str | None = None
    modality: str | None = None


def takes_note(pattern: str | None, path: str) -> bool:
    """Return whether a note's path fits a glob; a pattern without ``/`` may match just the file's name."""
    if pattern is None:
        return True
    names = [path, path.removesuffix(".md")]
    if "/" not in pattern:
        names += [name.rpartition("/")[2] for name in names]
    return any(fnmatchcase(name, pattern) for name in names)


class ClaimReader:
    """Reads the claims of one store; remembers the types of entities it has met."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._types: dict[str, str] = {}

    def find(self, wanted: ClaimFilter, limit: int | None = None) -> list[str]:
        """Return the IRIs of the claims that fit, by note path, then by place in the note; at most so many."""
        with trouble(self._store.folder):
            return self._store.search.kept.find(self._wanted(wanted), limit)

    def number(self, wanted: ClaimFilter) -> int:
        """Return how many claims fit."""
        with trouble(self._store.folder):
            return self._store.search.kept.number(self._wanted(wanted))

    def stating(self, iri: str) -> list[str]:
        """Return the IRIs of the claims that say something with a relation or a phrase, by note, then by place."""
        ends = f"?said {v.SUBJECT}|{v.PREDICATE}|{v.OBJECT} <{iri}> . ?claim {v.STATES} ?said"
        query = f"SELECT ?claim {{ {{ {ends} }} UNION {{ ?claim {v.ATTRIBUTED_TO} <{iri}> }} }}"
        with trouble(self._store.folder):
            return self._store.search.kept.in_order(claim.value for (claim,) in select(self._store, query))

    def note_claims(self, iri: str) -> tuple[Claim, ...]:
        """Return all claims of a note in reading order."""
        return self.note(iri)[1]

    def note(self, iri: str) -> tuple[NoteFacts, tuple[Claim, ...]]:
        """Return what is known of a note itself, and all its claims in reading order."""
        with trouble(self._store.folder):
            facts, claims = self._store.search.kept.note(iri)
            return unpacked_facts(facts), tuple(unpacked_claim(claim, self._type_of) for claim in claims)

    def notes(self) -> Iterator[tuple[NoteFacts, tuple[Claim, ...]]]:
        """Yield every note, by path, read when it is asked for."""
        for _, iri in note_places(self._store):
            yield self.note(iri)

    def claims(self, iris: Sequence[str]) -> list[Claim]:
        """Return these claims in their order; those that are not in the store are left out."""
        with trouble(self._store.folder):
            return [unpacked_claim(claim, self._type_of) for claim in self._store.search.kept.claims(iris)]

    def _wanted(self, wanted: ClaimFilter) -> WantedClaims:
        notes = None
        if wanted.note is not None:
            notes = [iri for path, iri in note_places(self._store) if takes_note(wanted.note, path)]
        return WantedClaims(wanted.mentions, wanted.about, notes, wanted.callout, wanted.modality)

    def _type_of(self, name: str) -> str:
        if name not in self._types:
            self._types[name] = self._store.search.names.type_of(name) or UNTYPED
        return self._types[name]
