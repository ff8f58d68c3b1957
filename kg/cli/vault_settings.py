"""The settings a command works with, and a word to the person on what a vault's own file may not set."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from kg import config
from kg.cli import output
from kg.config.settings_table import USER
from kg.config.user_files import FILE
from kg.escape import visible
from kg.user_folders import config_home

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def of(root: Path, **flags: Any) -> config.Config:
    """The settings for a vault; what its own file sets without permission is reported on standard error, and ignored.

    Raises:
        ConfigError: A setting is unknown, has the wrong type or is out of range.
    """
    found = config.load(root, os.environ, **flags)
    for line in ignored(root, config.origin(root, os.environ).ignored):
        output.note(line)
    return found


def ignored(root: Path, given: Iterable[config.GivenSetting]) -> Iterator[str]:
    """What to say about settings that a vault's file may not set, with how to fix it."""
    names: dict[bool, list[str]] = {}
    for each in given:
        row = config.ROWS[each.name]
        names.setdefault(row.who == USER, []).append(row.place)
    own, theirs = (visible(str(folder / FILE)) for folder in (config_home(os.environ), root / ".kg"))
    if False in names:
        yield (
            f"Ignored: {', '.join(names[False])} in {theirs}, because this vault is not trusted; "
            f"'kg trust {_quoted(str(root))}' accepts its settings, or set them in {own}"
        )
    if True in names:
        yield f"Ignored: {', '.join(names[True])} in {theirs}, because no vault may set it; set it in {own}"


def _quoted(path: str) -> str:
    """A path as a shell reads it."""
    from shlex import quote

    return quote(visible(path))
