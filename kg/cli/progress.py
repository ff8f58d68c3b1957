"""How far a build is, shown on standard error: bars with rate and time left on a terminal, else a line per phase."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kg.cli import output

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType
    from typing import Self

    from rich.progress import Progress, Task, TaskID
    from rich.text import Text


class ProgressLines:
    """One line when a phase ends: for logs and pipes; or none at all."""

    def __init__(self, *, told: bool) -> None:
        self._told = told
        self._phase: tuple[str, str] | None = None
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Nothing is open."""

    def phase(self, name: str, total: int, unit: str) -> None:
        """End the phase before this one, and count again; ``total`` may turn out differently."""
        del total
        self.done()
        self._phase, self._count = (name, unit), 0

    def advance(self, n: int = 1) -> None:
        """Count."""
        self._count += n

    def note(self, text: str) -> None:
        """Print it at once."""
        if self._told:
            output.note(text)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Nothing moves while lines are written."""
        yield

    def done(self) -> None:
        """Print how the phase ended."""
        if self._phase is not None and self._told:
            name, unit = self._phase
            output.note(f"{name}: {self._count:,} {unit}")
        self._phase = None


class Bars:
    """A bar for each phase, with count, rate and the time left."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._progress.stop()

    def phase(self, name: str, total: int, unit: str) -> None:
        """Close the bar of the phase before, open a new one."""
        self.done()
        self._task = self._progress.add_task(name, total=total, unit=unit)

    def advance(self, n: int = 1) -> None:
        """Move the bar."""
        if self._task is not None:
            self._progress.advance(self._task, n)

    def note(self, text: str) -> None:
        """Print it above the bars."""
        self._progress.console.print(text, soft_wrap=True)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Leave the terminal to a question."""
        self._progress.stop()
        try:
            yield
        finally:
            self._progress.start()

    def done(self) -> None:
        """Fill the last bar: its phase has ended, with whatever count."""
        if self._task is not None:
            task = self._progress.tasks[self._progress.task_ids.index(self._task)]
            self._progress.update(self._task, total=task.completed, completed=task.completed)
            self._task = None


def telling(*, passing: bool = False) -> ProgressLines | Bars:
    """What suits standard error; a context, so that a bar's cursor tricks end with the work however it ends.

    Args:
        passing: For work that leads to an answer: bars go when it is done, and a log is told nothing.
    """
    return Bars(_bars(passing=passing)) if sys.stderr.isatty() else ProgressLines(told=not passing)


def _bars(*, passing: bool) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        """Units per second, over the whole phase once it has ended."""

        def render(self, task: Task) -> Text:
            speed = task.completed / task.elapsed if task.finished and task.elapsed else task.speed
            return Text(f"{speed:,.0f}/s" if speed else "", "dim", justify="right")

    class Count(ProgressColumn):
        """Done of all, with the unit."""

        def render(self, task: Task) -> Text:
            done, total, unit = int(task.completed), int(task.total or 0), task.fields["unit"]
            return Text(f"{done:,} {unit}" if task.finished else f"{done:,}/{total:,} {unit}")

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        Count(),
        Rate(),
        TimeRemainingColumn(elapsed_when_finished=True),
        transient=passing,
        console=Console(stderr=True, markup=False, emoji=False, highlight=False),
    )
