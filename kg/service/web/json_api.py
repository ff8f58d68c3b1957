"""``/api/…``: the answers of the command line as JSON, in pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from kg.claim_json import claim_record
from kg.errors import InvalidArgument
from kg.service.listing import Listing, RowPlace, cursor_at, mark_of, place_of
from kg.service.web.arguments import read_arguments
from kg.service.web.operations import CURSOR, DEFAULT_LIMIT, LIMIT, MOST_LIMIT
from kg.service.web.remembering import remembered
from kg.views.render.tables import json_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

    from kg.graph import Graph
    from kg.service.live_graph import LiveGraph
    from kg.service.web.operations import Operation

JSON = "application/json"


async def operation_answer(request: Request, live: LiveGraph, operation: Operation) -> Response:
    """Answer one request.

    Raises:
        InvalidArgument: A parameter is unknown, missing or wrong, or the cursor belongs to another answer.
        KgError: What the question itself raises.
    """
    said = read_arguments(request.query_params.multi_items(), operation.taken)
    key = (operation.name, *sorted(request.query_params.multi_items()))
    return await remembered(live, key, lambda graph: json_response(answer_of(graph, operation, said)))


async def described(_: Request, document: dict[str, Any]) -> Response:
    """The description of the API."""
    return json_response(document)


def answer_of(graph: Graph, operation: Operation, said: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to an operation as plain JSON values."""
    limit = said.get(LIMIT.name, DEFAULT_LIMIT)
    if not 1 <= limit <= MOST_LIMIT:
        raise InvalidArgument(LIMIT.name, str(limit), "is out of range", LIMIT.text)
    found = operation.answer(graph, said)
    if not isinstance(found, Listing):
        return found
    asked = {name: value for name, value in said.items() if name not in {LIMIT.name, CURSOR.name}}
    return page_of(found, said.get(CURSOR.name), limit, mark_of(found, operation.name, asked))


def page_of(listing: Listing, cursor: str | None, limit: int, mark: str) -> dict[str, Any]:
    """Some rows of a listing as records, and the cursor for those after them."""
    start = place_of(cursor, mark).row
    record = RECORDS.get(listing.kind, _record)
    rows = [record(row) for row in listing.rows[start : start + limit]]
    more = start + limit < len(listing.rows)
    following = cursor_at(RowPlace(start + limit), mark) if more else None
    return {"items": rows, "total": len(listing.rows), "next": following}


def json_response(value: dict[str, Any], status: int = 200, kind: str = JSON) -> Response:
    """A response in JSON."""
    return Response(f"{json_line(value)}\n", status, media_type=kind)


def _record(row: Any) -> dict[str, Any]:
    found: dict[str, Any] = row.to_dict()
    return found


# kind of row -> a row as its public JSON, where that is not its own ``to_dict``
RECORDS: Mapping[str, Callable[[Any], dict[str, Any]]] = {"claims": claim_record}
