"""``/graphs``: the reads of the SPARQL 1.1 Graph Store HTTP Protocol, GET and HEAD."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse

from kg.errors import UnknownGraph
from kg.service.web.sparql_endpoint import answered
from kg.service.web.sparql_request import MALFORMED, Refusal, fields_of
from kg.store.ask.sparql import ALL, QueryScope

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.graph import Graph
    from kg.service.live_graph import LiveGraph

ABSENT = 404
WHOLE = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"


async def graph_store(request: Request, live: LiveGraph, seconds: float) -> Response:
    """Answer a request for the graph that its address names; the default graph is the union of all.

    Args:
        request: The HTTP request.
        live: The graph.
        seconds: After which it is given up.

    Raises:
        QueryError: As in ``Graph.ask``.
    """
    scope = _scope(request.scope["query_string"])
    if isinstance(scope, Refusal):
        return PlainTextResponse(f"{scope.reason}\n", scope.status)
    accept = ", ".join(request.headers.getlist("accept"))
    return await asyncio.wrap_future(live.ask(partial(_whole, scope=scope, accept=accept, seconds=seconds), long=True))


def _scope(address: bytes) -> QueryScope | Refusal:
    """What the part of an address after ``?`` names: ``graph=IRI`` or ``default``."""
    fields = fields_of(address)
    if isinstance(fields, Refusal):
        return fields
    graphs = [value for name, value in fields if name == "graph"]
    whole = [value for name, value in fields if name == "default"]
    if len(graphs) + len(whole) != 1:
        return Refusal(MALFORMED, "name one graph: '?graph=IRI', or '?default' for the union of all")
    return QueryScope(default=tuple(graphs), named=()) if graphs else ALL


def _whole(graph: Graph, scope: QueryScope, accept: str, seconds: float) -> Response:
    try:
        return answered(graph, WHOLE, scope, accept, seconds)
    except UnknownGraph as error:
        return PlainTextResponse(f"{error}\n", ABSENT)
