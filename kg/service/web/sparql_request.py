"""A request of the SPARQL 1.1 Protocol, read from an HTTP request: what it asks, over which graphs, in which form.

A query comes in one of three ways: in the address (GET), in a form (POST), or as the body itself (POST). What is no
such request is answered with a status that says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
TAKEN = f"{FORM}, {QUERY}"
MALFORMED, FORBIDDEN, NOT_TAKEN = 400, 403, 415  # status codes of HTTP
NO_UPDATES = "the graph is read-only; to change it, edit the notes and run 'kg build'"
MOST_FIELDS = 1_000  # of a form or an address

Fields = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SparqlRequest:
    """What a request asks.

    Attributes:
        query: The SPARQL text.
        default: IRIs of the graphs that are to make the default graph; None together with ``named`` for no dataset.
        named: IRIs of the named graphs.
    """

    query: str
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is none.

    Attributes:
        status: Of HTTP.
        reason: For whoever sent it.
    """

    status: int
    reason: str


def from_get(address: bytes) -> SparqlRequest | Refusal:
    """Read a GET request from the part of its address after ``?``."""
    fields = fields_of(address)
    return fields if isinstance(fields, Refusal) else _from_fields(fields)


def from_post(content_type: str, address: bytes, body: bytes) -> SparqlRequest | Refusal:
    """Read a POST request.

    Args:
        content_type: The header's value.
        address: The part of the address after ``?``.
        body: The body.
    """
    kind, _, parameters = content_type.partition(";")
    kind = kind.strip().lower()
    if kind == UPDATE:
        return Refusal(FORBIDDEN, NO_UPDATES)
    if kind not in {FORM, QUERY} or not _is_utf8(parameters):
        return Refusal(NOT_TAKEN, f"send a query in UTF-8 as one of: {TAKEN}")
    in_address = fields_of(address)
    in_body = fields_of(body) if kind == FORM else _query(body)
    if isinstance(in_address, Refusal):
        return in_address
    return in_body if isinstance(in_body, Refusal) else _from_fields([*in_address, *in_body])


def _from_fields(fields: Fields) -> SparqlRequest | Refusal:
    values: Mapping[str, Sequence[str]] = {
        name: [value for field, value in fields if field == name]
        for name in ("query", "update", "default-graph-uri", "named-graph-uri")
    }
    if values["update"]:
        return Refusal(FORBIDDEN, NO_UPDATES)
    if len(values["query"]) != 1:
        return Refusal(MALFORMED, f"one 'query' is needed, {len(values['query'])} were sent")
    default, named = tuple(values["default-graph-uri"]), tuple(values["named-graph-uri"])
    if not default and not named:
        return SparqlRequest(values["query"][0])
    return SparqlRequest(values["query"][0], default, named)


def fields_of(encoded: bytes) -> Fields | Refusal:
    """The fields of a form, or of an address."""
    try:
        return parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except UnicodeDecodeError:
        return Refusal(MALFORMED, "the fields are not percent-encoded UTF-8")
    except ValueError:
        return Refusal(MALFORMED, f"more than {MOST_FIELDS:,} fields were sent")


def _query(body: bytes) -> Fields | Refusal:
    """The field whose value is the whole body, when the body is the query itself."""
    try:
        return [("query", body.decode("utf-8"))]
    except UnicodeDecodeError:
        return Refusal(MALFORMED, "the query is not valid UTF-8")


def _is_utf8(parameters: str) -> bool:
    """Whether the parameters of a content type name no other encoding."""
    named = [part.partition("=")[2].strip(' "').lower() for part in parameters.split(";") if "charset" in part.lower()]
    return all(each in {"utf-8", "utf8", "us-ascii"} for each in named)
