"""SQLite as all of kg uses it; no other module names the library behind it.

It is apsw. Python's own module cannot open a database through a handle of its folder: SQLite replaces every link on the
way by what it leads to, ``/proc/self/fd/3`` too, and opens the files next to the database (``-wal``, ``-shm``,
``-journal``) by the path that comes out, whenever it needs them. apsw can have SQLite keep the path as it is.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

import apsw

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

DatabaseDamaged = apsw.CorruptError  # a file is not what it should be
TooBig = apsw.TooBigError  # a value has more bytes than ``at_most`` allows
# what a damaged file leads to; all else says that the disk, permissions or a lock refuse
DAMAGED = (DatabaseDamaged, apsw.NotADBError, apsw.FormatError, apsw.ConstraintError, apsw.MismatchError, TooBig)
FAILED = (apsw.Error, UnicodeDecodeError)  # all that reading and writing may raise
WAIT = 5_000  # milliseconds for a lock of another process

_one_at_a_time = Lock()


class FoundRows(Protocol):
    """What a query gives: rows that are read as they are asked for."""

    def __iter__(self) -> Iterator[Any]: ...
    def fetchone(self) -> Any:
        """The next row, or None."""
        ...

    def fetchall(self) -> list[Any]:
        """All rows that are left."""
        ...


class Database:
    """An open database, which is closed when it is dropped, at the latest.

    Every method raises one of ``FAILED`` where SQLite fails.
    """

    def __init__(self, uri: str, *, write: bool, as_named: bool = False, needs: object = None) -> None:
        """Open a file, which must be there.

        Args:
            uri: Its name as a ``file:`` URI.
            write: Whether it is written to.
            as_named: Whether SQLite is to open it, and the files next to it, by exactly this name; it then refuses a
                file that is a link.
            needs: What must live as long as it is open.
        """
        flags = (apsw.SQLITE_OPEN_READWRITE if write else apsw.SQLITE_OPEN_READONLY) | apsw.SQLITE_OPEN_URI
        if as_named:
            with _no_link_replaced():
                self._connection = apsw.Connection(uri, flags=flags)
        else:
            self._connection = apsw.Connection(uri, flags=flags)
        self._needs = needs
        self._connection.set_busy_timeout(WAIT)

    @classmethod
    def in_memory(cls) -> Database:
        """Make an empty one that is gone when it is closed."""
        return cls("file::memory:", write=True)

    def __del__(self) -> None:
        with suppress(AttributeError, apsw.Error):  # it could not be opened
            self.close()

    def close(self) -> None:
        """Close it; what is not committed is given up."""
        self._connection.close()
        self._needs = None

    def execute(self, query: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> FoundRows:
        """Run a query; or several statements, of which none but the last may give rows.

        Outside of ``begin`` and ``transaction`` each of them is a transaction of its own.
        """
        rows: FoundRows = self._connection.execute(query, values or None)
        return rows

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement for each of these rows of values."""
        self._connection.executemany(statement, rows)

    def begin(self) -> None:
        """Begin a transaction, unless one has begun; ``commit`` ends it."""
        if not self._connection.in_transaction:
            self.execute("BEGIN")

    def commit(self) -> None:
        """Make what was written since ``begin`` durable."""
        if self._connection.in_transaction:
            self.execute("COMMIT")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make everything written inside happen whole or not at all."""
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.execute("COMMIT")
        finally:
            if self._connection.in_transaction:  # something failed, and SQLite has not taken it back by itself
                self.execute("ROLLBACK")

    def at_most(self, size: int) -> None:
        """Read and write no value of more bytes than this."""
        self._connection.limit(apsw.SQLITE_LIMIT_LENGTH, size)


@contextmanager
def _no_link_replaced() -> Iterator[None]:
    """While this lasts, SQLite sees no link on the way to a file, so that it keeps the file's name as it was given.

    It asks ``lstat`` for links and for nothing else. Only what is opened meanwhile is concerned: a database keeps its
    name.
    """
    with _one_at_a_time:
        system = _system()
        system.xSetSystemCall("lstat", system.xGetSystemCall("stat") or 0)
        try:
            yield
        finally:
            system.xSetSystemCall("lstat", 0)  # its own again


@cache
def _system() -> apsw.VFS:
    return apsw.VFS("kg", "unix")
