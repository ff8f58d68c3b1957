"""``kg stats``: how much the graph holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli import output
from kg.cli.command import Command, format_option, store_option, vault_option
from kg.cli.open_graph import graph_of
from kg.views.render import tables

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph import Graph


@click.command(
    cls=Command, short_help="How much the graph holds.", examples=("kg stats", "kg stats -f json | jq .claims")
)
@format_option("table", "json", "md")
@store_option
@vault_option
def command(vault: Path | None, form: str) -> None:
    """Count what the graph holds: notes, claims, entities, statements, recordings, repaired times."""
    with graph_of(vault) as (_, graph):
        held = graph.stats().to_dict() | _not_seen(graph)
    if form == "json":
        output.document(held)
    elif form == "md":
        output.lines(tables.markdown(tables.counts(held.items())))
    else:
        output.show(tables.counts(held.items()))


def _not_seen(graph: Graph) -> dict[str, int | str]:
    """How many notes and transcripts are not seen and keep what they say, and since when; nothing where all are."""
    facts = graph.generation.facts
    counts = {"notes_not_seen": facts.not_seen, "transcripts_not_seen": facts.not_heard}
    if not any(counts.values()):
        return {}
    return {name: count for name, count in counts.items() if count} | {"not_seen_since": facts.not_seen_since}
