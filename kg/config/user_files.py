"""The names of the user's own files, in ``kg.user_folders.config_home``."""

from __future__ import annotations

FILE = "config.toml"  # the user's settings
LIST = "vaults.json"  # which vaults are trusted, and where notes of each may be sent; kg alone writes it
