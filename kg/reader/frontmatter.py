"""Properties: the fence at the top of a note and the values in it, as YAML 1.2 with the core schema has them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.model import Link, Span
from kg.reader import simpleyaml
from kg.reader.links import wikilink
from kg.reader.scalars import double_quoted
from kg.reader.simpleyaml import YamlFault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.reader.simpleyaml import YamlTree

OPENING = re.compile(r"---[ \t]*(\r\n?|\n|\Z)")
CLOSING = re.compile(r"(?<=[\r\n])---[ \t]*(?=[\r\n]|\Z)")
_NAMED = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*:(?=\s|\Z)")
_QUOTED_LINK = re.compile(r"\[\[([^\n]+)\]\]")


class Properties(NamedTuple):
    """Properties as read.

    Attributes:
        span: Of the fences and what is between them, or None without properties.
        values: Name to value; empty when they cannot be read.
        links: Links in values, with their key paths.
        issue: Code and detail of what is wrong with the whole, or None.
        unquoted: Key paths of unquoted ``[[links]]``.
        body: Offset where the body begins.
    """

    span: Span | None
    values: dict[str, Any]
    links: tuple[Link, ...] = ()
    issue: tuple[str, str] | None = None
    unquoted: tuple[str, ...] = ()
    body: int = 0


def read(text: str) -> Properties:
    """Read the properties of a note; whatever is wrong with them goes into ``issue``."""
    opening = OPENING.match(text)
    if opening is None or not opening[1]:
        return Properties(None, {})
    closing = CLOSING.search(text, opening.end())
    if closing is None:
        named = _NAMED.match(text, opening.end())
        return Properties(None, {}, issue=("frontmatter-unclosed", "") if named else None)
    span = Span(0, closing.end())
    source = text[opening.end() : closing.start()]
    tree = simpleyaml.load(source.replace("\r\n", " \n"))
    if tree is None:
        try:
            tree = _full(source)
        except YamlFault as fault:
            return Properties(span, {}, issue=(fault.code, fault.detail), body=span.end)
    if not isinstance(tree.value, dict):
        issue = None if tree.value is None else ("yaml-not-a-map", "")
        return Properties(span, {}, issue=issue, body=span.end)
    links = tuple(_links(tree, text, opening.end()))
    unquoted = tuple(path for path, value in _walk(tree.value) if _is_bracketed_list(value))
    return Properties(span, tree.value, links, None, unquoted, span.end)


def _full(source: str) -> YamlTree:
    from kg.reader import yamltree  # the YAML engine loads only for a vault that needs it

    return yamltree.load(source)


def _links(tree: YamlTree, text: str, offset: int) -> Iterator[Link]:
    """Links among the quoted values: those that are wholly one ``[[link]]``."""
    for path, start, end in tree.quoted:
        raw = text[offset + start : offset + end]
        inner = double_quoted(raw) if raw[:1] == '"' else raw[1:-1].replace("''", "'")
        found = _QUOTED_LINK.fullmatch(inner.strip())
        left, right = raw.find("[["), raw.rfind("]]")
        if found and "[[" not in found[1] and "]]" not in found[1] and 0 <= left < right:
            link = wikilink(found[1], Span(offset + start + left, offset + start + right + 2))
            if link:
                yield link._replace(kind="property", key=path)


def _walk(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    yield path, value
    items: Iterable[tuple[object, object]] = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, inner in items:
        yield from _walk(inner, f"{path}.{key}" if path else str(key))


def _is_bracketed_list(value: object) -> bool:
    """``[[Note]]`` unquoted: a list that holds nothing but a list of one text."""
    inner = value[0] if isinstance(value, list) and len(value) == 1 else None
    return isinstance(inner, list) and len(inner) == 1 and isinstance(inner[0], str)


def texts(value: object) -> tuple[str, ...]:
    """The texts of a property that holds one or a list of them, trimmed, none empty; anything else is dropped."""
    items = value if isinstance(value, list) else [value]
    return tuple(item.strip() for item in items if isinstance(item, str) and item.strip())


def lookup(values: dict[str, Any], name: str) -> object:
    """The value of the property ``name``, which matches whatever its case; the exact spelling comes first."""
    if name in values:
        return values[name]
    return next((value for key, value in values.items() if key.lower() == name), None)


def tags(values: dict[str, Any]) -> tuple[str, ...]:
    """The property ``tags``: a text is one tag, ``#`` is optional, items with inner white space are dropped."""
    names = (text.removeprefix("#") for text in texts(lookup(values, "tags")))
    return tuple(name for name in names if name and not any(char.isspace() for char in name))


def aliases(values: dict[str, Any]) -> tuple[str, ...]:
    """The property ``aliases``: a text or a list of texts."""
    return texts(lookup(values, "aliases"))
