"""A vault's ``types.toml``: types of entity of its own, and other colours or labels for those of kg."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.model.entity_types import TYPE_TABLE, UNKNOWN, EntityType, TypeTable
from kg.rdf import vocabulary
from kg.rdf.terms import KG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.own_words.toml_file import TomlFile

NAME = re.compile(r"[A-Z][A-Za-z0-9]{0,40}")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
IRI = re.compile(r"""https?://[^\s<>"{}|\\^`/?#]+[^\s<>"{}|\\^`]*""")
TEXTS, WORDS = ("label", "plural", "class", "light", "dark", "comment"), ("names", "nouns", "endings")
KEYS = (*TEXTS, *WORDS)
TAKEN = frozenset(  # classes of other things in the graph
    term.strip("<>")
    for term in (vocabulary.CLAIM, vocabulary.QUANTITY, vocabulary.RECORDING, vocabulary.STATEMENT, vocabulary.PROPERTY)
)


class TypeWords(NamedTuple):
    """The words by which entities of a type are known.

    Attributes:
        names: Well-known names.
        nouns: Nouns that say what a name is ("the ship Beagle"), in lower case.
        endings: Last words of names ("Beagle Expedition"), in lower case.
    """

    names: tuple[str, ...]
    nouns: tuple[str, ...]
    endings: tuple[str, ...]


def merged(file: TomlFile | None) -> tuple[TypeTable, dict[str, TypeWords]]:
    """The shipped types with a vault's own behind them, and the words that these bring.

    Raises:
        OwnWordsError: A type of the file cannot be used.
    """
    shipped = TYPE_TABLE
    if file is None:
        return shipped, {}
    own = {name: _type(file, name, shipped.get(name)) for name in file.tables}
    rows = {name: own.get(name, row) for name, row in shipped.items() if name != UNKNOWN}
    table = TypeTable(rows | own | {UNKNOWN: own.get(UNKNOWN, shipped[UNKNOWN])})
    classes: dict[str, str] = {}
    for name, row in table.items():
        other = classes.setdefault(row.iri, name)
        if other != name:
            culprit = name if name in own else other
            raise file.fault(f"the class {row.iri} is that of {other}", "give it an IRI of its own", culprit, "class")
    return table, {name: _words(file, name) for name in own}


def _type(file: TomlFile, name: str, shipped: EntityType | None) -> EntityType:
    if not NAME.fullmatch(name):
        reason = f"{name!r} is no name of a type"
        raise file.fault(reason, "begin with a capital, and use letters and digits only: Ship", name)
    for key in file.tables[name]:
        if key not in KEYS:
            raise file.unknown(f"key of [{name}]", key, KEYS, name, key)
    before: dict[str, str] = shipped._asdict() if shipped else {"comment": ""}
    label = file.one(name, "label", before.get("label"))
    found = EntityType(
        name,
        label,
        file.one(name, "plural", before.get("plural", f"{label}s")),
        file.one(name, "class", before.get("iri")),
        file.one(name, "light", before.get("light")),
        file.one(name, "dark", before.get("dark")),
        file.one(name, "comment", before["comment"]),
    )
    for key, reason, hint in _faults(found, shipped):
        raise file.fault(reason, hint, name, key)
    return found


def _faults(row: EntityType, shipped: EntityType | None) -> Iterator[tuple[str, str, str]]:
    for key, colour in (("light", row.light), ("dark", row.dark)):
        if not COLOUR.fullmatch(colour):
            yield key, f"{colour!r} is no colour", "write # and six hexadecimal digits: #2a64b0"
    if shipped is not None and row.iri == shipped.iri:
        return
    if not IRI.fullmatch(row.iri):
        yield "class", f"{row.iri!r} is no absolute IRI", "write one that begins with http:// or https://"
    if row.iri.startswith(KG) or row.iri in TAKEN:
        yield "class", f"{row.iri!r} means something else in the graph", "take an IRI of your own"


def _words(file: TomlFile, name: str) -> TypeWords:
    for key in ("nouns", "endings"):
        for word in file.words(name, key):
            if word != word.lower():
                raise file.fault(f"{word!r} has a capital", f"write {word.lower()!r}", name, key, word)
    return TypeWords(file.words(name, "names"), file.words(name, "nouns"), file.words(name, "endings"))
