"""The words, properties and types that one vault uses: loaded from its ``.kg`` folder, in force while it is at work.

They hold for whatever runs inside of ``using``; worker processes adopt those of the process that starts them.
"""

from __future__ import annotations

import atexit
import hashlib
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kg.extract.words.word_data import WordData, lists_of
from kg.extract.words.word_data import using as using_words
from kg.model.entity_types import TYPE_TABLE, TypeTable, using_types
from kg.model.properties import PropertyTable, shipped_properties, using_properties
from kg.own_words import own_lists, own_properties, own_types
from kg.own_words.toml_file import TomlFile, content

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")
FOLDER = ".kg"
FILES = WORDS, PROPERTIES, TYPES = "words.toml", "properties.toml", "types.toml"
PARSED = "sentences"  # the room of the lists that decide how a note is parsed


@dataclass(frozen=True, slots=True)
class VaultWords:
    """What a vault's own files make of kg's tables.

    Attributes:
        words: Lists and tables of words.
        properties: The table of properties.
        types: The table of types of entity.
        contents: For each file that is there, which lists, properties or types it changes.
        parsing: A hash of what decides how notes are read and parsed; "" for nothing.
        rules: A hash of all that the files hold; "" when there are none.
    """

    words: WordData = field(default_factory=WordData)
    properties: PropertyTable = field(default_factory=shipped_properties)
    types: TypeTable = field(default_factory=lambda: TYPE_TABLE)
    contents: tuple[tuple[str, tuple[str, ...]], ...] = ()
    parsing: str = ""
    rules: str = ""


def load(vault: Path) -> VaultWords:
    """The tables of a vault.

    Raises:
        OwnWordsError: One of its files cannot be used.
    """
    contents = tuple(content(vault / FOLDER / name) for name in FILES)
    if not any(each is not None for each in contents):
        return SHIPPED
    return _loaded(str(vault), contents)


@lru_cache(maxsize=4)
def _loaded(vault: str, contents: tuple[bytes | None, ...]) -> VaultWords:
    """The tables for these contents of the files, which stand in the vault."""
    words, properties, types = (
        None if data is None else TomlFile.parsed(Path(vault, FOLDER, name), data)
        for name, data in zip(FILES, contents, strict=True)
    )
    table, brought = own_types.merged(types)
    lists = own_lists.merged(words, table, brought)
    parsing: list[object] = [(name, change) for name, change in lists.own.items() if name in lists_of(PARSED)]
    parsing += [name for name in table if name not in TYPE_TABLE]  # what a generated page may set as type
    return VaultWords(
        lists,
        own_properties.merged(properties),
        table,
        tuple((name, tuple(file.tables)) for name, file in zip(FILES, (words, properties, types), strict=True) if file),
        _hash(parsing) if parsing else "",
        hashlib.sha256(b"\0".join(each or b"" for each in contents)).hexdigest(),
    )


def _hash(what: object) -> str:
    return hashlib.sha256(repr(what).encode("utf-8", "replace")).hexdigest()


SHIPPED = VaultWords()
_CURRENT: ContextVar[VaultWords] = ContextVar("vault_words", default=SHIPPED)


def current() -> VaultWords:
    """The tables in force."""
    return _CURRENT.get()


@contextmanager
def using(tables: VaultWords) -> Iterator[None]:
    """Have these tables in force."""
    before = _CURRENT.set(tables)
    try:
        with using_words(tables.words), using_properties(tables.properties), using_types(tables.types):
            yield
    finally:
        _CURRENT.reset(before)


def within(tables: VaultWords, items: Iterator[T]) -> Iterator[T]:
    """Have these tables in force whenever the next item is made, and not between."""
    while True:
        with using(tables):
            try:
                item = next(items)
            except StopIteration:
                return
        yield item


def adopt(tables: VaultWords) -> None:
    """Have these tables in force for as long as this process lives, which works for one vault."""
    held = ExitStack()
    held.enter_context(using(tables))
    atexit.register(held.close)  # whoever holds the stack holds the tables
