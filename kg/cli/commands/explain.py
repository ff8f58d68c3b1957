"""``kg explain``: which rule or model gave each field of one claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli import output
from kg.cli.command import Command, format_option, vault_option
from kg.cli.open_graph import graph_of
from kg.views.page import explanation

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    cls=Command,
    short_help="Which rule or model gave each field of a claim.",
    examples=(
        "kg explain c-38a6f00d12",
        "kg explain 38a6                                   # the beginning is enough",
        "kg claims CoreWeave -f jsonl | head -1 | jq -r .id | xargs kg explain",
        "kg explain c-38a6 -f json | jq '.reasons[] | select(.confidence < 0.8)'",
    ),
)
@click.argument("claim", metavar="CLAIM-ID")
@format_option("text", "json", default="text")
@vault_option
def command(claim: str, vault: Path | None, form: str) -> None:
    """Show, field by field, where claim CLAIM-ID comes from: the rule, its confidence, and the module it is in.

    CLAIM-ID is the claim's IRI, its part behind '#', or the beginning of that; 'kg claims -f jsonl' prints it as "id".
    If several claims begin like this, they are listed.
    """
    with graph_of(vault) as (root, graph):
        found = graph.explain(claim)
        if form == "json":
            output.document(found.to_dict())
        else:
            place = f"{found.claim.note}  {found.claim.id}"
            output.show(explanation.table(found), vault=root, footer=place)
