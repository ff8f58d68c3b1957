"""Where the user's own files lie, outside any vault: settings and trust, and what kg keeps between runs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "claimgraph"


def config_home(environ: Mapping[str, str]) -> Path:
    """The user's folder for kg's settings, ``XDG_CONFIG_HOME`` or the system's own place; it may be missing."""
    return _named_by(environ, "XDG_CONFIG_HOME") or platformdirs.user_config_path(NAME, appauthor=False)


def state_home(environ: Mapping[str, str]) -> Path:
    """The user's folder for what kg keeps between runs, ``XDG_STATE_HOME`` or the system's own place."""
    return _named_by(environ, "XDG_STATE_HOME") or platformdirs.user_state_path(NAME, appauthor=False)


def cache_home(environ: Mapping[str, str]) -> Path:
    """The user's folder for what kg can fetch or make again, ``XDG_CACHE_HOME`` or the system's own place."""
    return _named_by(environ, "XDG_CACHE_HOME") or platformdirs.user_cache_path(NAME, appauthor=False)


def _named_by(environ: Mapping[str, str], variable: str) -> Path | None:
    """Kg's folder below what a variable names, on every system; a relative path is to be ignored, says the XDG rule."""
    given = environ.get(variable, "")
    return Path(given, NAME) if os.path.isabs(given) else None  # noqa: PTH117 - of a text that need not be a path
