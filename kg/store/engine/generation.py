"""The generation that readers see: one row of the search file, so that graph and search file change in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kg.files.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS generation (
    number INTEGER NOT NULL, snapshot TEXT NOT NULL, made_from TEXT NOT NULL, not_seen INTEGER NOT NULL,
    not_heard INTEGER NOT NULL, not_seen_since TEXT NOT NULL
);
"""


class GenerationFacts(NamedTuple):
    """What a build says of the vault as a whole when it publishes.

    Attributes:
        made_from: A hash of all that the graph was made from; "" when it is not known, or not all could be made.
        not_seen: How many notes were not seen, and keep their claims.
        not_heard: How many transcripts were not seen, and keep their cues.
        not_seen_since: The day since when; "" where all were seen.
    """

    made_from: str = ""
    not_seen: int = 0
    not_heard: int = 0
    not_seen_since: str = ""


class Generation(NamedTuple):
    """One whole state of a store.

    Attributes:
        number: Counts what was published, from 1.
        snapshot: Name of the folder with its graph.
        facts: What the build says of it.
    """

    number: int
    snapshot: str
    facts: GenerationFacts = GenerationFacts()


def current(database: Database) -> Generation | None:
    """Return the generation that a search file belongs to; None when nothing was published."""
    query = "SELECT number, snapshot, made_from, not_seen, not_heard, not_seen_since FROM generation"
    found = database.execute(query).fetchone()
    if found is None:
        return None
    number, snapshot, *facts = found
    return Generation(number, snapshot, GenerationFacts(*facts))


def replace(database: Database, generation: Generation) -> None:
    """Make this the generation that a search file belongs to, inside a transaction."""
    database.execute("DELETE FROM generation")
    values = (generation.number, generation.snapshot, *generation.facts)
    database.execute("INSERT INTO generation VALUES (?, ?, ?, ?, ?, ?)", values)
