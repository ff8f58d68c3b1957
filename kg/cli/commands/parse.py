"""``kg parse``: the structure of notes as JSON, without NLP and without a store."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import click

from kg.cli import note_arguments, output
from kg.cli.command import Command, format_option, vault_option
from kg.model import Note, Problem
from kg.views.render import tables
from kg.views.render.tables import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.cli.note_arguments import NotePlace
    from kg.reader.resolver import Resolver
    from kg.views.render.tables import Record

COLUMNS = (
    Column("Headings", "count"),
    Column("Callouts", "count"),
    Column("Tags", "count"),
    Column("Links", "count"),
    Column("Dead", "count"),
    Column("Times", "count"),
    Column("Problems", "count"),
    Column("Note", "name"),
)


@click.command(
    cls=Command,
    short_help="The structure of notes as JSON.",
    examples=(
        "kg parse 'allin/CoreWeave IPO.md'",
        "kg parse allin -f table                 # every note in that folder",
        "kg parse note.md | jq '.timestamps[].raw'",
        "kg parse . --vault . | jq -r '.links[] | select(.resolved == null) | .target'",
    ),
)
@click.argument("arguments", nargs=-1, required=True, metavar="NOTE...")
@format_option("jsonl", "json", "table")
@vault_option
def command(arguments: Sequence[str], vault: Path | None, form: str) -> int:
    """Print what NOTE holds: properties, headings, callouts, fields, tags, links, times, problems.

    NOTE is a file, a path in the vault, or a folder for all notes in it; .md is optional. Positions are
    half-open ranges of code points in the file's text. Needs no graph. Exits with 1 if a file cannot be read.
    """
    from kg.reader.gc_pause import seldom_collected

    unreadable: list[Problem] = []
    found = _records(note_arguments.places(arguments, vault), unreadable)
    with seldom_collected():
        _print(found, form)
    for problem in unreadable:
        output.note(f"Error: note {problem.path!r}: {problem.message}")
    return 1 if unreadable else 0


def _print(found: Iterator[Record], form: str) -> None:
    if form == "jsonl":
        output.lines(map(tables.json_line, found))
    elif form == "json":
        output.document(list(found))
    else:
        output.show(_table(found))


def _records(places: Iterable[NotePlace], unreadable: list[Problem]) -> Iterator[Record]:
    """The record of each note; a file that cannot be read gives an empty one with its problem."""
    from kg.reader import vault_folder as reader
    from kg.reader.read_note import read_note
    from kg.views.render.parsed_note import note_record

    resolver = cache(_resolver)
    for where in places:
        data = reader.read_bytes(where.folder, where.path)
        if isinstance(data, Problem):
            unreadable.append(data)
            note = Note(where.path, "", "", writable=False, problems=(data,))
        else:
            note = read_note(where.path, data)
        yield note_record(note, resolver(where.vault))


def _resolver(vault: Path | None) -> Resolver | None:
    if vault is None:
        return None
    from kg.reader import vault_folder as reader
    from kg.reader.resolver import Resolver

    scan = reader.scan(vault)
    return Resolver((*scan.notes, *scan.canvases, *scan.others))


def _table(records: Iterable[Record]) -> Table:
    """How many of everything each note has."""
    return Table(
        COLUMNS,
        tuple(
            tuple(Cell(value if isinstance(value, str) else f"{value:,}") for value in _counts(record))
            for record in records
        ),
    )


def _counts(record: Record) -> tuple[int | str, ...]:
    inner = [link for link in record["links"] if link["kind"] != "external"]
    return (
        len(record["headings"]),
        len(record["callouts"]),
        len(record["tags"]),
        len(record["links"]),
        sum(link["resolved"] is None for link in inner),
        len(record["timestamps"]),
        len(record["problems"]),
        tables.note_name(record["note"]),
    )
