"""``kg config``: the settings in force for a vault, and where each one comes from."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from kg import config, plugins
from kg.cli import find_vault, output
from kg.cli import vault_settings as settings
from kg.cli.command import Command, format_option, vault_option
from kg.config import vault_trust as trust
from kg.escape import visible
from kg.own_words import vault_words
from kg.user_folders import config_home
from kg.views.render.tables import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COLUMNS = (Column("Setting", "name"), Column("Value", "number"), Column("From", "text"), Column("Variable", "code"))


@click.command(
    cls=Command,
    short_help="The settings in force, and where each comes from.",
    examples=(
        "kg config",
        "KG_WORKERS=1 kg config        # variables win over the file",
        "kg config -f json | jq .model.value",
    ),
)
@format_option("table", "json")
@vault_option
def command(vault: Path | None, form: str) -> None:
    """Show the settings in force, and where each comes from.

    Also lists what installed packages add: pipeline stages, media and output formats.

    From weakest to strongest: defaults, your own config.toml, VAULT/.kg/config.toml as far as a vault may set things,
    KG_* variables, options. docs/settings.md explains each setting.
    """
    root = find_vault.find(vault)
    found = settings.of(root)
    values = {name: getattr(found, name) for name in config.ROWS}
    origins = config.sources(root, os.environ)
    if form == "json":
        document = {
            name: {
                "value": dict(value) if isinstance(value, tuple) else value,
                "from": origins[name],
                "place": config.PLACES[name][0],
                "set_by": config.ROWS[name].who,
            }
            for name, value in values.items()
        }
        own = {name: list(names) for name, names in vault_words.load(root).contents}
        output.document(document | {"own": own, "plugins": [each.to_dict() for each in plugins.active()]})
        return
    rows = (
        (Cell(config.PLACES[name][0]), Cell(_as_toml(value)), Cell(origins[name]), Cell(config.PLACES[name][1]))
        for name, value in values.items()
    )
    output.show(Table(COLUMNS, tuple(rows)))
    output.lines(_trust(root))
    output.lines(_own(root))
    output.lines(_plugins())


def _trust(root: Path) -> Iterator[str]:
    """Where the user's own settings are, and whether the vault's count."""
    own = config_home(os.environ)
    yield ""
    yield f"Your own settings: {visible(str(own / config.FILE))}"
    vaults, name = trust.read(os.environ), trust.name_of(root)
    if name in vaults.trusted:
        yield f"This vault is trusted; 'kg trust --remove' ends that: {visible(name)}"
    else:
        yield f"This vault is not trusted; 'kg trust' changes that: {visible(name)}"
    hosts = [host for vault, host in vaults.sending if vault == name]
    if hosts:
        yield f"Its notes may be sent to: {visible(', '.join(hosts))}"


def _own(root: Path) -> Iterator[str]:
    """The vault's own words, properties and types."""
    found = vault_words.load(root).contents
    if found:
        yield ""
        yield "This vault's own:"
    for name, names in found:
        yield visible(f"  {vault_words.FOLDER}/{name}: {', '.join(names)}")


def _plugins() -> Iterator[str]:
    """What installed packages add to kg."""
    found = plugins.active()
    if found:
        yield ""
        yield "Installed packages add:"
    for plugin in found:
        yield visible(f"  {plugin.kind} {plugin.name}, from {plugin.origin} ({plugin.target})")


def _as_toml(value: object) -> str:
    """The value as config.toml would write it."""
    if isinstance(value, tuple):
        return f"{{ {', '.join(f'{host!r} = {name!r}' for host, name in value)} }}" if value else "{}"
    return f'"{value}"' if isinstance(value, str) else str(value).lower()
