"""A vault's ``properties.toml``: new properties, and changes of those that ship with kg."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model.properties import Property, PropertyTable, property_from, shipped_properties

if TYPE_CHECKING:
    from typing import Any

    from kg.own_words.toml_file import TomlFile

NAME = re.compile(r"[a-z][A-Za-z0-9]{0,60}")
TEXTS, LISTS, FLAGS = ("label", "comment"), ("units", "nouns", "verbs"), ("object", "momentary", "change", "nameless")
KEYS = (*TEXTS, *LISTS, *FLAGS)


def merged(file: TomlFile | None) -> PropertyTable:
    """The shipped properties with a vault's own before them, so that these are tried first.

    Raises:
        OwnWordsError: A property of the file cannot be used.
    """
    shipped = shipped_properties()
    if file is None:
        return shipped
    own = {name: _property(file, name, shipped.get(name)) for name in file.tables}
    return PropertyTable(
        {name: row for name, row in own.items() if name not in shipped}
        | {name: own.get(name, row) for name, row in shipped.items()}
    )


def _property(file: TomlFile, name: str, shipped: Property | None) -> Property:
    if not NAME.fullmatch(name):
        reason = f"{name!r} is no name of a property"
        raise file.fault(reason, "begin with a small letter, and use letters and digits only: berthCount", name)
    given = file.tables[name]
    for key in given:
        if key not in KEYS:
            raise file.unknown(f"key of [{name}]", key, KEYS, name, key)
    row: dict[str, Any] = {key: list(file.words(name, key)) for key in LISTS if key in given}
    row |= {key: file.one(name, key) for key in TEXTS if key in given}
    for key in FLAGS:
        if key in given and not isinstance(given[key], bool):
            raise file.fault(f"{key} is {given[key]!r}", f"write {key} = true, or leave it out", name, key)
    row |= {key: given[key] for key in FLAGS if key in given}
    if shipped is None:
        _complete(file, name, row)
    return property_from(name, row, shipped)


def _complete(file: TomlFile, name: str, row: dict[str, Any]) -> None:
    """See that a new property has what nothing can be found without."""
    file.one(name, "label")
    if not row.get("units"):
        raise file.fault(f"[{name}] has no units", 'add units = ["money"], say, or the unit itself', name)
    if not row.get("nouns") and not row.get("verbs"):
        raise file.fault(f"[{name}] has neither nouns nor verbs", 'add nouns = ["…"], the words that name it', name)
