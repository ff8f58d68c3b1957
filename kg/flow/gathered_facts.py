"""What all notes of a vault say together, asked of what a flow has gathered."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.assembly.notes.analyse_note import mark
from kg.assembly.steps.transcript_reading import HearingTask, hear, key_of, read_candidate
from kg.extract.names.lexicon import Lexicon
from kg.extract.terms.vault_terms import VariantCount, VaultTerms, followed
from kg.model import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from kg.assembly.notes.vault_facts import NoteTargets
    from kg.assembly.state.transcript_table import HeardFile, TranscriptFacts
    from kg.extract.time_repair import NoteTimes
    from kg.flow.gathered_notes import GatheredNotes
    from kg.flow.notes_folder import LocalNotes, RemoteNotes
    from kg.model import CorrectionsPage


class GatheredFacts:
    """The ``VaultFacts`` of a flow; made once, and sent to every worker.

    Args:
        notes: What all notes say.
        vault: Where the notes are; the cues of a transcript are read there when a note needs them.
    """

    def __init__(self, notes: GatheredNotes, vault: LocalNotes | RemoteNotes) -> None:
        self._vault = vault
        self._notes = notes
        self._lexicon = Lexicon.of(notes.spellings)
        self._counts: dict[str, list[VariantCount]] = defaultdict(list)
        self._keys: dict[bytes, set[str]] = defaultdict(set)
        for each, number in notes.variants.items():
            self._counts[each.key].append(VariantCount(*each, number))
            self._keys[mark(each.key)].add(each.key)
        self._times: dict[str, list[NoteTimes]] = defaultdict(list)
        for _, times in sorted(notes.times.items()):
            self._times[times.media or ""].append(times)

    def pages(self) -> dict[str, CorrectionsPage]:
        """The generated pages by path."""
        return dict(sorted(self._notes.pages.items()))

    def lexicon(self, texts: Collection[str]) -> Lexicon:  # noqa: ARG002 - the whole says the same of each text
        """The vault's lexicon."""
        return self._lexicon

    def terms(self, marks: Collection[bytes]) -> VaultTerms:
        """What the spellings of terms with these marks mean."""
        keys = {key for each in marks for key in self._keys.get(each, ())}
        return followed(self._counted(keys), self._counted)

    def times(self, video: str) -> list[NoteTimes]:
        """The times of the notes of one recording."""
        return self._times.get(video, [])

    def cast(self, notes: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Those whom some notes name as taking part in their recording."""
        return (part for note in notes for part in self._notes.cast.get(note, ()))

    def recordings(self) -> list[tuple[str, str | None]]:
        """Path and recording of every note that is no generated page."""
        return sorted(self._notes.recordings.items())

    def targets(self, files: Sequence[str]) -> list[NoteTargets]:  # noqa: ARG002 - only such were gathered
        """Where the notes lead that may lead to a transcript."""
        return list(self._notes.targets.values())

    def transcripts(self) -> dict[str, TranscriptFacts]:
        """All transcripts by path."""
        return dict(sorted(self._notes.transcripts.items()))

    def cues(self, path: str) -> bytes:
        """The packed cues of a transcript."""
        with self._vault.at_hand([path]) as folder:
            heard = heard_file(folder, path)
        return b"" if isinstance(heard, Problem) else heard.cues

    def _counted(self, keys: Collection[str]) -> Iterator[VariantCount]:
        return (each for key in keys for each in self._counts.get(key, ()))


def heard_file(vault: Path, path: str) -> HeardFile | Problem:
    """Read a file that may be a transcript, or say why it cannot be read."""
    data = read_candidate(vault, path)
    return data if isinstance(data, Problem) else hear(HearingTask(path, data, key_of(data)))
