"""Spreads work over processes, results in the order of the tasks, so that nothing depends on the number of workers."""

from __future__ import annotations

import signal
from collections import deque
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Task = TypeVar("Task")
Result = TypeVar("Result")

FEW = 24  # tasks for which starting workers does not pay
AHEAD = 4  # tasks handed out per worker beyond those being worked on: enough to keep it busy, few enough to hold


class Mapper(Protocol):
    """Applies a function to tasks, lazily, keeping their order."""

    def __call__(self, work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """Yield ``work(task)`` for each task, in order."""


@contextmanager
def mapper(processes: int, few: int = FEW) -> Iterator[Mapper]:
    """A mapper over worker processes; with one process, or fewer than ``few`` tasks, the work is done right here.

    Workers are fresh interpreters that do not import the caller's main module, so that a user's script needs no
    ``if __name__`` guard; they ignore Ctrl-C, which the parent handles by ending them.
    """
    with ExitStack() as stack:

        def apply(work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
            source = iter(tasks)
            first = list(islice(source, few)) if processes > 1 else []
            if len(first) < few:
                return (work(task) for task in chain(first, source))
            return _in_order(pool(), work, chain(first, source), processes * AHEAD)

        @lru_cache(maxsize=1)
        def pool() -> Any:
            return stack.enter_context(_workers(processes))

        yield apply


@contextmanager
def _workers(processes: int) -> Iterator[Any]:
    from loky import ProcessPoolExecutor

    executor = ProcessPoolExecutor(max_workers=processes, initializer=_ignore_interrupts)
    finished = False
    try:
        yield executor
        finished = True
    finally:
        executor.shutdown(wait=True, kill_workers=not finished)


def _in_order(executor: Any, work: Callable[[Task], Result], tasks: Iterable[Task], ahead: int) -> Iterator[Result]:
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
