"""Whole notes and claims, packed, in the search file, and which claims fit: much faster to find than in the graph."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from kg.rdf.terms import clean
from kg.store.engine.note_rows import one_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.files.database import Database


class WantedClaims(NamedTuple):
    """Which claims are asked for; everything that is given must hold.

    Attributes:
        mentions: Names of entities and key terms that the claim mentions or is about.
        about: Names of those that it is about.
        notes: IRIs of the notes that it may be of.
        callout: Type of the innermost callout around it.
        modality: As in ``Claim``.
    """

    mentions: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    notes: Sequence[str] | None = None
    callout: str | None = None
    modality: str | None = None


# what is kept of one note besides the packed claims, table by table, without the numbers that stand for things
OF_NOTE = {
    "note": "SELECT path, spoken, claims, statements, repaired, unreached, quads FROM note WHERE id = :note",
    "claim": "SELECT iri, callout, modality FROM claim WHERE note = :note ORDER BY id",
    "words": """SELECT words.text, words.note, words.entities FROM claim JOIN words ON words.rowid = claim.id
        WHERE claim.note = :note ORDER BY claim.id""",
    "tally": "SELECT entity, claims FROM tally WHERE note = :note ORDER BY entity",
    "value": """SELECT iri, entity, property, regard, unit, dated FROM value JOIN claim ON claim.id = value.claim
        WHERE value.note = :note ORDER BY iri, entity, property, regard, unit, dated""",
    "said": """SELECT name, iri, about FROM claim CROSS JOIN topic CROSS JOIN said
        ON said.topic = topic.id AND said.note = claim.note AND said.claim = claim.id
        WHERE claim.note = :note AND name IN (SELECT value FROM json_each(:names)) ORDER BY name, iri""",
}


class NoteTotals(NamedTuple):
    """What all notes hold together; transcripts that give claims are no notes, but their claims count."""

    notes: int
    claims: int
    statements: int
    repaired: int
    unreached: int
    quads: int


class Kept:
    """What an open search file keeps of notes and claims."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def claims(self, iris: Iterable[str]) -> list[bytes]:
        """Return the packed claims with these IRIs, in their order; those that are not here are left out."""
        query = "SELECT data FROM claim WHERE iri = ?"
        return [data for iri in iris for (data,) in self._db.execute(query, (iri,))]

    def note(self, iri: str) -> tuple[bytes, list[bytes]]:
        """Return the packed facts of a note, which must be here, and its claims in reading order."""
        query = "SELECT id, facts FROM note JOIN note_facts ON note_facts.note = note.id WHERE iri = ?"
        number, facts = self._db.execute(query, (iri,)).fetchone()
        rows = self._db.execute("SELECT data FROM claim WHERE note = ? ORDER BY id", (number,))
        return facts, [data for (data,) in rows]

    def totals(self) -> NoteTotals:
        """Return what all notes hold together."""
        query = """SELECT coalesce(sum(NOT spoken), 0), coalesce(sum(claims), 0), coalesce(sum(statements), 0),
            coalesce(sum(repaired), 0), coalesce(sum(unreached), 0), coalesce(sum(quads), 0) FROM note"""
        return NoteTotals(*self._db.execute(query).fetchone())

    def rows(self, iri: str) -> dict[str, list[tuple[object, ...]]]:
        """Return all rows that are kept of a note, by table, but for what is packed."""
        found = self._db.execute("SELECT id FROM note WHERE iri = ?", (iri,)).fetchone()
        if found is None:
            return {table: [] for table in OF_NOTE}
        tally = self._db.execute("SELECT entity FROM tally WHERE note = ?", found)
        names = json.dumps(sorted({one_name(name) for (name,) in tally}))
        values = {"note": found[0], "names": names}
        return {table: self._db.execute(query, values).fetchall() for table, query in OF_NOTE.items()}

    def sizes(self) -> dict[str, int]:
        """Return how many rows the tables have that ``rows`` gives."""
        counts = {table: self._db.execute(f"SELECT count(*) FROM {table}").fetchone() for table in OF_NOTE}  # noqa: S608
        return {table: number for table, (number,) in counts.items()}

    def places(self, *, spoken: bool = False) -> list[tuple[str, str]]:
        """Return (path, IRI) of every note by path; or of the transcripts alone that claims were taken from."""
        return self._db.execute("SELECT path, iri FROM note WHERE spoken >= ? ORDER BY path", (spoken,)).fetchall()

    def find(self, wanted: WantedClaims, limit: int | None = None) -> list[str]:
        """Return the IRIs of the claims that fit, by note path, then in reading order; at most so many."""
        source, values = _source(wanted)
        # the claims' own rows are read of those alone that are wanted
        query = f"""SELECT iri FROM (
                SELECT found.claim AS id, path FROM {source} ORDER BY path, found.claim LIMIT :limit
            ) AS best JOIN claim ON claim.id = best.id ORDER BY best.path, best.id"""  # noqa: S608 - ours
        return [iri for (iri,) in self._db.execute(query, values | {"limit": -1 if limit is None else limit})]

    def number(self, wanted: WantedClaims) -> int:
        """Return how many claims fit."""
        source, values = _source(wanted)
        return int(self._db.execute(f"SELECT count(*) FROM {source}", values).fetchone()[0])  # noqa: S608 - ours

    def in_order(self, iris: Iterable[str]) -> list[str]:
        """Return these IRIs of claims by note path, then in reading order; those that are not here are left out."""
        query = "SELECT path, claim.id, claim.iri FROM claim JOIN note ON note.id = claim.note WHERE claim.iri = ?"
        return [iri for *_, iri in sorted(row for iri in set(iris) for row in self._db.execute(query, (iri,)))]


def _source(wanted: WantedClaims) -> tuple[str, dict[str, object]]:
    """The claims that are asked for, as ``found``, joined with their notes: SQL behind FROM, and its values."""
    values: dict[str, object] = {}
    topics = [(name, False) for name in wanted.mentions] + [(name, True) for name in wanted.about]
    tables, conditions = [], list[str]()
    for number, (name, about) in enumerate(topics):
        table = f"said{number}" if number else "found"
        joined = f" ON {table}.note = found.note AND {table}.claim = found.claim" if number else ""
        tables.append(f"said AS {table}{joined}")
        conditions.append(f"{table}.topic = (SELECT id FROM topic WHERE name = :topic{number})")  # noqa: S608 - ours
        conditions += [f"{table}.about"] if about else []
        values[f"topic{number}"] = one_name(name)
    if not topics:
        tables.append("(SELECT id AS claim, note, callout, modality FROM claim) AS found")
    tables.append("note ON note.id = found.note")
    if wanted.notes is not None:
        conditions.append("note.iri IN (SELECT value FROM json_each(:notes))")
        values["notes"] = json.dumps(list(wanted.notes))
    conditions += _claim_conditions(wanted, values, "found.claim" if topics else "")
    return f"{' JOIN '.join(tables)} WHERE {' AND '.join(conditions) or 'true'}", values


def _claim_conditions(wanted: WantedClaims, values: dict[str, object], claim: str) -> Iterator[str]:
    for name in ("callout", "modality"):
        value = getattr(wanted, name)
        if value is not None:
            values[name] = clean(value)
            own = f"(SELECT {name} FROM claim WHERE claim.id = {claim})" if claim else f"found.{name}"  # noqa: S608 - ours
            yield f"{own} = :{name}"
