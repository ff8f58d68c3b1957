"""``kg completion``: a script with which a shell completes commands, options and the names in a vault."""

from __future__ import annotations

import click

from kg.cli import output
from kg.cli.command import Command
from kg.cli.shell_scripts import SHELLS, script


@click.command(
    cls=Command,
    short_help="Let your shell complete commands and names.",
    examples=tuple(line for _, line in SHELLS.values()),
)
@click.argument("shell", type=click.Choice(tuple(SHELLS)))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print the completion script for SHELL; load it when the shell starts.

    Besides commands and options it completes names of entities, types, queries, properties and notes of the vault that
    the command line means.
    """
    output.lines([script(context.find_root().command, shell)])
