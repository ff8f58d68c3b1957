"""The vault around a folder, found without loading anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MARKS = (".obsidian", ".kg")  # a folder that holds one of these is a vault


def nearest(folder: Path) -> Path | None:
    """The nearest folder at or above ``folder`` that is a vault, or None."""
    for candidate in (folder, *folder.parents):
        if any((candidate / mark).is_dir() for mark in MARKS):
            return candidate
    return None
