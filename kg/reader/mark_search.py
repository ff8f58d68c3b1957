"""Finds marks of two characters quickly."""

from __future__ import annotations


def find(text: str, mark: str, start: int = 0) -> int:
    """``text.find(mark, start)`` for a mark of few characters whose first one is rare in prose, such as ``](``.

    Python finds one character some eighty times faster than two, so it is worth stopping at each first one.
    """
    at = text.find(mark[0], start)
    while at >= 0 and not text.startswith(mark, at):
        at = text.find(mark[0], at + 1)
    return at
