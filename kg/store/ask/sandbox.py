"""Answers a query in a process of its own, which is ended when it takes too long or too much memory.

Where the system can fork, that is the work of a ``QueryWorker``; as many are kept as this process has ever needed at a
time. Elsewhere each query starts Python.
"""

from __future__ import annotations

import atexit
import os
import pickle
import subprocess
import sys
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.store.ask.query_keeper import QueryLimits, leave_network, limit_memory, too_large
from kg.store.ask.query_worker import QueryWorker, died, late
from kg.store.ask.sparql import ALL, Snapshot, check, run
from kg.store.engine.engine import Engine
from kg.store.engine.query_results import SerializedAnswer
from kg.store.engine.store_files import trouble

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.store.ask.sparql import QueryScope
    from kg.store.engine.query_results import AnswerForms, QueryResult
    from kg.store.engine.store import Store

MEMORY = 4 * 2**30  # bytes that the process may take
ANSWER = 256 * 2**20  # bytes that its answer may have, for whoever asked holds all of it
ANSWERED, REFUSED = 0, 3  # exit codes of the process; any other is a death
SPARE = 60  # seconds of the processor's time that it may take beyond the time it is given

FORKS = hasattr(os, "fork")

_idle: dict[int, list[QueryWorker]] = {}  # by the process that may use them: not one that this was forked to
_busy: set[QueryWorker] = set()
_RUNNING: set[subprocess.Popen[bytes]] = set()  # processes that answer now, for whatever thread


def answer(store: Store, text: str, seconds: float, scope: QueryScope = ALL) -> QueryResult:
    """Answer a SPARQL query over the generation that a reader has open, within a time limit.

    Args:
        store: The reader's.
        text: The query, as ``sparql.run`` takes it.
        seconds: Wall-clock time after which the query is given up.
        scope: The graphs that it is over, and its base IRI.

    Raises:
        QueryExhausted: It takes too long or too much memory, or its answer is too large.
        QueryError: It is wrong or refused.
        StoreError: The store cannot be read.
    """
    if not FORKS:
        return _started(store, text, seconds, scope)
    with _a_worker() as worker:
        found = worker.ask(store, text, QueryLimits(seconds, size=ANSWER, memory=MEMORY), scope)
    if isinstance(found, KgError):
        raise found
    return found


def answer_bytes(
    store: Store, text: str, seconds: float, forms: AnswerForms, scope: QueryScope = ALL
) -> SerializedAnswer:
    """Answer a SPARQL query in bytes; as ``answer`` else.

    Args:
        store: The reader's.
        text: The query.
        seconds: After which it is given up.
        forms: The format that is wanted, by kind of query.
        scope: The graphs that it is over.
    """
    if not FORKS:
        whole = _started(store, text, seconds, scope)
        form = forms[whole.kind]
        return SerializedAnswer(whole.kind, form, b"" if form is None else whole.serialize(form))
    with _a_worker() as worker:
        found = worker.serialized(store, text, QueryLimits(seconds, size=ANSWER, memory=MEMORY), forms, scope)
    if isinstance(found, KgError):
        raise found
    return found


def be_ready() -> None:
    """Have a worker wait for the first query: it costs least while this process has no other thread."""
    if FORKS:
        with _a_worker():
            pass


@contextmanager
def _a_worker() -> Iterator[QueryWorker]:
    """A worker that does nothing else meanwhile."""
    idle = _idle.setdefault(os.getpid(), [])
    try:
        worker = idle.pop()
    except IndexError:
        worker = QueryWorker()
        atexit.register(worker.close)
    _busy.add(worker)
    try:
        yield worker
    finally:
        _busy.discard(worker)
        idle.append(worker)


def _started(store: Store, text: str, seconds: float, scope: QueryScope) -> QueryResult:
    """Answer a query by starting Python for it."""
    check(text)
    place = store.folder.absolute() / store.generation.snapshot
    command = [sys.executable, "-P", "-m", "kg.store.ask.sandbox"]
    # a session of its own: Ctrl-C reaches the parent alone, which then ends the child
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        _RUNNING.add(process)
        try:
            given, _ = process.communicate(pickle.dumps((place, store.base, text, scope, seconds)), timeout=seconds)
        except subprocess.TimeoutExpired:
            raise late(QueryLimits(seconds)) from None
        finally:
            _RUNNING.discard(process)
            process.kill()
    if process.returncode not in (ANSWERED, REFUSED):
        raise died(QueryLimits(memory=MEMORY))
    found: QueryResult | KgError = pickle.loads(given)  # noqa: S301 - written by our own process
    if isinstance(found, KgError):
        raise found
    return found


def end_queries() -> None:
    """End all queries that run for this process, whose threads then raise QueryExhausted."""
    for process in tuple(_RUNNING):
        process.kill()
    for worker in tuple(_busy):
        worker.interrupt()


def main() -> int:
    """The process's own work: snapshot and query from standard input, the answer or the error to standard output."""
    place, base, text, scope, seconds = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own process
    _limit(seconds)
    code, given = packed(*_found(place, base, text, scope))
    sys.stdout.buffer.write(given)
    return code


def packed(code: int, found: QueryResult | KgError) -> tuple[int, bytes]:
    """What the process sends: the answer with its exit code, or that the answer is too large."""
    given = pickle.dumps(found)
    if len(given) <= ANSWER:
        return code, given
    return REFUSED, pickle.dumps(too_large(QueryLimits(size=ANSWER)))


def _found(place: Path, base: str, text: str, scope: QueryScope) -> tuple[int, QueryResult | KgError]:
    try:
        with trouble(place.parent), closing(Engine(place, read_only=True)) as engine:
            return ANSWERED, run(Snapshot(place.parent, base, engine), text, scope)
    except KgError as error:
        return REFUSED, error


def _limit(seconds: float) -> None:
    """Give up network, all memory but ``MEMORY``, and time, as far as the system knows how.

    The parent ends a query that takes too long; the limit of the processor's time is for one whose parent was killed.
    """
    leave_network()
    limit_memory(MEMORY)
    with suppress(ImportError, OSError, ValueError):
        import resource

        work = int(seconds) + SPARE
        resource.setrlimit(resource.RLIMIT_CPU, (work, work))


if __name__ == "__main__":
    sys.exit(main())
