"""What is wrong with the transcripts in a vault, and which belong to no recording, or to several: for ``kg doctor``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
        yield from VaultTranscripts(facts, join(list(facts), self._notes)).problems()
