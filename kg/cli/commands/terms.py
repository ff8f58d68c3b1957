"""``kg terms``: the concepts that the claims are about, those with most claims first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli import output
from kg.cli.command import Command, format_option, limit_option, store_option, vault_option
from kg.cli.open_graph import at_most, graph_of, rest
from kg.views.render import tables
from kg.views.render.figures import counted

if TYPE_CHECKING:
    from pathlib import Path

NONE = "No term is like that: leave out --min-claims."
SHAPE = output.Shape(tables.terms, tables.TERM_FIELDS)


@click.command(
    cls=Command,
    short_help="The key terms that claims are about.",
    examples=(
        "kg terms --limit 20",
        "kg terms --min-claims 5 -f csv > glossary.csv",
        "kg terms -f jsonl | jq -r 'select(.broader == []) | .name'",
    ),
)
@click.option("--min-claims", type=click.IntRange(min=0), default=0, metavar="N", help="In at least N claims.")
@limit_option("terms")
@format_option(*output.FORMS)
@store_option
@vault_option
def command(vault: Path | None, min_claims: int, limit: int | None, form: str) -> None:
    """List the terms with their claims, notes, other spellings and broader terms, those with most claims first.

    A term is what a glossary of its field would list, such as customer acquisition cost; kg claims TERM shows its
    claims. On a terminal, shows the first 100 unless --limit says otherwise.
    """
    with graph_of(vault) as (_, graph):
        found = graph.terms(min_claims=min_claims, limit=at_most(limit, form))
        footer = f"{counted(found.total, 'term')}{rest(found)}"
        output.records(form, found.to_dicts(), SHAPE, footer=footer, empty=NONE)
