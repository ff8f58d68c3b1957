"""``kg conflicts``: where the notes give several values for one attribute, side by side, with a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli import output
from kg.cli.command import Command, format_option, limit_option, store_option, vault_option
from kg.cli.completed_names import entity_names, property_names
from kg.cli.open_graph import at_most, graph_of, known, rest
from kg.views.compare import pair_tables
from kg.views.compare.verdicts import VERDICTS
from kg.views.render.figures import counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.views.compare.value_pairs import Conflicts

NONE = (
    "No two values to compare. Pairs that cannot be compared: --verdict 'not comparable'. "
    "All numbers of an entity: kg claims NAME --with USD."
)
SHAPE = output.Shape(pair_tables.table, pair_tables.FIELDS)


@click.command(
    cls=Command,
    short_help="Where the notes give different values for one thing.",
    examples=(
        "kg conflicts CoreWeave",
        "kg conflicts CoreWeave --property valuation",
        "kg conflicts --property foundingDate",
        "kg conflicts --verdict conflict                   # of all entities",
        "kg conflicts CoreWeave -f jsonl | jq -r '[.property, .verdict, .first.text, .second.text] | @tsv'",
    ),
)
@click.argument("names", nargs=-1, metavar="[ENTITY]", shell_complete=entity_names)
@click.option("--verdict", type=click.Choice(VERDICTS), help="Only pairs with this verdict.")
@click.option(
    "--property",
    "property_",
    metavar="NAME",
    shell_complete=property_names,
    help="Only values of this property, such as valuation.",
)
@limit_option("pairs")
@format_option(*output.FORMS)
@store_option
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
    """Compare the values that the notes give for each attribute of ENTITY (or of all entities), in pairs.

    Values are numbers, or dates where the attribute is one, such as when something was founded or launched.

    Verdicts: agree (the same), refine (one states the other more precisely), differ in time (their dates share no
    day), differ in kind (a forecast against a fact, hearsay against a plain statement), conflict (they exclude each
    other, and nothing in the notes explains it). "About" allows a tenth. Nothing is resolved. Two numbers in one
    sentence are not compared, nor is the growth of different things. Pairs from one note, of which only one is dated,
    of different parts or conditions, and prices, rates, changes or deals not known to be of the same time are "not
    comparable", and so are values of which one note gives several under one label: --verdict "not comparable" lists
    them.
    """
    with graph_of(vault) as (root, graph):
        asked = [entity.name for entity in known(graph, names)]
        if len(asked) > 1:
            raise click.UsageError(f"name one entity at a time, not {' and '.join(map(repr, asked))}")
        found = graph.conflicts(*asked, verdict=verdict, property=property_, limit=at_most(limit, form))
        footer = f"{f'{asked[0]}: ' if asked else ''}{_told(found)}{rest(found)}"
        output.records(form, found.to_dicts(), SHAPE, vault=root, footer=footer, empty=NONE)


def _told(found: Conflicts) -> str:
    """How many pairs there are, and how many of each verdict."""
    shares = ", ".join(f"{count} {name}" for name, count in found.verdicts)
    return counted(found.total, "pair") + (f" ({shares})" if shares else "")
