"""One note alone: its bytes in, all that is found without looking at any other note out. Runs in worker processes."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from kg.assembly.state import code_hashes
from kg.extract.analysis import OwnPlace, analyse, facts, own_place
from kg.extract.analysis_packing import decode as unpack
from kg.extract.analysis_packing import encode as pack
from kg.extract.grammar import nlp
from kg.extract.grammar.other_pipelines import OtherPipelines
from kg.extract.names.name_evidence import Evidence, collect
from kg.extract.note_corrections import words_of
from kg.extract.other_language_claims import silenced
from kg.extract.recording.cast import cast_of_note
from kg.extract.recording.note_media import named_transcripts
from kg.extract.terms.term_variants import Variant, place_keys, term_keys, variants
from kg.extract.time_repair import NoteTimes
from kg.model import CorrectionsPage, NoteFacts, Problem
from kg.model.transcript import is_candidate
from kg.rdf.terms import claim_keys
from kg.reader.block_kinds import read_passages
from kg.reader.corrections_page import read_page
from kg.reader.read_note import CONFLICT_COPY, read_note
from kg.reader.render import parts, passages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.extract.analysis import Analysis

MARK = 3  # bytes


class AnalysisTask(NamedTuple):
    """A note to read: its path, its bytes, whether the user hides it, and the spaCy pipelines to use."""

    path: str
    data: bytes
    excluded: bool
    model: str
    conflict_copies: bool
    others: OtherPipelines = OtherPipelines()

    def key(self) -> str:
        """A hash of everything here that decides what is found in the note."""
        decided = options(self.path, excluded=self.excluded, conflict_copies=self.conflict_copies)
        return hashlib.sha256(f"{decided}\0".encode() + self.data).hexdigest()


def options(path: str, *, excluded: bool, conflict_copies: bool) -> str:
    """What decides how a file is read, besides its bytes: that the user hides it, or wants second versions read."""
    read = f" {code_hashes.transcripts()}" if is_candidate(path) else ""
    return f"{excluded} {conflict_copies and CONFLICT_COPY.search(path) is not None}{read}"


class Paged(msgspec.Struct, frozen=True, array_like=True):
    """Whether a note is a page that kg generated: the beginning of ``Local``, read by itself much faster.

    Attributes:
        page: What the page says, or None for a note of the user's own.
    """

    page: CorrectionsPage | None


class Local(Paged, frozen=True, array_like=True):
    """What the rest of the vault needs to know of a note.

    Attributes:
        facts: The note itself; no link is resolved yet.
        times: Its timestamps, for the repair across the notes of one recording.
        evidence: What it knows of names.
        problems: What was wrong with the file.
        own: What its properties say of the thing that bears its name; None for a page, and for what is not read.
        words: ``marked`` words of its sentences.
        sentences: ``marked`` keys of its claims.
        terms: ``marked`` keys of what may be its terms.
        variants: What it says of the names of terms.
        transcripts: Files that its properties name as transcripts of its recording, as written.
        cast: (role, name) of those whom its properties name as taking part in its recording.
    """

    facts: NoteFacts
    times: NoteTimes
    evidence: Evidence
    problems: tuple[Problem, ...]
    own: OwnPlace | None = None
    words: bytes = b""
    sentences: bytes = b""
    terms: bytes = b""
    variants: tuple[Variant, ...] = ()
    transcripts: tuple[str, ...] = ()
    cast: tuple[tuple[str, str], ...] = ()


class Findings(NamedTuple):
    """What was found in one note, encoded for the build state."""

    path: str
    key: str
    local: bytes
    analysis: bytes


def analyse_note(task: AnalysisTask) -> Findings:
    """Read and analyse one note; nothing in it can make this raise."""
    note = read_note(task.path, task.data, excluded=task.excluded)
    page, faults = read_page(note) or (None, ())
    skipped = page is not None or note.excluded or (note.conflict_copy and not task.conflict_copies)
    shown = () if skipped else read_passages(note, passages(note))
    pipeline = nlp.load(task.model) if shown else None  # loading takes longer than reading hundreds of pages
    found = analyse(note, shown, pipeline, task.others)
    if skipped:
        found = replace(found, unreached=0)
    told, own = facts(note, parts(note), _unknown, found), None if skipped else own_place(note)
    local = Local(
        page=page,
        facts=told,
        times=found.times,
        problems=(*note.problems, *found.problems, *faults),
        own=own,
        transcripts=named_transcripts(note.properties),
        cast=cast_of_note(note).parts(),
        **gathered(found, told, own),
    )
    return Findings(note.path, task.key(), msgspec.msgpack.encode(local), pack(found))


def gather_note(kept: Findings) -> Findings:
    """Gather again, by the current rules, what a note says about names; it is not parsed again."""
    local = msgspec.msgpack.decode(kept.local, type=Local)
    local = msgspec.structs.replace(local, **gathered(unpack(kept.analysis), local.facts, local.own))
    return kept._replace(local=msgspec.msgpack.encode(local))


def gathered(found: Analysis, told: NoteFacts, own: OwnPlace | None) -> dict[str, Any]:
    """The fields of ``Local`` that the rules make of what was parsed."""
    evidence = collect(found.path, found.title, found.sentences)
    english = silenced(found.sentences)
    return {
        "evidence": evidence,
        "terms": marked({*term_keys(english), *place_keys(told, own.broader if own else ())}),
        "variants": () if own is None else variants(told, own.kind, evidence, english),
        "words": marked(words_of(sentence.text for sentence in found.sentences)),
        "sentences": marked(claim_keys({sentence.text for sentence in found.sentences if sentence.claim})),
    }


def marked(texts: Iterable[str]) -> bytes:
    """A short mark of each text, sorted: says briefly what a note may contain, rarely too much, never too little."""
    return b"".join(sorted({mark(text) for text in texts}))


def unmarked(packed: bytes) -> list[bytes]:
    """The marks that ``marked`` packed."""
    return [packed[at : at + MARK] for at in range(0, len(packed), MARK)]


def mark(text: str) -> bytes:
    """The mark of one text, ``MARK`` bytes of its checksum."""
    return zlib.crc32(text.encode("utf-8", "replace")).to_bytes(4)[:MARK]


def _unknown(_: str) -> None:
    """Links are resolved when all files of the vault are known."""
