"""Properties of generated pages: written quoted right, and later changed line by line, so that no other line moves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from kg.escape import quoted
from kg.reader import frontmatter

if TYPE_CHECKING:
    from collections.abc import Mapping

Value: TypeAlias = "str | int | bool | tuple[str, ...]"

FENCE = "---"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_QUOTED = re.compile(r"""(?<=[\s:,\[-])(?:"(?:\\.|[^"\\])*"|'[^']*')""")
_COMMENT = re.compile(r"(?:^|[ \t])#", re.MULTILINE)
_PLAIN = re.compile(r"(?!(?:true|false|null|yes|no|on|off)\Z)[A-Za-z]{2,}", re.IGNORECASE)


def lines_of(name: str, value: Value) -> str:
    """A property as YAML lines with line feeds: numbers and single words plain, texts quoted, lists as block lists."""
    if isinstance(value, tuple):
        items = "".join(f"  - {quoted(item)}\n" for item in value)
        return f"{name}:\n{items}" if value else f"{name}: []\n"
    if isinstance(value, bool):
        return f"{name}: {str(value).lower()}\n"
    shown = value if isinstance(value, int) or _PLAIN.fullmatch(value) else quoted(value)
    return f"{name}: {shown}\n"


def block(values: Mapping[str, Value]) -> str:
    """A whole frontmatter, fences included."""
    lines = "".join(lines_of(name, value) for name, value in values.items())
    return f"---\n{lines}---\n"


def changed(text: str, wanted: Mapping[str, Value], newline: str) -> str | None:
    """The text with these properties set; one that the text does not have is not added: somebody removed it.

    Returns:
        The new text, or None when a line splice cannot do it and prove that every other property stays equal.
    """
    there = frontmatter.read(text).values
    return _set(text, {name: value for name, value in wanted.items() if name in there}, newline)


def with_values(text: str, wanted: Mapping[str, Value], newline: str) -> str | None:
    """The text with these properties set; those that it does not have are added at the end of the others.

    Returns:
        As ``changed``; None also when the text has no properties at all.
    """
    found = frontmatter.read(text)
    if found.span is None:
        return None
    at = text.rindex(FENCE, 0, found.span.end)
    added = "".join(lines_of(name, value) for name, value in wanted.items() if name not in found.values)
    return _set(text, wanted, newline, text[:at] + added.replace("\n", newline) + text[at:])


def _set(text: str, wanted: Mapping[str, Value], newline: str, new: str | None = None) -> str | None:
    """The text with properties changed where they differ; ``new`` is the text with those that it did not have."""
    before = frontmatter.read(text)
    new = text if new is None else new
    for name, value in wanted.items():
        if name in before.values and before.values[name] != _plain(value):
            spliced = _spliced(new, name, lines_of(name, value).replace("\n", newline))
            if spliced is None:
                return None
            new = spliced
    after = frontmatter.read(new)
    expected = before.values | {name: _plain(value) for name, value in wanted.items()}
    whole = before.span is None or after.span is None or text[before.span.end :] == new[after.span.end :]
    return new if after.issue == before.issue and after.values == expected and whole else None


def _plain(value: Value) -> object:
    return list(value) if isinstance(value, tuple) else value


def _spliced(text: str, name: str, lines: str) -> str | None:
    opening = frontmatter.OPENING.match(text)
    at = opening.end() if opening else 0
    first = re.compile(rf"(?:{re.escape(name)}|([\"']){re.escape(name)}\1)[ \t]*:(?=[ \t\r\n])")
    while (line := _LINE.match(text, at)) and line[0] and not frontmatter.CLOSING.match(text, at):
        if first.match(text, at):
            end = _end(text, line.end())
            if _COMMENT.search(_QUOTED.sub("", text[at:end])):
                return None  # a comment of the user's would go with the old lines
            return text[:at] + lines + text[end:]
        at = line.end()
    return None


def _end(text: str, at: int) -> int:
    """Where a property ends whose first line ends at ``at``: indented lines and list items belong to it."""
    end = at
    while (line := _LINE.match(text, at)) and line[0] and not frontmatter.CLOSING.match(text, at):
        at = line.end()
        if re.match(r"[ \t]+[^\s#]|-(?=[ \t\r\n])", line[0]):
            end = at
        elif not re.match(r"[ \t]*(?:#.*)?[\r\n]", line[0]):
            break
    return end
