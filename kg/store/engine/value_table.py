"""Which claims give values for which attributes, and how many pairs of each verdict the values of an attribute make.

The pairs are counted when a build publishes, and only those of attributes whose claims have changed; by whom, the
store does not know (``PairCounter``). A reader that judges by other rules does without the counts.
"""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, Protocol

from kg.model.compared_units import compared_in
from kg.model.properties import DATE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from kg.files.database import Database
    from kg.model import Claim

SCHEMA = """
CREATE TABLE IF NOT EXISTS value (
    entity TEXT, property TEXT, regard TEXT, unit TEXT,  -- an attribute; the entity is "" where it is but a phrase
    dated INTEGER,  -- whether the value is a date
    claim INTEGER, note INTEGER NOT NULL, PRIMARY KEY (entity, property, regard, unit, dated, claim)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS value_note ON value (note);
CREATE INDEX IF NOT EXISTS value_regard ON value (regard) WHERE regard <> '';
CREATE INDEX IF NOT EXISTS value_property ON value (property, dated);
CREATE TABLE IF NOT EXISTS pairs (
    entity TEXT, property TEXT, regard TEXT, unit TEXT, verdict TEXT, number INTEGER NOT NULL,
    PRIMARY KEY (entity, property, regard, unit, verdict)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS pairs_regard ON pairs (regard) WHERE regard <> '';
CREATE INDEX IF NOT EXISTS pairs_property ON pairs (property);
CREATE TABLE IF NOT EXISTS pairs_counted (rules TEXT NOT NULL);  -- by which all pairs are, if they are
"""
IS_IT = "entity = ? AND property = ? AND regard = ? AND unit = ?"
ASKED = "property = coalesce(:property, property)"


class Attribute(NamedTuple):
    """What values are compared of: a property of an entity, for ``shareOfRevenueOf`` with regard to another, in a unit.

    ``of`` is the other entity's name, or ""; the unit of dates is ``DATE``.
    """

    entity: str
    property: str
    of: str
    unit: str


class ClaimValue(NamedTuple):
    """That a claim gives a value for an attribute, and whether the value is a date."""

    entity: str
    property: str
    of: str
    unit: str
    dated: bool


class PairCounter(Protocol):
    """Counts pairs of values.

    Attributes:
        rules: A hash of all that decides which pairs there are, and their verdicts.
        dated: The properties whose values may be dates.
    """

    rules: str
    dated: Collection[str]

    def count(self, attribute: Attribute, claims: Sequence[bytes]) -> dict[str, int]:
        """Return how many pairs of each verdict the values of an attribute make, given the packed claims."""


def values_of(claim: Claim) -> tuple[ClaimValue, ...]:
    """The attributes for which a claim states numbers or dates, each once, sorted; which of them count is not said."""
    found = set()
    for statement in claim.statements:
        entity, name = statement.subject_entity or "", statement.property
        if statement.quantity is not None:
            unit = compared_in(claim.quantities[statement.quantity].unit)
            found.add(ClaimValue(entity, name, statement.object_entity or "", unit, dated=False))
        if statement.date is not None:
            found.add(ClaimValue(entity, name, "", DATE, dated=True))
    return tuple(sorted(found))


