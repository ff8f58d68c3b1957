"""Compares the times of a note with the words of its recording's transcript.

Where a claim's words are heard clearly in one place, and its time lies elsewhere, the time is repaired; an unclear
match changes nothing. How the numbers below were measured is in ``docs/transcripts.md``.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.time_repair import HeardTime
from kg.model.claim import HEARD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from kg.extract.time_repair import NoteTimes, Repair
    from kg.model.transcript import Cue

WINDOW = 30  # seconds of speech that are held against the claims of one time
NEAR = 90  # seconds that may lie between a time and its words
FEWEST = 5  # different content words of the claims that one window must hold
SHARE = 0.5  # of the weight of all their content words
REST = 0.4  # of that weight that any place farther than NEAR may reach at most
CONFIDENCE = 0.97  # share of right repairs among made pairs, see tests/transcripts/test_word_check.py
COMMON = 0.2  # share of the windows from which on a word says nothing
MOST_EVENTS = 3000  # places of words that are looked at for one time
SHORTEST = 8  # windows that a recording must have for its rest to say anything
MOST_SENTENCES = 3  # under one time: with more, the time is that of a passage and not of its words
SHORTEST_WORD = 3  # letters
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
ENDING = re.compile(r"(?:['’]s|ing|ed|es|s|ly)$")
SHORTEST_STEM = 4  # letters that an ending leaves


class Window(NamedTuple):
    """A stretch of speech: the second at which it begins, its share of the claims' weight, how many of their words."""

    start: float
    share: float
    words: int


class TranscriptWords:
    """The words of a transcript by the seconds at which they are heard.

    Attributes:
        windows: How many windows the recording has.
    """

    def __init__(self, cues: Iterable[Cue]) -> None:
        heard: defaultdict[str, list[float]] = defaultdict(list)
        last = 0.0
        for cue in cues:
            if cue.start is not None:
                for word in content_words(cue.text):
                    heard[word].append(cue.start)
                last = max(last, cue.start)
        self.windows = int(last // WINDOW) + 1
        self._heard: dict[str, list[float]] = {}
        self._weight: dict[str, float] = {}
        for word, seconds in heard.items():
            places = len({second // WINDOW for second in seconds})
            if places <= max(1, COMMON * self.windows):
                self._heard[word] = seconds
                self._weight[word] = math.log((self.windows + 1) / places)
            else:
                self._weight[word] = 0.0

    def windows_of(self, words: AbstractSet[str]) -> list[Window]:
        """The stretches that hold any of some words, each as long as a window at most."""
        events, counted = self._events(words)
        unheard = math.log(self.windows + 1)
        total = sum(self._weight.get(word, unheard) for word in words if word in counted or word not in self._heard)
        held: Counter[str] = Counter()
        weight, begin, found = 0.0, 0, []
        for end, (second, word) in enumerate(events):
            if not held[word]:
                weight += self._weight[word]
            held[word] += 1
            while second - events[begin][0] > WINDOW or (held[events[begin][1]] > 1 and begin < end):
                left = events[begin][1]
                held[left] -= 1
                if not held[left]:
                    del held[left]
                    weight -= self._weight[left]
                begin += 1
            found.append(Window(events[begin][0], weight / total, len(held)))
        return found

    def _events(self, words: AbstractSet[str]) -> tuple[list[tuple[float, str]], set[str]]:
        """Where some words are heard, in order, and which of them that is: the rarest, for they say most."""
        events: list[tuple[float, str]] = []
        counted = set()
        for word in sorted(words & self._heard.keys(), key=lambda word: (len(self._heard[word]), word)):
            if len(events) + len(self._heard[word]) > MOST_EVENTS:
                break
            counted.add(word)
            events += ((second, word) for second in self._heard[word])
        return sorted(events), counted


def content_words(text: str) -> frozenset[str]:
    """The stems of a text's words that may be content: long ones and numbers."""
    return frozenset(
        _stem(word) for word in WORD.findall(text.lower()) if len(word) >= SHORTEST_WORD or word[0].isdecimal()
    )


def _stem(word: str) -> str:
    stem = ENDING.sub("", word)
    return stem if len(stem) >= SHORTEST_STEM else word


def compared(
    times: NoteTimes, repair: Repair, said: Sequence[tuple[Sequence[int], str]], words: TranscriptWords, name: str
) -> Repair:
    """The reading of a note's times, compared with a transcript of its recording.

    Args:
        times: The note's times.
        repair: Their reading so far.
        said: For each sentence the times that cover it, as indices, and its text.
        words: Of the transcript.
        name: Of the transcript's file, for the reason.
    """
    if words.windows < SHORTEST:
        return repair
    seconds, heard = list(repair.seconds), dict(repair.heard)
    for index, texts in _by_time(times, repair, said).items():
        second = seconds[index]
        written = times.stamps[index].second
        if second is None or len(texts) > MOST_SENTENCES:
            continue
        place = _place(words.windows_of(content_words(" ".join(texts))))
        if place is None or abs(place - second) <= NEAR:
            continue
        if written is not None and abs(place - written) <= NEAR:
            seconds[index] = written
            heard.pop(index, None)
            continue
        seconds[index] = int(place)
        heard[index] = HeardTime(f"{HEARD} in {name}, and nowhere else", CONFIDENCE)
    return replace(repair, seconds=tuple(seconds), heard=heard) if seconds != list(repair.seconds) else repair


def _by_time(times: NoteTimes, repair: Repair, said: Iterable[tuple[Sequence[int], str]]) -> Mapping[int, list[str]]:
    """The sentences that each time of the note's own recording plays, by its index."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for stamps, text in said:
        index = next((index for index in stamps if repair.seconds[index] is not None), None)
        if index is not None and not times.stamps[index].media and not times.stamps[index].link:
            found[index].append(text)
    return found


def _place(windows: Sequence[Window]) -> float | None:
    """The second at which words are clearly heard, and nowhere else; None where that is not clear."""
    if not windows:
        return None
    best = max(windows, key=lambda window: (window.share, window.start))
    if best.words < FEWEST or best.share < SHARE:
        return None
    rest = max((window.share for window in windows if abs(window.start - best.start) > NEAR), default=0.0)
    return best.start if rest <= REST * best.share else None
