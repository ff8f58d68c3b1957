"""Inline fields, ``key:: value``, as Dataview reads them."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from kg.model import Field, Span
from kg.reader import mark_search

if TYPE_CHECKING:
    from kg.reader.outline import Structure

_KEY = re.compile(r"[^\[\](){}<>|`:\n]+")
_WHOLE_LINE = re.compile(r"[ \t]*([^\[\](){}<>|`:\n]*[^\s\[\](){}<>|`:])[ \t]*::(?!:)[ \t]*")
_CLOSING = {"[": "]", "(": ")"}
_MARKS = "*_~ \t"


def canonical(key: str) -> str:
    """A key as Dataview looks it up: without formatting marks, lower case, inner white space as dashes."""
    return "-".join(key.strip(_MARKS).lower().split())


def find(text: str, masked: str, structure: Structure) -> list[Field]:
    """All fields of a note; values as written, trimmed, None when empty."""
    if mark_search.find(masked, "::") < 0:
        return []
    found: list[Field] = []
    for index, block in enumerate(structure.blocks):
        if block.kind in {"code", "html", "math"} or masked.find("::", *block.span) < 0:
            continue
        for line in block.lines:
            if masked.find("::", *line) >= 0:
                bracketed = _bracketed(text, masked, line)
                found += bracketed
                if not bracketed and index not in structure.tasks and block.kind != "heading":
                    found += _whole(text, masked, line)
    return found


def _whole(text: str, masked: str, line: Span) -> list[Field]:
    match = _WHOLE_LINE.match(masked, line.start, line.end)
    key = canonical(text[match.start(1) : match.end(1)]) if match else ""
    if match is None or not any(char.isalnum() for char in key):
        return []
    return [Field(key, text[match.end() : line.end].strip() or None, line)]


def _bracketed(text: str, masked: str, line: Span) -> list[Field]:
    """``[key:: value]`` and ``(key:: value)`` anywhere in a line; brackets in a value nest."""
    found: list[Field] = []
    openers, closers = _brackets(masked, line)
    at = line.start
    while (mark := masked.find("::", at, line.end)) >= 0:
        at = mark + 2
        index = bisect_left(openers, mark) - 1
        opener = openers[index] if index >= 0 else -1
        end = closers.get(opener, -1)
        if end < mark or not _KEY.fullmatch(masked, opener + 1, mark):
            continue
        key = canonical(text[opener + 1 : mark])
        if key:
            value = text[mark + 2 : end].strip()
            found.append(Field(key, value or None, Span(opener, end + 1)))
            at = end + 1
    return found


def _brackets(masked: str, line: Span) -> tuple[list[int], dict[int, int]]:
    """The opening brackets of a line, and where those that are closed are; the two kinds nest apart."""
    openers: list[int] = []
    waiting: dict[str, list[int]] = {"]": [], ")": []}
    closers = {}
    for at in range(line.start, line.end):
        char = masked[at]
        if char in _CLOSING:
            openers.append(at)
            waiting[_CLOSING[char]].append(at)
        elif char in waiting:
            unclosed = waiting[char]
            if unclosed:
                closers[unclosed.pop()] = at
    return openers, closers
