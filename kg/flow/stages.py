"""The stages of a build, each a function of an order and partitions alone; an engine applies them on any machine.

::

    paths ─ analyse_part ─┬─ gather_part ─ merged ─ settle ─┐          (settled: sent to every worker)
                          └──────────── extract_part ───────┴─┬─ group_part ─ describe_group ─┐
                                                              ├─ quads of the notes            ├─ quads of entities
                                                              └────────────── claims ──────────┘   and their types
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kg.assembly.notes.analyse_note import Findings, Local
from kg.assembly.notes.analyse_transcript import analyse_source
from kg.assembly.notes.extract_note import Work, extract_note
from kg.assembly.notes.note_surroundings import Vault
from kg.assembly.notes.vault_index import file_name
from kg.assembly.state.census import CHANNEL, ENTITY, PROPERTY, RECORDING, Summary, Thing, things_of
from kg.assembly.state.transcript_table import TranscriptFacts
from kg.assembly.steps import describing
from kg.assembly.steps.correction_outcome import CorrectionOutcome
from kg.assembly.steps.reading import source_task, two_forms
from kg.assembly.steps.transcript_reading import candidates
from kg.assembly.steps.worker_pool import Failed, contained
from kg.config.value_limits import CLAIMS
from kg.extract.names import entity_list
from kg.extract.names.entity_list import Use
from kg.flow import finished_work
from kg.flow.gathered_facts import GatheredFacts, heard_file
from kg.flow.gathered_notes import GatheredNotes, gathered
from kg.model import Problem
from kg.model.transcript import is_candidate
from kg.rdf.decode import UNTYPED
from kg.rdf.encode import entity_quads
from kg.reader.problems import problem
from kg.store.engine.fact_packing import unpacked_claim

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kg.assembly.notes.extract_note import ExtractionTask
    from kg.flow.flow_order import FlowOrder
    from kg.model import Claim

FAILED = "failed"  # code of the problem of a note that could not be analysed or extracted
GROUPS = 16  # groups of names, at most, that are described apart

_local = msgspec.msgpack.Decoder(Local)
_facts = msgspec.msgpack.Decoder(TranscriptFacts)
_uses = msgspec.msgpack.Decoder(tuple[Use, ...])
_text = msgspec.msgpack.Decoder(str)


class AnalysedPart(NamedTuple):
    """What was found in each note, and in each transcript, of a partition alone.

    Attributes:
        notes: What was found in notes, and in transcripts that give claims.
        transcripts: What is known of transcripts.
        problems: What cannot be read.
        key: As ``finished_work.key_of_sources`` gives it.
    """

    notes: tuple[Findings, ...]
    transcripts: tuple[TranscriptFacts, ...]
    problems: tuple[Problem, ...]
    key: str


class ExtractedPart(NamedTuple):
    """The graphs of a partition's notes, by path.

    Attributes:
        quads: Their N-Quads.
        claims: Their claims, as the store packs them.
        summaries: What each holds.
        problems: The notes that have none.
    """

    quads: bytes
    claims: tuple[bytes, ...]
    summaries: tuple[Summary, ...]
    problems: tuple[Problem, ...]


class DescribedPart(NamedTuple):
    """The N-Quads of what is described once for the vault, and the types of the entities among it, by name."""

    quads: bytes
    types: dict[str, str]


class Settled(NamedTuple):
    """What is decided for the vault as a whole, and its key, as ``finished_work.key_of_decisions`` gives it."""

    vault: Vault
    key: str


def analyse_part(order: FlowOrder, paths: Sequence[str]) -> AnalysedPart:
    """Read and analyse the notes and transcripts of a partition, unless an earlier run has done so."""
    with order.at_work(), order.vault.at_hand(paths) as folder:
        key = finished_work.key_of_sources(order, folder, paths)
        part = finished_work.recalled(order, finished_work.ANALYSED, key, _analysed)
        if part is None:
            part = _analysed_part(order, folder, paths, key)
            if finished_work.key_of_sources(order, folder, paths) != key:
                return part._replace(key=finished_work.UNKNOWN)
            if _is_sound(part.problems):
                finished_work.keep(order, finished_work.ANALYSED, key, part)
        return part


def _analysed_part(order: FlowOrder, folder: Path, paths: Sequence[str], key: str) -> AnalysedPart:
    notes: list[Findings] = []
    transcripts: list[TranscriptFacts] = []
    problems: list[Problem] = []
    for path in paths:
        for found in _found(order, folder, path):
            if isinstance(found, Findings):
                notes.append(found)
            elif isinstance(found, TranscriptFacts):
                transcripts.append(found)
            else:
                problems.append(found)
    return AnalysedPart(tuple(notes), tuple(transcripts), tuple(problems), key)


def _found(order: FlowOrder, folder: Path, path: str) -> Iterator[Findings | TranscriptFacts | Problem]:
    """What is found in one file."""
    if is_candidate(path):
        heard = heard_file(folder, path)
        if isinstance(heard, Problem):
            yield heard
        if isinstance(heard, Problem) or heard.facts is None:
            return
        yield _facts.decode(heard.facts)
        if order.config.transcripts != CLAIMS:
            return
    if path in order.doubles:
        yield two_forms(path, order.doubles[path])
        return
    task = source_task(folder, path, order.config, hidden=path in order.found.excluded)
    found = task if isinstance(task, Problem) else contained(analyse_source, task)
    yield problem(path, FAILED, None, found.reason) if isinstance(found, Failed) else found


def gather_part(order: FlowOrder, part: AnalysedPart) -> GatheredNotes:
    """Gather what a partition says of names, terms, times and links."""
    with order.at_work():
        wanted = frozenset(map(file_name, candidates(order.found)))
        return gathered((_local.decode(note.local) for note in part.notes), part.transcripts, wanted)


def settle(order: FlowOrder, notes: GatheredNotes) -> Settled:
    """Decide what is decided for the vault as a whole: where links lead, corrections, whose the transcripts are."""
    found, config = order.found, order.config
    with order.at_work():
        paths = (*found.notes, *found.canvases, *found.others)
        facts = GatheredFacts(notes, order.vault)
        vault = Vault(facts, paths, config.base_iri, config.trust, found.excluded | found.conflicts)
        _ = vault.transcripts.of_notes  # joined here once rather than by every worker
        return Settled(vault, finished_work.key_of_decisions(order, notes))


def extract_part(order: FlowOrder, settled: Settled, part: AnalysedPart) -> ExtractedPart:
    """Extract the notes of a partition in the light of the whole vault, unless an earlier run has done so."""
    with order.at_work():
        key = finished_work.key_of_extracted(part.key, settled.key)
        made = finished_work.recalled(order, finished_work.EXTRACTED, key, _extracted)
        if made is None:
            made = _extracted_part(settled.vault, part)
            if _is_sound((*part.problems, *made.problems)):
                finished_work.keep(order, finished_work.EXTRACTED, key, made)
        return made


def _is_sound(problems: Iterable[Problem]) -> bool:
    """Whether no note failed: a full disk or little memory may be why, so another run has to try again."""
    return all(each.code != FAILED for each in problems)


def _extracted_part(vault: Vault, part: AnalysedPart) -> ExtractedPart:
    quads: list[bytes] = []
    claims: list[bytes] = []
    summaries: list[Summary] = []
    problems: list[Problem] = []
    for task, analysis in _tasks(vault, part):
        path = task.facts.path
        made = contained(extract_note, Work(0, task, analysis, vault.cues(path)))
        if isinstance(made, Failed):
            problems.append(problem(path, FAILED, None, made.reason))
            continue
        quads.append(made.stored.nquads)
        claims += [row.data for row in made.stored.rows]
        summaries.append(made.held.summary)
    return ExtractedPart(b"".join(quads), tuple(claims), tuple(summaries), tuple(problems))


def _tasks(vault: Vault, part: AnalysedPart) -> Iterator[tuple[ExtractionTask, bytes]]:
    """What is to be extracted of a partition, generated pages left aside, each note with its analysis."""
    locals_ = [_local.decode(note.local) for note in part.notes]
    own = [(local, note.analysis) for local, note in zip(locals_, part.notes, strict=True) if local.page is None]
    return zip(vault.tasks([local for local, _ in own]), (analysis for _, analysis in own), strict=True)


def groups_of(partitions: int) -> int:
    """In how many groups of names the notes of so many partitions are described."""
    return min(partitions, GROUPS)


def group_part(part: ExtractedPart, groups: int) -> list[list[tuple[Thing, bytes]]]:
    """What a partition's notes have of things that are described once for the vault, by the group of each name."""
    found: list[list[tuple[Thing, bytes]]] = [[] for _ in range(groups)]
    for summary in part.summaries:
        for thing, said in things_of(summary).items():
            found[zlib.crc32(thing[1].encode("utf-8", "replace")) % groups].append((thing, said))
    return found


