"""The only writer: standard output, notes on standard error, and files that appear whole or not at all."""

from __future__ import annotations

import os
import sys
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from kg.escape import visible
from kg.files import write
from kg.views.render import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path
    from typing import TextIO

    from kg.views.render.tables import Record, Table

FORMS = ("table", "text", "jsonl", "csv", "md")  # of records; text is a table wrapped as on a terminal, without codes
WRAPPED = 100  # columns of text where nobody says otherwise


class Shape(NamedTuple):
    """How records of one sort become a table for people, and which columns they have as CSV."""

    table: Callable[[Iterable[Record]], Table]
    fields: Mapping[str, Callable[[Record], object]]


def show(table: Table, *, vault: Path | None = None, footer: str = "", wrapped: bool = False) -> None:
    """A table: dressed and wrapped on a terminal, plain aligned lines anywhere else.

    Args:
        table: What to show.
        vault: The vault's folder, for links that open a note.
        footer: A line for a person; not told where lines are for programs.
        wrapped: As on a terminal, but text alone, in as many columns as COLUMNS says, or 100.
    """
    if not (wrapped or on_terminal()):
        lines(tables.plain(table))
        return
    from kg.cli import screen

    lines(screen.drawn(table, vault=vault, footer=footer, columns=_columns() if wrapped else None))


def records(
    form: str,
    found: Iterable[Record],
    shape: Shape,
    *,
    vault: Path | None = None,
    footer: str = "",
    empty: str = "",
) -> None:
    """Records in the form that was asked for.

    Args:
        form: One of ``FORMS``.
        found: Claims, entities … in their public JSON, taken one by one.
        shape: How such records become a table and CSV.
        vault: As in ``show``.
        footer: As in ``show``.
        empty: What to say on standard error where there is no record: what to try.
    """
    found = iter(found)
    first = list(islice(found, 1))
    if empty and not first:
        note(empty)
    found = chain(first, found)
    if form == "jsonl":
        lines(map(tables.json_line, found))
    elif form == "csv":
        pieces(tables.flat(found, shape.fields))
    elif form == "md":
        lines(tables.markdown(shape.table(found)))
    else:
        show(shape.table(found), vault=vault, footer=footer, wrapped=form == "text")


def on_terminal() -> bool:
    """Whether standard output is a terminal, or FORCE_COLOR says to treat it as one."""
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()


def lines(texts: Iterable[str]) -> None:
    """Each text on a line of its own, exactly."""
    for text in texts:
        sys.stdout.write(f"{text}\n")


def pieces(texts: Iterable[str]) -> None:
    """Texts one behind the other: exactly, but for what a terminal would obey if they go to one."""
    tame = _tamed if sys.stdout.isatty() else str
    for text in texts:
        sys.stdout.write(tame(text))


def document(value: object) -> None:
    """One indented JSON document."""
    lines([tables.json_document(value)])


def note(message: str) -> None:
    """A line for the person on standard error; where nobody reads it, the work goes on all the same."""
    try:
        sys.stderr.write("".join(f"{visible(line)}\n" for line in message.split("\n")))
        sys.stderr.flush()
    except BrokenPipeError:
        drop(sys.stderr)


def report(texts: Iterable[str]) -> None:
    """What a command has done, a line each; where nobody reads it, it is done all the same."""
    told = list(texts)  # what does the work may be in the iterator
    try:
        lines(told)
        sys.stdout.flush()
    except BrokenPipeError:
        drop(sys.stdout)


def drop(stream: TextIO) -> None:
    """Let whatever is still written to a stream go nowhere if it can no longer be written."""
    try:
        stream.flush()
    except OSError:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)


def chunks(data: Iterable[bytes], path: Path | None, vault: Path | None = None) -> None:
    """Bytes to standard output, or to a file that replaces an older one only when it is complete.

    They are exact, but for what a terminal would obey if they go to one. In the vault no link is followed.

    Raises:
        UnsafePath: The file is in the vault, and a link, behind one, or no regular file.
        OSError: The file cannot be written; an older one is still there.
    """
    if path is not None:
        write(path, data, vault)
        return
    sys.stdout.flush()
    if sys.stdout.isatty():
        sys.stdout.write(_tamed(b"".join(data).decode(errors="replace")))
        return
    for chunk in data:
        sys.stdout.buffer.write(chunk)


def _tamed(text: str) -> str:
    """A text as a terminal may have it: its lines and tabs stay, all else that is no character is shown as escapes."""
    return "\n".join("\t".join(map(visible, line.split("\t"))) for line in text.split("\n"))


def _columns() -> int:
    given = os.environ.get("COLUMNS", "")
    return int(given) if given.isascii() and given.isdigit() and int(given) else WRAPPED
