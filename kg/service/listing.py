"""An answer of many rows as a value, and the pages in which an asker takes it, each with a cursor for the rest.

A cursor names a place in one answer to one question over one generation. It is opaque, and holds no secret: whoever
changes it gets an error or another place in the same answer.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.errors import InvalidArgument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

MOST = 8_000  # code points of a page
FOOTER = 300  # of these, kept for what says how to go on
LONGEST_HEADING = 1_000
CUT = "…"  # where a line goes on in the next page, and where it comes from the one before
_PLACE = re.compile(r"([0-9a-f]{16})\.([0-9]{1,12})\.([0-9]{1,12})")
_TAGS = re.compile("[\U000e0000-\U000e007f]")  # letters that no screen shows, but that a language model reads


@dataclass(frozen=True, slots=True)
class Listing:
    """An answer of many rows.

    Attributes:
        kind: What the rows are: a key of ``answer_lines.LINES``.
        heading: One line that says what was found.
        rows: The rows; those that nobody takes need not be read.
        state: What the answer was made from: when it changes, cursors lose their meaning.
    """

    kind: str
    heading: str
    rows: Sequence[Any]
    state: str


class RowPlace(NamedTuple):
    """A place in a listing: the number of a row, and how many code points of its line were given already."""

    row: int
    done: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a listing as text.

    Attributes:
        text: At most ``MOST`` code points: the heading, a line for each row, and how to go on if there is more.
        cursor: Where the next page begins, or None after the last one.
    """

    text: str
    cursor: str | None


def mark_of(listing: Listing, question: str, arguments: Mapping[str, object]) -> str:
    """A short hash of a question and what its answer was made from: 16 hex digits."""
    asked = json.dumps([question, listing.state, arguments], sort_keys=True, default=str)
    return hashlib.sha256(asked.encode("utf-8", "replace")).hexdigest()[:16]


def cursor_at(place: RowPlace, mark: str) -> str:
    """A cursor for a place in the answer with this mark."""
    return base64.urlsafe_b64encode(f"{mark}.{place.row}.{place.done}".encode()).decode().rstrip("=")


def place_of(cursor: str | None, mark: str) -> RowPlace:
    """The place that a cursor means; the beginning without one.

    Raises:
        InvalidArgument: It is none, or one of another question, or a build has published since it was given.
    """
    if not cursor:
        return RowPlace(0)
    try:
        found = _PLACE.fullmatch(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii"))
    except (binascii.Error, ValueError):
        found = None
    if found is None:
        raise InvalidArgument("cursor", cursor, "is no cursor that was given here", "ask again without it")
    if found[1] != mark:
        raise InvalidArgument(
            "cursor", cursor, "belongs to other arguments, or to a graph that a build has replaced since",
            "ask again without it",
        )  # fmt: skip
    return RowPlace(int(found[2]), int(found[3]))


def page(listing: Listing, line: Callable[[Any], str], place: RowPlace, mark: str) -> Page:
    """One page of a listing.

    Args:
        listing: The answer.
        line: Gives a row as one line.
        place: Where the page begins.
        mark: What ``mark_of`` says of the answer.
    """
    heading = _shown(listing.heading)[:LONGEST_HEADING]
    lines, after = _filled(listing, line, place, MOST - FOOTER - len(heading))
    if after is None:
        return Page("\n".join([heading, *lines]), None)
    cursor = cursor_at(after, mark)
    last = after.row + (after.done > 0)
    rest = (
        f"Rows {place.row + 1:,} to {last:,} of {len(listing.rows):,}. "
        f'For the next ones, call this again with the same arguments and cursor="{cursor}".'
    )
    return Page("\n".join([heading, *lines, rest]), cursor)


def _filled(
    listing: Listing, line: Callable[[Any], str], place: RowPlace, room: int
) -> tuple[list[str], RowPlace | None]:
    """As many lines from a place on as there is room for, and the place after them, None at the end."""
    lines: list[str] = []
    done = place.done
    for number, text in enumerate(_texts(listing, line, place.row), place.row):
        piece = CUT * (done > 0) + text[done:]
        if len(piece) < room:
            lines.append(piece)
            room -= len(piece) + 1
            done = 0
        elif lines:
            return lines, RowPlace(number)
        else:  # a line that no page has room for comes in pieces
            taken = room - 2
            return [piece[:taken] + CUT], RowPlace(number, done + taken - (done > 0))
    return lines, None


def _texts(listing: Listing, line: Callable[[Any], str], start: int) -> Iterator[str]:
    return (_shown(line(row)) for row in listing.rows[start:])


def _shown(text: str) -> str:
    """A line as it may be sent: invisible letters become escapes, half characters are replaced."""
    shown = _TAGS.sub(lambda found: f"\\U{ord(found[0]):08x}", text)
    return shown.encode("utf-8", "replace").decode()
