"""Finds the times of a note that reach no sentence which may be a claim, and says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.recording import turns
from kg.extract.sentences.sentences import cut
from kg.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.model import Block, Note, Passage, Timestamp

CODE = "time-unreached"
UNREAD = frozenset({"code", "html", "math"})  # kinds of blocks whose text is not read
TOLD_OTHERWISE = frozenset({"invalid", "low-confidence"})  # flags of times that are findings of their own


def unreached(note: Note, passages: Sequence[Passage], kinds: Mapping[int, str]) -> Iterator[Problem]:
    """Yield a problem for each time that reaches no sentence, with the reason; broken and doubtful times apart.

    Args:
        note: The note.
        passages: Those that are read for claims.
        kinds: What the blocks are that are not read for claims, by their number.
    """
    held = turns.find(note, passages)
    made = cut(note, passages, held)
    reached = {stamp for sentence in made for stamp in sentence.stamps if sentence.passage not in held.silent}
    bare = {stamp for sentence in made for stamp in sentence.stamps if sentence.passage in held.silent}
    block = 0
    for number, stamp in enumerate(note.timestamps):
        while block + 1 < len(note.blocks) and note.blocks[block + 1].span.start <= stamp.span.start:
            block += 1
        if number not in reached and TOLD_OTHERWISE.isdisjoint(stamp.flags):
            around = note.blocks[block] if note.blocks else None
            reason = BARE if number in bare else _reason(stamp, around, kinds.get(block))
            yield Problem(note.path, CODE, f"reaches no claim: {reason}", stamp.span)


BARE = "its line is of a transcript without punctuation, which is text but no claim"


def _reason(stamp: Timestamp, block: Block | None, kind: str | None) -> str:
    if block is None or not block.span.start <= stamp.span.start < block.span.end:
        return "it stands where nothing is read"
    if kind is not None:
        return f"it stands in a block that is not read for claims ({kind})"
    if block.kind in UNREAD:
        return f"it stands in {block.kind}"
    if block.kind == "heading":
        return "no sentence follows before the next time or heading"
    return "no sentence stands beside it"
