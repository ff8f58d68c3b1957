"""Gives word lists and tables by name: those that ship with kg, with a vault's own words merged over them.

Every list is a file ``data/ROOM/NAME.txt`` with a word or phrase a line, every table a file ``NAME.tsv`` with a word,
a tab and what is said of it. Lines that start with ``# `` are comments. Nothing is read before it is asked for, and
each file once per process.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from contextvars import ContextVar
from difflib import get_close_matches
from functools import lru_cache, wraps
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from kg.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from importlib.resources.abc import Traversable

T = TypeVar("T")
FILE_ENDINGS = (".txt", ".tsv")
COMMENT = "# "
NONE: frozenset[str] = frozenset()


class Change(NamedTuple):
    """What a vault changes in one list or table.

    Attributes:
        added: Lines as the file has them: a word, or a word, a tab and what is said of it, which then replaces the
            shipped line of that word.
        removed: Words whose shipped lines do not count.
    """

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


class _Lazy(dict[str, T]):
    """Values by name, each made when it is first asked for."""

    def __init__(self, make: Callable[[str], T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, name: str) -> T:
        found = self[name] = self._make(name)
        return found


class WordData:
    """All lists and tables, read and cached one by one; equal ``own`` words give equal data.

    Asking for a name that does not exist raises UnknownName.

    Attributes:
        own: A vault's changes, by the name of the list or table.
        lines: The words of each list or table in the order of its file, each with the rest of its line ("" in a list).
        sets: The same words as a set.
        classes: The words of each table of classes, by class.

    Raises:
        UnknownName: A change is one of a list that does not exist.
    """

    __slots__ = ("_made", "classes", "lines", "own", "sets")

    def __init__(self, own: Mapping[str, Change] | None = None) -> None:
        self.own = dict(sorted((own or {}).items()))
        self.lines: Mapping[str, Mapping[str, str]] = _Lazy(self._read)
        self.sets: Mapping[str, frozenset[str]] = _Lazy(lambda name: frozenset(self.lines[name]))
        self.classes: Mapping[str, Mapping[str, frozenset[str]]] = _Lazy(self._classes)
        self._made: dict[object, Any] = {}
        for name in self.own:
            _shipped(name)

    def __reduce__(self) -> tuple[type[WordData], tuple[dict[str, Change]]]:
        """Travel to another process as the changes alone."""
        return WordData, (self.own,)

    def made(self, make: Callable[[], T]) -> T:
        """What ``make`` gave the first time; for what is computed from the lists."""
        try:
            found: T = self._made[make]
        except KeyError:
            found = self._made[make] = make()
        return found

    def _read(self, name: str) -> dict[str, str]:
        change = self.own.get(name, Change())
        shipped = _split(_shipped(name).read_text(encoding="utf-8").splitlines())
        kept = {word: rest for word, rest in shipped.items() if word not in change.removed}
        return {**kept, **_split(change.added)}

    def _classes(self, name: str) -> dict[str, frozenset[str]]:
        members: dict[str, list[str]] = {}
        for word, kinds in self.lines[name].items():
            for kind in kinds.split():
                members.setdefault(kind, []).append(word)
        return {kind: frozenset(found) for kind, found in members.items()}


def _split(lines: Iterable[str]) -> dict[str, str]:
    found = {}
    for line in lines:
        if line and not line.startswith(COMMENT):
            word, _, rest = line.partition("\t")
            found[word] = rest
    return found


@lru_cache(maxsize=1)
def _files() -> dict[str, Traversable]:
    """Where each list and table is shipped, by its name."""
    rooms = (room for room in (files("kg.extract.words") / "data").iterdir() if room.is_dir())
    found = {file.name[:-4]: file for room in rooms for file in room.iterdir() if file.name.endswith(FILE_ENDINGS)}
    return dict(sorted(found.items()))


def _shipped(name: str) -> Traversable:
    found = _files().get(name)
    if found is None:
        raise UnknownName("word list", name, get_close_matches(name, _files()))
    return found


def list_names() -> tuple[str, ...]:
    """The names of all lists and tables, sorted."""
    return tuple(_files())


def lists_of(room: str) -> frozenset[str]:
    """The names of the lists and tables in one folder of the data."""
    folder = files("kg.extract.words") / "data" / room
    return frozenset(file.name[:-4] for file in folder.iterdir() if file.name.endswith(FILE_ENDINGS))


_SHIPPED = WordData()
_CURRENT: ContextVar[WordData] = ContextVar("words")


@contextmanager
def using(data: WordData) -> Iterator[None]:
    """Have all rules take their words from ``data`` instead of from the shipped lists alone."""
    before = _CURRENT.set(data)
    try:
        yield
    finally:
        _CURRENT.reset(before)


def of_words(make: Callable[[], T]) -> Callable[[], T]:
    """Cache what a function without parameters makes of the word lists, as long as these are the same."""

    @wraps(make)
    def cached() -> T:
        return _CURRENT.get(_SHIPPED).made(make)

    return cached


def word_list(name: str) -> frozenset[str]:
    """The words of a list, or those that a table says something of.

    Raises:
        UnknownName: There is no such list.
    """
    return _CURRENT.get(_SHIPPED).sets[name]


def word_table(name: str) -> Mapping[str, str]:
    """What a table says of each of its words, in the order of its file.

    Raises:
        UnknownName: There is no such table.
    """
    return _CURRENT.get(_SHIPPED).lines[name]


def own_words(name: str) -> tuple[str, ...]:
    """The words that the vault itself adds to a list or table."""
    change = _CURRENT.get(_SHIPPED).own.get(name)
    return () if change is None else tuple(_split(change.added))


def word_class(name: str, kind: str) -> frozenset[str]:
    """The words that a table counts, perhaps among others, to the class ``kind``.

    Raises:
        UnknownName: There is no such table.
    """
    return _CURRENT.get(_SHIPPED).classes[name].get(kind, NONE)


def any_of(words: Iterable[str], space: str = " ") -> str:
    """A pattern that matches each of the words, the longest first, with ``space`` for each space in them."""
    return "|".join(
        re.escape(word).replace(r"\ ", space) for word in sorted(words, key=lambda word: (-len(word), word))
    )