def describe_group(order: FlowOrder, said: Iterable[Sequence[tuple[Thing, bytes]]]) -> DescribedPart:
    """Describe the things of one group of names, by what all partitions say of them."""
    things = [each for part in said for each in part]
    with order.at_work():
        uses = (_uses.decode(data) for (kind, _), data in things if kind == ENTITY)
        return _described(order, CorrectionOutcome(tuple(entity_list.entities(uses))), things)


def describe_corrected(order: FlowOrder, settled: Settled, parts: Iterable[Sequence[Summary]]) -> DescribedPart:
    """Describe everything at once, by the summaries of all partitions, as corrections may join any two entities."""
    notes = [summary for part in parts for summary in part]
    things = [each for summary in notes for each in things_of(summary).items()]
    with order.at_work():
        return _described(order, describing.corrected(lambda: notes, settled.vault.corrections), things)


def _described(order: FlowOrder, outcome: CorrectionOutcome, things: Sequence[tuple[Thing, bytes]]) -> DescribedPart:
    def names(kind: str) -> list[str]:
        return sorted({name for (each, name), _ in things if each == kind})

    quads = entity_quads(
        outcome.entities,
        properties=describing.property_labels(names(PROPERTY)),
        recordings=names(RECORDING),
        channels=sorted({_text.decode(data) for (kind, _), data in things if kind == CHANNEL}),
        corrections=outcome.corrections,
        opinions=outcome.opinions,
        base=order.config.base_iri,
    )
    return DescribedPart(b"".join(quads), {entity.name: entity.type for entity in outcome.entities})


_analysed = msgspec.msgpack.Decoder(AnalysedPart)
_extracted = msgspec.msgpack.Decoder(ExtractedPart)


def claims_of(part: ExtractedPart, types: Mapping[str, str]) -> Iterator[Claim]:
    """The claims of a partition, in reading order, with the types that the vault gives to entities."""
    return (unpacked_claim(claim, lambda name: types.get(name, UNTYPED)) for claim in part.claims)


def merged_types(parts: Iterable[DescribedPart]) -> dict[str, str]:
    """The type of every entity of the vault, by name."""
    return {name: kind for part in parts for name, kind in part.types.items()}


def problems_of_part(analysed: AnalysedPart, extracted: ExtractedPart) -> tuple[Problem, ...]:
    """What is wrong with the files of a partition."""
    own = (each for note in analysed.notes for each in _local.decode(note.local).problems)
    return (*analysed.problems, *own, *extracted.problems)


def problems_of_vault(order: FlowOrder, settled: Settled) -> tuple[Problem, ...]:
    """What is wrong in the vault as a whole."""
    vault = settled.vault
    return (*order.found.problems, *vault.corrections.problems, *vault.transcripts.problems())
