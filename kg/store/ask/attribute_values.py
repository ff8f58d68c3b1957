"""The properties for which claims give numbers or dates, by the names that users type."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from kg.errors import UnknownName
from kg.model.properties import dated
from kg.store.ask.name_suggestions import OFFERED
from kg.store.engine.store_files import trouble

if TYPE_CHECKING:
    from kg.store.engine.store import Store


def properties_with_values(store: Store) -> list[str]:
    """Return the local names of the properties for which claims give numbers or dates, sorted."""
    with trouble(store.folder):
        return store.search.values.properties(dated())


def known_property(store: Store, name: str) -> str:
    """Return the property with numbers or dates that a local name means, whatever its case.

    Raises:
        UnknownName: No claim gives a value for it; close names are offered.
    """
    known = {one.lower(): one for one in properties_with_values(store)}
    if name.lower() not in known:
        close = get_close_matches(name.lower(), sorted(known), n=OFFERED)
        raise UnknownName("property with numbers or dates", name, [known[one] for one in close])
    return known[name.lower()]
