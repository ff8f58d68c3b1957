"""The step of a build that asks a language model, where the settings name one; else it is not there.

What it is asked of a note follows from the note's analysis alone, so an answer outlives every change elsewhere in the
vault; what the answer comes to is decided when the note is extracted.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from kg.assembly.notes import vault_index
from kg.assembly.state import census
from kg.config import LLM
from kg.errors import ConfigError
from kg.extract.analysis_packing import decode as unpack
from kg.extract.model_advice.answers import sections
from kg.llm.ask_model import AskingManner, ModelUsage, ask_all, estimate, recall
from kg.llm.cache import Answers, key_of
from kg.llm.chat_dialects import OllamaChat, dialect_of
from kg.llm.client import endpoint
from kg.llm.prompt import INSTRUCTIONS, VERSION, question
from kg.llm.spending import Prices, Tokens
from kg.model import Span
from kg.model.transcript import is_candidate
from kg.reader.problems import problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.assembly.state.build_state import BuildState
    from kg.assembly.steps.build_context import BuildContext
    from kg.config import Config
    from kg.llm.ask_model import Estimate, Question
    from kg.llm.client import Endpoint
    from kg.model import Problem

FILE = "answers.sqlite"


class Preview(NamedTuple):
    """What a build would ask: in numbers, and the text of each question (the instructions are the same for all)."""

    told: str
    instructions: str
    questions: tuple[str, ...]


class Leaving(NamedTuple):
    """What is about to leave this machine for a language model's host.

    Attributes:
        host: As in the endpoint's address.
        notes: How many notes text is taken from.
        sections: How many parts of them are sent.
        tokens: About how many tokens that is.
        told: All of it in a sentence, for a person.
    """

    host: str
    notes: int
    sections: int
    tokens: int
    told: str


Consent = Callable[[Leaving], bool]  # whether the user says yes to it


def nobody_asked(_: Leaving) -> bool:
    """The answer where there is nobody to ask: nothing leaves."""
    return False


class Advice:
    """A model's answers for the notes of one vault."""

    def __init__(self, where: Endpoint, answers: Answers, manner: AskingManner) -> None:
        self._where = where
        self._answers = answers
        self._manner = manner

    def of(self, analysis: bytes) -> tuple[str, ...]:
        """The answer for each section of a note, "" where there is none."""
        found = unpack(analysis)
        asked = sections(found.title, found.sentences, found.roles)
        return tuple(self._answers.get(key_of(section, self._where)) or "" for section in asked)

    def ask(self, site: BuildContext, consent: Consent) -> ModelUsage:
        """Ask about every section of the vault that no answer is kept of; it hears what that will cost.

        Where that would send notes to another machine, ``consent`` is asked first; without it nothing is sent.

        Raises:
            EndpointRefused: The endpoint takes no question at all.
        """
        questions = list(_questions(site.state))
        expected = estimate(questions, self._where, self._answers)
        if expected.new:
            told = described(expected, self._where, site.config)
            leaving = Leaving(self._where.host, expected.notes, expected.new, expected.tokens_in, told)
            if not (self._where.is_here or consent(leaving)):
                return recall(questions, self._where, self._answers)
            site.told.note(told)
        site.told.phase("Asking", len(questions), "sections")
        return ask_all(questions, self._where, self._answers, self._manner, site.told.advance)

    def preview(self, state: BuildState, config: Config) -> Preview:
        """What ``ask`` would ask."""
        questions = list(_questions(state))
        expected = estimate(questions, self._where, self._answers)
        new = (section for _, section in questions if self._answers.get(key_of(section, self._where)) is None)
        return Preview(described(expected, self._where, config), INSTRUCTIONS, tuple(map(question, new)))


@contextmanager
def advice(folder: Path, config: Config) -> Iterator[Advice | None]:
    """The answers kept in a vault's ``.kg`` folder, and the way to more; None unless the settings name a model.

    Raises:
        ConfigError: The settings for the model are incomplete or unsafe.
    """
    if config.backend != LLM:
        yield None
        return
    where = endpoint(config, os.environ)
    manner = AskingManner(config.llm_at_once, Prices.of(config), config.llm_batch)
    if manner.batch and isinstance(dialect_of(where.url), OllamaChat):
        raise ConfigError("settings", "llm.batch", "is for endpoints with batches, which Ollama has none of")
    with Answers(folder / FILE) as answers:
        yield Advice(where, answers, manner)


def key_of_backend(config: Config) -> tuple[str, ...]:
    """All that decides which answers a build goes by."""
    return (VERSION, config.llm_url, config.llm_model) if config.backend == LLM else ()


def described(expected: Estimate, where: Endpoint, config: Config) -> str:
    """What asking will take, for a person."""
    prices = Prices.of(config)
    cost = prices.told(prices.cost(Tokens(expected.tokens_in, expected.tokens_out)))
    return (
        f"asking {where.model} at {where.host}: {expected.new:,} of {expected.sections:,} sections are new, "
        f"about {expected.tokens_in:,} tokens to read and {expected.tokens_out:,} to write{cost and f', about {cost}'}"
    )


def held_back(site: BuildContext) -> tuple[Problem, ...]:
    """A problem for each saying of a model that is kept as a candidate and not said."""
    if site.config.backend != LLM:
        return ()
    return tuple(
        problem(path, "model-reversed", Span(start, end), f"{saying} ({why})")
        for path, (start, end, saying, why) in census.held_back(site.state)
    )


def problems(asked: ModelUsage | None) -> tuple[Problem, ...]:
    """A problem for each section that was left to the rules."""
    return tuple(problem(path, "model-failed", None, reason) for path, reason in asked.failed) if asked else ()


def _questions(state: BuildState) -> Iterator[Question]:
    for path, analysis in vault_index.analyses(state):
        if is_candidate(path):  # a transcript is long, and its sentences short: asking costs more than it brings
            continue
        found = unpack(analysis)
        yield from ((path, section) for section in sections(found.title, found.sentences, found.roles))
