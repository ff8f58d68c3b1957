"""Where the user's own configuration lives, outside any vault."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "claimgraph"
FILE = "config.toml"  # the user's settings
LIST = "vaults.json"  # which vaults are trusted, and where notes of each may be sent; kg alone writes it


def config_home(environ: Mapping[str, str]) -> Path:
    """The user's folder for kg's settings; it may be missing.

    ``XDG_CONFIG_HOME`` counts on every system; without it the system's own place does, as platformdirs has it.
    """
    given = environ.get("XDG_CONFIG_HOME", "")
    if os.path.isabs(given):  # noqa: PTH117 - the specification says: a relative one is to be ignored
        return Path(given, NAME)
    if sys.platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local", NAME)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / NAME
    return Path(environ.get("HOME") or Path.home(), ".config", NAME)
