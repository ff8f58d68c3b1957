"""``/query``: an editor for SPARQL that works as a plain form, its answer as a table, as a picture and to download.

The editor is kg's own: YASGUI is a megabyte, asks another server for prefixes and needs inline style, which the
server's policy forbids.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeVar

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from kg.errors import QueryError
from kg.rdf.terms import entity_iri
from kg.service.web import html_pages
from kg.service.web.json_api import json_response
from kg.store.ask.named_queries import named_queries
from kg.views.notebook.query_answers import triples_picture
from kg.views.notebook.svg_network import HELP, drawing, network_file
from kg.views.render import figures
from kg.views.render.answer_tables import short_term
from kg.views.render.markup import Markup, in_lines, joined, link, table, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from kg.graph import Graph
    from kg.service.live_graph import LiveGraph
    from kg.store.engine.query_results import QueryResult, Value

T = TypeVar("T")

EXAMPLE = """\
SELECT ?entity (COUNT(?claim) AS ?claims) {
  ?claim a schema:Claim ; schema:mentions ?entity
}
GROUP BY ?entity ORDER BY DESC(?claims) LIMIT 20"""
LEAST_LINES, MOST_LINES = 5, 16  # of the editor; its answer is below
MOST_ROWS = 500  # in the page; a download has all
MOST_NAMES = 20
WRONG = 400
# last step of a download's address -> format, media type
DOWNLOADS = {"csv": "text/csv", "json": "application/json", "ttl": "text/turtle", "xml": "application/xml"}
LABELS = {"csv": "CSV", "json": "JSON", "ttl": "Turtle", "xml": "XML"}
KEYWORDS = (
    "SELECT", "DISTINCT", "CONSTRUCT", "DESCRIBE", "ASK", "WHERE", "FILTER", "FILTER NOT EXISTS", "OPTIONAL", "UNION",
    "MINUS", "GRAPH", "VALUES", "BIND", "GROUP BY", "HAVING", "ORDER BY", "LIMIT", "OFFSET", "COUNT", "CONTAINS",
    "LCASE", "REGEX", "STRSTARTS", "SAMPLE", "GROUP_CONCAT",
)  # fmt: skip
SHORT = re.compile(r"[A-Za-z]\w*:\w[\w-]*")  # a term with a prefix that a query can say as it is
TERMS = "SELECT DISTINCT ?term { { ?a ?term ?b } UNION { ?a a ?term } } LIMIT 5000"


@dataclass(frozen=True, slots=True)
class Answered:
    """A query and what became of it.

    Attributes:
        query: The text; "" when nothing was asked.
        found: Its answer.
        trouble: Why there is none.
    """

    query: str
    found: QueryResult | None = None
    trouble: str = ""


class QuerySite:
    """The editor and its downloads.

    Args:
        live: The graph.
        seconds: After which a query is given up.
    """

    def __init__(self, live: LiveGraph, seconds: float) -> None:
        self._live = live
        self._seconds = seconds
        self._script = files("kg.service.web").joinpath("query.js").read_bytes()

    @property
    def routes(self) -> Sequence[BaseRoute]:
        """What is answered where."""
        return (
            Route("/query", self.page),
            Route("/query.js", self.script),
            Route("/network.js", self.network),
            Route("/query/terms", self.terms),
            Route("/query/names", self.names),
            Route("/query/answer.{form}", self.download),
        )

    async def page(self, request: Request) -> Response:
        """The editor, with the answer to a query that is in the address."""
        named = named_queries().get(request.query_params.get("named", ""))
        if named is not None:
            return HTMLResponse(page(Answered(""), named.text, self._live.config.base_iri))
        text = request.query_params.get("query", "")
        said = await self._said(text) if text.strip() else Answered("")
        status = WRONG if said.trouble else 200
        return HTMLResponse(page(said, text or EXAMPLE, self._live.config.base_iri), status)

    async def download(self, request: Request) -> Response:
        """The answer to a query as a file.

        Raises:
            QueryError: As in ``Graph.ask``.
            UnknownName: The answer has no such form.
        """
        form, text = request.path_params["form"], request.query_params.get("query", "")
        if form not in DOWNLOADS:
            raise HTTPException(404)
        data = await self._queried(lambda graph, limit: graph.ask(text, limit).serialize(form))
        headers = {
            "content-type": f"{DOWNLOADS[form]}; charset=utf-8",
            "content-disposition": f'attachment; filename="answer.{form}"',
        }
        return Response(data, headers=headers)

    async def script(self, _: Request) -> Response:
        """The script that completes."""
        return Response(self._script, media_type="text/javascript")

    async def network(self, _: Request) -> Response:
        """The script that zooms and moves a picture."""
        return Response(network_file("js"), media_type="text/javascript")

    async def terms(self, _: Request) -> Response:
        """Keywords, prefixes, the terms of the graph, and the named queries, as they are completed."""
        return json_response({"items": await self._ask(lambda graph: self._live.kept(graph, completions))})

    async def names(self, request: Request) -> Response:
        """Names of entities that begin so, each with its IRI to put into a query."""
        start, base = request.query_params.get("beginning", ""), self._live.config.base_iri

        def found(graph: Graph) -> list[dict[str, str]]:
            names = graph.names(start, MOST_NAMES) if start else []
            return [{"shown": name, "text": f"<{entity_iri(graph.entity(name).name, base)}>"} for name in names]

        return json_response({"items": await self._ask(found)})

    async def _said(self, text: str) -> Answered:
        try:
            return await self._queried(lambda graph, limit: Answered(text, graph.ask(text, limit)))
        except QueryError as error:
            return Answered(text, trouble=str(error))

    async def _queried(self, question: Callable[[Graph, float], T]) -> T:
        """An answer that is not remembered."""
        return await self._live.queried(None, question, lambda _: 0, self._seconds)

    async def _ask(self, question: Any) -> Any:
        return await asyncio.wrap_future(self._live.ask(question, long=True))


def completions(graph: Graph) -> list[dict[str, str]]:
    """What a query may say, besides names of entities."""
    found = graph.query(TERMS)
    short = sorted({short_term(str(term), found.prefixes) for (term,) in found.rows})
    words = [*KEYWORDS, *(f"{prefix}:" for prefix, _ in found.prefixes), *filter(SHORT.fullmatch, short)]
    named = [{"shown": f"{one.name} (named query)", "text": one.text} for one in graph.queries]
    return [*({"shown": word, "text": word} for word in words), *named]


def page(said: Answered, text: str, base: str) -> str:
    """The page with the editor, and an answer below it."""
    lines = min(max(text.count("\n") + 2, LEAST_LINES), MOST_LINES)
    editor = tag(
        "textarea", in_lines(text), name="query", id="query", rows=str(lines), spellcheck="false", autocapitalize="off",
        autocomplete="off", aria_autocomplete="list", aria_controls="completions",
    )  # fmt: skip
    form = tag(
        "form",
        tag("p", tag("label", "Query", for_="query")),
        editor,
        tag("ul", role="listbox", id="completions", aria_label="Completions", hidden=""),
        tag("p", tag("button", "Ask"), *(piece for form in _forms(said) for piece in (" ", form))),
        action="/query",
        class_="editor",
    )
    return html_pages.whole(
        "SPARQL query",
        tag("h1", "SPARQL query"),
        tag("p", "kg's prefixes are declared. Type two letters of a word, or a quote and part of a name, and choose."),
        form,
        *_below(said, base),
        tag("h2", "Named queries"),
        _named(),
        tag("script", src="/query.js", defer=""),
    )


def _forms(said: Answered) -> Iterator[Markup]:
    """Buttons that download the answer."""
    for form in said.found.formats if said.found is not None else ():
        if form in DOWNLOADS:
            yield tag("button", f"Download {LABELS[form]}", formaction=f"/query/answer.{form}")


def _below(said: Answered, base: str) -> Iterator[Markup]:
    if said.trouble:
        yield tag("h2", "No answer")
        yield tag("p", said.trouble, role="alert")
    found = said.found
    if found is None:
        return
    if found.answer is not None:
        yield tag("h2", "Yes" if found.answer else "No")
        return
    yield tag("h2", figures.counted(len(found), "row" if found.kind == "select" else "triple"))
    if len(found) > MOST_ROWS:
        yield tag("p", f"The first {MOST_ROWS}; a download has all.")
    if found.kind == "construct":
        yield from _picture(found)
    shown = found.rows[:MOST_ROWS]
    yield table(found.columns, ([_cell(value, found.prefixes, base) for value in row] for row in shown))


def _picture(found: QueryResult) -> Iterator[Markup]:
    """The triples between things, drawn as in a notebook."""
    made, rest = triples_picture(found, drawing)
    if made is not None:
        yield made.markup
        yield tag("p", HELP)
        yield tag("script", src="/network.js", defer="")
    if rest is not None:
        yield rest


def _cell(value: Value, declared: Sequence[tuple[str, str]], base: str) -> Markup:
    """A value; a thing of the vault leads to its page."""
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    iri = text.removeprefix("<").removesuffix(">")
    short = short_term(text, declared)
    return link(short, f"/{iri.removeprefix(base)}") if iri.startswith(base) else tag("span", short)


def _named() -> Markup:
    rows = (
        (link(one.title, f"/query?named={one.name}"), joined((one.description,))) for one in named_queries().values()
    )
    return table(("Query", "What it answers"), rows)
