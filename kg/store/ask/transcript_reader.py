"""Asks the transcripts of an open store: by words, and for what is said around a claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model.media import moment
from kg.model.transcript import is_candidate
from kg.store.ask.answer_rows import CueRow, Cues
from kg.store.ask.overview import spoken_claims
from kg.store.ask.session import Opened
from kg.store.engine.search_index import marks, match_expression
from kg.store.engine.store_files import trouble

if TYPE_CHECKING:
    from kg.model import Claim
    from kg.model.transcript import Cue
    from kg.store.engine.cue_index import IndexedTranscript
    from kg.store.engine.store import Store

AROUND = 15  # seconds before and after a claim


@dataclass(frozen=True, slots=True)
class TranscriptQuestions(Opened):
    """What of a graph is asked of the recordings' transcripts."""

    def search_transcripts(self, text: str, limit: int = 20) -> Cues:
        """Find what is said in recordings, by the words of their transcripts, as in ``search``; best first."""
        return search(self._store, text, limit)

    def spoken_claims(self) -> dict[str, int]:
        """Return how many of an entity's claims are said in transcripts, by its name; those with none are left out."""
        return spoken_claims(self._store)

    def context(self, claim: Claim, seconds: int = AROUND) -> Cues:
        """Return what a transcript has around the second of a claim; nothing where there is none.

        Args:
            claim: The claim.
            seconds: How many seconds before and after.
        """
        return around(self._store, claim, seconds)


def search(store: Store, text: str, limit: int) -> Cues:
    """The cues that hold all words of a text, with the cue after them, best first."""
    with trouble(store.folder):
        hits = store.search.cues.search(match_expression(text), limit)
    return Cues(tuple(_row(hit.transcript, hit.cue, marks(hit.marked), hit.rank) for hit in hits))


def around(store: Store, claim: Claim, seconds: int) -> Cues:
    """The cues around the second of a claim, in order; none without a time or a transcript."""
    if claim.source is None and not claim.timestamps:
        return Cues(())
    second = claim.source.start if claim.source is not None else claim.timestamps[0]
    with trouble(store.folder):
        cues = store.search.cues
        said = cues.at(claim.note) if is_candidate(claim.note) else None
        transcript = said or cues.of(claim.source.media if claim.source else None, claim.note)
        if transcript is None:
            return Cues(())
        found = store.search.cues.around(transcript.path, second - seconds, second + seconds)
    return Cues(tuple(_row(transcript, cue) for cue in found))


def _row(
    transcript: IndexedTranscript, cue: Cue, ranges: tuple[tuple[int, int], ...] = (), rank: float = 0.0
) -> CueRow:
    media = transcript.media
    return CueRow(
        transcript=transcript.path,
        recording=media,
        notes=transcript.notes,
        language=transcript.language,
        start=cue.start,
        end=cue.end,
        speaker=cue.speaker,
        text=cue.text,
        url=None if media is None or cue.start is None else moment(media, int(cue.start)),
        marks=ranges,
        rank=rank,
    )
