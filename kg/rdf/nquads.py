"""Canonical N-Quads by hand: literals, numbers and lines, written and read back without an RDF library.

The escapes are those of the canonical form of RDF 1.2 N-Quads, which pyoxigraph writes too: a graph that is encoded
here, stored and dumped comes back byte for byte.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from kg.rdf.vocabulary import DECIMAL, INTEGER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import TypeAlias

    # subject -> predicate -> objects, all as N-Triples writes them
    Nodes: TypeAlias = Mapping[str, Mapping[str, list[str]]]

_ESCAPES = {
    **{code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF)},
    **dict.fromkeys(range(55296, 57344), "�"),  # no UTF-8 holds a lone surrogate
    **{
        ord(raw): escape
        for raw, escape in zip('\b\t\n\f\r"\\', (*map("\\{}".format, "btnfr"), '\\"', "\\\\"), strict=True)
    },
}
_SPECIAL = re.compile('[\x00-\x1f"\\\\\x7f\ud800-\udfff\ufffe\uffff]')
_ESCAPED = re.compile(r"\\(?:u([0-9A-F]{4})|(.))")
_PLAIN = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}


def literal(text: str) -> str:
    """Return a plain string literal; lone surrogates become U+FFFD."""
    return f'"{text.translate(_ESCAPES)}"' if _SPECIAL.search(text) else f'"{text}"'


def integer(value: int) -> str:
    """Return an ``xsd:integer`` literal."""
    return f'"{value}"^^{INTEGER}'


def number(value: Decimal) -> str:
    """Return a number as a canonical ``xsd:integer`` or, when it has a fraction, ``xsd:decimal`` literal."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text == "-0":
        text = "0"
    return f'"{text}"^^{DECIMAL if "." in text else INTEGER}'


def fraction(value: float) -> str:
    """Return a share between 0 and 1 as plain digits, without zeros at the end."""
    return value_of(number(Decimal(repr(value))))


def value_of(term: str) -> str:
    """Return the text of a literal, or an IRI without its brackets."""
    if term[0] == "<":
        return term[1:-1]
    text = term[1 : term.rindex('"')]
    return _ESCAPED.sub(_unescape, text) if "\\" in text else text


def number_of(term: str) -> Decimal:
    """Return the value of a number literal."""
    return Decimal(value_of(term))


def triple_of(line: str) -> tuple[str, str, str]:
    """Split one canonical N-Triples or N-Quads line into subject, predicate and object; the graph is dropped."""
    subject, predicate, rest = line.split(" ", 2)
    end = rest.index(">") if rest[0] == "<" else rest.rindex('"')  # no IRI holds a quotation mark
    return subject, predicate, rest[: rest.index(" ", end)]


def nodes_of(lines: Iterable[str]) -> dict[str, dict[str, list[str]]]:
    """Gather lines by subject and predicate, each in order of first appearance."""
    nodes: dict[str, dict[str, list[str]]] = {}
    for line in lines:
        subject, predicate, obj = triple_of(line)
        nodes.setdefault(subject, {}).setdefault(predicate, []).append(obj)
    return nodes


def _unescape(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else _PLAIN[match[2]]
