"""Facts and claims in few bytes, next to their quads in the search file: read back some fifty times faster.

What is packed is what decoding the note's graph gives, but for the types of entities: those are the vault's, known only
when all notes are stored, and are put in when a claim is read.
"""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kg.model import Claim, NoteFacts
from kg.rdf.decode import UNTYPED, decode_note
from kg.rdf.encode import note_quads
from kg.rdf.terms import note_iri
from kg.store.engine.note_rows import NoteCounts, RowsOfNote
from kg.store.engine.search_index import search_rows
from kg.store.engine.value_table import values_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kg.store.engine.cue_index import NoteLines
    from kg.store.engine.note_rows import SearchRow

LEVEL = 1  # of compression: the fastest

_claim = msgspec.msgpack.Decoder(Claim)
_facts = msgspec.msgpack.Decoder(NoteFacts)


class StoredNote(NamedTuple):
    """What is stored of one note: its IRI, the canonical N-Quads of its graph, its facts and searchable rows.

    ``lines`` are those of a transcript that stands in it, with what the search file is to know of them; ``path`` is
    the note's, and ``counts`` says how much its graph holds.
    """

    iri: str
    nquads: bytes
    facts: bytes
    rows: Sequence[SearchRow]
    lines: NoteLines | None = None
    path: str = ""
    counts: NoteCounts = NoteCounts()


def stored_note(facts: NoteFacts, claims: Sequence[Claim], base: str) -> StoredNote:
    """Make of a note and its claims what a store keeps.

    Args:
        facts: The note itself.
        claims: Its claims, each ``id`` an IRI that begins with the note's.
        base: The vault's base IRI.
    """
    nquads = note_quads(facts, claims, base)
    types = {mention.entity: mention.type for claim in claims for mention in (*claim.candidates, *claim.mentions)}
    found, decoded = decode_note(nquads, lambda name: types.get(name, UNTYPED), base)
    rows = _rows(search_rows(claims), decoded)
    counts = _counts(found, decoded, nquads)
    return StoredNote(note_iri(facts.path, base), nquads, _packed(found), rows, path=found.path, counts=counts)


def rows_of_graph(nquads: bytes, base: str) -> RowsOfNote:
    """Make what the search file keeps of a note from its graph alone, where every entity is of the type ``UNTYPED``."""
    found, decoded = decode_note(nquads, base=base)
    rows, counts = _rows(search_rows(decoded), decoded), _counts(found, decoded, nquads)
    return RowsOfNote(rows, _packed(found), None, found.path, counts)


def _rows(found: Iterable[SearchRow], decoded: Sequence[Claim]) -> tuple[SearchRow, ...]:
    """The searchable rows of claims, which may be in any order, in reading order and with all that is kept of each."""
    rows = {row.claim: row for row in found}
    return tuple(rows[claim.id]._replace(data=_packed(claim), values=values_of(claim)) for claim in decoded)


def _counts(found: NoteFacts, decoded: Sequence[Claim], nquads: bytes) -> NoteCounts:
    return NoteCounts(
        statements=sum(len(claim.statements) for claim in decoded),
        repaired=sum(claim.source is not None and claim.source.repaired for claim in decoded),
        unreached=found.unreached,
        quads=nquads.count(b"\n"),
    )


def unpacked_facts(data: bytes) -> NoteFacts:
    """Give a note's facts back."""
    return _facts.decode(zlib.decompress(data))


def unpacked_claim(data: bytes, type_of: Callable[[str], str]) -> Claim:
    """Unpack a claim; ``type_of`` gives the type of an entity."""
    claim = _claim.decode(zlib.decompress(data))
    both = claim.mentions, claim.candidates
    if all(mention.type == type_of(mention.entity) for row in both for mention in row):  # as it nearly always is
        return claim
    mentions, candidates = (tuple(replace(mention, type=type_of(mention.entity)) for mention in row) for row in both)
    return replace(claim, mentions=mentions, candidates=candidates)


def _packed(thing: NoteFacts | Claim) -> bytes:
    return zlib.compress(msgspec.msgpack.encode(thing), LEVEL)
