"""Which vault a command means: the one named, else the nearest at or above the current folder, else ``./vault``."""

from __future__ import annotations

from pathlib import Path

from kg.errors import VaultError

MARKS = (".obsidian", ".kg")  # a folder that holds one of these is a vault
FALLBACK = "vault"


def nearest(folder: Path) -> Path | None:
    """The nearest folder at or above ``folder`` that is a vault, or None."""
    for candidate in (folder, *folder.parents):
        if any((candidate / mark).is_dir() for mark in MARKS):
            return candidate
    return None


def find(given: Path | None, folder: Path | None = None) -> Path:
    """The vault to work on.

    Args:
        given: The folder that the user named, or None.
        folder: Where the search begins; the current folder by default.

    Raises:
        VaultError: The named folder does not exist or is none, or nothing was named and no vault is near.
    """
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
