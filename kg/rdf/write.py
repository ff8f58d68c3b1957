"""Writes graphs for people and programs: TriG and Turtle, JSON-LD, RDF/XML, piece by piece and in a readable order.

Each writer takes (graph IRI, N-Triples lines) pairs and yields bytes. The order is that of the note: the note, its
sections and callouts, then each claim, followed by its statements, quantities, dates and mentions.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias
from xml.sax.saxutils import escape, quoteattr

from kg.rdf import vocabulary as v
from kg.rdf.nquads import nodes_of, value_of
from kg.rdf.terms import XSD, prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.rdf.nquads import Nodes

Graphs: TypeAlias = "Iterable[tuple[str, list[str]]]"

FIRST = (v.A, v.NAME, v.TEXT, v.SUBJECT, v.PREDICATE, v.OBJECT)  # what a reader wants to see first of a thing
_RANK = {predicate: place for place, predicate in enumerate(FIRST)}

_INTEGER, _DECIMAL, _BOOLEAN = (f"^^<{XSD}{name}>" for name in ("integer", "decimal", "boolean"))
_LOCAL = re.compile(r"(?:[A-Za-z0-9_]|%[0-9A-F]{2})(?:[A-Za-z0-9_-]|%[0-9A-F]{2})*")
_SAFE_INTEGER = 2**53  # JSON numbers above it lose digits in most readers
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def trig(graphs: Graphs, base: str) -> Iterator[bytes]:
    """Write TriG, one block per graph, IRIs inside a note relative to it."""
    yield declared(base)
    for graph, lines in graphs:
        yield trig_block(graph, lines, base)


def trig_block(graph: str, lines: Iterable[str], base: str) -> bytes:
    """Write one graph as TriG; the prefixes of ``declared`` must come before it."""
    names = _Names(base, graph)
    blocks = "\n".join(_turtle_node(subject, node, names) for subject, node in arranged(lines))
    return f"\n@base <{graph}> .\nGRAPH <> {{\n{blocks}\n}}\n".encode()


def turtle(graphs: Graphs, base: str) -> Iterator[bytes]:
    """Write Turtle: the triples of all graphs."""
    yield declared(base)
    for graph, lines in graphs:
        names = _Names(base, graph)
        blocks = "\n".join(_turtle_node(subject, node, names) for subject, node in arranged(lines))
        yield f"\n@base <{graph}> .\n{blocks}\n".encode()


def jsonld(graphs: Graphs, base: str) -> Iterator[bytes]:
    """Write JSON-LD 1.1: one document with a context and one named graph per note."""
    context = json.dumps(prefixes(base), ensure_ascii=False)
    opening = f'{{"@context": {context},\n"@graph": ['.encode()
    for graph, lines in graphs:
        names = _Names(base)
        nodes = ",\n".join(
            json.dumps(_json_node(subject, node, names), ensure_ascii=False) for subject, node in arranged(lines)
        )
        yield opening + f'\n{{"@id": {json.dumps(graph, ensure_ascii=False)}, "@graph": [\n{nodes}\n]}}'.encode()
        opening = b","
    yield (b"\n]}\n" if opening == b"," else opening + b"]}\n")


def rdfxml(graphs: Graphs, base: str) -> Iterator[bytes]:
    """Write RDF/XML: the triples of all graphs; characters that XML 1.0 cannot hold become U+FFFD."""
    spaces = "".join(f"\n    xmlns:{prefix}={quoteattr(iri)}" for prefix, iri in prefixes(base).items())
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{spaces}>\n'.encode()
    for _, lines in graphs:
        names = _Names(base)
        for subject, node in arranged(lines):
            yield "".join(_xml_node(subject, node, names)).encode()
    yield b"</rdf:RDF>\n"


def arranged(lines: Iterable[str]) -> list[tuple[str, Mapping[str, list[str]]]]:
    """Return the nodes of one graph in reading order, each with its predicates in a fixed order."""
    nodes = nodes_of(lines)
    order = sorted(nodes, key=lambda subject: _place(subject, nodes))
    return [
        (subject, {key: nodes[subject][key] for key in sorted(nodes[subject], key=_predicate_place)})
        for subject in order
    ]


def _predicate_place(predicate: str) -> tuple[int, str]:
    return _RANK.get(predicate, len(_RANK)), predicate


def _place(subject: str, nodes: Nodes) -> tuple[int, int, str, int, str]:
    """Give a node's place: note, part or claim with all of its own; place in the file; claim; rank in it."""
    node = nodes[subject]
    if not v.REFERRING.isdisjoint(node):  # a mention: with its claim
        claim = node[v.IS_PART_OF][0]
        begin = subject.rpartition("#char=")[2].partition(",")[0]
        return 2, _begin(nodes, claim), claim, 2, f"{begin:>012}{subject}"
    if v.DERIVED_FROM in node:
        return 2, _begin(nodes, subject), subject, 0, ""
    owner = f"{subject.rpartition('.')[0]}>"  # of <claim>.1, <claim>.q1, <claim>.d1
    if v.DERIVED_FROM in nodes.get(owner, ()):
        return 2, _begin(nodes, owner), owner, 1, subject
    steps = subject.partition("#s")[2].rstrip(">")
    return (1 if steps else 0), 0, "", 0, ".".join(step.zfill(6) for step in steps.split(".")) or subject


