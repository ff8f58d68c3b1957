"""The transcripts of a vault and the notes that they belong to: what each note has of them, and what is unclear."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from kg.assembly.state import code_hashes
from kg.extract.recording.note_media import in_vault
from kg.model.note import TranscriptFile  # noqa: TC001
from kg.model.transcript import FORMATS
from kg.reader.problems import problem
from kg.transcripts.note_matching import Joined, NoteIdentity, join

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from kg.assembly.notes.vault_facts import VaultFacts
    from kg.assembly.state.transcript_table import TranscriptFacts
    from kg.model import Problem
    from kg.reader.resolver import Resolver

ENGLISH = "en"


class NoteTranscripts(NamedTuple):
    """What a note has of transcripts.

    Attributes:
        files: All that belong to it, the one that counts for times first.
        counting: Path of the one that counts, or "" for none.
        length: The second at which the recording ends by it, or 0.
        key: Of all that it says on the note's times.
    """

    files: tuple[TranscriptFile, ...] = ()
    counting: str = ""
    length: float = 0.0
    key: str = ""


NOTHING = NoteTranscripts()


@dataclass(frozen=True)
class VaultTranscripts:
    """All transcripts of a vault.

    Attributes:
        facts: What is known of each, by path.
        joined: What each belongs to.
    """

    facts: Mapping[str, TranscriptFacts] = field(default_factory=dict)
    joined: Mapping[str, Joined] = field(default_factory=dict)

    @classmethod
    def of(cls, said: VaultFacts, resolver: Callable[[], Resolver], left_out: AbstractSet[str]) -> VaultTranscripts:
        """Join the transcripts of a vault to its notes.

        Args:
            said: What all notes say, and the transcripts.
            resolver: Makes what finds the files that links mean.
            left_out: Paths of notes that the user leaves out; no transcript is theirs.
        """
        facts = said.transcripts()
        if not facts:
            return cls()
        notes = [note for note in _identities(said, resolver(), list(facts)) if note.path not in left_out]
        return cls(facts, join(list(facts), notes))

    @cached_property
    def of_notes(self) -> dict[str, NoteTranscripts]:
        """What each note has that has any, by path."""
        found: dict[str, list[TranscriptFacts]] = {}
        for path, each in self.joined.items():
            for note in each.notes:
                found.setdefault(note, []).append(self.facts[path])
        return {note: _of_note(sorted(files, key=_order)) for note, files in found.items()}

    def rank(self, path: str) -> int:
        """0 for the transcript that counts for its notes, else its place behind that one."""
        notes = self.joined[path].notes
        return [file.path for file in self.of_notes[notes[0]].files].index(path) if notes else 0

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the files, and which belong to nothing, or to more than one recording."""
        for path, facts in self.facts.items():
            yield from facts.problems
            yield from unclear(path, self.joined[path])
            notes = self.joined[path].notes
            if notes and self.rank(path):
                first = self.facts[self.of_notes[notes[0]].files[0].path]
                if first.language.partition("-")[0] == facts.language.partition("-")[0]:
                    yield problem(path, "transcript-several", None, first.path)


def unclear(path: str, joined: Joined) -> Iterator[Problem]:
    """What is to be said of a transcript that is joined to no note."""
    if joined.rivals:
        yield problem(path, "transcript-ambiguous", None, ", ".join(joined.rivals))
    elif not joined.notes:
        yield problem(path, "transcript-alone")


def _order(facts: TranscriptFacts) -> tuple[bool, bool, int, str]:
    """English before other languages, then formats that say most, then names."""
    language = facts.language.partition("-")[0]
    return not facts.cues, language not in {"", ENGLISH}, list(FORMATS).index(facts.format), facts.path


def _of_note(files: Sequence[TranscriptFacts]) -> NoteTranscripts:
    first = files[0]
    counts = first.cues and first.language.partition("-")[0] in {"", ENGLISH}
    key = hashlib.sha256(f"{code_hashes.transcripts()} {first.path} {first.sha256}".encode()).hexdigest()
    return NoteTranscripts(
        tuple(file.file for file in files),
        first.path if counts else "",
        first.length if counts else 0.0,
        key if counts else "",
    )


def _identities(said: VaultFacts, resolver: Resolver, transcripts: Sequence[str]) -> Iterator[NoteIdentity]:
    """Every note with its recording, and with the transcripts that it names or links to."""
    wanted = frozenset(transcripts)
    targets = {each.path: each for each in said.targets(transcripts)}
    for path, video in said.recordings():
        if path in wanted:  # a transcript that gives claims is no note
            continue
        media = in_vault(video, lambda target, source=path: resolver.resolve(target, source).path)  # type: ignore[misc]
        named: set[str] = set()
        linked: set[str] = set()
        if (leading := targets.get(path)) is not None:
            named = {found for target in leading.transcripts if (found := resolver.resolve(target, path).path)}
            linked = {found for target in leading.links if (found := resolver.resolve(target, path).path)}
        yield NoteIdentity(path, media, frozenset(named & wanted), frozenset(linked & wanted))
