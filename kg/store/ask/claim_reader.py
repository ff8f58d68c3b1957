"""Finds claims in an open store and reads them back, and only as much of it as the question needs."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from kg.rdf import vocabulary as v
from kg.rdf.decode import UNTYPED
from kg.rdf.nquads import literal
from kg.rdf.terms import entity_iri
from kg.store.ask.overview import note_places
from kg.store.ask.select import select
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
    """Reads the claims of one store; remembers the types of entities and the paths of notes it has met."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._types: dict[str, str] = {}
        self._paths: dict[str, str] = {}

    def find(self, wanted: ClaimFilter) -> list[str]:
        """Return the IRIs of the claims that fit, by note path, then by place in the note."""
        notes = None
        if wanted.note is not None:
            notes = [iri for path, iri in note_places(self._store) if takes_note(wanted.note, path)]
        with trouble(self._store.folder):
            return [iri for *_, iri in sorted(self._places(wanted, notes))]

    def stating(self, iri: str) -> list[str]:
        """Return the IRIs of the claims that say something with a relation or a phrase, by note, then by place."""
        ends = f"?said {v.SUBJECT}|{v.PREDICATE}|{v.OBJECT} <{iri}> . ?claim {v.STATES} ?said"
        query = f"""SELECT DISTINCT ?claim ?begin {{
          {{ {ends} }} UNION {{ ?claim {v.ATTRIBUTED_TO} <{iri}> }}
          ?claim {v.BEGIN} ?begin
        }}"""
        with trouble(self._store.folder):
            return [iri for *_, iri in sorted(self._placed(query))]

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

    def _places(self, wanted: ClaimFilter, notes: Sequence[str] | None) -> Iterator[tuple[str, int, str]]:
        """Yield (note path, begin, IRI) of the claims that fit, in any order."""
        base = self._store.base
        patterns = [f"{v.MENTIONS}|{v.ABOUT} <{entity_iri(name, base)}>" for name in wanted.mentions]
        patterns += [f"{v.ABOUT} <{entity_iri(name, base)}>" for name in wanted.about]
        if wanted.callout is not None:
            patterns.append(f"{v.IN_CALLOUT} {literal(wanted.callout)}")
        if wanted.modality is not None:
            patterns.append(f"{v.MODALITY} {v.MODALITY_TERM[wanted.modality]}")
        kind = f"{v.A} {v.CLAIM}"
        if patterns:
            # the engine would join what these find with all claims that there are
            rest = f"FILTER EXISTS {{ ?claim {kind} }}"
        elif notes is not None:
            values = " ".join(f"<{iri}>" for iri in notes)
            rest = f"VALUES ?note {{ {values} }} ?claim {v.DERIVED_FROM} ?note ; {kind}"
        else:
            rest = f"?claim {kind}"
        query = f"SELECT DISTINCT ?claim ?begin {{ ?claim {' ; '.join([*patterns, f'{v.BEGIN} ?begin'])} . {rest} }}"
        yield from self._placed(query, None if notes is None else frozenset(notes))

    def _placed(self, query: str, within: frozenset[str] | None = None) -> Iterator[tuple[str, int, str]]:
        """Yield (note path, begin, IRI) of the claims that a query gives with their begin, of some notes perhaps."""
        found = [(claim.value, int(begin.value)) for claim, begin in select(self._store, query)]
        if within is not None:
            found = [(claim, begin) for claim, begin in found if claim.partition("#")[0] in within]
        self._learn_paths({claim.partition("#")[0] for claim, _ in found})
        for claim, begin in found:
            yield self._paths[claim.partition("#")[0]], begin, claim

    def _learn_paths(self, notes: set[str]) -> None:
        """Fetch the paths of the notes, given by IRI, that were not met before."""
        values = " ".join(f"<{iri}>" for iri in sorted(notes - self._paths.keys()))
        for note, path in select(self._store, f"SELECT ?n ?p {{ VALUES ?n {{ {values} }} ?n {v.PATH} ?p }}"):
            self._paths[note.value] = path.value

    def _type_of(self, name: str) -> str:
        if name not in self._types:
            self._types[name] = self._store.search.names.type_of(name) or UNTYPED
        return self._types[name]
