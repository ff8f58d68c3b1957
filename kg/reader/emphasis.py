"""Pairs the marks of bold, italics, strike-through and highlight as CommonMark does, in linear time.

The rules are those of CommonMark 0.31, "Emphasis and strong emphasis", with its list of delimiters and its lower
bounds for the search; ``~~`` and ``==`` pair alike, but only as twos.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

DOUBLE_ONLY = frozenset("~=")
DOUBLE = 2  # width of the marks of bold


class EmphasisPair(NamedTuple):
    """Two marks that belong together: ``width`` code points at ``open`` and at ``close``."""

    open: int
    close: int
    width: int
    mark: str


@dataclass(slots=True)
class _Run:
    """A run of one mark; ``left`` code points of it are not used yet."""

    mark: str
    start: int
    length: int
    left: int
    opens: bool
    closes: bool
    before: int  # index of the run before it that may still open, -1 for none


def pairs(text: str, runs: Sequence[tuple[int, int]]) -> list[EmphasisPair]:
    """Pair the runs of marks of a text.

    Args:
        text: What the runs are in.
        runs: (start, end) of each run of one of ``* _ ~ =``, in order, none of them in code.
    """
    delimiters = [_run(text, start, end) for start, end in runs]
    found: list[EmphasisPair] = []
    bottom: dict[tuple[str, bool, int], int] = {}
    top = -1  # the last run that may still open
    for index, run in enumerate(delimiters):
        if run.closes:
            top = _close(delimiters, index, top, bottom, found)
        if run.opens and run.left:
            run.before = top
            top = index
    return found


def _close(
    runs: list[_Run], index: int, top: int, bottom: dict[tuple[str, bool, int], int], found: list[EmphasisPair]
) -> int:
    """Match a closing run against the openers before it; returns the new top of the openers."""
    closer = runs[index]
    while closer.left:
        key = (closer.mark, closer.opens, closer.length % 3)
        at = top
        while at > bottom.get(key, -1) and not _fits(runs[at], closer):
            at = runs[at].before
        if at <= bottom.get(key, -1):
            bottom[key] = top
            break
        opener = runs[at]
        width = DOUBLE if min(opener.left, closer.left) >= DOUBLE else 1
        opener.left -= width
        found.append(
            EmphasisPair(opener.start + opener.left, closer.start + closer.length - closer.left, width, closer.mark)
        )
        closer.left -= width
        top = at if opener.left else opener.before
    return top


def _fits(opener: _Run, closer: _Run) -> bool:
    if opener.mark != closer.mark:
        return False
    both = opener.closes or closer.opens
    return not (both and (opener.length + closer.length) % 3 == 0 and (opener.length % 3 or closer.length % 3))


def _run(text: str, start: int, end: int) -> _Run:
    mark, length = text[start], end - start
    before, after = _kind(text[start - 1 : start]), _kind(text[end : end + 1])
    left = after != " " and (after != "." or before != "a")
    right = before != " " and (before != "." or after != "a")
    opens, closes = left, right
    if mark == "_":
        opens = left and (not right or before == ".")
        closes = right and (not left or after == ".")
    if mark in DOUBLE_ONLY and length != DOUBLE:
        opens = closes = False
    return _Run(mark, start, length, length, opens, closes, -1)


@lru_cache(maxsize=4096)
def _kind(char: str) -> str:
    """``" "`` for white space and the text's edges, ``"."`` for punctuation, ``"a"`` for the rest."""
    if not char or char.isspace():
        return " "
    return "." if unicodedata.category(char)[0] in "PS" else "a"
