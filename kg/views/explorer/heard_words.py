"""The words of transcripts around claims, in parts of bounded size that the page reads when somebody asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kg.model.transcript import is_candidate
from kg.views.explorer.claim_rows import NONE, Numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Claim, NoteFacts
    from kg.store.engine.cue_index import CueIndex, IndexedTranscript

AROUND = 20  # seconds before and after a claim whose words the page holds
SIZE = 200_000  # bytes of JSON in a part; a transcript with more has a part of its own
LONGEST = 600  # code points of a cue that are shown

Row = list[Any]


class HeardWords:
    """Gathers, note by note, which transcripts are heard where; then gives their words.

    Attributes:
        paths: The transcripts' paths in the vault; their numbers are what notes refer to.
    """

    def __init__(self, cues: CueIndex) -> None:
        self.paths = Numbers()
        self._cues = cues
        self._any = cues.counts()[0] > 0
        self._seconds: list[set[int]] = []

    def note(self, facts: NoteFacts, claims: Sequence[Claim]) -> int:
        """Take a note; return the number of its transcript, or ``NONE``."""
        seconds = {each.source.start for each in claims if each.source is not None and each.source.media == facts.media}
        found = self._of(facts) if self._any and seconds else None
        if found is None:
            return NONE
        number = self.paths.of(found.path)
        if number == len(self._seconds):
            self._seconds.append(set())
        self._seconds[number] |= seconds
        return number

    def _of(self, facts: NoteFacts) -> IndexedTranscript | None:
        """The transcript around the claims of a note; that of claims that a transcript makes is itself."""
        said = self._cues.at(facts.path) if is_candidate(facts.path) else None
        return said or self._cues.of(facts.media, facts.path)

    def parts(self) -> Iterator[dict[str, list[Row]]]:
        """Yield the rows of neighbouring transcripts, by their numbers."""
        part: dict[str, list[Row]] = {}
        held = 0
        for number, path in enumerate(self.paths.texts()):
            rows = list(self._rows(path, sorted(self._seconds[number])))
            size = len(msgspec.json.encode(rows))
            if part and held + size > SIZE:
                yield part
                part, held = {}, 0
            part[str(number)] = rows
            held += size
        if part:
            yield part

    def _rows(self, path: str, seconds: Sequence[int]) -> Iterator[Row]:
        """The cues around some seconds, each once: start, speaker, words."""
        last = -1.0
        for second in seconds:
            for cue in self._cues.around(path, second - AROUND, second + AROUND):
                if cue.start is not None and cue.start > last:
                    last = cue.start
                    yield [cue.start, cue.speaker, cue.text[:LONGEST]]


def part_numbers(parts: Sequence[dict[str, list[Row]]]) -> list[int]:
    """Return for each transcript the number of the part that holds it."""
    return [number for number, part in enumerate(parts) for _ in part]
