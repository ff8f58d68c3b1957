"""Word tables as running text, so that they stay readable."""

from __future__ import annotations


def wordset(text: str) -> frozenset[str]:
    """The words of a text that are separated by white space, each once."""
    return frozenset(text.split())
