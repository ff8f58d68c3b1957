"""Finds where the words of cues lie in the text of their file, whatever markup, escapes or keys stand between them.

Parsers give words, not places. Words come in the order of the file, so each cue is looked for behind the one before:
its first word where the others follow it most closely.
"""

from __future__ import annotations

import html
import json
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.model.transcript import Cue

FAR = (
    20_000  # code points in which a cue's first word must come after the cue before: JSON repeats all words with times
)
GAP = 200  # code points between two words of a cue
LOOKED_AT = 4_000  # words that are looked for in all tries for one cue
TRIES = 40  # places of a first word that are tried


class Spelled(NamedTuple):
    """A word in the spellings that a format has of it, and its length in code points as spoken."""

    spellings: tuple[str, ...]
    length: int


def placed(text: str, cues: Iterable[Cue], *, in_json: bool) -> Iterator[Cue]:
    """The cues with the places of their words; without places where they are not found.

    Args:
        text: Of the file.
        cues: In the file's order.
        in_json: Whether the file is JSON; else words stand plain, or escaped as in HTML.
    """
    spelled = _in_json if in_json else _in_html
    at = 0
    for cue in cues:
        places = _cue(text, [Spelled(spelled(word), len(word)) for word in cue.text.split()], at)
        at = places[-1].end if places else at
        yield cue._replace(words=tuple(places))


def _cue(text: str, words: Sequence[Spelled], at: int) -> list[Span]:
    """The places of a cue's words: the closest together of those that come next."""
    best: list[Span] = []
    begin, limit = at, at + FAR
    shortest = sum(word.length for word in words) + len(words) - 1
    for _ in range(min(TRIES, LOOKED_AT // len(words) + 1) if words else 0):
        first = _word(text, words[0], begin, limit)
        if first is None:
            break
        found = _following(text, words, first)
        if len(found) == len(words) and (not best or _length(found) < _length(best)):
            best = found
            if _length(best) <= shortest:
                break
        begin = first.start + 1
    return best


def _length(places: Sequence[Span]) -> int:
    return places[-1].end - places[0].start


def _following(text: str, words: Sequence[Spelled], first: Span) -> list[Span]:
    """The places of words of which the first is known; fewer where one does not follow."""
    found = [first]
    for word in words[1:]:
        place = _word(text, word, found[-1].end, found[-1].end + len(word.spellings[-1]) + GAP)
        if place is None:
            break
        found.append(place)
    return found


def _word(text: str, word: Spelled, start: int, end: int) -> Span | None:
    """The first place of a word in ``text[start:end]``."""
    found = [Span(at, at + len(each)) for each in word.spellings if (at := text.find(each, start, end)) >= 0]
    return min(found, default=None)


@lru_cache(maxsize=4096)
def _in_json(word: str) -> tuple[str, ...]:
    """A word with and without escapes for all but ASCII."""
    return tuple(dict.fromkeys(json.dumps(word, ensure_ascii=ascii_)[1:-1] for ascii_ in (False, True)))


@lru_cache(maxsize=4096)
def _in_html(word: str) -> tuple[str, ...]:
    """A word plain, and with as few or as many escapes as programs write."""
    return tuple(dict.fromkeys((word, html.escape(word, quote=False), html.escape(word))))
