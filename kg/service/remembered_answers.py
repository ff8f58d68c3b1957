"""Answers that were given, for whoever asks the same of the same generation again; few enough to hold in memory."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable

    from kg.store.engine.generation import Generation

T = TypeVar("T")
MOST = 32 * 2**20  # bytes of all answers together
MOST_OF_ONE = 2 * 2**20  # bytes of an answer that is remembered
OVERHEAD = 2_048  # bytes that an answer takes besides its content and its question, about


class RememberedAnswers(Generic[T]):
    """Answers to questions about one generation; those that were not asked for the longest are forgotten first."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._size = 0
        self._generation: Generation | None = None
        self._answers: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()

    def get(self, generation: Generation | None, question: Hashable) -> T | None:
        """The answer that was given to a question; None where none is remembered for this generation."""
        if generation is None or generation != self._generation or question not in self._answers:
            return None
        self._answers.move_to_end(question)
        return self._answers[question][0]

    def put(self, generation: Generation, question: Hashable, answer: T, size: int) -> None:
        """Remember an answer, if there is room for one of this size.

        Args:
            generation: That it was given from; all answers from another one are forgotten.
            question: What was asked.
            answer: What was answered.
            size: Bytes of question and answer.
        """
        if generation != self._generation:
            self._generation, self._size = generation, 0
            self._answers.clear()
        if size > MOST_OF_ONE or question in self._answers:
            return
        self._answers[question] = answer, size + OVERHEAD
        self._size += size + OVERHEAD
        while self._size > self._most:
            _, (_, gone) = self._answers.popitem(last=False)
            self._size -= gone
