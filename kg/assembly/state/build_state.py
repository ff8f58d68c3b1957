"""What earlier builds learned of each note, kept in ``VAULT/.kg/state.sqlite`` so that a build costs what has changed.

The file is a cache: deleting it costs time, never a fact. A row is trusted only where its keys fit what is at hand:
``key`` (the file's bytes), ``recipe`` and ``rules`` (the code that reads and gathers) for what was found in the note
alone, ``outcome`` (everything that its part of the graph depends on) for what the store holds of it.

Two kinds of tables follow from the notes' rows, and are changed in the transaction that changes them: what all
notes say together (``kg.assembly.notes.vault_index``), and what the graph holds of each entity
(``kg.assembly.state.census``).
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from kg.errors import StoreDamaged, StoreError
from kg.files.database import DAMAGED, FAILED, Database
from kg.files.open_database import open_database
from kg.files.own_folder import DATABASE, make_room, own_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.files.safe_folder import Folder

STATE = "state.sqlite"  # its name in the vault's .kg folder
LAYOUT = 8
PAGE = 100  # rows fetched at a time
SCHEMA = """
CREATE TABLE IF NOT EXISTS note (
    id       INTEGER PRIMARY KEY,
    path     TEXT NOT NULL UNIQUE,
    key      TEXT NOT NULL,  -- hash of the file's bytes and of what else decides how it is read
    recipe   TEXT NOT NULL,  -- of the code and model that read and parsed it
    rules    TEXT NOT NULL,  -- of the code that gathered what it says of names
    outcome  TEXT            -- hash of all that its graph was made from, NULL while the store lacks it
);
CREATE TABLE IF NOT EXISTS found (
    note     INTEGER PRIMARY KEY,
    indexed  BLOB,           -- what the index holds of it: NULL for what is in local, empty for nothing
    local    BLOB NOT NULL,  -- what the rest of the vault needs to know of it
    analysis BLOB NOT NULL   -- its sentences, parsed
);
CREATE INDEX IF NOT EXISTS found_unindexed ON found (note) WHERE indexed IS NOT NULL;
CREATE TABLE IF NOT EXISTS output (
    note     INTEGER PRIMARY KEY,
    claims   INTEGER NOT NULL,
    repaired INTEGER NOT NULL, -- claims whose second to play differs from the second written
    summary  BLOB NOT NULL,  -- what its graph holds of entities, as the census has counted it
    trig     BLOB NOT NULL   -- its graph as a block of TriG, compressed
);
CREATE TABLE IF NOT EXISTS transcript (
    path     TEXT PRIMARY KEY,
    key      TEXT NOT NULL,  -- hash of the file's bytes and of the code that read it
    facts    BLOB,           -- what is known of it, NULL for a file that is no transcript
    cues     BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS build (
    name     TEXT PRIMARY KEY,
    value    BLOB NOT NULL   -- what a build keeps of the vault as a whole, by name
);
CREATE TABLE IF NOT EXISTS spelling (text TEXT PRIMARY KEY, key TEXT NOT NULL, totals BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS spelling_key ON spelling (key);
CREATE TABLE IF NOT EXISTS vote
    (text TEXT, note INTEGER, votes BLOB NOT NULL, PRIMARY KEY (text, note)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS variant
    (key TEXT, name TEXT, why TEXT, note INTEGER, mark BLOB NOT NULL, target TEXT NOT NULL,
    PRIMARY KEY (key, name, why, note)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS variant_mark ON variant (mark);
CREATE INDEX IF NOT EXISTS variant_target ON variant (target);
CREATE TABLE IF NOT EXISTS place (
    note     INTEGER PRIMARY KEY,
    video    TEXT,           -- its recording
    page     INTEGER NOT NULL,
    spelled  BLOB NOT NULL,  -- marks of the spellings that its view is made of
    termed   BLOB NOT NULL,  -- marks of the keys of what may be its terms
    linked   BLOB NOT NULL,  -- marks of the file names that its links name
    problems BLOB            -- what is wrong with the file, NULL for nothing
);
CREATE INDEX IF NOT EXISTS place_video ON place (video);
CREATE INDEX IF NOT EXISTS place_page ON place (note) WHERE page;
CREATE TABLE IF NOT EXISTS suspect (note INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS used (
    kind TEXT, name TEXT, note INTEGER, data BLOB NOT NULL, PRIMARY KEY (kind, name, note)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS stale (kind TEXT, name TEXT, PRIMARY KEY (kind, name)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Known:
    """The keys of a note that an earlier build has seen."""

    key: str
    recipe: str
    rules: str
    outcome: str | None


class Keys(NamedTuple):
    """What decides what is found in a note: its bytes, the code that reads it, the code that gathers names."""

    key: str
    recipe: str
    rules: str


class BuildState:
    """The build state of one vault; use it as a context manager.

    Every method raises StoreError when the file cannot be read or written.

    Attributes:
        path: The file.
        mended: What was set aside to make room for it, for a person.
    """

    def __init__(self, path: Path, *, fresh: bool = False, read_only: bool = False) -> None:
        """Open it.

        Args:
            path: ``VAULT/.kg/state.sqlite``.
            fresh: Whether to forget everything.
            read_only: Whether it is only read; then it must be there.
        """
        self.path = path
        self.mended: tuple[str, ...] = ()
        names = [path.name + suffix for suffix in DATABASE]
        with _guarded(self.path), own_folder(path.parent) as folder:
            if read_only:
                self._db = open_database(path, write=False)
                return
            self.mended = tuple(make_room(folder, *names))
            if fresh:
                _forget(folder, names)
            try:
                self._db = _connect(path)
            except DAMAGED:  # it is a cache
                _forget(folder, names)
                self._db = _connect(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def known(self) -> dict[str, Known]:
        """The keys of every note, by path."""
        found = self.rows("SELECT path, key, recipe, rules, outcome FROM note")
        return {  # the recipe and rules of all notes are mostly the same
            path: Known(key, intern(recipe), intern(rules), outcome) for path, key, recipe, rules, outcome in found
        }

    def remember(self, path: str, keys: Keys, local: bytes, analysis: bytes) -> None:
        """Keep what was found in one note alone; its graph counts as missing, and the index lacks it."""
        with _guarded(self.path):
            self._db.begin()
        row = self.rows(
            """INSERT INTO note (path, key, recipe, rules) VALUES (?, ?, ?, ?)
            ON CONFLICT (path) DO UPDATE
            SET key = excluded.key, recipe = excluded.recipe, rules = excluded.rules, outcome = NULL
            RETURNING id""",
            (path, *keys),
        )
        self.change(
            """INSERT INTO found (note, indexed, local, analysis) VALUES (?, x'', ?, ?)
            ON CONFLICT (note) DO UPDATE
            SET indexed = coalesce(indexed, local), local = excluded.local, analysis = excluded.analysis""",
            [(row[0][0], local, analysis)],
        )

    def stored(self, note: int, outcome: str | None) -> None:
        """The store now holds the note's graph as made from ``outcome``; with None it holds none that fits."""
        self.change("UPDATE note SET outcome = ? WHERE id = ?", [(outcome, note)])

    def number(self, path: str) -> int:
        """The number of a note that is known."""
        return int(self.rows("SELECT id FROM note WHERE path = ?", (path,))[0][0])

    def found(self, path: str) -> tuple[bytes, bytes]:
        """What was found in one note alone, and its parsed sentences."""
        query = "SELECT local, analysis FROM found JOIN note ON id = note WHERE path = ?"
        local, analysis = self.rows(query, (path,))[0]
        return local, analysis

    def analysis(self, note: int) -> bytes:
        """The parsed sentences of one note."""
        found: bytes = self.rows("SELECT analysis FROM found WHERE note = ?", (note,))[0][0]
        return found

    def recall(self, name: str) -> bytes | None:
        """What was recorded of the vault as a whole."""
        found = self.rows("SELECT value FROM build WHERE name = ?", (name,))
        return found[0][0] if found else None

    def record(self, name: str, value: bytes | None) -> None:
        """Keep something of the vault as a whole; None forgets it."""
        self.change("DELETE FROM build WHERE name = ?", [(name,)])
        if value is not None:
            self.change("INSERT INTO build (name, value) VALUES (?, ?)", [(name, value)])

    def commit(self) -> None:
        """Make everything up to here durable."""
        with _guarded(self.path):
            self._db.commit()

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Every row of a query; for the modules that keep tables of their own here."""
        with _guarded(self.path):
            return self._db.execute(query, values).fetchall()

    def change(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement for each row; nothing of it is durable before ``commit``."""
        with _guarded(self.path):
            self._db.begin()
            self._db.executemany(statement, rows)

    def walk(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Page through a query for rows after a path, so many of them, so that rows may be written meanwhile."""
        page: list[tuple[Any, ...]] = [("", b"")]
        while page:
            page = self.rows(query, (page[-1][0], PAGE))
            yield from page


@contextmanager
def _guarded(path: Path) -> Iterator[None]:
    hint = "check free space and permissions of the folder"
    try:
        yield
    except DAMAGED as error:
        raise StoreDamaged(path, str(error), hint) from error
    except (OSError, *FAILED) as error:
        raise StoreError(path, str(error), hint) from error


def _forget(folder: Folder, names: Iterable[str]) -> None:
    for name in names:
        folder.remove(name)


def _connect(path: Path) -> Database:
    """Open the database, emptied first when another version of kg made it."""
    database = open_database(path, write=True)
    try:
        _prepare(database)
    except FAILED:
        database.close()
        raise
    return database


def _prepare(database: Database) -> None:
    found = database.execute("PRAGMA user_version").fetchone()[0]
    if found == LAYOUT:
        return
    if found:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        database.execute("".join(f"DROP TABLE IF EXISTS {table};" for (table,) in tables))
    database.execute(SCHEMA)
    database.execute(f"PRAGMA user_version = {LAYOUT}")
