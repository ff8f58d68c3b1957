"""The web application: which address is answered by what, and what errors become."""

from __future__ import annotations

from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route

from kg.errors import (
    AmbiguousName,
    InvalidArgument,
    KgError,
    PageChanged,
    QueryError,
    QueryExhausted,
    QueryRefused,
    StoreError,
    SyncRefused,
    UnknownName,
    UnsafePath,
)
from kg.service.web import html_pages
from kg.service.web.assistants import assistants
from kg.service.web.corrections_site import CorrectionsSite
from kg.service.web.event_stream import EventSite
from kg.service.web.explorer_site import ExplorerSite
from kg.service.web.front_pages import search_page, start_page, style_sheet
from kg.service.web.graph_store import graph_store
from kg.service.web.guard import Guard
from kg.service.web.json_api import described, json_response, operation_answer
from kg.service.web.linked_data import THINGS, no_forms, thing
from kg.service.web.negotiation import wanted
from kg.service.web.openapi import description
from kg.service.web.operations import OPERATIONS
from kg.service.web.query_page import QuerySite
from kg.service.web.recordings import RecordingSite
from kg.service.web.sparql_endpoint import sparql
from kg.views.notebook.svg_network import network_file
from kg.views.render.look import systems_look

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp

    from kg.service.live_graph import LiveGraph
    from kg.service.web.corrections_site import Writing
    from kg.service.web.guard import Door
    from kg.views.explorer.note_texts import Passages

# kind of error -> status of HTTP; first match wins
STATUS: tuple[tuple[type[KgError], int], ...] = (
    (UnknownName, 404),
    (AmbiguousName, 409),
    (PageChanged, 409),
    (SyncRefused, 409),
    (UnsafePath, 409),
    (InvalidArgument, 400),
    (QueryRefused, 403),
    (QueryExhausted, 503),
    (QueryError, 400),
    (StoreError, 503),
    (KgError, 500),
)
API = "/api/"
NO_PAGE, NO_METHOD = 404, 405
REASONS = {NO_PAGE: "there is no such page here", NO_METHOD: "this address is not asked that way"}


def application(
    live: LiveGraph, door: Door, seconds: float, passages: Passages | None = None, writing: Writing | None = None
) -> ASGIApp:
    """The application.

    Args:
        live: The graph that it serves.
        door: Who may ask.
        seconds: After which a SPARQL query is given up.
        passages: Gives the explorer the text of a note around its claims; without it the page shows claims alone.
        writing: Lets corrections be written; without it they are refused.
    """
    corrections = CorrectionsSite(live, writing)
    forms = no_forms if writing is None else corrections.forms
    css = systems_look().encode() + files("kg.service.web").joinpath("style.css").read_bytes() + network_file("css")
    routes: list[BaseRoute] = [
        Route("/", partial(start_page, live=live)),
        Route("/search", partial(search_page, live=live)),
        Route("/style.css", partial(style_sheet, css=css)),
        Route("/explorer/{name:path}", ExplorerSite(live, passages).file),
        *EventSite(live).routes,
        *RecordingSite(live.vault).routes,
        *QuerySite(live, seconds).routes,
        Route("/sparql", partial(sparql, live=live, seconds=seconds), methods=["GET", "POST"]),
        Route("/graphs", partial(graph_store, live=live, seconds=seconds)),
        Route(f"{API}openapi.json", partial(described, document=description())),
        *(Route(f"{API}{each.name}", partial(operation_answer, live=live, operation=each)) for each in OPERATIONS),
        *corrections.routes,
        *(Route(f"/{kind}/{{name:path}}", partial(thing, live=live, kind=kind, forms=forms)) for kind in THINGS),
    ]
    handlers = {KgError: _failed, HTTPException: _refused}
    tools = assistants(live, seconds)
    if tools is None:
        return Guard(Starlette(routes=routes, exception_handlers=handlers), door)
    routes += tools.routes
    return Guard(Starlette(routes=routes, exception_handlers=handlers, lifespan=tools.router.lifespan_context), door)


async def _failed(request: Request, error: Exception) -> Response:
    status = next(status for kind, status in STATUS if isinstance(error, kind))
    return _said(request, status, str(error))


async def _refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    answer = _said(request, error.status_code, REASONS.get(error.status_code, error.detail))
    answer.headers.update(error.headers or {})
    return answer


def _said(request: Request, status: int, message: str) -> Response:
    """What went wrong, in the form that is read there."""
    if request.url.path.startswith(API):
        return json_response({"error": message}, status)
    if request.url.path != "/sparql" and wanted(request.headers.get("accept", ""), _FORMS) == _FORMS[1]:
        return HTMLResponse(html_pages.problem(status, message), status)
    return PlainTextResponse(f"{message}\n", status)


_FORMS = ("text/plain", "text/html")
