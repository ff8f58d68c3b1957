"""The names that entities go by: looked up whatever their case, by any spelling, or by one that comes close."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize

from kg.rdf.terms import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.files.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS entity (
    name TEXT PRIMARY KEY, type TEXT NOT NULL, iri TEXT NOT NULL UNIQUE, term INTEGER NOT NULL,
    claims INTEGER NOT NULL, notes INTEGER NOT NULL  -- that it is in; sums over tally
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entity_rank ON entity (term, claims DESC, name);
CREATE INDEX IF NOT EXISTS entity_of_type ON entity (type, claims DESC, name, term);
CREATE TABLE IF NOT EXISTS name
    (id INTEGER PRIMARY KEY, entity TEXT NOT NULL, alias TEXT NOT NULL, folded TEXT NOT NULL, UNIQUE (entity, alias));
CREATE INDEX IF NOT EXISTS name_folded ON name (folded);
CREATE VIRTUAL TABLE IF NOT EXISTS spelling USING fts5 (folded, tokenize = "trigram");
"""

_SPACE = re.compile(r"\s+")
_TRIGRAM = 3  # code points; shorter names cannot be searched by trigram


def fold(name: str) -> str:
    """Return a name as lookups compare it: compatibility form, case folded, white space folded."""
    return _SPACE.sub(" ", normalize("NFKC", clean(name).replace("\0", " ")).casefold()).strip()


class NameTables:
    """The names in an open search file."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def find_entity(self, name: str) -> str | None:
        """Return the entity that a name or alias means, whatever its case.

        The exact name goes first, then a name, then an alias; of several the one with most claims, then by name.
        """
        query = """
            SELECT entity FROM name JOIN entity ON entity.name = name.entity WHERE folded = :folded
            ORDER BY entity <> :name, alias <> entity, -claims, entity LIMIT 1"""
        found = self._db.execute(query, {"folded": fold(name), "name": clean(name)}).fetchone()
        return found[0] if found else None

    def beginning(self, start: str, limit: int) -> list[str]:
        """Return names and aliases that begin so, whatever their case; those of entities with most claims first."""
        folded = fold(start + "x")[:-1]  # a space at the end counts
        query = """
            SELECT alias FROM name JOIN entity ON entity.name = name.entity
            WHERE folded >= :start AND folded < :start || char(0x10FFFF)
            ORDER BY -claims, alias <> entity, alias LIMIT :limit"""
        return [alias for (alias,) in self._db.execute(query, {"start": folded, "limit": limit})]

    def spelt_like(self, name: str, limit: int = 100) -> list[tuple[str, str]]:
        """Return (folded spelling, entity) pairs that share most letter groups with a name, best first."""
        folded = fold(name)
        groups = sorted({folded[i : i + _TRIGRAM] for i in range(len(folded) - _TRIGRAM + 1)})
        if not groups:
            query = (
                "SELECT folded, entity FROM name WHERE substr(folded, 1, ?) = ? ORDER BY length(folded), folded LIMIT ?"
            )
            return self._db.execute(query, (len(folded), folded, limit)).fetchall()
        query = """
            SELECT name.folded, name.entity FROM spelling JOIN name ON name.id = spelling.rowid
            WHERE spelling MATCH ? ORDER BY bm25(spelling), name.folded, name.entity LIMIT ?"""
        expression = " OR ".join('"' + group.replace('"', '""') + '"' for group in groups)
        return self._db.execute(query, (expression, limit)).fetchall()

    def aliases(self, entities: Iterable[str] | None = None) -> dict[str, tuple[str, ...]]:
        """Return the other spellings of these entities, or of all, by those that have any, sorted."""
        found: dict[str, list[str]] = {}
        if entities is None:
            rows = iter(self._db.execute("SELECT entity, alias FROM name WHERE alias <> entity ORDER BY entity, alias"))
        else:
            query = "SELECT entity, alias FROM name WHERE entity = ? AND alias <> entity ORDER BY alias"
            rows = (row for entity in entities for row in self._db.execute(query, (entity,)))
        for name, alias in rows:
            found.setdefault(name, []).append(alias)
        return {name: tuple(aliases) for name, aliases in found.items()}

    def type_of(self, entity: str) -> str | None:
        """Return the type of an entity, or None for a name that is none."""
        found = self._db.execute("SELECT type FROM entity WHERE name = ?", (entity,)).fetchone()
        return found[0] if found else None

    def number(self, type_: str | None = None, least: int = 0, *, terms: bool = False) -> int:
        """Return how many entities ``SearchFile.counts`` gives without a limit."""
        query = f"SELECT count(*) FROM entity WHERE {which(type_, terms=terms)}"  # noqa: S608 - ours
        return int(self._db.execute(query, {"type": type_, "least": least}).fetchone()[0])

    def miscounted(self) -> list[str]:
        """Return the entities whose claims and notes are not as many as their notes give together."""
        query = """SELECT name FROM entity
            LEFT JOIN (SELECT entity, sum(claims) AS claims, count(*) AS notes FROM tally GROUP BY entity) AS given
            ON given.entity = name
            WHERE entity.claims <> coalesce(given.claims, 0) OR entity.notes <> coalesce(given.notes, 0)
            ORDER BY name"""
        return [name for (name,) in self._db.execute(query)]


def which(type_: str | None, *, terms: bool) -> str:
    """The entities that are asked for, in words that let an index give them in their order."""
    conditions = ["claims >= :least"]
    conditions += [] if type_ is None else ["type = :type"]
    conditions += [] if terms else ["term = 0"]
    return " AND ".join(conditions)
