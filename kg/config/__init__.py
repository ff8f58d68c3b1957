"""The settings of one run: the table of them, where they come from, and which vaults may set what."""

from kg.config.setting_sources import GivenSetting, Origin, load, origin, sources
from kg.config.settings_table import LLM, PLACES, ROWS, RULES, Config
from kg.config.user_files import FILE
from kg.config.value_limits import BACKENDS

__all__ = [
    "BACKENDS",
    "FILE",
    "LLM",
    "PLACES",
    "ROWS",
    "RULES",
    "Config",
    "GivenSetting",
    "Origin",
    "load",
    "origin",
    "sources",
]
