"""The first page and the search page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, Response

from kg.graph import Graph
from kg.service import questions
from kg.service.web import html_pages
from kg.service.web.linked_data import ClaimsPart
from kg.service.web.remembering import remembered

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.service.live_graph import LiveGraph

MOST_ENTITIES = 100  # on the first page


async def start_page(_: Request, live: LiveGraph) -> Response:
    """The first page."""

    def made(graph: Graph) -> Response:
        entities = live.kept(graph, Graph.entities)[:MOST_ENTITIES]
        return HTMLResponse(html_pages.start(live.vault.absolute().name, live.kept(graph, Graph.stats), entities))

    return await remembered(live, ("start",), made)


async def search_page(request: Request, live: LiveGraph) -> Response:
    """What a search finds.

    Raises:
        InvalidArgument: The cursor means nothing here.
    """
    found = partial(_found, text=request.query_params.get("text", ""), cursor=request.query_params.get("cursor"))
    return await remembered(live, ("search", *found.keywords.values()), lambda graph: HTMLResponse(found(graph)))


def _found(graph: Graph, text: str, cursor: str | None) -> str:
    listing = questions.search_claims(graph, text)
    part = ClaimsPart(listing, cursor)
    return html_pages.found(text, [hit.claim for hit in part.rows()], len(listing.rows), part.following)


async def style_sheet(_: Request, css: bytes) -> Response:
    """The style of all pages."""
    return Response(css, media_type="text/css")
