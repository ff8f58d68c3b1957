"""Properties of the simple kind, ``name: value`` lines and block lists, which mean the same in any YAML.

Nearly all notes have only these. Whatever is not certainly simple is left to ``yamltree``.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from kg.reader.scalars import core, plain_is_safe

_PAIR = re.compile(r"([A-Za-z_][A-Za-z0-9_-]*):(?:[ ]+(.*))?")
_ITEM = re.compile(r"([ ]*)-[ ]+(.*)")


class YamlTree(NamedTuple):
    """A value, and for each quoted scalar in it: key path, start and end offset in the source."""

    value: Any
    quoted: tuple[tuple[str, int, int], ...]


class YamlFault(Exception):
    """Why properties cannot be read: the problem's code and a detail."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


class _NotSimpleError(Exception):
    """A line is not certainly simple."""


def load(source: str) -> YamlTree | None:
    """The properties in ``source``, or None when a line of it is not certainly simple."""
    reader = _Reader()
    at = 0
    try:
        for line in source.split("\n"):
            reader.line(line, at)
            at += len(line) + 1
    except _NotSimpleError:
        return None
    return YamlTree(reader.values, tuple(reader.quoted))


class _Reader:
    """The properties read so far, the last name, and the indentation of its list's items."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.quoted: list[tuple[str, int, int]] = []
        self.name = ""
        self.indent: str | None = None

    def line(self, line: str, at: int) -> None:
        """Read one line, which begins at offset ``at``."""
        if not line.strip(" "):
            return
        if not line.isprintable():
            raise _NotSimpleError
        if pair := _PAIR.fullmatch(line):
            self.name, self.indent = pair[1], None
            if self.name in self.values:
                raise _NotSimpleError
            self.values[self.name] = self._scalar(pair, self.name, at)
        elif item := _ITEM.fullmatch(line):
            self._item(item, at)
        else:
            raise _NotSimpleError

    def _item(self, item: re.Match[str], at: int) -> None:
        if self.indent is None and self.name and self.values[self.name] is None:
            self.indent = item[1]
            self.values[self.name] = []
        if self.indent != item[1] or not item[2].strip(" "):
            raise _NotSimpleError
        items = self.values[self.name]
        items.append(self._scalar(item, f"{self.name}.{len(items)}", at))

    def _scalar(self, match: re.Match[str], path: str, at: int) -> str | float | bool | None:
        written = (match[2] or "").rstrip(" ")
        if not written:
            return None
        if written[0] not in "\"'":
            if plain_is_safe(written):
                return core(written)
            raise _NotSimpleError
        inner = written[1:-1]
        if len(written) == 1 or written[-1] != written[0] or written[0] in inner or "\\" in inner:
            raise _NotSimpleError
        start = at + match.start(2)
        self.quoted.append((path, start, start + len(written)))
        return inner
