"""HTML from values: every text is escaped, and only what was made here is taken as markup."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg.escape import html, is_web

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

VOID = frozenset({"meta", "link", "input"})  # elements without content


@dataclass(frozen=True, slots=True)
class Markup:
    """A piece of HTML that is safe to be put into a page."""

    text: str


Child = str | Markup | None


def tag(name: str, /, *children: Child, **attributes: str | None) -> Markup:
    """An element; ``class_`` and ``for_`` give the attributes class and for, and what is None is left out."""
    written = "".join([f' {_named(key)}="{html(value)}"' for key, value in attributes.items() if value is not None])
    if name in VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{joined(children).text}</{name}>")


@cache
def _named(key: str) -> str:
    """An attribute's name, from that of an argument."""
    return key.rstrip("_").replace("_", "-")


def joined(children: Iterable[Child], between: str = "") -> Markup:
    """Pieces one behind the other; texts are escaped."""
    texts = [child.text if isinstance(child, Markup) else html(child) for child in children if child is not None]
    return Markup(html(between).join(texts))


def in_lines(text: str) -> Markup:
    """A text of several lines, for an element that keeps them: a textarea, which leaves out the first line end."""
    return Markup("".join(f"\n{html(line)}" for line in text.replace("\r\n", "\n").split("\n")))


def link(text: Child, address: str) -> Markup:
    """A link to a page of this server."""
    return tag("a", text, href=address)


def outside(text: str, address: str) -> Markup:
    """A link to another server, if the address is plain http; else the text alone."""
    return tag("a", text, href=address, rel="noreferrer") if is_web(address) else tag("span", text)


def items(rows: Iterable[Child], name: str = "ul") -> Markup:
    """A list."""
    return tag(name, *(tag("li", row) for row in rows))


def table(heads: Iterable[str], rows: Iterable[Iterable[Child]], right: Container[int] = ()) -> Markup:
    """A table with a head; the columns whose numbers are in ``right`` line up at the right."""
    sides = {True: "right", False: None}
    names = (tag("th", each, scope="col", class_=sides[at in right]) for at, each in enumerate(heads))
    lines = (tag("tr", *(tag("td", cell, class_=sides[at in right]) for at, cell in enumerate(row))) for row in rows)
    whole = tag("table", tag("thead", tag("tr", *names)), tag("tbody", *lines))
    return tag("div", whole, class_="wide", tabindex="0")
