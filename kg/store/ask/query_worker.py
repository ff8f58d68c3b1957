"""Asks SPARQL queries of a process that is ready to answer, each within limits of time, memory, bytes and rows.

The engine has no time limit and cannot be interrupted, so a query of unknown cost runs where it can be ended. What
answers opens the same snapshot as the store that is asked about, read-only, and has no network where the system lets a
process give it up. ``kg.store.ask.query_keeper`` says how it works.
"""

from __future__ import annotations

import os
import pickle
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING, Self, TypeAlias

from kg.errors import KgError, QueryError, QueryExhausted
from kg.store.ask import query_keeper
from kg.store.ask.query_keeper import (
    NEXT,
    SIZE,
    STOP,
    AnswerEnd,
    AnswerHead,
    QueryLimits,
    QueryOrder,
    received,
)
from kg.store.ask.sparql import ALL, check
from kg.store.engine.query_results import QueryResult, SerializedAnswer

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from types import TracebackType

    from kg.store.ask.sparql import QueryScope
    from kg.store.engine.query_results import AnswerForms, Value
    from kg.store.engine.store import Store

Parts: TypeAlias = "Generator[object, None, None]"  # what the keeper's process answers, piece by piece

SOON = 0.001  # seconds that an answer has at least, for 0 is no limit
THREADS = "/proc/self/task"  # where Linux shows the threads of a process


class QueryWorker:
    """A process that answers queries, one after the other; a context manager, for any number of threads.

    It is started by forking where this process has no other thread, which takes some milliseconds; else as a process
    of its own, which takes a third of a second. What answered one query answers the next, with the graph still open; a
    query that is ended costs the next one a fork, and opening the graph.
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
        found = self._one(self._order(store, text, (limits, scope)))
        assert isinstance(found, QueryResult | KgError)  # noqa: S101 - what the other side sends
        return found

    def serialized(
        self, store: Store, text: str, limits: QueryLimits, forms: AnswerForms, scope: QueryScope = ALL
    ) -> SerializedAnswer | KgError:
        """Answer a query in bytes, which are made where it is answered; as ``ask`` else.

        Args:
            store: As for ``ask``, like those below.
            text: The query.
            limits: What it may cost.
            forms: The formats that are wanted, by kind of query.
            scope: What it is over.
        """
        found = self._one(self._order(store, text, (limits, scope))._replace(forms=forms))
        assert isinstance(found, SerializedAnswer | KgError)  # noqa: S101 - as above
        return found

    def rows(self, store: Store, text: str, limits: QueryLimits, scope: QueryScope = ALL) -> QueryRows | KgError:
        """Answer a query row by row, as the rows are found; as ``ask`` else.

        Until all rows were taken, or the answer is closed, other queries wait: the same thread must ask none.
        """
        parts = self._answered(self._order(store, text, (limits, scope))._replace(one_by_one=True))
        head = next(parts)
        if isinstance(head, KgError):
            parts.close()
            return head
        assert isinstance(head, AnswerHead)  # noqa: S101 - what the other side sends first
        return QueryRows(head, parts)

    @staticmethod
    def _order(store: Store, text: str, within: tuple[QueryLimits, QueryScope]) -> QueryOrder:
        place, (limits, scope) = store.folder.absolute() / store.generation.snapshot, within
        return QueryOrder(place, store.engine.identity, store.base, text, scope, limits)

    def _one(self, order: QueryOrder) -> object:
        found, *_ = self._answered(order)  # to the end, so that what answered is ready for the next
        return found

    def _answered(self, order: QueryOrder) -> Parts:
        try:
            check(order.text)
        except QueryError as error:
            yield error
            return
        with self._one_at_a_time:
            if not self._keeper.is_alive:
                self._keeper.close()
                self._keeper = _Keeper()
            yield from self._keeper.answered(order)


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
    """The process of a ``QueryWorker``, and the one that it has forked to answer."""

    def __init__(self) -> None:
        self._calls, calls = socket.socketpair()
        self._answerer: socket.socket | None = None
        self._forked = 0
        self._started: subprocess.Popen[bytes] | None = None
        self._owner = os.getpid()
        with calls:
            if _is_alone():
                self._forked = os.fork()
                if not self._forked:
                    query_keeper.become(calls.detach())
            else:
                program = f"from {query_keeper.__name__} import become; become({calls.fileno()})"
                command = [sys.executable, "-P", "-c", program]
                self._started = subprocess.Popen(command, pass_fds=(calls.fileno(),), stdin=subprocess.DEVNULL)
        self.is_alive = True

    def answered(self, order: QueryOrder) -> Parts:
        """What is answered, as the keeper's ``_parts`` say; at the end an error, if it ended too early."""
        whole = False
        try:
            data = pickle.dumps(order)
            answerer = self._ready()
            end = time.monotonic() + order.limits.seconds
            answerer.settimeout(order.limits.seconds)
            answerer.sendall(SIZE.pack(len(data)) + data)
            while part := received(answerer):
                yield pickle.loads(part)  # noqa: S301 - written by our own process
                answerer.settimeout(max(end - time.monotonic(), SOON))
            whole = part is not None
            if not whole:
                yield died(order.limits)
        except TimeoutError:
            yield late(order.limits)
        except OSError:  # somebody has ended it
            yield died(order.limits)
        finally:
            if not whole:
                self._end_answerer()

    def _ready(self) -> socket.socket:
        """The way to a process that answers.

        Raises:
            OSError: There is no keeper any more.
        """
        if self._answerer is None:
            try:
                self._calls.sendall(NEXT)
                _, handles, _, _ = socket.recv_fds(self._calls, len(NEXT), 1)
                if not handles:
                    raise BrokenPipeError
            except OSError:
                self.is_alive = False
                raise
            self._answerer = socket.socket(fileno=handles[0])
        return self._answerer

    def _end_answerer(self) -> None:
        """Have what answers ended, at whatever it is."""
        if self._answerer is not None:
            self._answerer.close()
            self._answerer = None
            try:
                self._calls.sendall(STOP)
            except OSError:  # the keeper is dead, and what it had forked is so too
                self.is_alive = False

    def kill(self) -> None:
        """End the process at once; what it has forked ends with it."""
        if self.is_alive and self._owner == os.getpid():
            self.is_alive, answerer = False, self._answerer
            os.kill(self._forked or (self._started.pid if self._started else 0), signal.SIGKILL)
            if answerer is not None:
                with suppress(OSError):  # whoever waits for it does so no more
                    answerer.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End the process, and what it has forked."""
        self.is_alive = False
        self._end_answerer()
        self._calls.close()
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
