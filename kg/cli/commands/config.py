"""``kg config``: the settings in force for a vault, and where each one comes from."""

from __future__ import annotations

import os
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from kg import config
from kg.cli import find_vault, output
from kg.cli.command import Command, format_option, vault_option
from kg.views.out.tables import Cell, Column, Table

if TYPE_CHECKING:
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

    Defaults are overruled by VAULT/.kg/config.toml, the file by KG_* variables, those by options.
    """
    root = find_vault.find(vault)
    values = asdict(config.load(root, os.environ))
    origins = config.sources(root, os.environ)
    if form == "json":
        output.document(
            {
                name: {"value": value, "from": origins[name], "place": config.PLACES[name][0]}
                for name, value in values.items()
            }
        )
        return
    rows = (
        (Cell(config.PLACES[name][0]), Cell(_as_toml(value)), Cell(origins[name]), Cell(config.PLACES[name][1]))
        for name, value in values.items()
    )
    output.show(Table(COLUMNS, tuple(rows)))


def _as_toml(value: object) -> str:
    """The value as config.toml would write it."""
    return f'"{value}"' if isinstance(value, str) else str(value).lower()
