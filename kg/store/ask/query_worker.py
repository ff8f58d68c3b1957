"""Asks SPARQL queries of a process that is ready to answer, each within limits of time, memory, bytes and rows.

The engine has no time limit and cannot be interrupted, so a query of unknown cost runs where it can be ended. What
answers opens the same snapshot as the store that is asked about, read-only, and has no network where the system lets a
process give it up. ``kg.store.ask.query_keeper`` says how it works.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from contextlib import closing, suppress
from threading import Lock
from typing import TYPE_CHECKING, Self, TypeAlias

from kg.errors import KgError, QueryError, QueryExhausted
from kg.store.ask import query_keeper
from kg.store.ask.query_keeper import DIED, ENDED, ENOUGH, LATE, SIZE, AnswerEnd, AnswerHead, QueryLimits, QueryOrder
from kg.store.ask.sparql import ALL, check
from kg.store.engine.query_results import QueryResult

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from types import TracebackType

    from kg.store.ask.sparql import QueryScope
    from kg.store.engine.query_results import Value
    from kg.store.engine.store import Store

Parts: TypeAlias = "Generator[object, None, None]"  # what the keeper's process answers, piece by piece

THREADS = "/proc/self/task"  # where Linux shows the threads of a process


class QueryWorker:
    """A process that answers queries, one after the other; a context manager, for any number of threads.

    It is started by forking where this process has no other thread, which takes some milliseconds; else as a process
    of its own, which takes a third of a second. A query that is ended costs the next one nothing.
    """

    def __init__(self) -> None:
        self._one_at_a_time = Lock()
        self._keeper = _Keeper()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End it."""
        self._keeper.close()

    def interrupt(self) -> None:
        """End the query that runs, for whatever thread, which then gets QueryExhausted."""
        self._keeper.kill()

    def ask(self, store: Store, text: str, limits: QueryLimits, scope: QueryScope = ALL) -> QueryResult | KgError:
        """Answer a query over the generation that a reader has open.

        Args:
            store: The reader's.
            text: The query, as ``sparql.run`` takes it.
            limits: What it may cost; ``rows`` does not count here.
            scope: The graphs that it is over, and its base IRI.

        Returns:
            The answer; or QueryExhausted for a query that takes too much, QueryError for one that is wrong or refused,
            StoreError where the store cannot be read.
        """
        with closing(self._answered(store, text, (limits, scope), one_by_one=False)) as parts:
            found = next(parts)
        assert isinstance(found, QueryResult | KgError)  # noqa: S101 - what the other side sends
        return found

    def rows(self, store: Store, text: str, limits: QueryLimits, scope: QueryScope = ALL) -> QueryRows | KgError:
        """Answer a query row by row, as the rows are found; as ``ask`` else.

        Until all rows were taken, or the answer is closed, other queries wait: the same thread must ask none.
        """
        parts = self._answered(store, text, (limits, scope), one_by_one=True)
        head = next(parts)
        if isinstance(head, KgError):
            parts.close()
            return head
        assert isinstance(head, AnswerHead)  # noqa: S101 - what the other side sends first
        return QueryRows(head, parts)

    def _answered(self, store: Store, text: str, within: tuple[QueryLimits, QueryScope], *, one_by_one: bool) -> Parts:
        try:
            check(text)
        except QueryError as error:
            yield error
            return
        place, (limits, scope) = store.folder.absolute() / store.generation.snapshot, within
        with self._one_at_a_time:
            if not self._keeper.is_alive:
                self._keeper.close()
                self._keeper = _Keeper()
            yield from self._keeper.answered(QueryOrder(place, store.base, text, scope, limits, one_by_one))


class QueryRows:
    """Rows of an answer, which are given as they are found.

    Attributes:
        kind: As in ``QueryResult``.
        columns: Names of the variables.
        cut: Whether there are more rows than the limits allow; known when all were given.
        error: Why they ended before they were all given, None where they did not.
    """

    def __init__(self, head: AnswerHead, parts: Parts) -> None:
        self.kind, self.columns = head
        self.cut = False
        self.error: KgError | None = None
        self._parts = parts

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        for part in self._parts:
            if isinstance(part, KgError):
                self.error = part
            elif isinstance(part, AnswerEnd):
                self.cut = part.cut
            elif isinstance(part, list):
                yield from part

    def close(self) -> None:
        """Take no more of them."""
        self._parts.close()


