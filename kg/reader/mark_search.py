"""Finds marks of two characters quickly, and the lines that are worth a closer look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Span

if TYPE_CHECKING:
    import re


def find(text: str, mark: str, start: int = 0) -> int:
    """``text.find(mark, start)`` for a mark of few characters whose last one is rare in prose, such as ``](``.

    Python finds one character some eighty times faster than two, so it is worth stopping at each last one.
    """
    last = len(mark) - 1
    at = text.find(mark[last], start + last)
    while at >= 0 and not text.startswith(mark, at - last):
        at = text.find(mark[last], at + 1)
    return at - last if at >= 0 else -1


def lines_with(pattern: re.Pattern[str], text: str) -> list[Span]:
    """The lines of a text, without their ends, in which a pattern that never runs over a line's end finds anything."""
    lines = []
    at = 0
    while found := pattern.search(text, at):
        start = text.rfind("\n", at, found.start()) + 1
        end = text.find("\n", found.end())
        at = len(text) if end < 0 else end
        lines.append(Span(start, at))
    return lines
