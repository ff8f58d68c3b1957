"""Turns a note's passages into sentences: place in the file, timestamps, parse, and whether each is a claim.

1. ``boundaries`` cuts each passage.
2. A timestamp covers the sentence that it ends or sits in; one that opens its block covers what follows.
3. ``nlp`` parses all sentences of the note in one go; ``claimhood`` judges them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from kg.extract.grammar.labels import marked_end
from kg.extract.grammar.nlp import parse
from kg.extract.grammar.tag_sets import SUBJECTS_OR_EXPLETIVE
from kg.extract.recording import turns
from kg.extract.recording.turns import Opening
from kg.extract.sentences.boundaries import split
from kg.extract.sentences.claimhood import is_claim
from kg.model import PassageLink, Sentence, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from spacy.language import Language

    from kg.extract.recording.turns import Turns
    from kg.model import Emphasis, Note, Passage, Timestamp, Token

    Range = TypeVar("Range", PassageLink, Span)

NOBODY = Opening(0, 0)  # what holds outside of turns
LONGEST_WORD = 400  # code points; a sentence with a longer "word" holds data and is not parsed


def sentences(note: Note, passages: Sequence[Passage], nlp: Language) -> tuple[Sentence, ...]:
    """All sentences of a note in reading order, callout titles included, parsed and judged."""
    held = turns.find(note, passages)
    made = cut(note, passages, held)
    texts = [("" if _is_data(sentence.text) else sentence.text, marked_end(sentence)) for sentence in made]
    return tuple(
        replace(
            sentence,
            tokens=tokens,
            claim=is_claim(sentence.text, tokens, sentence.kind) and _asserts(sentence, tokens, held),
        )
        for sentence, tokens in zip(made, parse(nlp, texts), strict=True)
    )


def cut(note: Note, passages: Sequence[Passage], held: Turns) -> list[Sentence]:
    """All sentences of a note in reading order, with their times and speakers; neither parsed nor judged."""
    return [
        sentence
        for number, passage in enumerate(passages)
        for sentence in _sentences(passage, number, note.timestamps, held.openings.get(number, []))
    ]


def _asserts(sentence: Sentence, tokens: Sequence[Token], held: Turns) -> bool:
    """Whether a sentence is more than a pointer, a line of a bare transcript, or the title of a chapter."""
    if _only_points(sentence) or sentence.passage in held.silent:
        return False
    if sentence.passage not in held.titled:
        return True
    return any(token.dep in SUBJECTS_OR_EXPLETIVE for token in tokens) and not tokens[0].tag.startswith("W")


def _only_points(sentence: Sentence) -> bool:
    """Whether a sentence is nothing but links to other notes: navigation, such as a channel's list of its notes."""
    if not sentence.links:
        return False
    ends = [0, *(link.end for link in sentence.links)]
    starts = [*(link.start for link in sentence.links), len(sentence.text)]
    return not any(map(str.isalnum, "".join(sentence.text[end:start] for end, start in zip(ends, starts, strict=True))))


def _is_data(text: str) -> bool:
    return len(text) > LONGEST_WORD and any(len(word) > LONGEST_WORD for word in text.split())


def _sentences(
    passage: Passage, number: int, timestamps: Sequence[Timestamp], openings: Sequence[Opening]
) -> Iterator[Sentence]:
    ranges = list(_spoken(passage.text, list(split(passage)), openings))
    frames = Frames(passage)
    places = [opening.at for opening in openings]
    opened = {index for opening in openings for index in opening.stamps}
    for (start, end), own in zip(ranges, _cover(passage, ranges, opened), strict=True):
        begun = bisect_right(places, start)
        turn = openings[begun - 1] if begun else NOBODY
        stamps = own or turn.stamps
        yield Sentence(
            text=passage.text[start:end],
            span=frames.place(start, end),
            places=passage.starts[start:end],
            tokens=(),
            kind=passage.kind,
            section=passage.section,
            callout=passage.callout,
            part=passage.part,
            stamps=stamps,
            seconds=_seconds(timestamps[i] for i in stamps),
            links=tuple(
                PassageLink(max(link.start, start) - start, min(link.end, end) - start, *link[2:])
                for link in _inside(passage.links, start, end)
            ),
            strong=tuple(
                Span(max(span.start, start) - start, min(span.end, end) - start)
                for span in _inside(passage.strong, start, end)
            ),
            passage=number,
            speaker=turn.speaker,
        )


def _spoken(text: str, ranges: Sequence[tuple[int, int]], openings: Sequence[Opening]) -> Iterator[tuple[int, int]]:
    """The ranges cut where turns open, without the labels of speakers and without white space at either end."""
    cuts = sorted({place for opening in openings for place in (opening.start, opening.at)})
    labels = {opening.start for opening in openings if opening.start < opening.at}
    for start, end in ranges:
        inner = cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]
        for low, high in pairwise((start, *inner, end)):
            if _opens_label(cuts, labels, low):
                continue
            shown = text[low:high]
            if shown.strip():
                yield low + len(shown) - len(shown.lstrip()), high - len(shown) + len(shown.rstrip())


def _opens_label(cuts: Sequence[int], labels: AbstractSet[int], place: int) -> bool:
    """Whether the nearest cut at or before a place begins a label."""
    at = bisect_right(cuts, place) - 1
    return at >= 0 and cuts[at] in labels


def _inside(items: Sequence[Range], start: int, end: int) -> Sequence[Range]:
    """The items that touch ``[start, end)``; they are sorted and do not overlap."""
    first = bisect_right(items, start, key=lambda item: item.end)
    return items[first : bisect_left(items, end, key=lambda item: item.start)]


class Frames:
    """Finds the place of a sentence with the markup around it, but no mark whose partner lies outside."""

    def __init__(self, passage: Passage) -> None:
        self._opens = passage.opens
        self._closes = passage.closes
        self._starting: dict[int, list[Emphasis]] = {}
        self._ending: dict[int, list[Emphasis]] = {}
        for mark in passage.emphasis:
            self._starting.setdefault(mark.start, []).append(mark)
            self._ending.setdefault(mark.end, []).append(mark)

    def place(self, start: int, end: int) -> Span:
        """The place in the file of ``[start, end)`` of the passage's text."""
        lows = [mark.inner.start for mark in self._starting.get(start, ()) if mark.end > end]
        highs = [mark.inner.end for mark in self._ending.get(end, ()) if mark.start < start]
        return Span(max([self._opens[start], *lows]), min([self._closes[end - 1], *highs]))


def _cover(passage: Passage, ranges: Sequence[tuple[int, int]], opened: AbstractSet[int]) -> list[tuple[int, ...]]:
    """For each sentence, the timestamps that cover it, those apart that open turns."""
    starts = [start for start, _ in ranges]
    covers: list[list[int]] = [[] for _ in ranges]
    for stamp in passage.stamps:
        if stamp.stamp in opened or not ranges:
            continue
        at = bisect_right(starts, stamp.at) - 1 if stamp.leading else bisect_left(starts, stamp.at) - 1
        covers[max(at, 0)].append(stamp.stamp)
    return [tuple(stamps) for stamps in covers]


def _seconds(timestamps: Iterable[Timestamp]) -> tuple[int, ...]:
    """Literal whole seconds of the valid times, each once, as they come."""
    return tuple(dict.fromkeys(int(stamp.start) for stamp in timestamps if stamp.start is not None))
