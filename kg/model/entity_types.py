"""The types of entity: how each is called, drawn and encoded, from the one table that everything reads."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple


class EntityType(NamedTuple):
    """A type of entity.

    Attributes:
        name: As pages, commands and JSON files call it (``Person``).
        label, plural: For people, in lower case.
        iri: Of the class of its entities.
        light, dark: Its colour on a light and on a dark page, ``#rrggbb``.
        comment: What the class means; "" unless it is kg's own.
    """

    name: str
    label: str
    plural: str
    iri: str
    light: str
    dark: str
    comment: str = ""


def _read() -> dict[str, EntityType]:
    rows = tomllib.loads(Path(__file__).with_name("entity_types.toml").read_text(encoding="utf-8"))
    return {
        name: EntityType(
            name, row["label"], row["plural"], row["class"], row["light"], row["dark"], row.get("comment", "")
        )
        for name, row in rows.items()
    }


TYPE_TABLE = _read()  # by name, in the table's order
ENTITY_TYPES = tuple(TYPE_TABLE)
UNKNOWN = "Thing"  # the type of an entity whose type is not known


def entity_type(name: str) -> EntityType:
    """The type of that name; ``UNKNOWN`` where the table has none."""
    return TYPE_TABLE.get(name, TYPE_TABLE[UNKNOWN])
