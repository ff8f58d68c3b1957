"""Spreads work over processes, results in the order of the tasks, so that nothing depends on the number of workers.

No task is lost and none stops the others. One that raises gives a ``Failed`` in its place. When a worker dies, be it
killed or out of memory, the workers are started again and every task that was handed out is done again, alone: the one
that takes its worker down each time is a ``Failed`` too. ``side_by_side`` is for a few large tasks that are one work:
what one raises ends them all.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, Self, TypeVar

from kg.errors import KgError
from kg.malloc_memory import one_arena
from kg.own_words import vault_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kg.own_words.vault_words import VaultWords

Task = TypeVar("Task")
Result = TypeVar("Result")

FEW = 24  # tasks for which starting workers does not pay
AHEAD = 4  # tasks handed out per worker beyond those being worked on: enough to keep it busy, few enough to hold
ATTEMPTS = 2  # times that a task is done alone before its worker's death counts as its fault
LOOK = 2.0  # seconds between a worker's looks whether its parent still lives
SAFE = "PYTHONSAFEPATH"  # Python then does not look for modules in the current folder
LOST = "its worker process was killed, or ran out of memory"


class Failed(NamedTuple):
    """Stands for the result of a task that has none; ``reason`` is one line for people."""

    task: Any
    reason: str


class Mapper(Protocol):
    """Applies a function to tasks, lazily, keeping their order."""

    def __call__(self, work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result | Failed]:
        """Yield ``work(task)``, or why there is none, for each task, in order.

        Raises:
            KgError: The work cannot be done for any task, such as for want of a pipeline.
        """


@contextmanager
def mapper(processes: int, few: int = FEW) -> Iterator[Mapper]:
    """A mapper over worker processes; with one process, or fewer than ``few`` tasks, the work is done right here.

    Workers are fresh interpreters that do not import the caller's main module, so that a user's script needs no
    ``if __name__`` guard; they ignore Ctrl-C, which the parent handles by ending them, and end when it is killed.
    """
    with ExitStack() as stack:

        def apply(work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result | Failed]:
            source = iter(tasks)
            first = list(islice(source, few)) if processes > 1 else []
            if len(first) < few:
                return (contained(work, task) for task in chain(first, source))
            return _in_order(workers(), work, chain(first, source), processes * AHEAD)

        @lru_cache(maxsize=1)
        def workers() -> _Workers:
            return stack.enter_context(_Workers(processes))

        yield apply


def side_by_side(
    work: Callable[[Task], Result], tasks: Sequence[Task], processes: int, idle: Callable[[], object] | None = None
) -> Iterator[Result]:
    """Do a few large tasks at once, and yield what each gives, in order; with one process, right here.

    A task whose worker dies is done again, right here.

    Args:
        work: Applied to each task.
        tasks: The longest first, so that none begins when all others have ended.
        processes: How many at once.
        idle: Called again and again while workers are at work; it may raise, which ends them.

    Raises:
        Exception: Whatever a task raises; the other tasks are ended.
    """
    if processes == 1:
        yield from map(work, tasks)
        return
    with _Workers(min(processes, len(tasks))) as workers:
        futures = [workers.submit(work, task) for task in tasks]
        for task, future in zip(tasks, futures, strict=True):
            while idle is not None and not future.done():
                idle()
            try:
                result = future.result()
            except BrokenProcessPool:
                result = work(task)
            yield result


class _Workers:
    """Worker processes, started when they are first needed and again after one has died."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._executor: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.end(kill=kind is not None)

    def end(self, *, kill: bool) -> None:
        """End them: at once, or when they have done what they were given."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, kill_workers=kill)
            self._executor = None

    def submit(self, work: Callable[..., Result], *task: Any) -> Future[Result]:
        """Hand a task out; when a worker has died before, the future says so."""
        if self._executor is None:
            self._executor = _started(self._processes)
        try:
            future: Future[Result] = self._executor.submit(work, *task)
        except BrokenProcessPool as error:
            future = Future()
            future.set_exception(error)
        return future

    def alone(self, work: Callable[[Task], Result], task: Task) -> Result | Failed:
        """Do one task while the workers do no other."""
        for _ in range(ATTEMPTS):
            try:
                return self.submit(contained, work, task).result()
            except BrokenProcessPool:
                self.end(kill=True)
        return Failed(task, LOST)


def _started(processes: int) -> Any:
    """An executor whose processes import nothing from the folder where kg is started, which may be a vault.

    Python looks there first for whatever a new interpreter imports. Workers get ``SAFE`` in their environment; the
    process by which loky clears up after them inherits ours.
    """
    from loky import ProcessPoolExecutor
    from loky.backend.resource_tracker import ensure_running

    before = os.environ.get(SAFE)
    os.environ[SAFE] = "1"
    try:
        ensure_running()
    finally:
        if before is None:
            del os.environ[SAFE]
        else:
            os.environ[SAFE] = before
    known = os.getpid(), vault_words.current()
    return ProcessPoolExecutor(max_workers=processes, initializer=_begin, initargs=known, env={SAFE: "1"})


def _in_order(
    workers: _Workers, work: Callable[[Task], Result], tasks: Iterable[Task], ahead: int
) -> Iterator[Result | Failed]:
    """Submit at most ``ahead`` tasks before the oldest result is taken, so that memory stays bounded."""
    waiting: deque[tuple[Task, Future[Result | Failed]]] = deque()
    for task in tasks:
        waiting.append((task, workers.submit(contained, work, task)))
        if len(waiting) >= ahead:
            yield from _oldest(workers, work, waiting)
    while waiting:
        yield from _oldest(workers, work, waiting)


def _oldest(
    workers: _Workers, work: Callable[[Task], Result], waiting: deque[tuple[Task, Future[Result | Failed]]]
) -> Iterator[Result | Failed]:
    """Take the oldest result; after a worker's death all that were handed out, each done again by itself."""
    try:
        result = waiting[0][1].result()
    except BrokenProcessPool:
        workers.end(kill=True)
        lost = [task for task, _ in waiting]
        waiting.clear()
        yield from (workers.alone(work, task) for task in lost)
    else:
        waiting.popleft()
        yield result


def contained(work: Callable[[Task], Result], task: Task) -> Result | Failed:
    """Do a task; whatever its own content makes go wrong stays with it."""
    try:
        return work(task)
    except KgError:  # wrong use or a missing part: the same for every task
        raise
    except Exception as error:  # noqa: BLE001 - a bug that one note brings out must not cost the user all the others
        told = f"{type(error).__name__}: {error}".rstrip(": ")
        return Failed(task, " ".join([told, *getattr(error, "__notes__", ())]))


def _begin(parent: int, own: VaultWords) -> None:
    """Prepare a worker: Ctrl-C is its parent's, it does not outlive that, and its threads share their memory.

    It works for the vault that its parent works for, with that vault's own words.
    """
    one_arena()
    vault_words.adopt(own)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow, args=(parent,), daemon=True).start()


def _follow(parent: int) -> None:
    """End the process when its parent, killed before it could end its workers, is another one."""
    while os.getppid() == parent:
        time.sleep(LOOK)
    os._exit(1)
