"""What the explorer shows around a claim: the note's own text, block by block, with the places of its claims."""

from __future__ import annotations

from bisect import bisect_left
from hashlib import sha256
from typing import TYPE_CHECKING

from kg.files.regular_file import read_regular
from kg.reader.read_note import MAX_BYTES, read_note
from kg.reader.render import passages as rendered
from kg.views.explorer.note_texts import HEADING, KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from kg.model import Claim, NoteFacts, Passage
    from kg.views.explorer.note_texts import TextBlock

NOTES = ".md"


def passages_of(vault: Path) -> Callable[[NoteFacts, Sequence[Claim]], list[TextBlock]]:
    """Return what gives the blocks of a note; none of a note that has changed since its claims were read."""

    def of_note(facts: NoteFacts, claims: Sequence[Claim]) -> list[TextBlock]:
        data = _bytes(str(vault / facts.path)) if claims and facts.path.lower().endswith(NOTES) else None
        if data is None or sha256(data).hexdigest() != facts.sha256:
            return []
        return list(_blocks(rendered(read_note(facts.path, data)), claims))

    return of_note


def _bytes(path: str) -> bytes | None:
    try:
        return read_regular(path, MAX_BYTES)
    except OSError:
        return None


def _blocks(found: Sequence[Passage], claims: Sequence[Claim]) -> Iterator[TextBlock]:
    """The blocks in reading order, a heading before the first of its section."""
    section: tuple[str, ...] = ()
    for passage in found:
        if passage.section != section:
            section = passage.section
            if section:
                yield [HEADING, section[-1]]
        yield [KINDS.index(passage.kind), *_parts(passage, claims)]


def _parts(passage: Passage, claims: Sequence[Claim]) -> Iterator[str | int]:
    """The passage's text cut at its claims; a claim is its place among those of the note."""
    at = 0
    for start, end, place in sorted(_places(passage, claims)):
        if start < at:
            continue
        if start > at:
            yield passage.text[at:start]
        yield place
        at = end
    if at < len(passage.text):
        yield passage.text[at:]


def _places(passage: Passage, claims: Sequence[Claim]) -> Iterator[tuple[int, int, int]]:
    """Where claims are in a passage, in code points, and which; one whose words are not there is left out."""
    first, last = passage.opens[0], passage.closes[-1]
    for place, claim in enumerate(claims):
        if not first <= claim.span.start < last:
            continue
        start = passage.text.find(claim.text, max(0, bisect_left(passage.starts, claim.span.start) - 1))
        if start >= 0:
            yield start, start + len(claim.text), place
