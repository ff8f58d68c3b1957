"""Finds the places where the terms of a note stand again, in singular or plural, in any case."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Sentence

MOST_TERMS = 300  # terms of one note that are looked for, the first ones
NO_NOUN = frozenset({"VERB", "AUX", "ADV", "ADJ"})


class Recurrence:
    """The terms of one note, ready to be found in its sentences."""

    def __init__(self, terms: Iterable[str]) -> None:
        first = list(dict.fromkeys(terms))[:MOST_TERMS]
        spellings = sorted({form for term in first for form in forms(term)}, key=lambda form: (-len(form), form))
        either = "|".join(map(re.escape, spellings))
        self._pattern = re.compile(rf"(?<![\w-])(?:{either})(?![\w-])", re.IGNORECASE) if spellings else None

    def find(self, sentence: Sentence) -> Iterator[tuple[int, int]]:
        """Yield the ranges of terms in a sentence's text, leftmost and longest first; a single word must be a noun."""
        for match in self._pattern.finditer(sentence.text) if self._pattern else ():
            if " " in match.group() or not _is_no_noun(sentence, match.start()):
                yield match.span()


def _is_no_noun(sentence: Sentence, start: int) -> bool:
    return any(token.start == start and token.pos in NO_NOUN for token in sentence.tokens)


def forms(term: str) -> tuple[str, ...]:
    """A term with its plural or its singular."""
    if term.endswith("s") and not term.endswith("ss"):
        return term, term[:-1]
    return (term, term + "s") if term[-1:].isalpha() else (term,)
