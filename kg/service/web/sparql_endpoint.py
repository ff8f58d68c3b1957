"""``/sparql``: the SPARQL 1.1 Protocol for queries."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse, Response

from kg.service.web.bodies import body_of
from kg.service.web.media_types import RESULTS
from kg.service.web.negotiation import wanted
from kg.service.web.remembering import queried
from kg.service.web.sparql_request import TAKEN, Refusal, from_get, from_post
from kg.store.ask.sparql import QueryScope
from kg.store.engine.query_results import FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.requests import Request

    from kg.graph import Graph
    from kg.service.live_graph import LiveGraph
    from kg.service.web.sparql_request import SparqlRequest

NOT_ACCEPTABLE = 406


async def sparql(request: Request, live: LiveGraph, seconds: float) -> Response:
    """Answer one request.

    Args:
        request: The HTTP request.
        live: The graph.
        seconds: After which a query is given up.

    Raises:
        QueryError: As in ``Opened.ask``.
        HTTPException: The body is too large or too slow.
    """
    asked = await _asked(request)
    if isinstance(asked, Refusal):
        headers = {"accept-post": TAKEN}
        return PlainTextResponse(f"{asked.reason}\n", asked.status, headers)
    accept = ", ".join(request.headers.getlist("accept"))
    scope = QueryScope(asked.default, asked.named, str(request.url.replace(query="")))

    def question(graph: Graph, limit: float) -> Response:
        return answered(graph, asked.query, scope, accept, limit)

    return await queried(live, (asked.query, scope, accept), question, seconds)


async def _asked(request: Request) -> SparqlRequest | Refusal:
    address = request.scope["query_string"]
    if request.method == "POST":
        return from_post(request.headers.get("content-type", ""), address, await body_of(request))
    return from_get(address)


def answered(graph: Graph, query: str, scope: QueryScope, accept: str, seconds: float) -> Response:
    """The answer to a query, in the form that is accepted.

    Args:
        graph: The graph.
        query: The SPARQL text.
        scope: What it is over.
        accept: The header's value.
        seconds: After which it is given up.

    Raises:
        QueryError: As in ``Graph.ask``.
    """
    found = graph.ask_bytes(query, seconds, accepted(accept), scope)
    offered = offers(FORMATS[found.kind])
    kind = wanted(accept, list(offered))
    if kind is None:
        return PlainTextResponse(f"this answer can be had as: {', '.join(offered)}\n", NOT_ACCEPTABLE)
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    return Response(found.content, headers={"content-type": f"{kind}{charset}", "vary": "accept"})


@lru_cache
def accepted(accept: str) -> Mapping[str, str | None]:
    """The format in which an answer is wanted, by kind of query; None where none of its formats is accepted."""
    found: dict[str, str | None] = {}
    for query, formats in FORMATS.items():
        offered = offers(formats)
        kind = wanted(accept, list(offered))
        found[query] = None if kind is None else offered[kind]
    return found


def offers(formats: Sequence[str]) -> Mapping[str, str]:
    """The media types in which an answer of these formats can be had."""
    return {kind: name for kind, name in RESULTS.items() if name in formats}
