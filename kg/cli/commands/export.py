"""``kg export``: the whole graph, or all claims, in a format that other programs read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import output
from kg.cli.command import Command, store_option, vault_option
from kg.cli.open_graph import graph_of
from kg.views.render.exports import COMPRESSED, ENDINGS, FORMATS
from kg.views.render.gzip_stream import gzipped

if TYPE_CHECKING:
    from kg.plugins import Plugin


def _held() -> str:
    """Which formats hold what: ``jsonl, csv: claims; ...``."""
    by_content: dict[str, list[str]] = {}
    for name, form in FORMATS.items():
        by_content.setdefault(form.holds, []).append(name)
    return "; ".join(f"{', '.join(names)}: {what}" for what, names in by_content.items()) + "."


class FormatName(click.ParamType):  # type: ignore[type-arg]  # no generic class before click 8.3
    """The name of a format, of kg or of an installed package, in upper or lower case."""

    name = "format"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name as the format has it."""
        asked = value.lower()
        if asked in FORMATS:
            return asked
        added = {name.lower(): name for name in _added()}
        if asked not in added:
            self.fail(f"{value!r} is not one of {', '.join((*FORMATS, *added.values()))}", param, ctx)
        return added[asked]


def _added() -> dict[str, Plugin]:
    """The formats that installed packages add, none of them imported yet."""
    from kg import plugins

    return {plugin.name: plugin for plugin in plugins.installed("format", FORMATS)}


@click.command(
    cls=Command,
    short_help="The graph or all claims for other programs.",
    examples=(
        "kg export -o claims.csv                   # the file extension decides the format",
        "kg export -o graph.trig.gz                # compressed, if its name ends in .gz",
        "kg export --format jsonl | jq -r .text",
        "kg export -o entities.gexf                # for Gephi: entities that share claims",
    ),
)
@click.option(
    "-f",
    "--format",
    "form",
    type=FormatName(),
    metavar=f"[{'|'.join(FORMATS)}]",
    help=_held(),
)
@click.option(
    "-o", "--output", "path", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write to FILE."
)
@store_option
@vault_option
def command(vault: Path | None, form: str | None, path: Path | None) -> None:
    """Write the graph to standard output or to FILE, which is replaced only when the new one is complete.

    Without --format, the extension of FILE decides. A FILE that ends in .gz is compressed.
    Installed packages may add formats; 'kg config' lists them.
    """
    chosen = form or _by_ending(path)
    with graph_of(vault) as (root, graph):
        pieces = graph.export(chosen)
        output.chunks(gzipped(pieces) if _is_compressed(path) else pieces, path, root)
    if path is not None:
        output.note(f"wrote {path}")


def _is_compressed(path: Path | None) -> bool:
    """Whether a file's name says that it is gzip."""
    return path is not None and path.suffix.lower() == COMPRESSED


def _by_ending(path: Path | None) -> str:
    known = list(FORMATS)
    if path is not None:
        ending = (path.with_suffix("") if _is_compressed(path) else path).suffix.lower()
        endings = {form.ending: name for name, form in FORMATS.items()}
        if ending not in endings:
            endings |= _added_endings()
        if ending in endings:
            return endings[ending]
        known = list(endings.values())
    where = "and no -o FILE given" if path is None else f"given, and the extension of {path.name!r} names none"
    raise click.UsageError(f"no --format {where}; formats: {', '.join(known)}")


def _added_endings() -> dict[str, str]:
    """Ending and name of each format that an installed package adds.

    Raises:
        PluginError: One of them cannot be used, or two have one ending.
    """
    from kg import plugins

    found: dict[str, str] = {}
    for name, plugin in _added().items():
        ending = plugins.load_format(plugin, {*ENDINGS, *found}).ending
        found[ending] = name
    return found
