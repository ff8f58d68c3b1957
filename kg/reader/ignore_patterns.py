"""Obsidian's patterns of excluded files: each is tried only on paths for which that takes few steps.

A pattern comes with the vault, and one such as ``(a+)+$`` may take longer than anybody lives. So the steps that it may
take are estimated from its form: the ways in which its parts can share a path among them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_STEPS = 5_000_000  # of one search in one path, some tenths of a second
MANY = MOST_STEPS * 1_000  # stands for all larger numbers
REPEATS = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}
# what holds other parts -> from which of its fields on they stand
INNER = {"BRANCH": 1, "SUBPATTERN": 3, "ASSERT": 1, "ASSERT_NOT": 1, "GROUPREF_EXISTS": 1}
_NOTHING = re.compile(r"^(?:\.\*)+\??|(?<!\\)(?:\.\*)+\??$")  # at the ends of a pattern that is searched for


class IgnorePattern:
    """A regular expression, searched for in paths.

    Attributes:
        text: As the user wrote it.
    """

    def __init__(self, text: str) -> None:
        """Understand a pattern.

        Raises:
            re.error: It is none.
        """
        self.text = text
        self._pattern = re.compile(_NOTHING.sub("", text))
        self._parsed = import_module("re._parser").parse(self._pattern.pattern)
        self._steps = lru_cache(maxsize=1_000)(self._estimated)

    def is_quick(self, path: str) -> bool:
        """Whether it is tried on a path."""
        return self._steps(len(path)) <= MOST_STEPS

    def hides(self, path: str) -> bool:
        """Whether it is found in a path; one on which it is not tried it does not hide."""
        return self.is_quick(path) and self._pattern.search(path) is not None

    def _estimated(self, length: int) -> int:
        anchored = next((str(op) == "AT" for op, _ in self._parsed), False)
        return min(MANY, _ways(self._parsed, length) * (1 if anchored else length))


def _ways(parts: Iterable[tuple[Any, Any]], length: int) -> int:
    """In how many ways parts of a parsed pattern can match in a text of some code points, ``MANY`` at most."""
    found = 1
    for op, about in parts:
        found = min(MANY, found * _ways_of(str(op), about, length))
    return found


def _ways_of(op: str, about: Any, length: int) -> int:
    if op in REPEATS:
        least, most, inner = about
        times, each = min(int(most), length), _ways(inner, length)
        return max(1, times - least + 1) if each == 1 else min(MANY, int(each ** min(times, MANY.bit_length())))
    if op == "ATOMIC_GROUP":
        return _ways(about, length)
    place = INNER.get(op)
    if place is None:
        return 1
    found = about[1] if op == "BRANCH" else about[place:]
    return sum(_ways(one, length) for one in found if one is not None)
