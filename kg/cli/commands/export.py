"""``kg export``: the whole graph, or all claims, in a format that other programs read."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import output
from kg.cli.command import Command, vault_option
from kg.cli.open_graph import graph_of
from kg.views.render.exports import FORMATS


def _held() -> str:
    """Which formats hold what: ``jsonl, csv: claims; ...``."""
    by_content: dict[str, list[str]] = {}
    for name, form in FORMATS.items():
        by_content.setdefault(form.holds, []).append(name)
    return "; ".join(f"{', '.join(names)}: {what}" for what, names in by_content.items()) + "."


@click.command(
    cls=Command,
    short_help="The graph or all claims for other programs.",
    examples=(
        "kg export -o claims.csv                   # the ending says which format",
        "kg export --format trig | gzip > graph.trig.gz",
        "kg export --format jsonl | jq -r .text",
        "kg export -o entities.gexf                # for Gephi: entities that share claims",
    ),
)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(tuple(FORMATS), case_sensitive=False),
    help=_held(),
)
@click.option(
    "-o", "--output", "path", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write to FILE."
)
@vault_option
def command(vault: Path | None, form: str | None, path: Path | None) -> None:
    """Write the graph to standard output or to FILE, which is replaced only when the new one is complete.

    Without --format the ending of FILE decides.
    """
    chosen = form or _by_ending(path)
    with graph_of(vault) as (_, graph):
        output.chunks(graph.export(chosen), path)
    if path is not None:
        output.note(f"wrote {path}")


def _by_ending(path: Path | None) -> str:
    endings = {form.ending: name for name, form in FORMATS.items()}
    if path is None or path.suffix.lower() not in endings:
        where = "nor -o FILE is given" if path is None else f"is given, and {path.name!r} ends with none of theirs"
        raise click.UsageError(f"no --format {where}; formats: {', '.join(FORMATS)}")
    return endings[path.suffix.lower()]
