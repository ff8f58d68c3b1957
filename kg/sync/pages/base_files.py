"""Bases, the files from which Obsidian draws tables of notes: their views as YAML, and the line that guards them."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from kg.escape import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

_GUARD = re.compile(r"# Made by kg sync sha256=([0-9a-f]{16}); a file that was changed is left alone\n")


def guarded(content: str) -> str:
    """A base with the line before it by which an edit is seen."""
    return f"# Made by kg sync sha256={_digest(content)}; a file that was changed is left alone\n{content}"


def is_ours(text: str) -> bool:
    """Whether a base is as kg wrote it: nobody changed it since."""
    found = _GUARD.match(text)
    return found is not None and found[1] == _digest(text[found.end() :])


def table_view(name: str, joined: Literal["and", "or"], conditions: Sequence[str], columns: Sequence[str]) -> list[str]:
    """The lines of a view that is a table; without a condition it shows all that the base holds."""
    lines = ["  - type: table", f"    name: {quoted(name)}"]
    if conditions:
        lines += ["    filters:", f"      {joined}:", *(f"        - {_single_quoted(one)}" for one in conditions)]
    return [*lines, "    order:", *(f"      - {column}" for column in columns)]


def _single_quoted(text: str) -> str:
    """Text as a YAML scalar."""
    return "'" + text.replace("'", "''") + "'"


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
