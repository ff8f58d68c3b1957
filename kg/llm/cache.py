"""Keeps what a model answered, by a hash of all that was asked, in ``VAULT/.kg/answers.sqlite``.

Unlike the build state this is no cache of what can be had again for nothing: answers cost money, so ``kg build --full``
leaves them alone. Deleting the file makes the next build ask again.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

import msgspec

from kg.errors import StoreError
from kg.files.database import DAMAGED, FAILED, Database, DatabaseDamaged, TooBig
from kg.files.open_database import open_database
from kg.files.own_folder import DATABASE, make_room, own_folder, set_aside
from kg.llm.prompt import VERSION, asked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.extract.model_advice.answers import Section
    from kg.llm.client import Endpoint

LARGEST = 8_000_000  # bytes of a row; the largest answer that is taken has an eighth of it
COLUMNS = ["key", "written"]
SCHEMA = "CREATE TABLE IF NOT EXISTS answer (key TEXT PRIMARY KEY, written TEXT NOT NULL)"


def key_of(section: Section, where: Endpoint) -> str:
    """A hash of what is asked, of whom; not of the roster: an edit elsewhere in the note asks nothing again."""
    question = VERSION, where.url, where.model, asked(section)
    return hashlib.sha256(msgspec.msgpack.encode(question)).hexdigest()


class Answers:
    """The answers of one vault; use it as a context manager, from the thread that made it.

    Every method raises StoreError when the file cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._guarded(), own_folder(path.parent) as folder:
            make_room(folder, *(path.name + suffix for suffix in DATABASE))
            try:
                self._db = _connect(path)
            except DAMAGED:  # damaged; what can be saved of it, a person may
                set_aside(folder, path.name, "is damaged")
                folder.remove(f"{path.name}-journal")
                self._db = _connect(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def get(self, key: str) -> str | None:
        """The answer to what has this key; None where there is none, or one that no model gave."""
        with self._guarded():
            try:
                row = self._db.execute("SELECT CAST(written AS BLOB) FROM answer WHERE key = ?", (key,)).fetchone()
                return None if row is None else bytes(row[0]).decode()
            except (TooBig, UnicodeDecodeError):  # too big, or damaged
                return None

    def put(self, key: str, written: str) -> None:
        """Keep an answer, durably."""
        with self._guarded(), self._db.transaction():
            self._db.execute("INSERT OR REPLACE INTO answer VALUES (?, ?)", (key, written))

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except (OSError, *FAILED) as error:
            hint = "check free space and permissions, or delete the file to ask everything again"
            raise StoreError(self.path, str(error), hint) from error


def _connect(path: Path) -> Database:
    """Open the answers; what is not whole, or no table of answers, is none.

    Raises:
        apsw.Error: It is damaged, or cannot be opened.
    """
    database = open_database(path, write=True)
    try:
        _check(database)
    except FAILED:
        database.close()
        raise
    database.at_most(LARGEST)
    return database


def _check(database: Database) -> None:
    (state,) = database.execute("PRAGMA quick_check(1)").fetchone()
    others = database.execute("SELECT 1 FROM sqlite_master WHERE tbl_name <> 'answer' OR type = 'trigger'").fetchone()
    columns = [name for _, name, *_ in database.execute("PRAGMA table_info(answer)")]
    if state != "ok" or others is not None or columns not in ([], COLUMNS):
        raise DatabaseDamaged(state)
    database.execute(SCHEMA)
