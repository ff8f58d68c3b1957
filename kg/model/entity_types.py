"""The types of entity: how each is called, drawn and encoded, from the one table that everything reads."""

from __future__ import annotations

import tomllib
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


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


class TypeTable(dict[str, EntityType]):
    """Types by name, in the order in which kg lists them; the last is ``UNKNOWN``."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all types."""
        return tuple(self)

    @cached_property
    def of_class(self) -> dict[str, str]:
        """The name of the type of each class, by its IRI."""
        return {row.iri: name for name, row in self.items()}


def _read() -> TypeTable:
    rows = tomllib.loads(Path(__file__).with_name("entity_types.toml").read_text(encoding="utf-8"))
    return TypeTable(
        {
            name: EntityType(
                name, row["label"], row["plural"], row["class"], row["light"], row["dark"], row.get("comment", "")
            )
            for name, row in rows.items()
        }
    )


TYPE_TABLE = _read()  # what ships with kg, by name, in the table's order
ENTITY_TYPES = tuple(TYPE_TABLE)  # the names of these
UNKNOWN = "Thing"  # the type of an entity whose type is not known

_CURRENT: ContextVar[TypeTable] = ContextVar("types", default=TYPE_TABLE)


@contextmanager
def using_types(table: TypeTable) -> Iterator[None]:
    """Have a vault's own types in force."""
    before = _CURRENT.set(table)
    try:
        yield
    finally:
        _CURRENT.reset(before)


def type_table() -> TypeTable:
    """The types in force, by name."""
    return _CURRENT.get()


def type_names() -> tuple[str, ...]:
    """The names of the types in force."""
    return _CURRENT.get().names


def entity_type(name: str) -> EntityType:
    """The type of that name; ``UNKNOWN`` where there is none."""
    table = _CURRENT.get()
    return table.get(name) or table[UNKNOWN]
