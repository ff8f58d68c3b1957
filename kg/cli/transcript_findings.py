"""What is wrong with the transcripts in a vault, and which belong to no recording, or to several: for ``kg doctor``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from kg.assembly.notes.vault_transcripts import VaultTranscripts
    from kg.extract.time_repair import NoteTimes, Repair
    from kg.model import Note
    from kg.reader.resolver import Resolver
    from kg.reader.vault_folder import Scan
    from kg.transcripts.note_matching import NoteIdentity


@dataclass(slots=True)
class TranscriptFindings:
    """Looks at the notes one after the other, then at the transcripts.

    Attributes:
        found: What is in the vault, with the user's choice of it.
        links: Finds the files that links mean.
    """

    found: Scan
    links: Resolver
    _notes: list[NoteIdentity] = field(default_factory=list)
    _joined: VaultTranscripts | None = None

    def of(self, note: Note) -> None:
        """Take a note of the user's own into account."""
        from kg.extract.recording.note_media import in_vault, named_transcripts, note_media
        from kg.model.transcript import is_candidate
        from kg.transcripts.note_matching import NoteIdentity

        if note.path in self.found.excluded:
            return

        def led(target: str) -> str | None:
            return self.links.resolve(target, note.path).path

        linked = {led(link.target) for link in note.links if is_candidate(link.target)}
        named = {led(target) for target in named_transcripts(note.properties)}
        media = in_vault(note_media(note), led)
        self._notes.append(
            NoteIdentity(note.path, media, frozenset(filter(None, named)), frozenset(filter(None, linked)))
        )

    def problems(self, vault: Path) -> Iterator[Problem]:
        """Read the transcripts and yield what there is to say of them."""
        from kg.assembly.notes.vault_transcripts import VaultTranscripts
        from kg.assembly.state.transcript_table import facts_of
        from kg.assembly.steps.transcript_reading import candidates, read_candidate
        from kg.transcripts.note_matching import join
        from kg.transcripts.read_transcript import read_transcript

        facts = {}
        for path in candidates(self.found):
            data = read_candidate(vault, path)
            if isinstance(data, Problem):
                yield data
            elif (read := read_transcript(path, data)) is not None:
                facts[path] = facts_of(read)
        self._joined = VaultTranscripts(facts, join(list(facts), self._notes))
        yield from self._joined.problems()

    def repairs(self, vault: Path, times: Sequence[NoteTimes]) -> dict[str, Repair]:
        """The reading of every note's times, by path, in the light of the transcripts; ``problems`` has read those."""
        from kg.extract.time_repair import recording_of, repair

        heard = {} if self._joined is None else self._joined.of_notes
        lengths = {recording_of(note): heard[note.path].length for note in times if note.path in heard}
        found = repair(times, lengths)
        by_file: dict[str, list[NoteTimes]] = {}
        for note in times:
            if note.path in heard and heard[note.path].counting and note.stamps:
                by_file.setdefault(heard[note.path].counting, []).append(note)
        for file, notes in by_file.items():
            found |= _compared(vault, file, notes, found)
        return found


def _compared(
    vault: Path, file: str, notes: Sequence[NoteTimes], repairs: Mapping[str, Repair]
) -> Iterator[tuple[str, Repair]]:
    """The reading of the times of some notes, compared with the words of their transcript."""
    from kg.assembly.steps.transcript_reading import read_candidate
    from kg.extract.recording import turns
    from kg.extract.sentences.sentences import cut
    from kg.extract.sentences.table_claims import worded
    from kg.reader.block_kinds import read_passages
    from kg.reader.read_note import read_note
    from kg.reader.render import passages
    from kg.reader.vault_folder import read_bytes
    from kg.transcripts.read_transcript import read_transcript
    from kg.transcripts.word_check import TranscriptWords, compared

    data = read_candidate(vault, file)
    transcript = None if isinstance(data, Problem) else read_transcript(file, data)
    words = TranscriptWords(transcript.cues if transcript else ())
    for times in notes:
        written = read_bytes(vault, times.path)
        if not isinstance(written, Problem):
            note = read_note(times.path, written)
            shown = worded(note, read_passages(note, passages(note)))
            said = [(each.stamps, each.text) for each in cut(note, shown, turns.find(note, shown))]
            yield times.path, compared(times, repairs[times.path], said, words, file)
