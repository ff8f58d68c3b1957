"""``kg fsck``: whether what kg keeps in ``.kg`` is whole, and fits the notes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import output
from kg.cli.command import Command, format_option, vault_option
from kg.cli.commands.build import chosen
from kg.cli.vault_settings import of
from kg.escape import visible
from kg.views.render import tables

if TYPE_CHECKING:
    from kg.assembly.store_check import StoreFinding


@click.command(
    cls=Command,
    short_help="Check what kg keeps in .kg: against the notes, and part against part.",
    examples=("kg fsck ~/notes", "kg fsck || kg build           # a build mends what is wrong"),
)
@format_option("text", "jsonl")
@vault_option
@click.argument("folder", required=False, metavar="[VAULT]", type=click.Path(path_type=Path))
def command(folder: Path | None, vault: Path | None, form: str) -> int:
    """Check the files of VAULT/.kg, the notes, the graph, the search file and the history of kg sync; change none.

    Counts that builds keep are compared with the graph, too. Ends with 1 if something is wrong; the next 'kg build'
    rebuilds what it can from the notes. Notes that changed since the last build are named, and are nothing wrong.
    """
    from kg.assembly.store_check import checked

    root = chosen(folder, vault)
    wrong = stale = 0
    for found in checked(root, of(root)):
        wrong += not found.right
        stale += found.stale
        if form == "jsonl":
            output.lines([tables.json_line(found._asdict())])
            continue
        output.lines([f"{_state(found)}  {found.part:16}  {visible(found.text)}"])
    output.note(_advice(wrong, stale))
    return int(wrong > 0)


def _state(found: StoreFinding) -> str:
    if not found.right:
        return "WRONG"
    return "stale" if found.stale else "ok   "


def _advice(wrong: int, stale: int) -> str:
    if wrong:
        return "Run 'kg build' to rebuild what is wrong."
    return "Nothing is wrong; run 'kg build' to read what changed." if stale else "All is well."
