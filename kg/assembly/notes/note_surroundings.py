"""What the rest of a vault says on one note: names and types, readings of times, where links lead, corrections."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from kg.assembly.notes.analyse_note import unmarked
from kg.assembly.notes.extract_note import ExtractionTask, SpokenTask
from kg.assembly.notes.vault_corrections import VaultCorrections
from kg.assembly.notes.vault_transcripts import NOTHING, VaultTranscripts
from kg.extract.names.lexicon import asked
from kg.extract.recording.note_media import in_vault
from kg.extract.time_repair import LITERAL, Repair, recording_of, repair
from kg.model.transcript import is_candidate
from kg.reader.resolver import Resolver
from kg.transcripts.note_matching import Joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from kg.assembly.notes.analyse_note import Local
    from kg.assembly.notes.vault_facts import VaultFacts
    from kg.config.trust_thresholds import TrustThresholds
    from kg.extract.names.lexicon import LexiconView
    from kg.extract.terms.vault_terms import VaultTerms
    from kg.model import NoteFacts

ALONE = Joined()


class Vault:
    """What all notes together say on each of them; it is asked for the notes at hand, so nothing may change meanwhile.

    Generated pages say nothing but corrections, and the links of notes do not lead to them.

    Args:
        facts: What all notes say.
        paths: All files of the vault, notes or not.
        base: The vault's base IRI.
        trust: How sure an inference must be to count.
        left_out: Paths of notes that the user leaves out.

    Attributes:
        pages: The generated pages by path.
        corrections: What the user corrected on them.
    """

    def __init__(
        self,
        facts: VaultFacts,
        paths: Sequence[str],
        base: str,
        trust: TrustThresholds,
        left_out: AbstractSet[str] = frozenset(),
    ) -> None:
        self._facts = facts
        self._paths = paths
        self._base = base
        self._trust = trust
        self._repairs: dict[str, Repair] = {}  # of the recording at hand, by path of its notes
        self.pages = facts.pages()
        self._left_out = left_out
        self.corrections = VaultCorrections.of(
            self.pages, lambda text: facts.lexicon([text]).entry(text), Resolver(paths if self.pages else ()), base
        )

    def tasks(self, notes: Sequence[Local]) -> Iterator[ExtractionTask]:
        """All that decides the claims of each note, its analysis apart.

        Args:
            notes: A few notes; those of one recording should follow one another, as it is read again otherwise.
        """
        lexicon = self._facts.lexicon({text for note in notes for text in asked(note.evidence.sightings)})
        for note in notes:
            terms = self._facts.terms(unmarked(note.terms))
            yield self._task(note, lexicon.view(note.evidence, self._trust.types), terms)

    def cues(self, path: str) -> bytes:
        """The packed cues of the transcript that counts for a note; ``b""`` for none."""
        counting = self.transcripts.of_notes.get(path, NOTHING).counting
        return self._facts.cues(counting) if counting else b""

    def _task(self, note: Local, view: LexiconView, terms: VaultTerms) -> ExtractionTask:
        corrections = self.corrections.for_note(note, view, terms)
        if is_candidate(note.facts.path):
            facts, seconds = self._heard_in(note.facts), tuple(stamp.second for stamp in note.times.stamps)
            spoken = self._spoken(note.facts.path)
            as_heard = Repair(LITERAL, "", 1.0, seconds)
            return ExtractionTask(
                facts, view, as_heard, self._base, corrections, trust=self._trust, terms=terms, spoken=spoken
            )
        facts, repair_ = self._resolved(note.facts), self._repair(note)
        above = () if note.own is None or facts.media is not None else note.own.broader
        heard = self.transcripts.of_notes.get(facts.path, NOTHING)
        return ExtractionTask(
            replace(facts, transcripts=tuple(sorted(heard.files))),
            view,
            repair_,
            self._base,
            corrections,
            trust=self._trust,
            terms=terms,
            broader=above,
            heard=heard.counting,
            heard_key=heard.key,
        )

    def _heard_in(self, facts: NoteFacts) -> NoteFacts:
        """The facts of a transcript, with the recording and the notes that it belongs to."""
        joined = self.transcripts.joined.get(facts.path, ALONE)
        return replace(facts, media=joined.media, references=joined.notes)

    def _spoken(self, path: str) -> SpokenTask:
        """Who takes part in a transcript's recording, by its notes, and whether another transcript speaks for it."""
        notes = self.transcripts.joined.get(path, ALONE).notes
        return SpokenTask(
            tuple(dict.fromkeys(self._facts.cast(notes))), mute=bool(notes) and self.transcripts.rank(path) > 0
        )

    def _repair(self, note: Local) -> Repair:
        path, video = note.facts.path, note.times.media
        lengths = {recording_of(note.times): self.transcripts.of_notes.get(path, NOTHING).length}
        if video is None:
            return repair([note.times], lengths)[path]
        if path not in self._repairs:
            self._repairs = repair(self._facts.times(video), lengths)
        return self._repairs[path]

    @cached_property
    def transcripts(self) -> VaultTranscripts:
        """The transcripts in the vault, and whose they are."""
        return VaultTranscripts.of(self._facts, lambda: self._resolver, self._left_out)

    @cached_property
    def _resolver(self) -> Resolver:
        return Resolver(path for path in self._paths if path not in self.pages)

    def _resolved(self, facts: NoteFacts) -> NoteFacts:
        """The facts with each link target, so far unresolved, as the note it leads to."""
        reached, missing = set(), []
        for target in facts.unresolved:
            path = self._resolver.resolve(target, facts.path).path
            if path is None:
                missing.append(target)
            else:
                reached.add(path)
        return replace(
            facts,
            media=self._played(facts),
            references=tuple(sorted(reached - {facts.path})),
            unresolved=tuple(missing),
        )

    def _played(self, facts: NoteFacts) -> str | None:
        """The note's recording; a file of the vault by the path that its name leads to."""
        return in_vault(facts.media, lambda target: self._resolver.resolve(target, facts.path).path)
