"""Loads the whole package, for tests that fork children which shall find everything loaded."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import kg


def load_all() -> None:
    """Import every module, but for those whose library, that of an extra, is not installed here."""
    for module in pkgutil.walk_packages(kg.__path__, "kg."):
        if module.name.endswith("__main__"):
            continue
        try:
            import_module(module.name)
        except ModuleNotFoundError as error:
            if error.name is None or error.name.partition(".")[0] in {"kg", "tests"}:
                raise
