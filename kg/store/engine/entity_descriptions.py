"""Keeps the graph of entities up to date: of 300,000 subjects only those whose quads changed are written.

1. Compare the digest of each subject's quads with the one in the search file.
2. Note the changed subjects in the search file with an empty digest: whatever is in the graph is known there, even
    after a crash.
3. Write their quads: new subjects in bulk when they are many, else by one update per batch, each subject whole.
4. Note the new digests, names and aliases; in the end remove the subjects that are gone.

Killed at any point, the same replacement done again ends in the same state.
"""

from __future__ import annotations

import hashlib
from itertools import groupby, islice
from typing import TYPE_CHECKING

from kg.rdf import vocabulary as v
from kg.rdf.decode import decode_entities
from kg.rdf.terms import entities_graph, entity_iri
from kg.store.engine.store_files import trouble
from kg.store.engine.subject_table import DescribedEntity, DescribedSubject

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from kg.store.engine.engine import Engine
    from kg.store.engine.search_index import SearchFile
    from kg.store.engine.store import Store

BATCH = 4_000  # subjects written at a time
BULK = 2_000  # from so many new subjects on a bulk load is faster than an update


def doubt_entities(store: Store) -> None:
    """Have ``Store.replace_entities`` write every subject, whatever is thought to be in their graph."""
    with trouble(store.folder), store.search.transaction():
        store.search.subjects.doubt()


def replace(
    engine: Engine,
    search: SearchFile,
    base: str,
    nquads: bytes | Iterable[bytes],
    among: Collection[str] | None = None,
) -> int:
    """Make these quads the whole content of the entities' graph, or of some of its subjects.

    Args:
        engine: Holds the graph.
        search: The search file, which knows what the graph holds.
        base: The vault's base IRI.
        nquads: Sorted N-Quads, whole or in pieces of one subject each.
        among: IRIs of the subjects that are meant, where it is not all.

    Returns:
        How many subjects were added, changed or removed.
    """
    name = entities_graph(base)
    known = search.subjects.digests(among)
    seen: set[str] = set()
    pieces = by_subject(nquads) if isinstance(nquads, bytes) else nquads
    changed = _changed(pieces, known, seen)
    count = 0
    while batch := dict(islice(changed, BATCH)):
        _write(engine, search, name, batch, known.keys() & batch.keys())
        with search.transaction():
            search.subjects.describe(described(batch, base))
        count += len(batch)
    gone = sorted(known.keys() - seen)
    if gone:
        engine.graph.update(_delete(name, gone))
        with search.transaction():
            search.subjects.forget(gone)
    return count + len(gone)


def by_subject(nquads: bytes) -> Iterator[bytes]:
    """Yield the quads of each subject, given all, sorted."""
    lines = nquads.splitlines(keepends=True)  # of bytes: only real line ends split
    for _, group in groupby(lines, key=lambda line: line[: line.index(b" ")]):
        yield b"".join(group)


def _changed(pieces: Iterable[bytes], known: dict[str, bytes], seen: set[str]) -> Iterator[tuple[str, bytes]]:
    for piece in pieces:
        iri = subject_of(piece)
        if iri in known:  # nothing else can be gone
            seen.add(iri)
        if known.get(iri) != _digest(piece):
            yield iri, piece


def subject_of(piece: bytes) -> str:
    """Return the IRI of the subject whose quads these are."""
    return piece[1 : piece.index(b">")].decode()


def _digest(piece: bytes) -> bytes:
    return hashlib.blake2b(piece, digest_size=16).digest()


def _write(engine: Engine, search: SearchFile, name: str, batch: dict[str, bytes], known: set[str]) -> None:
    with search.transaction():
        search.subjects.begin(batch)
    nquads = b"".join(batch.values())
    if not known and len(batch) >= BULK:
        engine.load(nquads, nquads.count(b"\n"))
        return
    triples = nquads.replace(f" <{name}> .\n".encode(), b" .\n").decode()
    insert = f"INSERT DATA {{ GRAPH <{name}> {{\n{triples}}} }}"
    engine.graph.update(f"{_delete(name, sorted(known))};\n{insert}" if known else insert)


def _delete(name: str, subjects: Iterable[str]) -> str:
    values = " ".join(f"<{iri}>" for iri in subjects)
    where = f"VALUES ?s {{ {values} }} GRAPH <{name}> {{ ?s ?p ?o }}"
    return f"DELETE {{ GRAPH <{name}> {{ ?s ?p ?o }} }} WHERE {{ {where} }}"


def described(batch: Mapping[str, bytes], base: str) -> Iterator[DescribedSubject]:
    """Yield what the search file keeps of subjects, given the quads of each by its IRI."""
    entities = {entity_iri(each.name, base): each for each in decode_entities(b"".join(batch.values()), base)}
    for iri, piece in batch.items():
        found = entities.get(iri)
        entity = None if found is None else DescribedEntity(found.name, found.type, iri, found.term, found.aliases)
        recording = f"\n<{iri}> {v.A} {v.RECORDING} ".encode() in b"\n" + piece  # no literal holds a line's end
        yield DescribedSubject(iri, _digest(piece), entity, piece.count(b"\n"), recording)
