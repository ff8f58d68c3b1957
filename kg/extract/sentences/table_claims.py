"""Words the cells of a table of data as sentences: the revenue of Nvidia is $5 billion in 2023.

A table holds data where its first column holds names and most other cells hold a number or a name. Each such cell
becomes a passage of its own, worded from the name of its row and the head of its column; every code point of it still
knows where in the file it comes from. Cells that hold sentences stay as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from kg.extract.words.wordlists import words
from kg.model import Passage, PassageLink, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Note

LONGEST = 80  # code points of a cell that holds a value or a name
SHARE = 0.5  # of the cells beside the names that must hold a number or a name
TIME_HEAD = re.compile(r"(?:fiscal |calendar )?(?:year|date|quarter|month|period|fy|when|as of)", re.IGNORECASE)
YEAR = re.compile(r"(?:FY ?)?(?:19|20)[0-9]{2}(?:[-/][0-9]{2}){0,2}|Q[1-4] ?(?:(?:19|20)[0-9]{2})?")
DONE = re.compile(r"(?:[A-Z]?[a-z]{3,}ed|born|built|sold|won)(?: (?:in|on|by|from|at))?", re.IGNORECASE)
CLAUSE = re.compile(r"[.!?…][\"'”’)]*\s*$|[.!?] [A-Z]")
NAME = re.compile(r"[^\W\d_]")
NUMBER = re.compile(r"[0-9]")
TITLE = re.compile(r"[A-Z][a-z]+")


@dataclass(slots=True)
class _Wording:
    """A sentence put together from pieces of passages and words between them."""

    text: list[str] = field(default_factory=list)
    places: list[tuple[int, int, int, int]] = field(default_factory=list)  # start, end, open, close of each code point
    links: list[PassageLink] = field(default_factory=list)
    strong: list[Span] = field(default_factory=list)

    def take(self, passage: Passage, *, lower: bool = False) -> _Wording:
        """Add the text of a cell."""
        at = len(self.places)
        text = passage.text
        self.text.append(text[:1].lower() + text[1:] if lower else text)
        self.places += zip(passage.starts, passage.ends, passage.opens, passage.closes, strict=True)
        self.links += [link._replace(start=link.start + at, end=link.end + at) for link in passage.links]
        self.strong += [Span(start + at, end + at) for start, end in passage.strong]
        return self

    def say(self, glue: str) -> _Wording:
        """Add words that stand in no cell; their place is that of what was added last."""
        self.text.append(glue)
        self.places += [self.places[-1]] * len(glue)
        return self

    def passage(self, like: Passage) -> Passage:
        """The sentence as a passage that stands where another one does."""
        starts, ends, opens, closes = zip(*self.places, strict=True)
        return Passage(
            "".join(self.text), starts, ends, opens, closes, like.kind, like.section, like.callout, like.part,
            links=tuple(self.links), strong=tuple(self.strong),
        )  # fmt: skip


def worded(note: Note, passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages with the cells of tables of data as sentences."""
    if not any(block.kind == "table-cell" for block in note.blocks):
        return tuple(passages)
    starts = [block.span.start for block in note.blocks]
    numbers = [max(bisect_right(starts, passage.starts[0]) - 1, 0) for passage in passages]
    tables = _tables(note)
    found: list[Passage] = []
    for table, group in groupby(zip(numbers, passages, strict=True), key=lambda pair: tables.get(pair[0], -1)):
        members = dict(group)
        if table < 0:
            found += members.values()
        else:
            found += _sentences(_grid(note, [n for n, at in tables.items() if at == table], members), members)
    return tuple(found)


def _tables(note: Note) -> dict[int, int]:
    """For each block that is a cell, the number of its first cell's block."""
    found: dict[int, int] = {}
    for number, block in enumerate(note.blocks):
        if block.kind == "table-cell":
            before = number - 1
            same = before in found and note.text.count("\n", note.blocks[before].span.end, block.span.start) <= 2  # noqa: PLR2004  # a row, and the rule under the head
            found[number] = found[before] if same else number
    return found


def _grid(note: Note, cells: Sequence[int], members: dict[int, Passage]) -> list[list[Passage | None]]:
    return [
        [members.get(number) for number in row] for _, row in groupby(cells, key=lambda number: note.blocks[number].row)
    ]


def _sentences(grid: list[list[Passage | None]], members: dict[int, Passage]) -> Iterator[Passage]:
    head, rows = grid[0], grid[1:]
    if not _holds_data(head, rows):
        yield from members.values()
        return
    when = next((at for at, cell in enumerate(head) if at and cell and TIME_HEAD.fullmatch(cell.text)), -1)
    for row in rows:
        time = row[when] if 0 < when < len(row) else None
        for at, cell in enumerate(row):
            if cell is None or not at or at >= len(head) or (at == when and len(head) > 2):  # noqa: PLR2004
                continue
            if CLAUSE.search(cell.text):
                yield cell
            elif (title := head[at]) is not None and row[0] is not None and _is_value(cell.text):
                yield _said(row[0], title, cell, time if at != when else None)


def _holds_data(head: Sequence[Passage | None], rows: Sequence[Sequence[Passage | None]]) -> bool:
    """Whether the first column holds names, and most other cells a number or a name."""
    names = [row[0] for row in rows if row]
    rest = [cell for row in rows for cell in row[1:] if cell is not None]
    if len(head) <= 1 or head[1] is None or not rest or any(cell.stamps for row in rows for cell in row if cell):
        return False
    named = [cell for cell in names if cell is not None and _is_name(cell.text)]
    valued = [cell for cell in rest if _is_value(cell.text) and not CLAUSE.search(cell.text)]
    return len(named) == len(names) and len(valued) >= SHARE * len(rest)


def _is_name(text: str) -> bool:
    return len(text) <= LONGEST and NAME.search(text) is not None and CLAUSE.search(text) is None


def _is_value(text: str) -> bool:
    return len(text) <= LONGEST and (NUMBER.search(text) is not None or (text[:1].isupper() and _named(text)))


def _named(text: str) -> bool:
    """Whether a text without a number starts like a name rather than like an ordinary word."""
    lists = words()
    return any(word[:1].isupper() and word.lower() not in lists.common for word in text.split())


def _said(name: Passage, title: Passage, value: Passage, time: Passage | None) -> Passage:
    """One cell as a sentence."""
    told = _Wording().take(name)
    if YEAR.fullmatch(title.text):
        told.say(" is ").take(value).say(" in ").take(title)
    elif DONE.fullmatch(title.text) and YEAR.fullmatch(value.text):
        told.say(" was ").take(title, lower=True).say(" in " if " " not in title.text else " ").take(value)
    else:
        told.say("'s " if not name.text.endswith("s") else "' ")
        told.take(title, lower=_is_plain(title.text)).say(" is ").take(value)
    if time is not None and not YEAR.fullmatch(title.text):
        told.say(" in ").take(time)
    return told.say(".").passage(value)


def _is_plain(title: str) -> bool:
    first = title.split(maxsplit=1)[0] if title.split() else ""
    return TITLE.fullmatch(first) is not None