class ValueTable:
    """The attributes in an open search file."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def properties(self, dated: Collection[str]) -> list[str]:
        """Return the properties for which claims give numbers, or dates where they are among ``dated``, sorted."""
        rows = self._db.execute("SELECT DISTINCT property, dated FROM value").fetchall()
        return sorted({name for name, is_dated in rows if not is_dated or name in dated})

    def attributes(
        self, dated: Collection[str], entity: str | None = None, property_: str | None = None
    ) -> Iterator[tuple[Attribute, list[str]]]:
        """Yield each attribute that at least two claims give values for, sorted, with the claims' IRIs.

        Args:
            dated: The properties whose values may be dates.
            entity: That has the attribute or that it is with regard to; None for all.
            property_: Of the attribute; None for all.
        """
        query = f"""SELECT DISTINCT entity, property, regard, unit, iri FROM ({_asked("value", entity)}) AS found
            JOIN claim ON claim.id = found.claim
            WHERE entity <> '' AND (NOT dated OR property IN (SELECT value FROM json_each(:dated))) AND {ASKED}
            ORDER BY entity, property, regard, unit"""  # noqa: S608 - ours
        values = {"dated": json.dumps(sorted(dated)), "entity": entity, "property": property_}
        for key, rows in groupby(self._db.execute(query, values), lambda row: row[:4]):
            iris = [row[4] for row in rows]
            if len(iris) > 1:
                yield Attribute(*key), iris

    def claims(self, attribute: Attribute, dated: Collection[str]) -> list[tuple[str, bytes]]:
        """Return the IRIs of the claims that give values for an attribute, each with the claim as it is packed."""
        which = IS_IT if attribute.property in dated else f"{IS_IT} AND NOT dated"
        query = f"""SELECT iri, data FROM claim WHERE id IN (SELECT claim FROM value WHERE {which})"""  # noqa: S608
        return self._db.execute(query, attribute).fetchall()

    def counts(
        self, rules: str, entity: str | None = None, property_: str | None = None
    ) -> list[tuple[Attribute, dict[str, int]]] | None:
        """Return the attributes that have pairs, sorted, with how many of each verdict.

        None where they are not counted by these rules. Arguments as of ``attributes``.
        """
        if self._rules() != rules:
            return None
        query = f"""SELECT entity, property, regard, unit, verdict, number FROM ({_asked("pairs", entity)})
            WHERE {ASKED} ORDER BY entity, property, regard, unit, verdict"""  # noqa: S608 - ours
        rows = self._db.execute(query, {"entity": entity, "property": property_}).fetchall()
        return [
            (Attribute(*key), {verdict: number for *_, verdict, number in found})
            for key, found in groupby(rows, lambda row: row[:4])
        ]

    def of_note(self, iri: str) -> set[Attribute]:
        """Return the attributes that the claims of a note give values for."""
        query = """SELECT DISTINCT entity, property, regard, unit FROM value
            WHERE note = (SELECT id FROM note WHERE iri = ?) AND entity <> ''"""
        return {Attribute(*row) for row in self._db.execute(query, (iri,))}

    def recount(self, changed: Iterable[Attribute], counter: PairCounter | None) -> None:
        """Count the pairs of attributes again, inside a transaction; all where they are not counted by these rules."""
        if counter is None:
            self._db.execute("DELETE FROM pairs_counted")
            return
        if self._rules() != counter.rules:
            self._db.execute("DELETE FROM pairs; DELETE FROM pairs_counted")
            changed = [attribute for attribute, _ in self.attributes(counter.dated)]
            self._db.execute("INSERT INTO pairs_counted VALUES (?)", (counter.rules,))
        for attribute in sorted(changed):
            self._db.execute(f"DELETE FROM pairs WHERE {IS_IT}", attribute)  # noqa: S608 - ours
            claims = [data for _, data in self.claims(attribute, counter.dated)]
            counts = counter.count(attribute, claims) if len(claims) > 1 else {}
            rows = [(*attribute, verdict, number) for verdict, number in sorted(counts.items()) if number]
            self._db.executemany("INSERT INTO pairs VALUES (?, ?, ?, ?, ?, ?)", rows)

    def _rules(self) -> str | None:
        found = self._db.execute("SELECT rules FROM pairs_counted").fetchone()
        return found and str(found[0])


def _asked(table: str, entity: str | None) -> str:
    """The rows of a table that are of ``:entity`` or with regard to it: each by an index of its own."""
    if entity is None:
        return f"SELECT * FROM {table}"  # noqa: S608 - ours
    by = "SELECT * FROM {0} WHERE entity = :entity UNION SELECT * FROM {0} WHERE regard = :entity AND regard <> ''"
    return by.format(table)
