"""What notes say of names, terms, times and links, gathered over partitions in any order and grouping."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec

from kg.assembly.notes.vault_facts import NoteTargets
from kg.assembly.notes.vault_index import file_name
from kg.extract.names.name_decision import SpellingTotals

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from kg.assembly.notes.analyse_note import Local
    from kg.assembly.state.transcript_table import TranscriptFacts
    from kg.extract.terms.term_variants import Variant
    from kg.extract.time_repair import NoteTimes
    from kg.model import CorrectionsPage


@dataclass(frozen=True, slots=True)
class GatheredNotes:
    """What some notes, or all of a vault, say together.

    Attributes:
        spellings: Counts of each spelling.
        variants: In how many notes each variant of a term is.
        recordings: The recording of each note that is no generated page, or None.
        times: The times of each note of a recording.
        pages: The generated pages.
        cast: (role, name) of those whom a note names as taking part in its recording.
        targets: Where the notes lead that may lead to a transcript.
        transcripts: The transcripts.

    All but the first two are by path.
    """

    spellings: dict[str, SpellingTotals] = field(default_factory=dict)
    variants: dict[Variant, int] = field(default_factory=dict)
    recordings: dict[str, str | None] = field(default_factory=dict)
    times: dict[str, NoteTimes] = field(default_factory=dict)
    pages: dict[str, CorrectionsPage] = field(default_factory=dict)
    cast: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    targets: dict[str, NoteTargets] = field(default_factory=dict)
    transcripts: dict[str, TranscriptFacts] = field(default_factory=dict)


def gathered(notes: Iterable[Local], transcripts: Iterable[TranscriptFacts], wanted: AbstractSet[str]) -> GatheredNotes:
    """What the notes and transcripts of a partition say.

    Args:
        notes: What was found in each note alone.
        transcripts: What is known of each transcript.
        wanted: Names of the files that may be transcripts, as ``vault_index.file_name`` gives them.
    """
    found = GatheredNotes(transcripts={each.path: each for each in transcripts})
    variants: Counter[Variant] = Counter()
    for note in notes:
        path, media = note.facts.path, note.times.media
        variants.update(set(note.variants))
        if note.page is not None:
            found.pages[path] = note.page
            continue
        for sighting in set(note.evidence.sightings):
            _count(found.spellings, sighting.text, SpellingTotals.of(sighting))
        found.recordings[path] = media
        if media is not None:
            found.times[path] = note.times
        if note.cast:
            found.cast[path] = note.cast
        if any(file_name(target) in wanted for target in (*note.transcripts, *note.facts.unresolved)):
            found.targets[path] = NoteTargets(path, note.transcripts, note.facts.unresolved)
    found.variants.update(variants)
    return found


def merged(some: Iterable[GatheredNotes]) -> GatheredNotes:
    """What partitions say together; a partition may be what others were merged to."""
    whole = GatheredNotes()
    variants: Counter[Variant] = Counter()
    for each in some:
        for text, totals in each.spellings.items():
            _count(whole.spellings, text, totals)
        variants.update(each.variants)
        whole.recordings.update(each.recordings)
        whole.times.update(each.times)
        whole.pages.update(each.pages)
        whole.cast.update(each.cast)
        whole.targets.update(each.targets)
        whole.transcripts.update(each.transcripts)
    whole.variants.update(variants)
    return whole


def digest(notes: GatheredNotes) -> bytes:
    """A hash of what notes say together, whichever came first."""
    hashed = sha256()
    for each in fields(notes):
        said = sorted(getattr(notes, each.name).items(), key=lambda item: item[0])
        hashed.update(msgspec.msgpack.encode(said, order="deterministic"))
    return hashed.digest()


def _count(spellings: dict[str, SpellingTotals], text: str, more: SpellingTotals) -> None:
    known = spellings.get(text)
    spellings[text] = known.merged(more) if known else more
