"""What all notes of a vault say together, as one note's surroundings are made from it, wherever that is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from kg.assembly.state.transcript_table import TranscriptFacts
    from kg.extract.names.lexicon import Lexicon
    from kg.extract.terms.vault_terms import VaultTerms
    from kg.extract.time_repair import NoteTimes
    from kg.model import CorrectionsPage


class NoteTargets(NamedTuple):
    """Where a note leads, as written: files that its properties name as transcripts, and the targets of its links."""

    path: str
    transcripts: tuple[str, ...]
    links: tuple[str, ...]


class VaultFacts(Protocol):
    """What all notes say together: the index of a local build, or what a flow has gathered."""

    def pages(self) -> Mapping[str, CorrectionsPage]:
        """The generated pages by path."""

    def lexicon(self, texts: Collection[str]) -> Lexicon:
        """The part of the vault's lexicon about these spellings: their counts, and those of the same names."""

    def terms(self, marks: Collection[bytes]) -> VaultTerms:
        """What the spellings of terms with these marks mean, and those that they lead to."""

    def times(self, video: str) -> Iterable[NoteTimes]:
        """The times of the notes of one recording, generated pages left aside."""

    def cast(self, notes: Sequence[str]) -> Iterator[tuple[str, str]]:
        """(role, name) of those whom some notes, by path, name as taking part in their recording; in their order."""

    def recordings(self) -> list[tuple[str, str | None]]:
        """Path and recording, as the note itself names it, of every note that is no generated page, by path."""

    def targets(self, files: Sequence[str]) -> Iterable[NoteTargets]:
        """Where the notes lead that may lead to one of some files; few others."""

    def transcripts(self) -> Mapping[str, TranscriptFacts]:
        """All transcripts by path, in the order of their paths."""

    def cues(self, path: str) -> bytes:
        """The packed cues of a transcript."""
