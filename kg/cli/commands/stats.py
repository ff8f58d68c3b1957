"""``kg stats``: how much the graph holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli import output
from kg.cli.command import Command, format_option, vault_option
from kg.cli.open_graph import graph_of
from kg.errors import StoreError
from kg.views.render import tables

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    cls=Command, short_help="How much the graph holds.", examples=("kg stats", "kg stats -f json | jq .claims")
)
@format_option("table", "json", "md")
@vault_option
def command(vault: Path | None, form: str) -> None:
    """Count what the graph holds: notes, claims, entities, statements, recordings, repaired times."""
    with graph_of(vault) as (root, graph):
        held = graph.stats().to_dict() | _not_seen(root)
    if form == "json":
        output.document(held)
    elif form == "md":
        output.lines(tables.markdown(tables.counts(held.items())))
    else:
        output.show(tables.counts(held.items()))


def _not_seen(root: Path) -> dict[str, int | str]:
    """How many notes and transcripts are not seen and keep what they say, and since when; nothing where all are."""
    from kg.assembly.state.build_state import STATE, BuildState
    from kg.assembly.steps.absent_notes import UNHEARD, recalled
    from kg.graph import FOLDER

    try:
        with BuildState(root / FOLDER / STATE, read_only=True) as state:
            absent, unheard = recalled(state), recalled(state, UNHEARD)
    except StoreError:  # a build is at work, or none was finished: the graph answers all the same
        return {}
    if not absent and not unheard:
        return {}
    counts = {"notes_not_seen": len(absent), "transcripts_not_seen": len(unheard)}
    return {
        **{name: count for name, count in counts.items() if count},
        "not_seen_since": min([*absent.values(), *unheard.values()]),
    }
