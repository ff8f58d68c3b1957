"""``kg mcp``: the graph as tools for an assistant, over standard input and output."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import vault_settings
from kg.cli.command import Command, store_option, store_option_value, timeout_option, vault_option
from kg.cli.commands.build import named
from kg.cli.open_graph import asked_vault, be_ready
from kg.errors import ExtraMissing


@click.command(
    cls=Command,
    first=be_ready,
    short_help="Let an assistant ask the graph (MCP).",
    examples=(
        "kg mcp ~/notes                 # started by the assistant's program, not by hand: see the README",
        "kg mcp ~/notes --timeout 60    # SPARQL queries may take a minute",
    ),
)
@click.argument("folder", required=False, metavar="[VAULT]", type=click.Path(path_type=Path))
@timeout_option
@store_option
@vault_option
def command(folder: Path | None, vault: Path | None, timeout: float) -> None:
    """Serve the graph of VAULT to an assistant over the Model Context Protocol, on standard input and output.

    The tools only read: entities, claims about one, claims at a time of a recording, full text, conflicts,
    explanations, the text of notes, SPARQL. After a build they answer from the new graph. Needs the extra: pip
    install 'claimgraph[mcp]'.
    """
    root = asked_vault(named(folder, vault))
    settings = vault_settings.of(root, store_url=store_option_value())
    try:
        from kg.service.mcp_server import server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"mcp", "mcp_types"}:
            raise
        raise ExtraMissing("kg mcp", "mcp", "mcp") from error
    from kg.service.live_graph import LiveGraph

    live = LiveGraph(root, settings)
    try:
        server(live, timeout).run("stdio")
    finally:
        live.close()
