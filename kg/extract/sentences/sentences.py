"""Turns a note's passages into sentences: place in the file, timestamps, parse, and whether each is a claim.

1. ``boundaries`` cuts each passage.
2. A timestamp covers the sentence that it ends or sits in; one that opens its block covers what follows.
3. ``language`` tells the language of each; its pipeline parses them in one go; ``claimhood`` judges them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from kg.extract.grammar.labels import marked_end
from kg.extract.grammar.language import ENGLISH, languages
from kg.extract.grammar.nlp import parse
from kg.extract.grammar.other_pipelines import OtherPipelines, mapped
from kg.extract.grammar.tag_sets import SUBJECTS_OR_EXPLETIVE
from kg.extract.recording.turns import Opening
from kg.extract.sentences.boundaries import split
from kg.extract.sentences.claimhood import CLOSERS, is_claim, opens_with_symbol
from kg.model import PassageLink, Sentence, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from spacy.language import Language

    from kg.extract.recording.turns import Turns
    from kg.model import Emphasis, Note, Passage, Timestamp, Token

    Range = TypeVar("Range", PassageLink, Span)

ENGLISH_ALONE = OtherPipelines()
NOBODY = Opening(0, 0)  # what holds outside of turns
LONGEST_WORD = 400  # code points; a sentence with a longer "word" holds data and is not parsed


def judged(
    made: Sequence[Sentence], held: Turns, nlp: Language, others: OtherPipelines = ENGLISH_ALONE
) -> tuple[Sentence, ...]:
    """Sentences as ``cut`` made them, parsed and judged; those in a language without pipeline are no claims."""
    found = dict(_parsed(made, ENGLISH, nlp))
    for code in sorted({sentence.language for sentence in made} - {ENGLISH}):
        if others.reads(code):
            found |= dict(_parsed(made, code, others.load(code)))
    return tuple(
        _judged(found[at], held) if at in found else replace(each, claim=False) for at, each in enumerate(made)
    )


def judged_by_text(
    made: Sequence[Sentence], held: Turns, nlp: Callable[[], Language], others: OtherPipelines = ENGLISH_ALONE
) -> tuple[Sentence, ...]:
    """The same sentences judged in the same way, but parsed only where a time waits for what a parse would say.

    Args:
        made: As ``cut`` made them.
        held: What the recording model knows of the note.
        nlp: Loads the English pipeline.
        others: The pipelines of other languages.
    """
    first = [
        each
        if _needs_parse(each, held)
        else _judged(each, held)
        if _is_read(each, others)
        else replace(each, claim=False)
        for each in made
    ]
    reached = {stamp for each in first if each.claim and not _needs_parse(each, held) for stamp in each.stamps}
    waiting = [at for at, each in enumerate(first) if _needs_parse(each, held) and not reached.issuperset(each.stamps)]
    parsed = judged([first[at] for at in waiting], held, nlp(), others) if waiting else ()
    settled = dict(zip(waiting, parsed, strict=True))
    return tuple(settled.get(at, each) for at, each in enumerate(first))


def _is_read(sentence: Sentence, others: OtherPipelines) -> bool:
    return sentence.language == ENGLISH or others.reads(sentence.language)


def _needs_parse(sentence: Sentence, held: Turns) -> bool:
    """Whether only a parse can say that a sentence is a claim."""
    announcing = sentence.text.rstrip(CLOSERS).endswith(":") or opens_with_symbol(sentence.text)
    return announcing or sentence.kind == "table-cell" or sentence.passage in held.titled


def _parsed(made: Sequence[Sentence], code: str, nlp: Language) -> Iterator[tuple[int, Sentence]]:
    """The sentences of one language by their number, parsed by its pipeline."""
    own = [(at, sentence) for at, sentence in enumerate(made) if sentence.language == code]
    texts = [("" if _is_data(sentence.text) else sentence.text, marked_end(sentence)) for _, sentence in own]
    for (at, sentence), tokens in zip(own, parse(nlp, texts), strict=True):
        yield at, replace(sentence, tokens=tokens if code == ENGLISH else mapped(tokens))


def _judged(sentence: Sentence, held: Turns) -> Sentence:
    claim = is_claim(sentence.text, sentence.tokens, sentence.kind) and _asserts(sentence, sentence.tokens, held)
    return sentence if claim == sentence.claim else replace(sentence, claim=claim)


def cut(note: Note, passages: Sequence[Passage], held: Turns) -> list[Sentence]:
    """All sentences of a note in reading order, with times, speakers and languages; neither parsed nor judged."""
    found = [
        replace(sentence, heard=True) if number in held.silent else sentence
        for number, passage in enumerate(passages)
        for sentence in _sentences(passage, number, note.timestamps, held.openings.get(number, []))
    ]
    codes = languages([sentence.text for sentence in found], [sentence.passage for sentence in found])
    return [
        sentence if code == ENGLISH else replace(sentence, language=code)
        for sentence, code in zip(found, codes, strict=True)
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