class _Keeper:
    """The process of a ``QueryWorker``, and the pipes to it."""

    def __init__(self) -> None:
        orders, self._orders = os.pipe()
        self._answers, answers = os.pipe()
        self._pipes = [self._orders, self._answers]
        self._forked = 0
        self._started: subprocess.Popen[bytes] | None = None
        self._owner = os.getpid()
        try:
            if _is_alone():
                self._forked = os.fork()
                if not self._forked:
                    query_keeper.become(orders, answers)
            else:
                program = f"from {query_keeper.__name__} import become; become({orders}, {answers})"
                command = [sys.executable, "-P", "-c", program]
                self._started = subprocess.Popen(command, pass_fds=(orders, answers), stdin=subprocess.DEVNULL)
        finally:
            os.close(orders)
            os.close(answers)
        self.is_alive = True

    def answered(self, order: QueryOrder) -> Parts:
        """What is answered, as the keeper's ``_parts`` say; at the end an error, if it ended too early."""
        how, over = DIED, False
        try:
            data = pickle.dumps(order)
            query_keeper.write(self._orders, SIZE.pack(len(data)) + data)
            got = bytearray()
            while piece := self._piece():
                got += piece
                while len(got) >= SIZE.size and len(got) >= (end := SIZE.size + SIZE.unpack_from(got)[0]):
                    yield pickle.loads(got[SIZE.size : end])  # noqa: S301 - written by our own process
                    del got[:end]
            how = self._ending()
            query_keeper.write(self._orders, ENOUGH)
            over = True
        except GeneratorExit:
            self._stop()
            over = True
            raise
        except (BrokenPipeError, EOFError):  # somebody has ended the keeper
            pass
        finally:
            self.is_alive = self.is_alive and over  # else it cannot be said what comes next out of the pipe
        if how != ENDED:
            yield late(order.limits) if how == LATE else died(order.limits)

    def _piece(self) -> bytes:
        """The next bytes of the answer, b"" after the last."""
        head = query_keeper.read_exactly(self._answers, SIZE.size)
        if not head:
            raise EOFError
        return query_keeper.read_exactly(self._answers, *SIZE.unpack(head))

    def _ending(self) -> bytes:
        return query_keeper.read_exactly(self._answers, len(ENDED)).strip()

    def _stop(self) -> None:
        """End what is answering; what it has sent is read and dropped."""
        try:
            query_keeper.write(self._orders, ENOUGH)
            while self._piece():
                pass
            self._ending()
        except (BrokenPipeError, EOFError):
            self.is_alive = False

    def kill(self) -> None:
        """End the process at once; what it has forked ends with it."""
        if self.is_alive and self._owner == os.getpid():
            os.kill(self._forked or (self._started.pid if self._started else 0), signal.SIGKILL)

    def close(self) -> None:
        """End the process, and what it has forked."""
        self.is_alive = False
        while self._pipes:
            os.close(self._pipes.pop())
        if self._owner == os.getpid():
            if self._started is not None:
                self._started.wait()
            elif self._forked:
                with suppress(ChildProcessError):
                    os.waitpid(self._forked, 0)


def late(limits: QueryLimits) -> QueryExhausted:
    """The error of a query that took too long."""
    return QueryExhausted(
        f"no answer within {limits.seconds:g} seconds, so it was stopped; narrow the query, or allow more time "
        "with --timeout SECONDS (0 means no limit)"
    )


def died(limits: QueryLimits) -> QueryExhausted:
    """The error of a query whose process died, most often for want of memory."""
    return QueryExhausted(
        f"the process that ran it died (its limit is {limits.memory >> 30} GB of memory); narrow the query, or run it "
        "without this limit with --timeout 0"
    )


def _is_alone() -> bool:
    """Whether this process has one thread, as far as the system shows it: only such a one may be forked."""
    with suppress(OSError):
        return len(os.listdir(THREADS)) == 1  # noqa: PTH208 - their number is all that is needed
    return False
