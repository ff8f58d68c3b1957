"""Frozen answers to queries: plain Python values inside, the engine's own serialisers on the way out."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import pyoxigraph as ox

from kg.errors import UnknownName
from kg.rdf.terms import XSD
from kg.shown import Tabular

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Value: TypeAlias = str | int | float | bool | None
AnswerForms: TypeAlias = "Mapping[str, str | None]"  # kind of query -> name of a format, None where none is wanted

TABLE_FORMATS = {
    "csv": ox.QueryResultsFormat.CSV,
    "json": ox.QueryResultsFormat.JSON,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
GRAPH_FORMATS = {
    "jsonld": ox.RdfFormat.JSON_LD,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "ttl": ox.RdfFormat.TURTLE,
}
# kind of query -> names of the formats that its answer can be written in
FORMATS: Mapping[str, tuple[str, ...]] = {
    "select": tuple(TABLE_FORMATS),
    "ask": ("json", "xml"),
    "construct": tuple(GRAPH_FORMATS),
}
_NUMBERS: Mapping[str, type[int | float]] = {
    **{f"{XSD}{name}": int for name in ("integer", "int", "long", "nonNegativeInteger")},
    **{f"{XSD}{name}": float for name in ("decimal", "double", "float")},
}


@dataclass(frozen=True, slots=True)
class QueryResult(Tabular):
    """The answer to a query.

    Attributes:
        kind: ``select``, ``ask`` or ``construct``.
        columns: Names of the variables; of the three places of a triple for ``construct``.
        rows: One tuple per solution or triple. IRIs are strings, numbers are numbers, unbound is None; the places of
            a triple are written as in N-Triples, and triples are sorted.
        answer: What ``ask`` gave, else None.
        formats: Names that ``serialize`` takes.
    """

    kind: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    answer: bool | None
    formats: tuple[str, ...]
    _payload: bytes = field(repr=False)
    _prefixes: tuple[tuple[str, str], ...] = field(repr=False)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        return iter(self.rows)

    def __bool__(self) -> bool:
        return bool(self.rows) if self.answer is None else self.answer

    @property
    def prefixes(self) -> tuple[tuple[str, str], ...]:
        """Pairs of prefix and namespace that IRIs of the answer can be shortened with."""
        return self._prefixes

    def to_dicts(self) -> list[dict[str, Value]]:
        """Return one dict per row, keyed by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def serialize(self, name: str) -> bytes:
        """Write the answer in a standard format.

        Raises:
            UnknownName: The format does not exist, or does not fit the kind of query.
        """
        if name not in self.formats:
            raise UnknownName(f"format for {self.kind.upper()} queries", name, known=self.formats)
        if self.kind == "construct":
            return _written(self._payload, name, self._prefixes)
        answer = ox.parse_query_results(self._payload, ox.QueryResultsFormat.JSON)
        return answer.serialize(format=TABLE_FORMATS[name]) or b""


class SerializedAnswer(NamedTuple):
    """The answer to a query in bytes.

    Attributes:
        kind: As in ``QueryResult``.
        form: Name of the format that it is in; None where none is wanted for this kind.
        content: The bytes, none without a format.
    """

    kind: str
    form: str | None
    content: bytes


def serialized(answer: Any, prefixes: Mapping[str, str], forms: AnswerForms) -> SerializedAnswer:
    """Write the engine's answer in the format that is wanted, the same bytes as those of ``QueryResult.serialize``.

    Args:
        answer: As for ``freeze``.
        prefixes: As for ``freeze``.
        forms: The formats by kind of query.
    """
    kind = kind_of(answer)
    form = forms[kind]
    if form is None:
        return SerializedAnswer(kind, None, b"")
    if kind == "construct":
        payload = _canonical(answer)
        return SerializedAnswer(kind, form, _written(payload, form, _used(payload, prefixes)))
    return SerializedAnswer(kind, form, answer.serialize(format=TABLE_FORMATS[form]) or b"")


def kind_of(answer: Any) -> str:
    """Which kind of query an answer of the engine's is to."""
    if isinstance(answer, ox.QueryTriples):
        return "construct"
    return "ask" if isinstance(answer, ox.QueryBoolean) else "select"


def freeze(answer: Any, prefixes: Mapping[str, str]) -> QueryResult:
    """Turn the engine's answer into a frozen result.

    Args:
        answer: ``QuerySolutions``, ``QueryBoolean`` or ``QueryTriples`` of pyoxigraph; it is used up.
        prefixes: Namespaces for formats that abbreviate.
    """
    if isinstance(answer, ox.QueryTriples):
        payload = _canonical(answer)
        places = tuple(tuple(map(str, quad.triple)) for quad in ox.parse(payload, ox.RdfFormat.N_TRIPLES))
        used = _used(payload, prefixes)
        return QueryResult(
            "construct", ("subject", "predicate", "object"), places, None, FORMATS["construct"], payload, used
        )
    declared = tuple(sorted(prefixes.items()))
    payload = answer.serialize(format=ox.QueryResultsFormat.JSON)
    parsed = json.loads(payload)
    if isinstance(answer, ox.QueryBoolean):
        return QueryResult("ask", (), (), parsed["boolean"], FORMATS["ask"], payload, declared)
    columns = tuple(parsed["head"]["vars"])
    rows = tuple(tuple(_value(row.get(name)) for name in columns) for row in parsed["results"]["bindings"])
    return QueryResult("select", columns, rows, None, FORMATS["select"], payload, declared)


def _canonical(answer: Any) -> bytes:
    """The triples as lines of N-Triples, sorted, each once; blank nodes are renamed so that equal answers are equal."""
    lines = set((ox.serialize(answer, format=ox.RdfFormat.N_TRIPLES) or b"").splitlines(keepends=True))
    if any(b"_:" in line for line in lines):  # if only in a text or an IRI, this changes nothing
        dataset = ox.Dataset(ox.parse(b"".join(lines), ox.RdfFormat.N_TRIPLES))
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        triples = (quad.triple for quad in dataset)
        lines = set((ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").splitlines(keepends=True))
    return b"".join(sorted(lines))


def _written(payload: bytes, form: str, prefixes: Iterable[tuple[str, str]]) -> bytes:
    """Lines of N-Triples in a format."""
    if form == "nt":
        return payload
    triples = ox.parse(payload, ox.RdfFormat.N_TRIPLES)
    return ox.serialize(triples, format=GRAPH_FORMATS[form], prefixes=dict(prefixes)) or b""


def _used(payload: bytes, prefixes: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The prefixes, by name, with which an IRI of some lines begins."""
    return tuple((prefix, iri) for prefix, iri in sorted(prefixes.items()) if f"<{iri}".encode() in payload)


def python_value(term: Any) -> Value:
    """A term of the engine's, or None, as rows hold it."""
    if term is None or isinstance(term, ox.Triple):
        return None if term is None else str(term)
    datatype = term.datatype.value if isinstance(term, ox.Literal) else ""
    return _value({"value": term.value, "datatype": datatype})


def _value(binding: Mapping[str, str] | None) -> Value:
    if binding is None:
        return None
    text, datatype = binding["value"], binding.get("datatype", "")
    if datatype == f"{XSD}boolean":
        return text == "true"
    return _NUMBERS.get(datatype, str)(text)
