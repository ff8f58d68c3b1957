"""``kg claims``: everything that the notes claim about an entity, with the second where each was said."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from kg.claim_json import claim_record
from kg.cli import output
from kg.cli.command import Command, format_option, limit_option, media_time, store_option, vault_option
from kg.cli.completed_names import entity_names, note_paths
from kg.cli.open_graph import at_most, graph_of, known, rest
from kg.model.claim import MODALITIES
from kg.views.render import tables
from kg.views.render.figures import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.graph import Graph
    from kg.model import Claim
    from kg.store.ask.answer_rows import EntityRow

NONE = "No claim is like that: leave a filter or an entity out, or look for words with kg search."


@click.command(
    cls=Command,
    short_help="What is claimed about an entity, and where to hear it.",
    examples=(
        "kg claims CoreWeave",
        "kg claims coreweave microsoft                     # claims that mention both",
        "kg claims CoreWeave --about --with '> 1 billion USD'",
        "kg claims --note 'allin/*' --from 54:00 --to 56:00",
        "kg claims CoreWeave --context                     # with the words around each in the transcript",
        "kg claims NVIDIA --callout warning -f jsonl | jq -r .text",
    ),
)
@click.argument("names", nargs=-1, metavar="[ENTITY]...", shell_complete=entity_names)
@click.option("--about/--mentions", default=False, help="Claims mainly about it, or all that mention it (default).")
@click.option(
    "--note",
    metavar="GLOB",
    shell_complete=note_paths,
    help="In notes whose path or name matches, such as 'allin/*'.",
)
@click.option("--callout", metavar="TYPE", help="In callouts of this type, such as warning.")
@click.option("--modality", type=click.Choice(MODALITIES), help="With this modality.")
@click.option("--from", "start", callback=media_time, metavar="TIME", help="Said at or after 54:21, 0:54:21 or 3261.")
@click.option("--to", "end", callback=media_time, metavar="TIME", help="Said before this time.")
@click.option(
    "--with", "with_", metavar="NUMBER-UNIT", help="With a number like this: USD, 60%, '> 1 billion USD', 5 years."
)
@click.option("--context", is_flag=True, help="Also show what the recording's transcript has around each claim.")
@limit_option("claims")
@format_option(*output.FORMS)
@store_option
@vault_option
def command(
    names: Sequence[str],
    vault: Path | None,
    form: str,
    limit: int | None,
    *,
    context: bool,
    about: bool,
    **filters: Any,
) -> None:
    """Show the claims about ENTITY (by name or alias, upper or lower case), in reading order.

    Each claim comes with the time to play and a link to it, its note and its numbers. With several entities, shows the
    claims that mention all of them. On a terminal, shows the first 100 unless --limit says otherwise.
    """
    if not names and all(value is None for value in filters.values()):
        raise click.UsageError("name an entity, or filter with --note, --callout, --modality, --from, --to or --with")
    with graph_of(vault) as (root, graph):
        asked = known(graph, names)
        most = at_most(limit, form)
        found = graph.claims(*(entity.name for entity in asked), about=about or None, limit=most, **filters)
        shape = output.Shape(partial(tables.claims, asked=[entity.name for entity in asked]), tables.CLAIM_FIELDS)
        footer = f"{_described(asked)}{counted(found.total, 'claim')}{rest(found)}"
        records = _with_context(graph, found) if context else map(claim_record, found)
        output.records(form, records, shape, vault=root, footer=footer, empty=NONE)


def _with_context(graph: Graph, claims: Iterable[Claim]) -> Iterator[dict[str, Any]]:
    """Claims in their public JSON, each with what a transcript has around it."""
    for claim in claims:
        yield claim_record(claim) | {"context": graph.context(claim).to_dicts()}


def _described(asked: Sequence[EntityRow]) -> str:
    """``CoreWeave (Organization, also CoreWeave Inc.): `` for each entity that was asked for."""
    told = []
    for entity in asked:
        also = f", also {', '.join(entity.aliases)}" if entity.aliases else ""
        told.append(f"{entity.name} ({entity.type}{also})")
    return f"{' and '.join(told)}: " if told else ""
