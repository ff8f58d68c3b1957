"""``kg view``: the graph as a page to browse, or one entity's neighbourhood as a picture."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from kg import config
from kg.cli import find_vault, output
from kg.cli.command import Command, store_option, vault_option
from kg.cli.commands.build import EXPORTS
from kg.cli.completed_names import entity_names
from kg.cli.open_graph import graph_of, known
from kg.files import replace
from kg.views.explorer.explorer_page import MARK

if TYPE_CHECKING:
    from kg.graph import Graph

EXPLORER, PYVIS = "explorer", "pyvis"


@click.command(
    cls=Command,
    short_help="Browse the graph in a web browser.",
    examples=(
        "kg view --open                                # the explorer, in your browser",
        "kg view --entity CoreWeave --open             # starting with one entity",
        "kg view --entity CoreWeave --format pyvis     # its neighbourhood as one small page",
        "kg view --out ~/Desktop/my-graph              # a folder to share; it needs no network",
    ),
)
@click.option("--entity", metavar="NAME", shell_complete=entity_names, help="Start with this entity, by name or alias.")
@click.option("--open", "opened", is_flag=True, help="Open the page in the web browser.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help=f"The folder to write into.  [default: ./{EXPORTS}/{EXPLORER}]",
)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice((EXPLORER, PYVIS), case_sensitive=False),
    default=EXPLORER,
    show_default=True,
    help="explorer: the whole graph; pyvis: an entity among those it shares claims with.",
)
@store_option
@vault_option
def command(vault: Path | None, entity: str | None, out: Path | None, form: str, *, opened: bool) -> None:
    """Write a page that shows the graph, and print where it is.

    The page opens with a double-click and needs no network. For a large vault it loads claims from files next to it. A
    page that is up to date is left as it is.
    """
    from kg.assembly.steps.explorer_output import write_explorer

    if form == PYVIS and entity is None:
        raise click.UsageError("--format pyvis draws one entity's neighbourhood: name it with --entity NAME")
    root = find_vault.find(vault)
    with graph_of(root) as (_, graph):
        name = None if entity is None else known(graph, [entity])[0].name
        if form == PYVIS:
            page, fragment = _picture(graph, str(name), out or Path(EXPORTS), root), ""
        else:
            settings = config.load(root, os.environ)
            make = partial(graph.explorer, settings)
            page = write_explorer(
                make, root, out or Path(EXPORTS) / EXPLORER, settings, graph.generation.facts.made_from
            )
            fragment = "" if name is None else f"#entity={quote(name, safe='')}"
    output.report([f"{page}{fragment}"])
    if opened:
        show(f"{page.resolve().as_uri()}{fragment}")


def show(address: str) -> None:
    """Open the page in the web browser, with its fragment, which the system's own opener would drop."""
    import webbrowser

    if not webbrowser.open(address):
        output.note("no web browser found; double-click the page to open it")


def _picture(graph: Graph, name: str, folder: Path, vault: Path) -> Path:
    """The neighbourhood as one file, named after the entity."""
    page = folder / f"{file_name(name)}.html"
    replace(page, f"<!-- {MARK} -->\n{graph.neighbourhood(name).to_html()}".encode(), MARK.encode(), vault)
    return page


def file_name(name: str) -> str:
    """An entity's name as every file system takes it: letters and digits of any script, the rest as ``-``."""
    kept = "".join(char if char.isalnum() else "-" for char in name)
    return "-".join(filter(None, kept.split("-")))[:80] or "entity"
