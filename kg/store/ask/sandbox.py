"""Answers a query in a process of its own, which is ended when it takes too long or too much memory.

The engine has no time limit and cannot be interrupted, so a query of unknown cost runs where it can be killed. The
process opens the same snapshot as its parent, read-only, and has no network where the system lets a process give it up.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from kg.errors import KgError, QueryExhausted
from kg.store.ask.sparql import ALL, Snapshot, check, run
from kg.store.engine.engine import Engine
from kg.store.engine.store_files import trouble

if TYPE_CHECKING:
    from pathlib import Path

    from kg.store.ask.sparql import QueryScope
    from kg.store.engine.query_results import QueryResult
    from kg.store.engine.store import Store

MEMORY = 4 * 2**30  # bytes that the process may take
ANSWER = 256 * 2**20  # bytes that its answer may have, for whoever asked holds all of it
ANSWERED, REFUSED = 0, 3  # exit codes of the process; any other is a death
SPARE = 60  # seconds of the processor's time that it may take beyond the time it is given
NARROWER = "narrow the query, take a part of the answer with LIMIT, or run it without this limit with --timeout 0"
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000  # flags of unshare(2): a process may leave the network only as new user

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
            raise QueryExhausted(
                f"no answer within {seconds:g} seconds, so it was stopped; narrow the query, or allow more time "
                "with --timeout SECONDS (0 means no limit)"
            ) from None
        finally:
            _RUNNING.discard(process)
            process.kill()
    if process.returncode not in (ANSWERED, REFUSED):
        raise QueryExhausted(
            f"the process that ran it died (its limit is {MEMORY >> 30} GB of memory); narrow the query, or run it "
            "without this limit with --timeout 0"
        )
    found: QueryResult | KgError = pickle.loads(given)  # noqa: S301 - written by our own process
    if isinstance(found, KgError):
        raise found
    return found


def end_queries() -> None:
    """End all queries that run for this process, whose threads then raise QueryExhausted."""
    for process in tuple(_RUNNING):
        process.kill()


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
    return REFUSED, pickle.dumps(QueryExhausted(f"the answer has over {ANSWER:,} bytes; {NARROWER}"))


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
    with suppress(ImportError, AttributeError, OSError, ValueError):
        import ctypes

        ctypes.CDLL(None).unshare(NEW_USER | NEW_NETWORK)
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        work = int(seconds) + SPARE
        resource.setrlimit(resource.RLIMIT_CPU, (work, work))


if __name__ == "__main__":
    sys.exit(main())
