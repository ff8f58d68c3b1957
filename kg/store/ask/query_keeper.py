"""A process that waits for queries and forks another one for each, which can be ended when it takes too much.

Starting Python and loading the engine takes a third of a second, forking a process that has done both some
milliseconds. So the keeper is started once, early, for it must have no threads; it opens no graph itself.

    kg --a query--> keeper --forks--> a process that opens the graph, answers, and ends
    kg <--its answer, in pieces, and how it ended-- keeper

Each message begins with its number of bytes. The keeper ends when nobody is left who could ask, and so does what it
has forked.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import struct
import time
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import pyoxigraph as ox

from kg.errors import KgError, QueryExhausted
from kg.store.ask.sparql import Snapshot, engines_answer, run, translated
from kg.store.engine.engine import Engine
from kg.store.engine.query_results import python_value
from kg.store.engine.store_files import trouble

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.store.ask.sparql import QueryScope

SIZE = struct.Struct("!I")  # the number of bytes of a message
ENDED, DIED, LATE = b"ended", b"died", b"late"  # how a process that answered ended, after an empty message
ENOUGH = b"."  # one such byte from whoever asked, after each query: it may come before the answer is complete
PIECE = 65_536  # bytes that are read at a time
BATCH = 200  # rows of a message
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000  # flags of unshare(2): a process may leave the network only as new user
STREAMS = range(3)  # standard input, output and error
OPEN_FILES = "/proc/self/fd"  # where Linux shows a process what it has open
PARENT_DIES = 1  # PR_SET_PDEATHSIG of prctl(2)


class QueryLimits(NamedTuple):
    """What an answer may cost.

    Attributes:
        seconds: Wall-clock time.
        rows: Rows that are given; those after them are cut off.
        size: Bytes of the answer, for whoever asked holds all of it.
        memory: Bytes that the process which answers may take.
    """

    seconds: float = 30.0
    rows: int = 10_000_000
    size: int = 256 * 2**20
    memory: int = 4 * 2**30


NARROWER = "narrow the query, take a part of the answer with LIMIT, or run it without this limit with --timeout 0"


def too_large(limits: QueryLimits) -> QueryExhausted:
    """The error of a query whose answer has too many bytes."""
    return QueryExhausted(f"the answer has over {limits.size:,} bytes; {NARROWER}")


class QueryOrder(NamedTuple):
    """A query: the snapshot's folder, the base IRI there, text, scope, limits; whether rows are given one by one."""

    place: Path
    base: str
    text: str
    scope: QueryScope
    limits: QueryLimits
    one_by_one: bool


class AnswerHead(NamedTuple):
    """What comes before the rows: the kind of query, as in ``QueryResult``, and the names of the columns."""

    kind: str
    columns: tuple[str, ...]


class AnswerEnd(NamedTuple):
    """What comes after them: whether there were more."""

    cut: bool


def become(orders: int, answers: int) -> NoReturn:
    """Make this process, which was forked for it and has one thread, a keeper that reads and writes these pipes."""
    try:
        os.setsid()  # Ctrl-C reaches whoever asks alone, who then ends this
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, signal.SIG_DFL)
        _close_all_but(orders, answers)
        gc.freeze()
        leave_network()
        keep(orders, answers)
    finally:
        os._exit(0)


def _close_all_but(*kept: int) -> None:
    """What was open in the process that forked this one is its own: a lease ends when the last one lets go."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in STREAMS:
        os.dup2(nothing, stream)
    with suppress(FileNotFoundError):  # where a system does not show this, nothing was forked
        for name in os.listdir(OPEN_FILES):  # noqa: PTH208 - names are all that is needed
            if int(name) not in (*STREAMS, *kept):
                with suppress(OSError):  # it was open for the list itself
                    os.close(int(name))


def leave_network() -> None:
    """Give up the network, where the system lets a process do so."""
    with suppress(ImportError, AttributeError, OSError, ValueError):
        import ctypes

        ctypes.CDLL(None).unshare(NEW_USER | NEW_NETWORK)


def limit_memory(size: int) -> None:
    """Let this process take so many bytes of memory, as far as the system knows how."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def keep(orders: int, answers: int) -> None:
    """Answer what is asked until nobody is left who could ask."""
    while head := read_exactly(orders, SIZE.size):
        order = read_exactly(orders, *SIZE.unpack(head))
        if not order:
            return
        alive, done = os.pipe()
        child = os.fork()
        if not child:
            for other in (orders, answers, alive):
                os.close(other)
            _answer(pickle.loads(order), done)  # noqa: S301 - written by our own process
        os.close(done)
        try:
            ended, stopped = _relayed(orders, alive, answers, pickle.loads(order).limits.seconds)  # noqa: S301
        finally:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            code = os.waitpid(child, 0)[1]
            os.close(alive)
        how = DIED if code and ended == ENDED else ended
        write(answers, SIZE.pack(0) + how.ljust(len(ENDED)))
        if not stopped and not os.read(orders, len(ENOUGH)):
            return


