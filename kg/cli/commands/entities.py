"""``kg entities``: who and what the notes talk about, those with most claims first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli import output
from kg.cli.command import Command, format_option, limit_option, store_option, vault_option
from kg.cli.completed_names import type_names
from kg.cli.open_graph import at_most, graph_of, rest
from kg.views.render import tables
from kg.views.render.figures import counted

if TYPE_CHECKING:
    from pathlib import Path

NONE = "No entity is like that: leave out --type or --min-claims."
SHAPE = output.Shape(tables.entities, tables.ENTITY_FIELDS)


@click.command(
    cls=Command,
    short_help="Who and what the notes talk about.",
    examples=(
        "kg entities --type Organization --min-claims 10",
        "kg entities -f csv > entities.csv",
        "kg entities -f jsonl | jq -r 'select(.type == \"Person\") | .name'",
    ),
)
@click.option("--type", "kind", metavar="TYPE", shell_complete=type_names, help="Of this type only, such as Person.")
@click.option("--min-claims", type=click.IntRange(min=0), default=0, metavar="N", help="With at least N claims.")
@limit_option("entities")
@format_option(*output.FORMS)
@store_option
@vault_option
def command(vault: Path | None, kind: str | None, min_claims: int, limit: int | None, form: str) -> None:
    """List the entities with their type, claims, notes and other names, those with most claims first.

    On a terminal, shows the first 100 unless --limit says otherwise.
    """
    with graph_of(vault) as (_, graph):
        if kind is not None and kind.lower() not in map(str.lower, graph.own.types):
            raise click.BadParameter(f"{kind!r} is not one of {', '.join(graph.own.types)}", param_hint="--type")
        found = graph.entities(type=kind, min_claims=min_claims, limit=at_most(limit, form))
        footer = f"{counted(found.total, 'entity')}{rest(found)}"
        output.records(form, found.to_dicts(), SHAPE, footer=footer, empty=NONE)
