"""Corrections from the browser and from programs, and how they are taken back; off unless the server may write.

A page of another server cannot correct anything: its requests are refused by their origin, and it knows no token.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from kg.errors import InvalidArgument, PageChanged
from kg.model.entity_types import type_names
from kg.service.web import html_pages
from kg.service.web.arguments import read_arguments
from kg.service.web.bodies import body_of
from kg.service.web.correction_forms import CORRECT, UNDO, CorrectionForms, back_to, undo_form
from kg.service.web.json_api import JSON, json_response
from kg.service.web.writing import CORRECTION, PAGE_OF, TOKEN_HEADER, UNDOING
from kg.sync.plan.typed_corrections import TypedCorrection

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from kg.graph import Graph
    from kg.service.live_graph import LiveGraph
    from kg.service.web.operations import AddressField
    from kg.store.ask.answer_rows import EntityRow
    from kg.sync.correct_page import PageCorrector
    from kg.sync.write.undo import Undone

T = TypeVar("T")
FORM = "application/x-www-form-urlencoded"
WRONG_KIND, FORBIDDEN = 415, 403
SEE_OTHER = 303
TOKEN = "token"  # noqa: S105 - the name of a field
OFF = "corrections are off; start the server with kg serve --write"


@dataclass(frozen=True, slots=True)
class Writing:
    """What lets a server write.

    Attributes:
        corrector: Writes.
        token: What each correction must bring.
    """

    corrector: PageCorrector
    token: str


class CorrectionsSite:
    """The addresses that correct.

    Args:
        live: The graph.
        writing: None refuses every correction.
    """

    def __init__(self, live: LiveGraph, writing: Writing | None) -> None:
        self._live = live
        self._writing = writing

    @property
    def routes(self) -> Sequence[BaseRoute]:
        """What is answered where."""
        return (
            Route("/corrections", self.overview),
            Route(CORRECT, self.corrected, methods=["POST"]),
            Route(UNDO, self.undone, methods=["POST"]),
            Route("/api/page", self.page),
            Route("/api/correct", self.corrected, methods=["POST"]),
            Route("/api/undo", self.undone, methods=["POST"]),
        )

    def forms(self, row: EntityRow) -> CorrectionForms | None:
        """The forms for an entity's page; None when the server may not write."""
        if self._writing is None:
            return None
        pages = self._writing.corrector
        page, latest = pages.page(row.name), pages.latest()
        own = latest if latest is not None and latest.pages == (page.path,) else None
        return CorrectionForms(row, page, type_names(), own, self._writing.token)

    async def overview(self, _: Request) -> Response:
        """The corrections that the last build found, and what can be taken back."""
        writing = self._writing

        def made(graph: Graph) -> str:
            latest = writing.corrector.latest() if writing is not None else None
            undo = None
            if writing is not None and latest is not None:
                words = f"Number {latest.number} of the history, written {latest.when}: {', '.join(latest.pages)}"
                undo = undo_form(latest, words, writing.token)
            return html_pages.corrections(graph.corrections.all(), undo)

        return HTMLResponse(await self._asked(made))

    async def page(self, request: Request) -> Response:
        """The page of an entity as a correction needs it."""
        said = read_arguments(request.query_params.multi_items(), PAGE_OF)
        pages = self._allowed().corrector

        def found(graph: Graph) -> dict[str, Any]:
            row = graph.entity(said["entity"])
            page = pages.page(row.name)
            values = {
                name: page.values.get(name) for name in ("type", "aliases", "merge_into", "ignore", "kg_rejected")
            }
            return {"entity": row.name, "path": page.path, "sha256": page.version, "properties": values}

        return json_response(await self._asked(found))

    async def corrected(self, request: Request) -> Response:
        """Write a correction.

        Raises:
            HTTPException: The server may not write, or the request is not of its own pages.
            KgError: What ``PageCorrector.correct`` raises.
        """
        pages = self._allowed().corrector
        said, is_form = await self._said(request, CORRECTION)
        asked = TypedCorrection(said["kind"], said.get("value", ""))

        def written(graph: Graph) -> dict[str, Any]:
            return pages.correct(graph, said["entity"], asked, said.get("page", ""))._asdict()

        answer = await self._asked(written)
        return RedirectResponse(back_to(said["entity"]), SEE_OTHER) if is_form else json_response(answer)

    async def undone(self, request: Request) -> Response:
        """Take the latest correction back.

        Raises:
            HTTPException: The server may not write, or the request is not of its own pages.
            PageChanged: Somebody changed a page since, and it stays.
            KgError: What ``PageCorrector.undo`` raises.
        """
        pages = self._allowed().corrector
        said, is_form = await self._said(request, (*UNDOING, *(each._replace(required=False) for each in PAGE_OF)))
        done: Undone = await self._asked(lambda _: pages.undo(said["number"]))
        for path in (*done.kept, *done.gone, *done.barred):
            raise PageChanged(
                path, "was changed, moved or deleted since, and is left as it is", "mend it in your editor"
            )
        if is_form:
            return RedirectResponse(back_to(said.get("entity", "")), SEE_OTHER)
        return json_response({"restored": list(done.restored), "removed": list(done.removed), "number": done.number})

    def _allowed(self) -> Writing:
        if self._writing is None:
            raise HTTPException(FORBIDDEN, OFF)
        return self._writing

    async def _asked(self, question: Callable[[Graph], T]) -> T:
        return await asyncio.wrap_future(self._live.ask(question, long=True))

    async def _said(self, request: Request, fields: Sequence[AddressField]) -> tuple[dict[str, Any], bool]:
        """What a request says, and whether it is a page's form.

        A form's Origin was compared by the guard, but must be there too; a program's header is one that a page of
        another server cannot send.
        """
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        is_form = kind == FORM and not request.url.path.startswith("/api/")
        if not is_form and kind != JSON:
            raise HTTPException(WRONG_KIND, f"a correction is sent as {FORM} by a page, as {JSON} to /api/")
        body = await body_of(request)
        given = [item for item in _fields(body, is_form=is_form) if is_form or item[0] != TOKEN]
        token = dict(given).get(TOKEN, "") if is_form else request.headers.get(TOKEN_HEADER, "")
        if is_form and "origin" not in request.headers:
            raise HTTPException(FORBIDDEN, "a form must come from a page of this server")
        if not hmac.compare_digest(token.encode(), self._allowed().token.encode()):
            raise HTTPException(FORBIDDEN, "the token is not this server's; load the page again")
        said = read_arguments([item for item in given if item != (TOKEN, token)], fields)
        return said, is_form


def _fields(body: bytes, *, is_form: bool) -> list[tuple[str, str]]:
    try:
        if is_form:
            return parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=20)
        record = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidArgument("body", "", "cannot be read", "send UTF-8 fields, or a JSON object") from error
    if not isinstance(record, dict):
        raise InvalidArgument("body", "", "is no JSON object", 'send {"kind": …, "entity": …}')
    return [(str(name), value if isinstance(value, str) else json.dumps(value)) for name, value in record.items()]
