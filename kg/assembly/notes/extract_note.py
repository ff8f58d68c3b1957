"""One note in the light of the whole vault: its claims, its graph and its searchable rows. Runs in worker processes."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kg import plugins
from kg.assembly.state import code_hashes
from kg.assembly.state.census import Content, Summary
from kg.assembly.state.transcript_table import unpacked_cues
from kg.config.trust_thresholds import USUAL, TrustThresholds
from kg.extract.analysis_packing import decode as unpack
from kg.extract.model_advice.align import opinions
from kg.extract.names.entity_list import Use, term_uses, uses
from kg.extract.names.lexicon import LexiconView
from kg.extract.note_corrections import NOTHING, NoteCorrections
from kg.extract.note_draft import AddedStage, ExtractionContext
from kg.extract.pipeline import run
from kg.extract.recording.cast import Cast
from kg.extract.terms.term_identity import TermIdentity
from kg.extract.terms.vault_terms import NO_TERMS, VaultTerms
from kg.extract.time_repair import Repair
from kg.model import NoteFacts
from kg.model.transcript import Cue
from kg.rdf import terms
from kg.rdf.write import trig_block
from kg.store.engine.cue_index import NoteLines
from kg.store.engine.fact_packing import StoredNote, stored_note
from kg.transcripts.word_check import TranscriptWords, compared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.analysis import Analysis
    from kg.extract.note_draft import NoteDraft

LEVEL = 1  # of compression: the fastest


class SpokenTask(NamedTuple):
    """What the vault says on a transcript: who takes part in its recording, and whether another one speaks for it."""

    cast: tuple[tuple[str, str], ...] = ()
    mute: bool = False


class ExtractionTask(NamedTuple):
    """A note to extract, its analysis apart: its own facts, what the rest of the vault says on it, and the user."""

    facts: NoteFacts
    view: LexiconView
    repair: Repair
    base: str
    corrections: NoteCorrections = NOTHING
    answers: tuple[str, ...] = ()  # of a language model, for each section of the note, "" for none
    trust: TrustThresholds = USUAL
    terms: VaultTerms = NO_TERMS
    broader: tuple[str, ...] = ()  # names that the user puts the note's own above
    heard: str = ""  # path of the transcript that its times are compared with, "" for none
    heard_key: str = ""  # of what it says
    spoken: SpokenTask | None = None  # of a transcript


class Work(NamedTuple):
    """A note to extract: its number in the build state, what decides its claims, its analysis, a transcript's cues."""

    number: int
    task: ExtractionTask
    analysis: bytes
    cues: bytes = b""


class Extracted(NamedTuple):
    """What the store and the build state keep of one note."""

    number: int
    stored: StoredNote
    held: Content


def outcome_key(task: ExtractionTask, recipe: str) -> str:
    """A hash of all that a note's graph is made from, its analysis by its recipe: the same key, the same graph."""
    digest = hashlib.sha256(f"{recipe} {code_hashes.rules()} {code_hashes.encoding()} {code_hashes.stages()}".encode())
    digest.update(msgspec.msgpack.encode(task))
    return digest.hexdigest()


def _in_its_recording(found: Analysis, media: str | None) -> Analysis:
    """An analysis whose recording is named as the vault has it: a file by its whole path."""
    if media is None or found.times.media in {None, media}:
        return found
    return replace(found, media=media, times=replace(found.times, media=media))


def _with_cast(found: Analysis, task: ExtractionTask) -> Analysis:
    """The analysis of a transcript, in its recording, with the names of its speakers as the notes of it have them."""
    spoken = task.spoken or SpokenTask()
    cast = Cast()
    for role, name in spoken.cast:
        cast.add(name, role)
    sentences = () if spoken.mute else found.sentences
    return replace(
        found,
        media=task.facts.media,
        times=replace(found.times, media=task.facts.media),
        sentences=tuple(
            each if each.speaker is None else replace(each, speaker=cast.speaker(each.speaker)) for each in sentences
        ),
        roles=cast.single(),
        cast=cast.people(),
    )


def extract_note(work: Work) -> Extracted:
    """Extract one note from what is known of the vault and its own analysis, and encode it."""
    number, task, analysis, cues = work
    note = terms.note_iri(task.facts.path, task.base)

    def names(texts: Sequence[str]) -> list[str]:
        return [f"{note}#{key}" for key in terms.claim_keys(texts)]

    unpacked = _in_its_recording(unpack(analysis), task.facts.media)
    if task.spoken is not None:
        unpacked = _with_cast(unpacked, task)
    advised = opinions(unpacked.title, unpacked.sentences, unpacked.roles, task.answers) if task.answers else {}
    repaired = task.repair
    if cues:
        said = [(sentence.stamps, sentence.text) for sentence in unpacked.sentences]
        repaired = compared(unpacked.times, repaired, said, _words(cues), task.heard)
    context = ExtractionContext(
        task.view, repaired, names, opinions=advised, stages=added_stages(), trust=task.trust, terms=task.terms
    )
    draft = run(unpacked, context)
    plain = draft
    if task.corrections != NOTHING:
        draft = run(unpacked, replace(context, corrections=task.corrections))
    claims = draft.claims
    left = {claim.id for claim in claims}
    summary = Summary(
        claims=len(claims),
        repaired=sum(claim.source is not None and claim.source.repaired for claim in claims),
        media=task.facts.media,
        channel=task.facts.channel,
        entities=_uses(draft, task),
        properties=tuple(sorted({statement.property for claim in claims for statement in claim.statements})),
        uncorrected=None if draft is plain else _uses(plain, task),
        rejected=tuple((claim.id, claim.text) for claim in plain.claims if claim.id not in left),
        held=tuple((*claim.span, each.saying, each.why) for claim, each in draft.held),
    )
    stored = stored_note(task.facts, claims, task.base)._replace(lines=_lines(unpacked, task.facts, repaired))
    lines = [f"{line} ." for line in stored.nquads.decode().split(f" <{note}> .\n")[:-1]]
    return Extracted(number, stored, Content(summary, zlib.compress(trig_block(note, lines, task.base), LEVEL)))


def _uses(draft: NoteDraft, task: ExtractionTask) -> tuple[Use, ...]:
    """What a note says of entities and of concepts."""
    own, *above = map(TermIdentity(task.terms).name, (PurePosixPath(task.facts.path).stem, *task.broader))
    found = term_uses((claim.terms for claim in draft.claims), draft.spellings, own, above)
    return tuple(sorted({*uses(claim.mentions for claim in draft.claims), *found}))


def _lines(found: Analysis, facts: NoteFacts, repaired: Repair) -> NoteLines | None:
    """The lines of a note that are a transcript without punctuation, with the seconds to play; None without any."""
    cues = []
    for sentence in found.sentences:
        if sentence.heard and not any(found.times.stamps[index].media for index in sentence.stamps):
            second = next((repaired.seconds[index] for index in sentence.stamps), None)
            cues.append(Cue(second, None, sentence.text, sentence.speaker))
    return NoteLines(facts.path, facts.media, tuple(cues)) if cues else None


@lru_cache(maxsize=2)  # the notes of one recording come one after the other
def _words(cues: bytes) -> TranscriptWords:
    return TranscriptWords(unpacked_cues(cues))


@lru_cache(maxsize=1)
def added_stages() -> tuple[AddedStage, ...]:
    """The stages of installed packages, each imported once in each process.

    Raises:
        PluginError: One of them cannot be imported, or two have one name.
    """
    return tuple(AddedStage(each.name, each.origin, each.load()) for each in plugins.installed("stage"))