def _relayed(orders: int, alive: int, answers: int, seconds: float) -> tuple[bytes, bool]:
    """Pass on what a process answers, until it ends, or is to.

    Returns:
        How it ended, and whether whoever asked has enough.
    """
    import select  # Windows has another one

    end = time.monotonic() + seconds
    both = select.poll()
    both.register(alive, select.POLLIN)
    both.register(orders, select.POLLIN)
    while (left := end - time.monotonic()) > 0:
        ready = {handle for handle, _ in both.poll(left * 1000)}
        if orders in ready:
            if not os.read(orders, len(ENOUGH)):
                raise EOFError
            return LATE, True
        if alive in ready:
            piece = os.read(alive, PIECE)
            if not piece:
                return ENDED, False
            write(answers, SIZE.pack(len(piece)) + piece)
    return LATE, False


def _answer(order: QueryOrder, done: int) -> NoReturn:
    """Answer a query in a process of its own, which ends then."""
    code = 1
    try:
        with suppress(ImportError, AttributeError, OSError):
            import ctypes

            ctypes.CDLL(None).prctl(PARENT_DIES, signal.SIGKILL)
        limit_memory(order.limits.memory)
        given = 0
        for part in _parts(order):
            data = pickle.dumps(part)
            given += len(data)
            if given > order.limits.size:
                data = pickle.dumps(too_large(order.limits))
            write(done, SIZE.pack(len(data)) + data)
            if given > order.limits.size:
                break
        code = 0
    finally:
        os._exit(code)


def _parts(order: QueryOrder) -> Iterator[object]:
    """What is answered: a ``QueryResult``; or a head, batches of rows and an end; or an error, at any place."""
    try:
        with trouble(order.place.parent), closing(Engine(order.place, read_only=True)) as engine:
            graph = Snapshot(order.place.parent, order.base, engine)
            if not order.one_by_one:
                yield run(graph, order.text, order.scope)
                return
            with translated(order.text):
                yield from _streamed(engines_answer(graph, order.text, order.scope), order.limits.rows)
    except KgError as error:
        yield error


def _streamed(answer: Any, most: int) -> Iterator[object]:
    if isinstance(answer, ox.QueryBoolean):
        yield AnswerHead("ask", ("answer",))
        yield [(bool(answer),)]
        yield AnswerEnd(cut=False)
        return
    if isinstance(answer, ox.QueryTriples):
        yield AnswerHead("construct", ("subject", "predicate", "object"))
    else:
        yield AnswerHead("select", tuple(variable.value for variable in answer.variables))
    batch: list[tuple[object, ...]] = []
    count = 0
    for row in answer:
        if count == most:
            break
        count += 1
        batch.append(tuple(map(str, row)) if isinstance(row, ox.Triple) else tuple(map(python_value, row)))
        if len(batch) == BATCH:
            yield batch
            batch = []
    else:
        most = count + 1  # there were no more
    yield batch
    yield AnswerEnd(cut=count == most)


def read_exactly(handle: int, size: int) -> bytes:
    """So many bytes of a pipe, or b"" where it ends before."""
    found = bytearray()
    while len(found) < size:
        piece = os.read(handle, size - len(found))
        if not piece:
            return b""
        found += piece
    return bytes(found)


def write(handle: int, data: bytes) -> None:
    """Write all of it into a pipe."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]
