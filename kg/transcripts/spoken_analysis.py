"""Analyses the words of a transcript as a note's are, so that what is said with punctuation gives claims.

Cues of one voice are joined to paragraphs, and these cut into sentences; each has the second of the cue that it begins
in. A transcript without punctuation has no sentences: it is searched, and asserts nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from kg.extract.analysis import Analysis
from kg.extract.grammar import nlp
from kg.extract.grammar.language import ENGLISH, main_language
from kg.extract.grammar.tag_sets import SUBJECTS_OR_EXPLETIVE
from kg.extract.recording.turns import Opening, Turns
from kg.extract.sentences.boundaries import split
from kg.extract.sentences.other_languages import language_problems
from kg.extract.sentences.sentences import cut, judged
from kg.extract.time_repair import note_times
from kg.model import Note, Passage, Timestamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.extract.grammar.other_pipelines import OtherPipelines
    from kg.model import Sentence, Span
    from kg.model.transcript import Cue, Transcript

ENDS = re.compile(r"[.!?…][\"'”’)\]]*$")
STOP = re.compile(r"[^\W\d_]{2}[.!?…][\"'”’)\]]*$")  # ends a sentence, and no initial or number
SOUND = re.compile(r"\[[^\]\d]*\]|[♪♫*]+|\([A-Z][A-Z ]*\)")  # of music, laughter, applause
PUNCTUATED = 40  # words of a transcript with punctuation that hold one end of a sentence at least
PAUSE = 3.0  # seconds of silence after the end of a sentence that end a paragraph
LONG = 1_000  # code points from which the next end of a sentence ends a paragraph
LONGEST = 12_000  # code points of a paragraph
FEWEST = 4  # words of a sentence that asserts something: "I think so." is no claim


@dataclass(slots=True)
class _Paragraph:
    """Words of one voice: each with its place in the file and the cue that it is of."""

    speaker: str | None
    words: list[tuple[str, Span, Cue]] = field(default_factory=list)
    length: int = 0

    def add(self, word: str, place: Span, cue: Cue) -> None:
        self.words.append((word, place, cue))
        self.length += len(word) + 1

    def ends_before(self, cue: Cue) -> bool:
        """Whether a cue opens another paragraph."""
        last, place, before = self.words[-1]
        ended = ENDS.search(last) is not None
        goes_on = cue.speaker is None and not ended  # a label is where a voice begins, not in each of its cues
        if (cue.speaker != self.speaker and not goes_on) or self.length > LONGEST or cue.words[0].start < place.end:
            return True
        silent = (cue.start or 0.0) - (before.end or before.start or 0.0) > PAUSE
        return ended and (silent or self.length > LONG)


def spoken_analysis(found: Transcript, model: str, others: OtherPipelines) -> Analysis:
    """All that a transcript says by itself; it never raises for what is in the file.

    Args:
        found: The transcript, read with the places of its words.
        model: The English pipeline; a transcript without punctuation does without.
        others: The pipelines of other languages.
    """
    paragraphs = _paragraphs(found.cues) if is_punctuated(found.cues) else []
    stamps: list[Timestamp] = []
    openings = {}
    passages = []
    for number, paragraph in enumerate(paragraphs):
        passages.append(_passage(paragraph))
        openings[number] = list(_openings(paragraph, passages[-1], stamps))
    note = Note(path=found.path, text="", sha256=found.sha256, timestamps=tuple(stamps))
    held = Turns(openings=openings)
    made = cut(note, passages, held)
    sentences = judged(made, held, nlp.load(model), others) if made else ()
    return Analysis(
        path=found.path,
        title=title(found.path),
        media=None,
        channel=_channel(found.path),
        language=main_language([each.text for each in made], [each.language for each in made]),
        sentences=tuple(
            _asserting(each) for each in sentences if each.language == ENGLISH or others.reads(each.language)
        ),
        times=note_times(note, None),
        problems=language_problems(found.path, made, others),
    )


def title(path: str) -> str:
    """What a transcript is called: its file's name."""
    return PurePosixPath(path).name


def is_punctuated(cues: Iterable[Cue]) -> bool:
    """Whether the words are written in sentences."""
    words = stops = 0
    for cue in cues:
        spoken = SOUND.sub(" ", cue.text).split()
        words += len(spoken)
        stops += sum(STOP.search(word) is not None for word in spoken)
    return stops > 0 and words <= PUNCTUATED * stops


def _channel(path: str) -> str | None:
    folders = PurePosixPath(path).parts[:-1]
    return folders[0] if folders else None


def _paragraphs(cues: Sequence[Cue]) -> list[_Paragraph]:
    found: list[_Paragraph] = []
    for cue in cues:
        if not cue.words or not cue.text:
            continue
        if not found or found[-1].ends_before(cue):
            found.append(_Paragraph(cue.speaker))
        silent = [match.span() for match in SOUND.finditer(cue.text)]
        for word, place, at in zip(cue.text.split(), cue.words, _starts(cue.text), strict=True):
            if not any(start <= at < end for start, end in silent):
                found[-1].add(word, place, cue)
        if not found[-1].words:
            found.pop()
    return found


def _starts(text: str) -> list[int]:
    """Where the words of a text begin in it."""
    return [found.start() for found in re.finditer(r"\S+", text)]


def _passage(paragraph: _Paragraph) -> Passage:
    """A paragraph as a passage, each of its code points with its place in the file."""
    text = " ".join(word for word, _, _ in paragraph.words)
    starts: list[int] = []
    ends: list[int] = []
    for word, place, _ in paragraph.words:
        if starts:  # the space between two words
            starts.append(ends[-1])
            ends.append(max(place.start, ends[-1]))
        plain = place.end - place.start == len(word)
        starts += range(place.start, place.end) if plain else [place.start] * len(word)
        ends += range(place.start + 1, place.end + 1) if plain else [place.end] * len(word)
    return Passage(text, tuple(starts), tuple(ends), tuple(starts), tuple(ends), "paragraph")


def _openings(paragraph: _Paragraph, passage: Passage, stamps: list[Timestamp]) -> Iterator[Opening]:
    """The time and the speaker of each sentence; the times are added to ``stamps``."""
    begins = [0]
    for word, _, _ in paragraph.words:
        begins.append(begins[-1] + len(word) + 1)
    cues = [cue for _, _, cue in paragraph.words]
    at = 0
    for start, _ in split(passage):
        while at + 1 < len(cues) and begins[at + 1] <= start:
            at += 1
        second, place = cues[at].start, paragraph.words[at][1]
        own = () if second is None else (len(stamps),)
        if second is not None:
            stamps.append(Timestamp("", second, None, "bare", (), place))
        yield Opening(start, start, own, paragraph.speaker)


def _asserting(sentence: Sentence) -> Sentence:
    """A sentence that is whole, and long enough to assert something; others are no claims."""
    whole = ENDS.search(sentence.text) is not None and len(sentence.text.split()) >= FEWEST
    said = whole and any(token.dep in SUBJECTS_OR_EXPLETIVE for token in sentence.tokens)
    return sentence if said or not sentence.claim else replace(sentence, claim=False)