def _begin(nodes: Nodes, claim: str) -> int:
    return int(value_of(nodes[claim][v.BEGIN][0]))


class _Names:
    """Abbreviates IRIs by the predeclared prefixes and, for Turtle, relative to the graph's own IRI."""

    def __init__(self, base: str, graph: str | None = None) -> None:
        self._graph = graph
        self._short = _shortener(base)

    def __call__(self, term: str) -> str:
        iri = term[1:-1]
        if self._graph is not None and (iri == self._graph or iri.startswith(f"{self._graph}#")):
            return f"<{iri[len(self._graph) :]}>"
        return self._short(iri) or term


@lru_cache(maxsize=4)
def _shortener(base: str) -> Any:
    longest_first = sorted(prefixes(base).items(), key=lambda item: -len(item[1]))

    @lru_cache(maxsize=1 << 12)
    def short(iri: str) -> str | None:
        for prefix, namespace in longest_first:
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                return f"{prefix}:{iri[len(namespace) :]}"
        return None

    return short


def declared(base: str) -> bytes:
    """Write the prefix declarations that Turtle and TriG begin with."""
    return "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in prefixes(base).items()).encode()


def _turtle_node(subject: str, node: Mapping[str, list[str]], names: _Names) -> str:
    pairs = " ;\n    ".join(
        f"{'a' if predicate == v.A else names(predicate)} {', '.join(_turtle_term(term, names) for term in objects)}"
        for predicate, objects in node.items()
    )
    return f"{names(subject)} {pairs} ."


def _turtle_term(term: str, names: _Names) -> str:
    if term[0] == "<":
        return names(term)
    if term.endswith((_INTEGER, _DECIMAL, _BOOLEAN)):
        return value_of(term)
    return term


def _json_node(subject: str, node: Mapping[str, list[str]], names: _Names) -> dict[str, Any]:
    record: dict[str, Any] = {"@id": subject[1:-1]}
    for predicate, objects in node.items():
        if predicate == v.A:
            record["@type"] = [names(term).strip("<>") for term in objects]
        else:
            values = [_json_value(term) for term in objects]
            record[names(predicate).strip("<>")] = values[0] if len(values) == 1 else values
    return record


def _json_value(term: str) -> Any:
    text = value_of(term)
    if term[0] == "<":
        return {"@id": text}
    if term.endswith(_INTEGER) and abs(int(text)) < _SAFE_INTEGER:
        return int(text)
    if term.endswith(_BOOLEAN):
        return text == "true"
    if term.endswith((_INTEGER, _DECIMAL)):
        return {"@value": text, "@type": f"xsd:{'integer' if term.endswith(_INTEGER) else 'decimal'}"}
    return text


def _xml_node(subject: str, node: Mapping[str, list[str]], names: _Names) -> Iterator[str]:
    yield f"<rdf:Description rdf:about={quoteattr(subject[1:-1])}>\n"
    for predicate, objects in node.items():
        name = names(predicate)
        for term in objects:
            if term[0] == "<":
                yield f"  <{name} rdf:resource={quoteattr(term[1:-1])}/>\n"
            else:
                datatype = term[term.rindex('"') + 3 :]
                typed = (
                    f' rdf:datatype="{datatype[1:-1] if datatype.startswith("<") else datatype[:-1]}"'
                    if datatype
                    else ""
                )
                text = escape(_NOT_IN_XML.sub("\ufffd", value_of(term)), {"\r": "&#13;"})
                yield f"  <{name}{typed}>{text}</{name}>\n"
    yield "</rdf:Description>\n"
