"""Finds where a note names another note without linking to it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from kg.model import Span
from kg.reader.render import passages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kg.model import Note, Passage

SHORTEST = 3  # code points of a name that is looked for
LONGEST = 12  # words of one
READ = frozenset({"paragraph", "list-item", "table-cell", "footnote"})  # kinds of passages: no title of a callout
MATH = re.compile(r"\$(?=\S)[^$]*\$")
WORD = re.compile(r"\w+(?:[-'’.&]\w+)*")


class UnlinkedMention(NamedTuple):
    """A place that names a note.

    Attributes:
        span: In the file; its text there is the name as written.
        text: That text.
        note: Path of the note that it names.
        cell: Whether it is in the cell of a table.
    """

    span: Span
    text: str
    note: str
    cell: bool


class NamesOfNotes:
    """The names and aliases of a vault's notes; a name of several notes is none.

    Args:
        aliases: Of each note by its path.
        ordinary: Whether a word, in lower case, is an ordinary one: a name of one such word counts only as written.
    """

    def __init__(self, aliases: Mapping[str, Sequence[str]], ordinary: Callable[[str], bool]) -> None:
        owners: dict[str, set[str]] = {}
        for path, others in aliases.items():
            for name in {PurePosixPath(path).stem, *others}:
                if _is_looked_for(name) and not (name.islower() and ordinary(name)):
                    owners.setdefault(" ".join(name.split()), set()).add(path)
        exact = {name: path for name, (path, *more) in owners.items() if not more}
        self._exact = exact
        self._folded = _folded(exact, ordinary)
        self._longest: dict[str, int] = {}
        for name in exact:
            found = [match.group() for match in WORD.finditer(name)]
            first = found[0].casefold()
            self._longest[first] = max(self._longest.get(first, 0), len(found))

    def find(self, note: Note) -> Iterator[UnlinkedMention]:
        """Yield the places where a note names others outside links, code and headings, in reading order, apart."""
        for passage in passages(note) if self._exact else ():
            if passage.kind in READ:
                yield from self._in(passage, note)

    def _in(self, passage: Passage, note: Note) -> Iterator[UnlinkedMention]:
        words = list(WORD.finditer(passage.text))
        taken = {place for start, end in _closed(passage) for place in range(start, end)}
        at = 0
        while at < len(words):
            found = self._at(passage, note, words[at : at + self._longest.get(words[at].group().casefold(), 0)], taken)
            if found is None:
                at += 1
                continue
            size, mention = found
            at += size
            yield mention

    def _at(
        self, passage: Passage, note: Note, words: Sequence[re.Match[str]], taken: set[int]
    ) -> tuple[int, UnlinkedMention] | None:
        """The longest name that begins at the first of some words, and how many of them it has."""
        for size in range(len(words), 0, -1):
            start, end = words[0].start(), words[size - 1].end()
            text = passage.text[start:end]
            path = self._exact.get(text) or self._folded.get(text.casefold())
            span = Span(passage.starts[start], passage.ends[end - 1])
            whole = note.text[span.start : span.end] == text  # no markup inside
            if path not in (None, note.path) and whole and taken.isdisjoint(range(start, end)):
                return size, UnlinkedMention(span, text, str(path), passage.kind == "table-cell")
        return None


def _is_looked_for(name: str) -> bool:
    found = [match.group() for match in WORD.finditer(name)]
    written = bool(found) and name.startswith(found[0]) and name.endswith(found[-1])
    return written and len(name) >= SHORTEST and len(found) <= LONGEST and any(map(str.isalpha, name))


def _folded(exact: Mapping[str, str], ordinary: Callable[[str], bool]) -> dict[str, str]:
    """Names without case, where one note alone has them so, and no name is an ordinary word."""
    owners: dict[str, set[str]] = {}
    for name, path in exact.items():
        owners.setdefault(name.casefold(), set()).add(path)
    return {
        name: path
        for name, (path, *more) in owners.items()
        if not more and (" " in name or not ordinary(name)) and len(name) > SHORTEST
    }


def _closed(passage: Passage) -> Iterable[tuple[int, int]]:
    """The ranges of a passage's text that are links, code or math."""
    yield from (match.span() for match in MATH.finditer(passage.text))
    yield from ((link.start, link.end) for link in passage.links)
    yield from ((span.start, span.end) for span in passage.code)
