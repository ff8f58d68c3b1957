"""What all notes say together, read from the index in the build state for the notes at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.assembly.notes import vault_index
from kg.assembly.notes.vault_facts import NoteTargets
from kg.assembly.state import name_counts, term_names, transcript_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kg.assembly.state.build_state import BuildState
    from kg.assembly.state.transcript_table import TranscriptFacts
    from kg.extract.names.lexicon import Lexicon
    from kg.extract.terms.vault_terms import VaultTerms
    from kg.extract.time_repair import NoteTimes
    from kg.model import CorrectionsPage


@dataclass(frozen=True, slots=True)
class IndexedFacts:
    """The ``VaultFacts`` of a build state whose index is up to date; nothing there may change meanwhile."""

    state: BuildState

    def pages(self) -> dict[str, CorrectionsPage]:
        """The generated pages by path."""
        return vault_index.pages(self.state)

    def lexicon(self, texts: Collection[str]) -> Lexicon:
        """The part of the vault's lexicon about these spellings."""
        return name_counts.lexicon(self.state, texts)

    def terms(self, marks: Collection[bytes]) -> VaultTerms:
        """What the spellings of terms with these marks mean."""
        return term_names.terms_of(self.state, marks)

    def times(self, video: str) -> Iterator[NoteTimes]:
        """The times of the notes of one recording."""
        return (note.times for note in vault_index.recording(self.state, video))

    def cast(self, notes: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Those whom some notes name as taking part in their recording."""
        numbers = [self.state.number(note) for note in notes]
        return (part for row in vault_index.rows(self.state, numbers) for part in row.local.cast)

    def recordings(self) -> list[tuple[str, str | None]]:
        """Path and recording of every note that is no generated page."""
        return vault_index.recordings(self.state)

    def targets(self, files: Sequence[str]) -> Iterator[NoteTargets]:
        """Where the notes lead that may lead to one of some files."""
        for row in vault_index.rows(self.state, vault_index.linking_to(self.state, files)):
            yield NoteTargets(row.local.facts.path, row.local.transcripts, row.local.facts.unresolved)

    def transcripts(self) -> dict[str, TranscriptFacts]:
        """All transcripts by path."""
        return transcript_table.transcripts(self.state)

    def cues(self, path: str) -> bytes:
        """The packed cues of a transcript."""
        return transcript_table.cues(self.state, path)
