"""Finds the times of a note that reach no claim, and says why; ``kg doctor`` and ``kg stats`` count the same ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.language import ENGLISH
from kg.extract.sentences.claimhood import why_not
from kg.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from kg.model import Block, Note, Sentence, Timestamp

CODE = "time-unreached"
UNREAD = frozenset({"code", "html", "math"})  # kinds of blocks whose text is not read
TOLD_OTHERWISE = frozenset({"invalid", "low-confidence"})  # flags of times that are findings of their own
NO_KINDS: Mapping[int, str] = {}
BARE = "its line is of a transcript without punctuation, which is text but no claim"
POINTER = "its sentence holds nothing but links, or the title of a chapter"
# rule of ``claimhood`` -> what it says of a time's sentence
REASONS = {
    "callout title": "it stands in a callout's title, with no sentence below",
    "no words": "no words stand beside it",
    "data, not language": "data stands beside it, not language",
    "question": "its sentence is a question",
    "about the note": "its sentence is about the note itself",
    "citation": "its sentence is a citation",
    "heading behind a picture": "its sentence is a heading",
    "bare table cell": "its cell holds no clause, and its table is no table of data",
    "announcement": "its sentence only announces what follows",
}


def unreached(
    note: Note, sentences: Sequence[Sentence], silent: AbstractSet[int], kinds: Mapping[int, str] = NO_KINDS
) -> Iterator[Problem]:
    """Yield a problem for each time that reaches no claim, with the reason; broken and doubtful times apart.

    Args:
        note: The note.
        sentences: All of them, judged.
        silent: Passages that are lines of a transcript without punctuation.
        kinds: What the blocks are that are not read for claims, by their number.
    """
    beside: dict[int, Sentence] = {}
    reached: set[int] = set()
    for sentence in sentences:
        if sentence.claim:
            reached.update(sentence.stamps)
        for number in sentence.stamps:
            beside.setdefault(number, sentence)
    block = 0
    for number, stamp in enumerate(note.timestamps):
        while block + 1 < len(note.blocks) and note.blocks[block + 1].span.start <= stamp.span.start:
            block += 1
        if number not in reached and TOLD_OTHERWISE.isdisjoint(stamp.flags):
            around = note.blocks[block] if note.blocks else None
            near = beside.get(number)
            reason = _reason(stamp, around, kinds.get(block)) if near is None else _why(near, silent)
            yield Problem(note.path, CODE, f"reaches no claim: {reason}", stamp.span)


def _why(sentence: Sentence, silent: AbstractSet[int]) -> str:
    """Why a sentence is no claim."""
    if sentence.passage in silent:
        return BARE
    if sentence.language != ENGLISH and not sentence.tokens:
        return "its sentence is not in English"
    rule = why_not(sentence.text, sentence.tokens, sentence.kind)
    return REASONS[rule] if rule else POINTER


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
