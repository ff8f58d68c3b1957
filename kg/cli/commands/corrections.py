"""``kg corrections``: what was corrected on entity pages, and what of it no longer changes anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli import output
from kg.cli.command import Command, format_option, limit_option, store_option, vault_option
from kg.cli.open_graph import cut, graph_of
from kg.model.correction import CORRECTION_TABLE
from kg.views.render import tables
from kg.views.render.figures import counted

if TYPE_CHECKING:
    from pathlib import Path

NONE = "No corrections. A correction is a property that you write on an entity's page, which kg sync makes."
SHAPE = output.Shape(tables.corrections, tables.CORRECTION_FIELDS)
HELP = f"""List the corrections that the last build found on entity pages: those in effect first.

A correction is a property of an entity page: {", ".join(row.written for row in CORRECTION_TABLE.values())}.
To undo one, remove the line or restore the old value, then run 'kg build'.
"""


@click.command(
    cls=Command,
    help=HELP,
    short_help="What you corrected on entity pages, and whether it has an effect.",
    examples=(
        "kg corrections",
        "kg corrections --idle                   # those that no longer change anything, and why",
        "kg corrections -f jsonl | jq -r 'select(.kind == \"merge\") | .entity'",
    ),
)
@click.option("--idle", is_flag=True, help="Only those that change nothing.")
@limit_option("corrections")
@format_option(*output.FORMS)
@store_option
@vault_option
def command(vault: Path | None, limit: int | None, form: str, *, idle: bool) -> None:
    """List the corrections of the last build."""
    with graph_of(vault) as (root, graph):
        found = graph.corrections.all()
        if idle:
            found = type(found)(tuple(row for row in found if row.idle))
        shown, rest = cut(found, limit, form)
        without = sum(1 for row in found if row.idle)
        footer = f"{counted(len(found), 'correction')}, {without} without effect{rest}"
        output.records(form, shown.to_dicts(), SHAPE, vault=root, footer=footer, empty=NONE)
