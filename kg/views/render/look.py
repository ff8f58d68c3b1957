"""The one table of colours and sizes, ``look.css``, as style for pages of different kinds."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_BLOCK = re.compile(r"\{([^{}]*)\}")


@cache
def _table() -> tuple[str, str]:
    """The declarations that are always in force, and those that replace them where it is dark."""
    light, dark = _BLOCK.findall(files("kg.views.render").joinpath("look.css").read_text(encoding="utf-8"))
    return " ".join(light.split()), " ".join(dark.split())


def look(place: str, *dark_places: str) -> str:
    """Style that gives an element its colours; it is dark where one of the ``dark_places`` selects it."""
    light, dark = _table()
    return f"{place} {{ {light} }}\n{', '.join(dark_places)} {{ {dark} }}\n"


def systems_look() -> str:
    """Style for a whole page: it is dark where the reader's system is."""
    light, dark = _table()
    return f":root {{ {light} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"
