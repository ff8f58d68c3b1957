"""What of the entities' graph is written, subject by subject, and the names of the entities among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kg.store.engine.entity_names import fold
from kg.store.engine.staged_changes import SUBJECT, Staged

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from kg.files.database import Database
    from kg.store.engine.staged_changes import StagedChanges

SCHEMA = """
CREATE TABLE IF NOT EXISTS subject (
    iri TEXT PRIMARY KEY, digest BLOB NOT NULL, quads INTEGER NOT NULL,
    recording INTEGER NOT NULL  -- whether it is one
) WITHOUT ROWID;
"""


class DescribedEntity(NamedTuple):
    """What the search file keeps of an entity; ``term``: whether it is a key term only."""

    name: str
    type: str
    iri: str
    term: bool
    aliases: tuple[str, ...]


class DescribedSubject(NamedTuple):
    """A subject of the entities' graph: its IRI, the digest of its quads, and the entity that it is, if it is one.

    ``quads`` is how many it has; ``recording`` whether it is a recording.
    """

    iri: str
    digest: bytes
    entity: DescribedEntity | None
    quads: int = 0
    recording: bool = False


_packer = msgspec.msgpack.Encoder()
_unpacker = msgspec.msgpack.Decoder(DescribedSubject)


class SubjectTable:
    """The subjects of the entities' graph in an open search file.

    Writing methods are called inside a transaction of the search file.
    """

    def __init__(self, database: Database, staged: StagedChanges) -> None:
        self._db = database
        self._staged = staged

    def iris(self) -> list[str]:
        """Return the IRIs of all subjects of the entities' graph, sorted."""
        return [iri for (iri,) in self._db.execute("SELECT iri FROM subject ORDER BY iri")]

    def counts(self) -> tuple[int, int]:
        """Return how many quads they have, and how many of them are recordings."""
        query = "SELECT coalesce(sum(quads), 0), coalesce(sum(recording), 0) FROM subject"
        quads, recordings = self._db.execute(query).fetchone()
        return quads, recordings

    def rows(self, iri: str) -> list[tuple[object, ...]]:
        """Return all rows that are kept of a subject and its names, but for the counts of its claims."""
        one = "SELECT digest, quads, recording FROM subject WHERE iri = ?"
        entity = "SELECT name, type, term FROM entity WHERE iri = ?"
        names = """SELECT entity, alias, name.folded, spelling.folded
            FROM name LEFT JOIN spelling ON spelling.rowid = name.id
            WHERE entity = (SELECT name FROM entity WHERE iri = ?) ORDER BY alias"""
        return [row for query in (one, entity, names) for row in self._db.execute(query, (iri,))]

    def sizes(self) -> dict[str, int]:
        """Return how many rows the tables have that ``rows`` gives."""
        tables = ("subject", "entity", "name", "spelling")
        counts = {table: self._db.execute(f"SELECT count(*) FROM {table}").fetchone() for table in tables}  # noqa: S608
        return {table: number for table, (number,) in counts.items()}

    def digests(self, among: Collection[str] | None = None) -> dict[str, bytes]:
        """Return, for each subject that is written to the entities' graph, the digest of its quads.

        It is empty while they are written.

        Args:
            among: IRIs of the subjects that are asked for, where it is not all.
        """
        if among is None:
            published = dict(self._db.execute("SELECT iri, digest FROM subject"))
        else:
            query = "SELECT iri, digest FROM subject WHERE iri = ?"
            published = dict(row for iri in among for row in self._db.execute(query, (iri,)))
        return self._staged.over(SUBJECT, published, among)

    def begin(self, subjects: Iterable[str]) -> None:
        """Note that the quads of these subjects are about to be written, inside a transaction."""
        if self._staged.active:
            doubtful = (DescribedSubject(iri, b"", None) for iri in subjects)
            self._staged.put(SUBJECT, (Staged(each.iri, b"", _packer.encode(each)) for each in doubtful))
        else:
            self._set((iri, b"", 0, False) for iri in subjects)

    def doubt(self) -> None:
        """Note of no subject any more how it is described, inside a transaction; readers look at no digest."""
        self._db.execute("UPDATE subject SET digest = x''")
        self._staged.doubt(SUBJECT)

    def describe(self, subjects: Iterable[DescribedSubject]) -> None:
        """Replace what is known of these subjects, inside a transaction; some may be no entities (any more)."""
        if self._staged.active:
            self._staged.put(SUBJECT, (Staged(each.iri, each.digest, _packer.encode(each)) for each in subjects))
        else:
            for subject in subjects:
                self._describe(subject)

    def forget(self, subjects: Iterable[str]) -> None:
        """Forget subjects of the entities' graph, inside a transaction."""
        if self._staged.active:
            self._staged.put(SUBJECT, (Staged(iri, None) for iri in subjects))
        else:
            for iri in subjects:
                self._forget(iri)

    def apply(self) -> None:
        """Apply what is staged of subjects."""
        for iri, mark, data in self._staged.all(SUBJECT):
            if mark is None or data is None:
                self._forget(iri)
            else:
                self._describe(_unpacker.decode(data)._replace(digest=mark))

    def _describe(self, subject: DescribedSubject) -> None:
        self._set([(subject.iri, subject.digest, subject.quads, subject.recording)])
        self._forget_names(subject.iri)
        if subject.entity is None:
            return
        name, *_, aliases = subject.entity
        counted = "SELECT ?, ?, ?, ?, coalesce(sum(claims), 0), count(claims) FROM tally WHERE entity = ?"
        self._db.execute(f"INSERT INTO entity {counted}", (*subject.entity[:4], name))
        for alias in dict.fromkeys((name, *aliases)):
            (number,) = self._db.execute(
                "INSERT INTO name (entity, alias, folded) VALUES (?, ?, ?) RETURNING id", (name, alias, fold(alias))
            ).fetchone()
            self._db.execute("INSERT INTO spelling (rowid, folded) VALUES (?, ?)", (number, fold(alias)))

    def _set(self, rows: Iterable[tuple[str, bytes, int, bool]]) -> None:
        self._db.executemany("INSERT OR REPLACE INTO subject VALUES (?, ?, ?, ?)", rows)

    def _forget(self, iri: str) -> None:
        self._forget_names(iri)
        self._db.execute("DELETE FROM subject WHERE iri = ?", (iri,))

    def _forget_names(self, iri: str) -> None:
        for (name,) in self._db.execute("DELETE FROM entity WHERE iri = ? RETURNING name", (iri,)).fetchall():
            ids = self._db.execute("DELETE FROM name WHERE entity = ? RETURNING id", (name,)).fetchall()
            self._db.executemany("DELETE FROM spelling WHERE rowid = ?", ids)
