"""``kg trust``: the vaults whose own settings count, as git's ``safe.directory`` has it for repositories."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg import config
from kg.cli import output
from kg.cli.command import Command, vault_option
from kg.cli.commands.build import chosen
from kg.config import vault_trust as trust
from kg.config.settings_table import USER, VAULT
from kg.escape import visible

if TYPE_CHECKING:
    from collections.abc import Iterator


@click.command(
    cls=Command,
    short_help="Trust a vault's own settings, or stop trusting them.",
    examples=(
        "kg trust ~/notes              # its .kg/config.toml may name a model, a pipeline, a folder for pages",
        "kg trust --list               # the vaults you trust, and where notes of each may be sent",
        "kg trust --remove ~/notes     # take both back",
    ),
)
@click.option("--list", "listed", is_flag=True, help="Show the vaults on your list.")
@click.option("--remove", is_flag=True, help="Take the vault off your list.")
@vault_option
@click.argument("folder", required=False, metavar="[VAULT]", type=click.Path(path_type=Path))
def command(folder: Path | None, vault: Path | None, *, listed: bool, remove: bool) -> None:
    """Trust VAULT: everything in its .kg/config.toml then takes effect, including a language model and its address.

    Do this for your own vaults only. A vault from somebody else could send your notes elsewhere. The list is in your
    own configuration folder and contains paths: a vault that moves is no longer trusted.
    """
    if listed:
        if folder or vault or remove:
            raise click.UsageError("--list goes alone")
        output.lines(_listed())
        return
    named = folder or vault
    root = named if remove and named else chosen(folder, vault)  # one that is gone can be taken off the list, too
    name = visible(trust.name_of(root))
    if remove:
        there = trust.forget(root, os.environ)
        output.report([f"No longer trusted: {name}" if there else f"Was not trusted: {name}"])
        return
    trust.trust(root, os.environ)
    output.report([f"Trusted: {name}", *_sets(root)])


def _listed() -> Iterator[str]:
    """A line for each vault on the list."""
    vaults = trust.read(os.environ)
    for name in sorted({*vaults.trusted, *(vault for vault, _ in vaults.sending)}):
        hosts = ", ".join(host for vault, host in vaults.sending if vault == name)
        yield f"{visible(name)}  {'trusted' if name in vaults.trusted else 'not trusted'}" + (
            f", notes may go to {visible(hosts)}" if hosts else ""
        )


def _sets(root: Path) -> Iterator[str]:
    """What the vault's file sets that only a trusted one may."""
    for each in config.origin(root, os.environ).heeded:
        row = config.ROWS[each.name]
        if row.who not in {VAULT, USER} and each.where == str(root / ".kg" / config.FILE):
            yield f"  sets    {row.place} = {visible(repr(each.value))}"
