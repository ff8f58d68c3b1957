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

from kg.errors import KgError, QueryError
from kg.store.ask.sparql import Snapshot, check, run
from kg.store.engine.engine import Engine
from kg.store.engine.store_files import trouble

if TYPE_CHECKING:
    from pathlib import Path

    from kg.store.engine.query_results import QueryResult
    from kg.store.engine.store import Store

MEMORY = 4 * 2**30  # bytes that the process may take
ANSWERED, REFUSED = 0, 3  # exit codes of the process; any other is a death
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000  # flags of unshare(2): a process may leave the network only as new user


def answer(store: Store, text: str, seconds: float) -> QueryResult:
    """Answer a SPARQL query over the generation that a reader has open, within a time limit.

    Args:
        store: The reader's.
        text: The query, as ``sparql.run`` takes it.
        seconds: Wall-clock time after which the query is given up.

    Raises:
        QueryError: The query is wrong or refused, takes too long or too much memory.
        StoreError: The store cannot be read.
    """
    check(text)
    place = store.folder.absolute() / store.generation.snapshot
    command = [sys.executable, "-P", "-m", "kg.store.ask.sandbox"]
    # a session of its own: Ctrl-C reaches the parent alone, which then ends the child
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            given, _ = process.communicate(pickle.dumps((place, store.base, text)), timeout=seconds)
        except subprocess.TimeoutExpired:
            raise QueryError(
                f"no answer within {seconds:g} seconds, so it was stopped; narrow the query, or allow more time "
                "with --timeout SECONDS (0 means no limit)"
            ) from None
        finally:
            process.kill()
    if process.returncode not in (ANSWERED, REFUSED):
        raise QueryError(
            f"the process that ran it died (its limit is {MEMORY >> 30} GB of memory); narrow the query, or run it "
            "without this limit with --timeout 0"
        )
    found: QueryResult | KgError = pickle.loads(given)  # noqa: S301 - written by our own process
    if isinstance(found, KgError):
        raise found
    return found


def main() -> int:
    """The process's own work: snapshot and query from standard input, the answer or the error to standard output."""
    _limit()
    place, base, text = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own process
    code, found = _found(place, base, text)
    sys.stdout.buffer.write(pickle.dumps(found))
    return code


def _found(place: Path, base: str, text: str) -> tuple[int, QueryResult | KgError]:
    try:
        with trouble(place.parent), closing(Engine(place, read_only=True)) as engine:
            return ANSWERED, run(Snapshot(place.parent, base, engine), text)
    except KgError as error:
        return REFUSED, error


def _limit() -> None:
    """Give up network and all memory but ``MEMORY``, as far as the system knows how."""
    with suppress(ImportError, AttributeError, OSError, ValueError):
        import ctypes

        ctypes.CDLL(None).unshare(NEW_USER | NEW_NETWORK)
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    sys.exit(main())
