"""Frozen rows that the graph answers with; each knows its public JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar, overload

from kg.claim_json import claim_record
from kg.shown import ShowsItself, Tabular

if TYPE_CHECKING:
    from kg.model import Claim


class _Row(Protocol):
    def to_dict(self) -> dict[str, Any]:
        """Return the row as plain JSON values."""


R = TypeVar("R", bound=_Row)
_BATCH = 100  # claims decoded at a time


@dataclass(frozen=True, slots=True)
class Rows(Tabular, Sequence[R]):
    """A frozen sequence of rows; slices are of the same kind.

    Attributes:
        rows: The rows.
        found: How many there are in all; 0 where that is as many as there are rows.
    """

    rows: tuple[R, ...]
    found: int = field(default=0, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> R: ...
    @overload
    def __getitem__(self, place: slice) -> Self: ...
    def __getitem__(self, place: int | slice) -> R | Self:
        return type(self)(self.rows[place]) if isinstance(place, slice) else self.rows[place]

    @property
    def total(self) -> int:
        """How many rows there are in all, those that a limit left out too."""
        return max(self.found, len(self.rows))

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return every row as plain JSON values."""
        return [row.to_dict() for row in self.rows]


@dataclass(frozen=True, slots=True)
class EntityRow(ShowsItself):
    """An entity: its type, in how many claims of how many notes it is mentioned, and its other spellings, sorted."""

    name: str
    type: str
    claims: int
    notes: int
    aliases: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the row as plain JSON values."""
        return asdict(self) | {"aliases": list(self.aliases)}


@dataclass(frozen=True, slots=True)
class TermRow(ShowsItself):
    """A concept: in how many claims of how many notes it is, its other spellings, and the concepts above it, sorted."""

    name: str
    claims: int
    notes: int
    aliases: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the row as plain JSON values."""
        return asdict(self) | {"aliases": list(self.aliases), "broader": list(self.broader)}


@dataclass(frozen=True, slots=True)
class NoteRow(ShowsItself):
    """A note: path, title, number of claims, recording and channel (None where there is none)."""

    path: str
    title: str
    claims: int
    media: str | None = None
    channel: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the row as plain JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class SearchHit(ShowsItself):
    """A claim found by its words: ``marks`` are the ranges of ``claim.text`` that fit; a lower ``rank`` is better."""

    claim: Claim
    marks: tuple[tuple[int, int], ...]
    rank: float

    def to_dict(self) -> dict[str, Any]:
        """Return the claim's public JSON with the marks after it."""
        return claim_record(self.claim) | {"marks": [list(mark) for mark in self.marks]}


@dataclass(frozen=True, slots=True)
class CueRow(ShowsItself):
    """A stretch of a transcript.

    Attributes:
        transcript: Path of the file in the vault, or of the note whose line it is.
        recording: IRI of the recording, or None where none is known.
        notes: Paths of the notes of this recording, sorted.
        language: Code of the transcript's language, or "".
        start, end: Seconds, or None.
        speaker: Who speaks, or None.
        text: The words.
        url: The link that plays it, or None.
        marks: Ranges of ``text`` that a search found.
        rank: Of a search; lower is better.
    """

    transcript: str
    recording: str | None
    notes: tuple[str, ...]
    language: str
    start: float | None
    end: float | None
    speaker: str | None
    text: str
    url: str | None
    marks: tuple[tuple[int, int], ...] = ()
    rank: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """Return the public JSON."""
        return {
            "transcript": self.transcript,
            "recording": self.recording,
            "notes": list(self.notes),
            "language": self.language,
            "start": self.start,
            "end": self.end,
            "speaker": self.speaker,
            "text": self.text,
            "url": self.url,
            "marks": [list(mark) for mark in self.marks],
        }


class Cues(Rows[CueRow]):
    """Stretches of transcripts: those found by their words, best first, or those around a second, in order."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Stats(ShowsItself):
    """How much a graph holds; ``times_unreached`` are times of notes that reach no claim (``kg doctor`` lists them)."""

    notes: int
    claims: int
    entities: int
    statements: int
    recordings: int
    repaired: int
    quads: int
    times_unreached: int = 0
    transcripts: int = 0
    cues: int = 0

    def to_dict(self) -> dict[str, int]:
        """Return the numbers by name."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class CorrectionRow(ShowsItself):
    """A correction; fields as in ``kg.model.Correction``: ``idle`` is "" while it is in force."""

    kind: str
    entity: str
    value: str
    page: str
    old: str = ""
    idle: str = ""

    def to_dict(self) -> dict[str, str]:
        """Return the row as plain JSON values."""
        return asdict(self)


class Corrections(Rows[CorrectionRow]):
    """Corrections, those in force first."""

    __slots__ = ()


class Entities(Rows[EntityRow]):
    """Entities, those with most claims first."""

    __slots__ = ()


class Terms(Rows[TermRow]):
    """Concepts, those with most claims first."""

    __slots__ = ()


class Notes(Rows[NoteRow]):
    """Notes by path."""

    __slots__ = ()


class SearchHits(Rows[SearchHit]):
    """Claims found by their words, best first."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Claims(Tabular, Sequence["Claim"]):
    """Claims in the order of note path, then place; their number is known at once, each is read when it is asked for.

    Attributes:
        ids: The claims' IRIs.
        found: How many there are in all; 0 where that is as many as there are IRIs.
    """

    ids: tuple[str, ...]
    _read: Callable[[Sequence[str]], list[Claim]] = field(repr=False, compare=False)
    found: int = field(default=0, repr=False, compare=False)

    @property
    def total(self) -> int:
        """How many claims there are in all, those that a limit left out too."""
        return max(self.found, len(self.ids))

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Claim]:
        for start in range(0, len(self.ids), _BATCH):
            yield from self._read(self.ids[start : start + _BATCH])

    @overload
    def __getitem__(self, place: int) -> Claim: ...
    @overload
    def __getitem__(self, place: slice) -> Claims: ...
    def __getitem__(self, place: int | slice) -> Claim | Claims:
        if isinstance(place, slice):
            return Claims(self.ids[place], self._read)
        return self._read([self.ids[place]])[0]

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return every claim in the public JSON."""
        return [claim_record(claim) for claim in self]
