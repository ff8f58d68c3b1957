"""Reads the signature under a quotation: ``— Alice Smith, 2023``, and which passages it signs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extract.recording.speaker_labels import plain_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.extract.recording.note_lines import NoteLine
    from kg.model import Block, Note, Passage

SIGNATURE = re.compile(r"\s*(?:—|–|―|--|~|-(?=\s))\s*(?P<name>[^\W\d_][^,(\n]{1,60}?)\s*(?:[,(].{0,100})?")
QUOTES = frozenset('"“„«')
MOST_SIGNED = 6  # passages of one quotation


def signature(note: Note, passages: Sequence[Passage], line: NoteLine, block: Block) -> str | None:
    """The name that a line signs a quotation with, or None."""
    found = SIGNATURE.fullmatch(line.text) if line.passage >= 0 else None
    name = plain_name(found["name"]) if found else None
    return name if name is not None and _is_quoted(note, passages, line, block) else None


def _is_quoted(note: Note, passages: Sequence[Passage], line: NoteLine, block: Block) -> bool:
    """Whether a line stands in a quote, or below a passage in quotation marks."""
    head = note.text[note.text.rfind("\n", 0, line.span.start) + 1 : line.span.start]
    above = passages[line.passage].text[: line.start].strip()
    above = above or (passages[line.passage - 1].text if line.passage else "")
    return ">" in head or block.callout is not None or above[:1] in QUOTES


def signed(note: Note, passages: Sequence[Passage], line: NoteLine) -> Iterator[int]:
    """The passages that a signature stands under: those of its quote, or the one in quotation marks above it."""
    if line.start:
        yield line.passage
    for passage in range(line.passage - 1, max(line.passage - MOST_SIGNED, 0) - 1, -1):
        between = note.text[passages[passage].starts[0] : line.span.start].split("\n")[1:]
        quoted = bool(between) and all(each.lstrip().startswith(">") for each in between)
        marked = passage == line.passage - 1 and not line.start and passages[passage].text[:1] in QUOTES
        if not (quoted or marked):
            return
        yield passage
