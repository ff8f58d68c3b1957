"""Spreads work over processes, results in the order of the tasks, so that nothing depends on the number of workers."""

from __future__ import annotations

import signal
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Task = TypeVar("Task")
Result = TypeVar("Result")

AHEAD = 4  # tasks handed out per worker beyond those being worked on: enough to keep it busy, few enough to hold


class Mapper(Protocol):
    """Applies a function to tasks, lazily, keeping their order."""

    def __call__(self, work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """Yield ``work(task)`` for each task, in order."""


@contextmanager
def mapper(processes: int) -> Iterator[Mapper]:
    """A mapper over worker processes; with one process the work is done right here.

    Workers are fresh interpreters that do not import the caller's main module, so that a user's script needs no
    ``if __name__`` guard; they ignore Ctrl-C, which the parent handles by ending them.
    """
    if processes <= 1:
        yield lambda work, tasks: (work(task) for task in tasks)
        return
    from loky import ProcessPoolExecutor

    executor = ProcessPoolExecutor(max_workers=processes, initializer=_ignore_interrupts)
    finished = False
    try:
        yield lambda work, tasks: _in_order(executor, work, tasks, processes * AHEAD)
        finished = True
    finally:
        executor.shutdown(wait=True, kill_workers=not finished)


def _in_order(executor: Any, work: Callable[[Task], Result], tasks: Iterable[Task], ahead: int) -> Iterator[Result]:  # noqa: ANN401 - loky ships no types
    """Submit at most ``ahead`` tasks before the oldest result is taken, so that memory stays bounded."""
    waiting: deque[Any] = deque()
    for task in tasks:
        waiting.append(executor.submit(work, task))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
