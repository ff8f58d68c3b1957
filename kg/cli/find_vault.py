"""Which vault a command means: the one named, else the nearest at or above the current folder, else ``./vault``."""

from __future__ import annotations

import os
from pathlib import Path

import click

from kg.cli.nearest_vault import nearest
from kg.errors import VaultError

FALLBACK = "vault"
FOLDER, OWN = ".kg", ("words.toml", "properties.toml", "types.toml")


def find(given: Path | None, folder: Path | None = None) -> Path:
    """The vault to work on.

    Args:
        given: The folder that the user named, or None.
        folder: Where the search begins; the current folder by default.

    Raises:
        VaultError: The named folder does not exist or is none, or nothing was named and no vault is near.
        OwnWordsError: A file with the vault's own words, properties or types cannot be used.
    """
    found = _found(given, folder)
    _use_own_words(found)
    return found


def _use_own_words(vault: Path) -> None:
    """Have a vault's own words in force until the command ends."""
    context = click.get_current_context(silent=True)
    if context is not None and any(os.path.lexists(vault / FOLDER / name) for name in OWN):
        from kg.own_words import vault_words

        context.with_resource(vault_words.using(vault_words.load(vault)))


def _found(given: Path | None, folder: Path | None) -> Path:
    if given is not None:
        if not given.exists():
            raise VaultError(given, "does not exist")
        if not given.is_dir():
            raise VaultError(given, "is a file, not a folder", "pass the folder with the notes as --vault DIR")
        return given
    here = folder or Path.cwd()
    found = nearest(here) or here / FALLBACK
    if not found.is_dir():
        raise VaultError(
            here,
            "neither this folder nor any above it contains .obsidian/ or .kg/, and it has no folder 'vault'",
            "change into your vault, or name it with --vault DIR",
        )
    return found
