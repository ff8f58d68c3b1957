"""Answers are remembered for one generation, within a limit of bytes."""

from __future__ import annotations

from kg.service.remembered_answers import MOST_OF_ONE, OVERHEAD, RememberedAnswers
from kg.store.engine.generation import Generation

ONE, TWO = Generation(1, "published-1"), Generation(2, "published-2")


def test_an_answer_belongs_to_its_generation() -> None:
    answers: RememberedAnswers[str] = RememberedAnswers()
    answers.put(ONE, "q", "a", 1)
    assert (answers.get(ONE, "q"), answers.get(TWO, "q"), answers.get(None, "q")) == ("a", None, None)
    answers.put(TWO, "other", "b", 1)
    assert (answers.get(ONE, "q"), answers.get(TWO, "q"), answers.get(TWO, "other")) == (None, None, "b")


def test_what_was_not_asked_for_the_longest_is_forgotten_first() -> None:
    answers: RememberedAnswers[str] = RememberedAnswers(most=3 * (OVERHEAD + 100))
    for question in "abc":
        answers.put(ONE, question, question.upper(), 100)
    assert answers.get(ONE, "a") == "A"
    answers.put(ONE, "d", "D", 100)
    assert [answers.get(ONE, question) for question in "abcd"] == ["A", None, "C", "D"]


def test_an_answer_that_is_too_large_is_not_remembered() -> None:
    answers: RememberedAnswers[str] = RememberedAnswers()
    answers.put(ONE, "q", "a", MOST_OF_ONE + 1)
    assert answers.get(ONE, "q") is None
