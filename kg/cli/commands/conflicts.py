"""``kg conflicts``: where the notes give several values for one attribute, side by side, with a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli import output
from kg.cli.command import Command, format_option, limit_option, vault_option
from kg.cli.open_graph import cut, graph_of, known
from kg.views.compare import pair_tables
from kg.views.compare.verdicts import VERDICTS
from kg.views.render.figures import counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.views.compare.value_pairs import Conflicts

SHAPE = output.Shape(pair_tables.table, pair_tables.FIELDS)


@click.command(
    cls=Command,
    short_help="Where the notes give several values for one thing, with a verdict.",
    examples=(
        "kg conflicts CoreWeave",
        "kg conflicts CoreWeave --property valuation",
        "kg conflicts --property foundingDate",
        "kg conflicts --verdict conflict                   # of all entities",
        "kg conflicts CoreWeave -f jsonl | jq -r '[.property, .verdict, .first.text, .second.text] | @tsv'",
    ),
)
@click.argument("names", nargs=-1, metavar="[ENTITY]")
@click.option("--verdict", type=click.Choice(VERDICTS), help="Only pairs that are judged like this.")
@click.option("--property", "property_", metavar="NAME", help="Only values of this property, such as valuation.")
@limit_option("pairs")
@format_option(*output.FORMS)
@vault_option
def command(
    names: Sequence[str],
    vault: Path | None,
    form: str,
    limit: int | None,
    *,
    verdict: str | None,
    property_: str | None,
) -> None:
    """Hold the values that the notes give for one attribute of ENTITY (or of all) against each other, in pairs.

    Values are numbers, and dates where the attribute is one, as when something was founded or launched.

    Verdicts: agree (the same), refine (one is the other said more exactly), differ in time (their dates share
    no day, or a price, a rate, a change, a deal of the one is not known to be that of the other), differ in kind (a
    forecast against a fact, hearsay against a plain statement), conflict (they exclude each other, and nothing said
    explains it). "About" allows a tenth. Nothing is resolved or left out; two numbers in one sentence are no pair, nor
    is the growth of two things.
    """
    with graph_of(vault) as (root, graph):
        asked = [entity.name for entity in known(graph, names)]
        if len(asked) > 1:
            raise click.UsageError(f"name one entity at a time, not {' and '.join(map(repr, asked))}")
        found = graph.conflicts(*asked, verdict=verdict, property=property_)
        shown, rest = cut(found, limit, form)
        footer = f"{asked[0]}: " if asked else ""
        output.records(form, shown.to_dicts(), SHAPE, vault=root, footer=f"{footer}{_told(found)}{rest}")


def _told(found: Conflicts) -> str:
    """How many pairs there are, and how many of each verdict."""
    counts = [(name, sum(row.verdict == name for row in found)) for name in VERDICTS]
    shares = ", ".join(f"{count} {name}" for name, count in counts if count)
    return counted(len(found), "pair") + (f" ({shares})" if shares else "")
