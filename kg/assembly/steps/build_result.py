"""What a build reports while it runs and when it ends."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kg.llm.ask_model import ModelUsage
    from kg.model import Problem


WRITING = "Writing"  # the phase before which readers have the new graph


class Progress(Protocol):
    """Hears how far a build is; phases come one after the other."""

    def phase(self, name: str, total: int, unit: str) -> None:
        """A new phase begins, with so many units of work (``notes``, ``claims``)."""

    def advance(self, n: int = 1) -> None:
        """So many units of the current phase are done."""

    def note(self, text: str) -> None:
        """Something that a person should know before it happens."""

    def done(self) -> None:
        """The last phase has ended."""


class Silent:
    """A Progress that reports to nobody."""

    def phase(self, name: str, total: int, unit: str) -> None:
        """Ignore it."""

    def advance(self, n: int = 1) -> None:
        """Ignore it."""

    def note(self, text: str) -> None:
        """Ignore it."""

    def done(self) -> None:
        """Ignore it."""


class Stopwatch:
    """A Progress that passes on what it hears and measures the seconds of each phase; they never reach an output."""

    def __init__(self, told: Progress) -> None:
        self._told = told
        self._phases = [("Scanning", time.monotonic())]

    def phase(self, name: str, total: int, unit: str) -> None:
        """A new phase begins."""
        self._phases.append((name, time.monotonic()))
        self._told.phase(name, total, unit)

    def advance(self, n: int = 1) -> None:
        """So many units are done."""
        self._told.advance(n)

    def note(self, text: str) -> None:
        """Something that a person should know."""
        self._told.note(text)

    def done(self) -> None:
        """The last phase has ended."""
        self._phases.append(("", time.monotonic()))
        self._told.done()

    @property
    def seconds(self) -> dict[str, float]:
        """Seconds of each phase that has ended."""
        return {name: end - begin for (name, begin), (_, end) in pairwise(self._phases)}


@dataclass(frozen=True, slots=True)
class BuildResult:
    """The outcome of one build.

    Attributes:
        vault: The folder that was built.
        notes: Notes in the graph.
        claims: Claims in the graph.
        entities: Entities in the graph.
        timestamps_repaired: Claims whose second to play differs from the second written.
        notes_repaired: Notes with such claims.
        analysed: Notes that were new or changed and went through NLP.
        replaced: Notes whose part of the graph was rewritten.
        removed: Notes that went away since the last build.
        absent: Notes and transcripts that are not seen and keep what they say, each with the day since when.
        asked: What a language model was asked, and what came of it; None where none is asked.
        problems: What was wrong with input files, by path and place.
        outputs: The files written.
        seconds: Seconds by phase, for the terminal only.
    """

    vault: Path
    notes: int
    claims: int
    entities: int
    timestamps_repaired: int
    notes_repaired: int
    analysed: int
    replaced: int
    removed: int
    problems: tuple[Problem, ...] = ()
    absent: Mapping[str, str] = field(default_factory=dict)
    asked: ModelUsage | None = None
    outputs: tuple[Path, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict, compare=False)

    @property
    def ready(self) -> float:
        """Seconds until readers found the new graph; what came after went into files."""
        return sum(taken for phase, taken in self.seconds.items() if phase != WRITING)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems by path and place, each once."""
    return tuple(sorted(set(problems), key=_place))


def _place(problem: Problem) -> tuple[str, int, str, str]:
    return problem.path, problem.span.start if problem.span else -1, problem.code, problem.message
