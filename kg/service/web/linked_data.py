"""What the graph's IRIs name, under the paths of these: as a page, JSON, CSV or RDF, by Accept or by suffix."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from starlette.responses import HTMLResponse, PlainTextResponse, Response

from kg.claim_json import claim_record
from kg.errors import UnknownName
from kg.graph import Graph
from kg.rdf.terms import entity_iri, note_iri, phrase_iri, property_iri
from kg.service import questions
from kg.service.listing import RowPlace, cursor_at, mark_of, place_of
from kg.service.vault_notes import known_note
from kg.service.web import html_pages
from kg.service.web.json_api import json_response, page_of
from kg.service.web.media_types import GRAPHS
from kg.service.web.negotiation import wanted
from kg.service.web.remembering import remembered
from kg.service.web.sparql_endpoint import NOT_ACCEPTABLE
from kg.views.render import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.requests import Request

    from kg.model import Claim
    from kg.service.listing import Listing
    from kg.service.live_graph import LiveGraph
    from kg.service.web.correction_forms import CorrectionForms
    from kg.store.ask.answer_rows import EntityRow

T = TypeVar("T")
ROWS = 100  # claims on a page
MOST_PAIRS = 20  # values side by side on an entity's page
HTML, JSON, CSV = "text/html", "application/json", "text/csv"
SUFFIXES = {
    ".html": HTML,
    ".json": JSON,
    ".ttl": "text/turtle",
    ".jsonld": "application/ld+json",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
    ".csv": CSV,
}
OFFERED = (HTML, JSON, *GRAPHS, CSV)
ENTITY_TRIPLES = """CONSTRUCT {{
  <{0}> ?p ?o . ?c schema:mentions <{0}> ; schema:text ?text ; prov:wasDerivedFrom ?note
}} {{ {{ <{0}> ?p ?o }} UNION {{ ?c schema:mentions <{0}> ; schema:text ?text ; prov:wasDerivedFrom ?note }} }}"""
NOTE_TRIPLES = "CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{0}> {{ ?s ?p ?o }} }}"
WORDS_TRIPLES = """CONSTRUCT {{ <{0}> ?p ?o . ?said ?q ?v . ?claim kg:states ?said }} {{
  {{ <{0}> ?p ?o }} UNION
  {{ ?said rdf:subject|rdf:predicate|rdf:object <{0}> ; ?q ?v . ?claim kg:states ?said }}
}}"""
CLAIM_TRIPLES = "CONSTRUCT {{ <{0}> ?p ?o }} {{ <{0}> ?p ?o }}"


def no_forms(_: EntityRow) -> None:
    """No forms: nothing may be written."""


class Asked(NamedTuple):
    """What a request for a thing says.

    Attributes:
        name: Of the thing, decoded, with a suffix perhaps.
        accept: The header's value.
        cursor: Where its claims are to begin.
        forms: Gives the forms that correct an entity, if the server may write.
    """

    name: str
    accept: str
    cursor: str | None
    forms: Callable[[EntityRow], CorrectionForms | None] = no_forms


@dataclass(frozen=True, slots=True)
class Forms:
    """A thing in each of its forms; only the one that is wanted is made.

    Attributes:
        html: The page.
        json: The record.
        triples: The query that gives its triples.
        claims: All its claims, the rows of its CSV.
    """

    html: Callable[[], str]
    json: Callable[[], dict[str, Any]]
    triples: str
    claims: Sequence[Claim]


async def thing(
    request: Request, live: LiveGraph, kind: str, forms: Callable[[EntityRow], CorrectionForms | None] = no_forms
) -> Response:
    """Answer a request for a thing of a kind that is a key of ``THINGS``.

    Raises:
        UnknownName: There is none of this name.
        InvalidArgument: The cursor means nothing here.
    """
    accept = ", ".join(request.headers.getlist("accept"))
    asked = Asked(request.path_params["name"], accept, request.query_params.get("cursor"), forms)
    if forms is not no_forms:  # which show what is on the entity's page in the vault now
        return await asyncio.wrap_future(live.ask(lambda graph: THINGS[kind](graph, asked, live)))
    return await remembered(live, (kind, *asked[:3]), lambda graph: THINGS[kind](graph, asked, live))


def _entity(graph: Graph, asked: Asked, live: LiveGraph) -> Response:
    row, form = _named(asked.name, graph.entity)
    listing = questions.claims_about(graph, [row.name])
    part = ClaimsPart(listing, asked.cursor)

    def page() -> str:
        pairs = graph.conflicts(row.name)[:MOST_PAIRS]
        return html_pages.entity(row, part.rows(), pairs, part.following, asked.forms(row))

    record = partial(lambda: {"entity": row.to_dict(), "claims": part.record()})
    return _sent(
        graph,
        Forms(page, record, ENTITY_TRIPLES.format(entity_iri(row.name, live.config.base_iri)), listing.rows),
        asked.accept,
        form,
    )


def _note(graph: Graph, asked: Asked, live: LiveGraph) -> Response:
    row, form = _named(asked.name, partial(known_note, live.kept(graph, Graph.notes)))
    listing = questions.claims_in(graph, row.path)
    part = ClaimsPart(listing, asked.cursor)
    forms = Forms(
        lambda: html_pages.note(row, part.rows(), part.following),
        lambda: {"note": row.to_dict(), "claims": part.record()},
        NOTE_TRIPLES.format(note_iri(row.path, live.config.base_iri)),
        listing.rows,
    )
    return _sent(graph, forms, asked.accept, form)


def _claim(graph: Graph, asked: Asked, live: LiveGraph) -> Response:  # noqa: ARG001 - as for the other things
    found, form = _named(asked.name, graph.explain)
    forms = Forms(lambda: html_pages.claim(found), found.to_dict, CLAIM_TRIPLES.format(found.claim.id), [found.claim])
    return _sent(graph, forms, asked.accept, form)


def _words(graph: Graph, asked: Asked, live: LiveGraph, iri_of: Callable[[str, str], str]) -> Response:
    """A relation or a phrase, which is what claims say with it."""
    base = live.config.base_iri
    listing, form = _named(asked.name, lambda name: questions.claims_stating(graph, iri_of(name, base), name))
    said = asked.name if form is None else asked.name.rpartition(".")[0]
    part = ClaimsPart(listing, asked.cursor)
    forms = Forms(
        lambda: html_pages.words(said, iri_of(said, html_pages.BASE), part.rows(), len(listing.rows), part.following),
        lambda: {"name": said, "claims": part.record()},
        WORDS_TRIPLES.format(iri_of(said, base)),
        listing.rows,
    )
    return _sent(graph, forms, asked.accept, form)


# first part of the path of an IRI behind the base -> what answers it
THINGS: dict[str, Callable[[Graph, Asked, LiveGraph], Response]] = {
    "entity": _entity,
    "note": _note,
    "claim": _claim,
    "prop": partial(_words, iri_of=property_iri),
    "phrase": partial(_words, iri_of=phrase_iri),
}


class ClaimsPart:
    """The claims of a listing from a cursor on, as many as a page shows."""

    def __init__(self, listing: Listing, cursor: str | None) -> None:
        self._listing = listing
        self._cursor = cursor
        self._mark = mark_of(listing, listing.heading, {})
        self._start = place_of(cursor, self._mark).row

    def rows(self) -> Sequence[Any]:
        """The claims."""
        return list(self._listing.rows[self._start : self._start + ROWS])

    @property
    def following(self) -> str | None:
        """The cursor of the next part."""
        after = self._start + ROWS
        return cursor_at(RowPlace(after), self._mark) if after < len(self._listing.rows) else None

    def record(self) -> dict[str, Any]:
        """The claims as the JSON API gives rows."""
        return page_of(self._listing, self._cursor, ROWS, self._mark)


def _named(name: str, known: Callable[[str], T]) -> tuple[T, str | None]:
    """The thing of a name, and the media type that its suffix names; a thing that is so called itself comes first."""
    try:
        return known(name), None
    except UnknownName:
        for suffix, kind in SUFFIXES.items():
            if name.endswith(suffix):
                return known(name.removesuffix(suffix)), kind
        raise


def _sent(graph: Graph, forms: Forms, accept: str, form: str | None) -> Response:
    kind = form or wanted(accept, OFFERED)
    if kind is None:
        return PlainTextResponse(f"this can be had as: {', '.join(OFFERED)}\n", NOT_ACCEPTABLE)
    if kind == HTML:
        answer: Response = HTMLResponse(forms.html())
    elif kind == JSON:
        answer = json_response(forms.json())
    elif kind == CSV:
        rows = tables.flat(map(claim_record, forms.claims), tables.CLAIM_FIELDS)
        answer = Response("".join(rows), media_type=kind)
    else:
        answer = Response(graph.query(forms.triples).serialize(GRAPHS[kind]), media_type=kind)
    answer.headers["vary"] = "accept"
    return answer
