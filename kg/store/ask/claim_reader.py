"""Finds claims in an open store and reads them back, and only as much of it as the question needs."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from kg.rdf import vocabulary as v
from kg.rdf.decode import (
    UNTYPED,
    NoteContext,
    decode_claim,
    decode_note,
    decode_parts,
)
from kg.rdf.encode import section_titles
from kg.rdf.nquads import literal, nodes_of, value_of
from kg.rdf.terms import entity_iri
from kg.store.ask.overview import note_places
from kg.store.ask.select import lines, select
from kg.store.engine.fact_packing import unpacked_claim, unpacked_facts
from kg.store.engine.store_files import trouble

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import Claim, NoteFacts
    from kg.rdf.nquads import Nodes
    from kg.store.engine.fact_cache import Kept
    from kg.store.engine.store import Store

_CONTENTS = f"{v.STATES}|{v.HAS_QUANTITY}|{v.HAS_DATE}"
# Every term that is read costs a look-up; these say nothing that decoding needs.
_NEEDED = " ".join(f"FILTER (!sameTerm(?p, {term}))" for term in (v.A, v.MENTIONS))


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
    """Decodes claims of one store; remembers the types of entities and the sections of notes it has met.

    Attributes:
        base: The store's base IRI.
    """

    def __init__(self, store: Store) -> None:
        self.base = store.base
        self._store = store
        self._types: dict[str, str] = {}
        self._paths: dict[str, str] = {}
        self._contexts: dict[str, NoteContext] = {}

    def find(self, wanted: ClaimFilter) -> list[str]:
        """Return the IRIs of the claims that fit, by note path, then by place in the note."""
        notes = None
        if wanted.note is not None:
            notes = [iri for path, iri in note_places(self._store) if takes_note(wanted.note, path)]
        with trouble(self._store.folder):
            return [iri for *_, iri in sorted(self._places(wanted, notes))]

    def note_claims(self, iri: str) -> tuple[Claim, ...]:
        """Return all claims of a note in reading order."""
        return self.note(iri)[1]

    def note(self, iri: str) -> tuple[NoteFacts, tuple[Claim, ...]]:
        """Return what the graph says of a note itself, and all its claims in reading order."""
        with self._kept() as kept:
            if kept is not None:
                facts, claims = kept.note(iri)
                return unpacked_facts(facts), tuple(unpacked_claim(claim, self._type_of) for claim in claims)
        return decode_note(self._store.note_nquads(iri), self._type_of, self.base)

    def notes(self) -> Iterator[tuple[NoteFacts, tuple[Claim, ...]]]:
        """Yield every note, by path, read when it is asked for."""
        for _, iri in note_places(self._store):
            yield self.note(iri)

    def claims(self, iris: Sequence[str]) -> list[Claim]:
        """Return these claims in their order; those that are not in the store are left out."""
        with self._kept() as kept:
            if kept is not None:
                return [unpacked_claim(claim, self._type_of) for claim in kept.claims(iris)]
        with trouble(self._store.folder):
            nodes = self._fetch(iris)
            terms = [term for term in (f"<{iri}>" for iri in iris) if term in nodes]
            self._learn_notes({nodes[term][v.DERIVED_FROM][0] for term in terms})
        mentions: dict[str, list[str]] = {}
        for subject, node in nodes.items():
            if not v.REFERRING.isdisjoint(node):
                mentions.setdefault(node[v.IS_PART_OF][0], []).append(subject)
        return [
            decode_claim(nodes, term, mentions.get(term, ()), self._contexts[nodes[term][v.DERIVED_FROM][0]])
            for term in terms
        ]

    @contextmanager
    def _kept(self) -> Iterator[Kept | None]:
        """The packed notes and claims, or None where only the graph knows: they may not be those of the snapshot."""
        kept = self._store.search.kept
        with trouble(self._store.folder), kept.fitting(self._store.snapshot) as here:
            yield kept if here else None

    def _places(self, wanted: ClaimFilter, notes: Sequence[str] | None) -> Iterator[tuple[str, int, str]]:
        """Yield (note path, begin, IRI) of the claims that fit, in any order."""
        base = self.base
        patterns = [f"{v.MENTIONS}|{v.ABOUT} <{entity_iri(name, base)}>" for name in wanted.mentions]
        patterns += [f"{v.ABOUT} <{entity_iri(name, base)}>" for name in wanted.about]
        if wanted.callout is not None:
            patterns.append(f"{v.IN_CALLOUT} {literal(wanted.callout)}")
        if wanted.modality is not None:
            patterns.append(f"{v.MODALITY} {v.MODALITY_TERM[wanted.modality]}")
        within = f"{v.A} {v.CLAIM}"
        if notes is not None:
            within = (
                f"{v.DERIVED_FROM} ?note . VALUES ?note {{ {' '.join(f'<{iri}>' for iri in notes)} }} ?claim {within}"
            )
        query = f"SELECT DISTINCT ?claim ?begin {{ ?claim {' ; '.join([*patterns, f'{v.BEGIN} ?begin', within])} }}"
        found = [(claim.value, int(begin.value)) for claim, begin in select(self._store, query)]
        self._learn_paths({claim.partition("#")[0] for claim, _ in found})
        for claim, begin in found:
            yield self._paths[claim.partition("#")[0]], begin, claim

    def _learn_paths(self, notes: set[str]) -> None:
        """Fetch the paths of the notes, given by IRI, that were not met before."""
        values = " ".join(f"<{iri}>" for iri in sorted(notes - self._paths.keys()))
        for note, path in select(self._store, f"SELECT ?n ?p {{ VALUES ?n {{ {values} }} ?n {v.PATH} ?p }}"):
            self._paths[note.value] = path.value

    def _fetch(self, iris: Iterable[str]) -> Nodes:
        """Fetch the nodes of claims with those of their statements, quantities, dates and mentions, in one query."""
        return self._nodes(
            f"""VALUES ?claim {{ {" ".join(f"<{iri}>" for iri in iris)} }}
            {{ ?claim ?p ?o {_NEEDED} BIND (?claim AS ?s) }}
            UNION {{ ?claim {_CONTENTS} ?s . ?s ?p ?o {_NEEDED} }}
            UNION {{ ?s {v.IS_PART_OF} ?claim . ?s ?p ?o {_NEEDED} }}"""
        )

    def _learn_notes(self, notes: Iterable[str]) -> None:
        """Fetch paths and sections of the notes, given as IRIs in brackets, that were not met before."""
        new = sorted(set(notes) - self._contexts.keys())
        if not new:
            return
        values = f"VALUES ?note {{ {' '.join(new)} }}"
        nodes = self._nodes(
            f"""{values} {{ ?note {v.PATH} ?o BIND (?note AS ?s) BIND ({v.PATH} AS ?p) }}
            UNION {{ VALUES ?kind {{ {v.SECTION} {v.CALLOUT} }} GRAPH ?note {{ ?s {v.A} ?kind ; ?p ?o }} }}"""
        )
        parts: dict[str, dict[str, Mapping[str, list[str]]]] = {}
        for subject, node in nodes.items():
            parts.setdefault(f"{subject.partition('#')[0].rstrip('>')}>", {})[subject] = node
        for note in new:
            iri = value_of(note)
            path = value_of(nodes[note][v.PATH][0])
            headings = section_titles(decode_parts(parts[note], iri))
            self._contexts[note] = NoteContext(path, iri, headings, self._type_of, self.base)

    def _nodes(self, pattern: str) -> Nodes:
        return nodes_of(lines(self._store, pattern))

    def _type_of(self, name: str) -> str:
        if name not in self._types:
            self._types[name] = self._store.search.names.type_of(name) or UNTYPED
        return self._types[name]
