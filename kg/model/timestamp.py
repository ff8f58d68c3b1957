"""The times of a note: records, or the columns of the one form that some notes use a hundred times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple, overload

from kg.model.span import Span, record

if TYPE_CHECKING:
    from collections.abc import Iterator

# a timestamp anchor as nearly all are written; its time is ``hh:mm:ss``
ANCHOR = '<a class="yt-timestamp" data-t="{0}">[{0}]</a>'
ANCHOR_LENGTH = len(ANCHOR.format("00:53:42"))


class Timestamp(NamedTuple):
    """A media time as written.

    Attributes:
        raw: The written text of the whole construct (equal to the file's text at ``span``).
        start: Seconds, read literally; None when invalid.
        end: Seconds where a range is written, else None.
        format: ``anchor``, ``bare``, ``range``, ``list``, ``parens``, ``linked``, ``fragment`` or ``url``.
        flags: From ``invalid``, ``conflict``, ``shifted``, ``reversed``, ``low-confidence``.
        span: The construct in the file; members of one list share their brackets' neighbourhood but not their span.
        source: Where the value comes from: ``data-t``, ``text`` or ``url``.
    """

    raw: str
    start: float | None
    end: float | None
    format: str
    flags: tuple[str, ...]
    span: Span
    source: str = "text"


@dataclass(frozen=True, slots=True)
class AnchorTimes(Sequence[Timestamp]):
    """Times that are all plain anchors (``ANCHOR``), in reading order: each record is made when it is asked for.

    Attributes:
        places: Where each anchor begins.
        written: Its time, ``hh:mm:ss``, minutes and seconds below 60.
        flags: As in ``Timestamp``, of all of them.
    """

    places: tuple[int, ...]
    written: tuple[str, ...]
    flags: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, index: int) -> Timestamp: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Timestamp, ...]: ...
    def __getitem__(self, index: int | slice) -> Timestamp | tuple[Timestamp, ...]:
        if isinstance(index, slice):
            return tuple(map(_anchor, self.places[index], self.written[index], repeat(self.flags)))
        return _anchor(self.places[index], self.written[index], self.flags)

    def __iter__(self) -> Iterator[Timestamp]:
        return map(_anchor, self.places, self.written, repeat(self.flags))

    def seconds(self) -> list[int]:
        """The seconds of each time."""
        return list(map(_seconds, self.written))


Stamps = tuple[Timestamp, ...] | AnchorTimes  # the times of one note, in reading order


def _anchor(place: int, written: str, flags: tuple[str, ...]) -> Timestamp:
    span = record(Span, (place, place + ANCHOR_LENGTH))
    return record(Timestamp, (ANCHOR.format(written), _seconds(written), None, "anchor", flags, span, "data-t"))


@lru_cache(maxsize=1 << 16)
def _seconds(written: str) -> int:
    """Seconds of ``hh:mm:ss``."""
    return int(written[:2]) * 3600 + int(written[3:5]) * 60 + int(written[6:])
