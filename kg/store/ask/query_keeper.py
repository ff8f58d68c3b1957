"""A process that waits to fork another one, which answers queries and can be ended when one takes too much.

Starting Python and loading the engine takes a third of a second, forking a process that has done both some
milliseconds. So the keeper is started once, early, for it must have no threads; it opens no graph itself.

    kg --NEXT--> keeper --forks--> a process that answers
    kg <--a socket that leads to that process-- keeper
    kg --a query--> the process opens the graph, and keeps it open for the next query
    kg <--its answer, in messages, and an empty one at the end-- the process

Each message begins with its number of bytes. Whoever asks has the keeper end a process whose query takes too long, and
fork another one for the next query. The keeper ends when nobody is left who could ask, and so does what it has forked.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import socket
import struct
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import pyoxigraph as ox

from kg.errors import KgError, QueryExhausted
from kg.malloc_memory import give_back
from kg.rdf.terms import prefixes
from kg.store.ask.sparql import Snapshot, engines_answer, run, translated
from kg.store.engine.engine import Engine
from kg.store.engine.query_results import python_value, serialized
from kg.store.engine.store_files import trouble

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.store.ask.sparql import QueryScope
    from kg.store.engine.query_results import AnswerForms

SIZE = struct.Struct("!I")  # the number of bytes of a message
NEXT, STOP = b"n", b"s"  # have the keeper fork a process, or end the one that it has forked
BATCH = 200  # rows of a message
IDLE_SECONDS = 2.0  # without a query, after which the graph is closed: a generation that nobody reads can be removed
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
    """A query, and how its answer is wanted.

    Attributes:
        place: The snapshot's folder.
        identity: Which folder of that name is meant, as ``Engine.identity`` gives it.
        base: The base IRI there.
        text: The query.
        scope: The graphs that it is over.
        limits: What it may cost.
        one_by_one: Whether rows are given in batches, as they are found.
        forms: The formats in which it is wanted as bytes, by kind of query; None for a ``QueryResult``.
    """

    place: Path
    identity: tuple[int, int]
    base: str
    text: str
    scope: QueryScope
    limits: QueryLimits
    one_by_one: bool = False
    forms: AnswerForms | None = None


class AnswerHead(NamedTuple):
    """What comes before the rows: the kind of query, as in ``QueryResult``, and the names of the columns."""

    kind: str
    columns: tuple[str, ...]


class AnswerEnd(NamedTuple):
    """What comes after them: whether there were more."""

    cut: bool


def become(calls: int) -> NoReturn:
    """Make this process, which was forked for it and has one thread, a keeper that is called on this socket."""
    try:
        os.setsid()  # Ctrl-C reaches whoever asks alone, who then ends this
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, signal.SIG_DFL)
        _close_all_but(calls)
        gc.freeze()
        leave_network()
        with socket.socket(fileno=calls) as called:
            keep(called)
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

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (size, most))


def keep(called: socket.socket) -> None:
    """Fork a process that answers, and another one whenever the one before is not wanted any more."""
    child = 0
    try:
        while call := called.recv(len(NEXT)):
            child = _ended(child)
            if call == STOP:
                continue
            ours, theirs = socket.socketpair()
            child = os.fork()
            if not child:
                called.close()
                ours.close()
                _answer(theirs)
            with ours, theirs:
                socket.send_fds(called, [NEXT], [ours.fileno()])
    finally:
        _ended(child)


def _ended(child: int) -> int:
    """End a process, if there is one; returns 0, as there is none then."""
    if child:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return 0


def _answer(asked: socket.socket) -> NoReturn:
    """Answer queries until nobody is left who could ask."""
    code = 1
    try:
        with suppress(ImportError, AttributeError, OSError):
            import ctypes

            ctypes.CDLL(None).prctl(PARENT_DIES, signal.SIGKILL)
        graphs = _OpenGraph()
        while data := _next_order(asked, graphs):
            _answer_one(pickle.loads(data), asked, graphs)  # noqa: S301 - written by our own process
        code = 0
    finally:
        os._exit(code)


def _next_order(asked: socket.socket, graphs: _OpenGraph) -> bytes | None:
    """The next query; None when nobody is left. While it waits for long, no graph is open."""
    import select  # Windows has another one

    if not select.select([asked], (), (), IDLE_SECONDS)[0]:
        graphs.close()
        give_back()
    return received(asked)


def _answer_one(order: QueryOrder, asked: socket.socket, graphs: _OpenGraph) -> None:
    limit_memory(order.limits.memory)
    given = 0
    for part in _parts(order, graphs):
        data = pickle.dumps(part)
        given += len(data)
        if given > order.limits.size:
            data = pickle.dumps(too_large(order.limits))
        asked.sendall(SIZE.pack(len(data)) + data)
        if given > order.limits.size:
            break
    asked.sendall(SIZE.pack(0))


class _OpenGraph:
    """The graph of the generation that was asked last, held open for the next query."""

    def __init__(self) -> None:
        self._engine: Engine | None = None

    def of(self, order: QueryOrder) -> Engine:
        """The engine that a query is for.

        Raises:
            OSError, UnsafePath: As for ``Engine``.
        """
        if self._engine is not None and self._engine.identity != order.identity:
            self.close()
        if self._engine is None:
            self._engine = Engine(order.place, read_only=True)
        return self._engine

    def close(self) -> None:
        """Let go of it."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None


def _parts(order: QueryOrder, graphs: _OpenGraph) -> Iterator[object]:
    """What is answered, or an error at any place.

    A ``QueryResult`` or a ``SerializedAnswer``; or a head, batches of rows and an end.
    """
    try:
        with trouble(order.place.parent):
            graph = Snapshot(order.place.parent, order.base, graphs.of(order))
            if order.forms is None and not order.one_by_one:
                yield run(graph, order.text, order.scope)
                return
            with translated(order.text):
                answer = engines_answer(graph, order.text, order.scope)
                if order.forms is not None:
                    yield serialized(answer, prefixes(order.base), order.forms)
                else:
                    yield from _streamed(answer, order.limits.rows)
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


def received(connection: socket.socket) -> bytes | None:
    """The next message; None where there is no other.

    Raises:
        TimeoutError: It does not come in the time that the connection has.
    """
    head = _exactly(connection, SIZE.size)
    if not head:
        return None
    (size,) = SIZE.unpack(head)
    return (_exactly(connection, size) or None) if size else b""


def _exactly(connection: socket.socket, size: int) -> bytes:
    """So many bytes, or b"" where they end before."""
    found = bytearray(size)
    rest = memoryview(found)
    while rest:
        count = connection.recv_into(rest)
        if not count:
            return b""
        rest = rest[count:]
    return bytes(found)
