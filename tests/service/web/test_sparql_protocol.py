"""The SPARQL 1.1 Protocol for queries, case by case of its specification, over HTTP."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest

from kg.graph import Graph
from kg.rdf.terms import note_iri

if TYPE_CHECKING:
    from pathlib import Path

    from tests.service.web.http_client import Answer, Website

FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
PATHS = ("allin/Colossus and the Scaling Laws.md", "allin/CoreWeave IPO and the Neocloud Model.md")
FIRST, SECOND = map(note_iri, PATHS)
COUNT = "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c a schema:Claim }"
NAMED = "SELECT (COUNT(DISTINCT ?c) AS ?n) { GRAPH ?g { ?c a schema:Claim } }"
WAYS = ("get", "form", "direct")


@pytest.fixture(scope="module")
def sizes(sample_built: Path) -> tuple[int, int, int]:
    """How many claims the first note, the second note and all notes have."""
    with Graph.open(sample_built) as graph:
        first, second = (len(graph.claims(note=path)) for path in PATHS)
        return first, second, graph.stats().claims


def sent(site: Website, way: str, query: str, graphs: dict[str, Any] | None = None, accept: str = "*/*") -> Answer:
    """A query sent in one of the protocol's three ways, with parameters that name graphs."""
    fields = urlencode(graphs or {}, doseq=True, quote_via=quote)
    if way == "get":
        return site.get("/sparql", {"query": query} | (graphs or {}), accept=accept)
    if way == "form":
        body = f"{urlencode({'query': query})}&{fields}".rstrip("&")
        return site.send("POST", "/sparql", body.encode(), content_type=FORM, accept=accept)
    return site.send("POST", f"/sparql?{fields}", query.encode(), content_type=DIRECT, accept=accept)


def number(answer: Answer) -> int:
    """The one number that an answer in JSON holds."""
    assert answer.status == 200, answer.text
    (row,) = answer.json()["results"]["bindings"]
    return int(row["n"]["value"])


@pytest.mark.parametrize("way", WAYS)
def test_a_query_is_taken_in_each_way(site: Website, sizes: tuple[int, int, int], way: str) -> None:
    answer = sent(site, way, COUNT)
    assert number(answer) == sizes[2]
    assert answer.kind == "application/sparql-results+json"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("graphs", "default", "named"),
    [
        ({"default-graph-uri": FIRST}, (0,), ()),
        ({"default-graph-uri": [FIRST, SECOND]}, (0, 1), ()),
        ({"named-graph-uri": FIRST}, (), (0,)),
        ({"named-graph-uri": [FIRST, SECOND]}, (), (0, 1)),
        ({"default-graph-uri": FIRST, "named-graph-uri": SECOND}, (0,), (1,)),
        ({"default-graph-uri": [FIRST, SECOND], "named-graph-uri": [SECOND]}, (0, 1), (1,)),
    ],
)
def test_parameters_name_the_dataset(  # noqa: PLR0917 - a table's row
    site: Website,
    sizes: tuple[int, int, int],
    way: str,
    graphs: dict[str, Any],
    default: tuple[int, ...],
    named: tuple[int, ...],
) -> None:
    assert number(sent(site, way, COUNT, graphs)) == sum(sizes[each] for each in default)
    assert number(sent(site, way, NAMED, graphs)) == sum(sizes[each] for each in named)


def test_the_text_names_the_dataset(site: Website, sizes: tuple[int, int, int]) -> None:
    assert number(sent(site, "get", COUNT.replace("{", f"FROM <{FIRST}> {{", 1))) == sizes[0]
    assert number(sent(site, "get", NAMED.replace("{", f"FROM NAMED <{SECOND}> {{", 1))) == sizes[1]


@pytest.mark.parametrize("way", WAYS)
def test_parameters_come_before_the_text(site: Website, sizes: tuple[int, int, int], way: str) -> None:
    query = COUNT.replace("{", f"FROM <{SECOND}> {{", 1)
    assert number(sent(site, way, query, {"default-graph-uri": FIRST})) == sizes[0]


def test_relative_addresses_start_from_that_of_the_request(site: Website) -> None:
    answer = sent(site, "get", "CONSTRUCT { <s> <p> <o> } {}", accept="application/n-triples")
    base = site.address
    assert answer.text == f"<{base}s> <{base}p> <{base}o> .\n"


SELECT = "SELECT ?text { ent:CoreWeave schema:name ?text }"
ASK = "ASK { ent:CoreWeave ?p ?o }"
CONSTRUCT = "CONSTRUCT { ent:CoreWeave schema:name ?o } { ent:CoreWeave schema:name ?o }"
DESCRIBE = "DESCRIBE ent:CoreWeave"
TABLES = (
    "application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values",
)  # fmt: skip
GRAPHS = ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml")


@pytest.mark.parametrize(
    ("query", "kinds"), [(SELECT, TABLES), (ASK, TABLES[:2]), (CONSTRUCT, GRAPHS), (DESCRIBE, GRAPHS)]
)
def test_an_answer_is_in_the_form_that_is_accepted(site: Website, query: str, kinds: tuple[str, ...]) -> None:
    assert sent(site, "get", query).kind == kinds[0]
    for kind in kinds:
        answer = sent(site, "get", query, accept=f"{kind}, */*;q=0.1")
        assert (answer.status, answer.kind, answer.headers["vary"]) == (200, kind, "accept")
        assert "CoreWeave" in answer.text or query == ASK


def test_each_form_can_be_read_by_others(site: Website) -> None:
    answers = {kind: sent(site, "get", SELECT, accept=kind) for kind in TABLES}
    assert answers[TABLES[0]].json()["results"]["bindings"][0]["text"]["value"] == "CoreWeave"
    assert "CoreWeave" in "".join(ET.fromstring(answers[TABLES[1]].body).itertext())  # noqa: S314 - our own
    assert answers[TABLES[2]].text.splitlines() == ["text", "CoreWeave"]
    assert answers[TABLES[3]].text.splitlines() == ["?text", '"CoreWeave"']
    for kind in GRAPHS:
        form = ox.RdfFormat.from_media_type(kind)
        assert form is not None
        (quad,) = ox.parse(sent(site, "get", CONSTRUCT, accept=kind).body, form)
        assert isinstance(quad.object, ox.Literal)
        assert quad.object.value == "CoreWeave"


def test_aliases_of_media_types_are_known(site: Website) -> None:
    for kind in ("application/json", "application/xml"):
        answer = sent(site, "get", SELECT, accept=kind)
        assert (answer.status, answer.kind) == (200, kind)


@pytest.mark.parametrize(
    ("query", "accept"),
    [(SELECT, "text/turtle"), (ASK, "text/csv"), (CONSTRUCT, "application/sparql-results+json"), (SELECT, "image/png")],
)
def test_what_nobody_can_write_is_not_acceptable(site: Website, query: str, accept: str) -> None:
    answer = sent(site, "get", query, accept=accept)
    assert answer.status == 406
    assert "can be had as" in answer.text


ABROAD = "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }"
UPDATE = "INSERT DATA { <x:a> <x:b> <x:c> }"


@pytest.mark.parametrize(
    ("method", "path", "kind", "body", "status"),
    [
        ("GET", "/sparql", "", "", 400),
        ("GET", f"/sparql?query={quote(ASK)}&query={quote(ASK)}", "", "", 400),
        ("GET", f"/sparql?query={quote('ASK {')}", "", "", 400),
        ("GET", "/sparql?query=%FF%FE", "", "", 400),
        ("GET", f"/sparql?query={quote(ASK)}&default-graph-uri=https%3A%2F%2Felsewhere.example%2F", "", "", 400),
        ("GET", f"/sparql?query={quote(ASK)}&named-graph-uri=no%20iri", "", "", 400),
        ("GET", f"/sparql?query={quote(ABROAD)}", "", "", 400),
        ("GET", f"/sparql?update={quote(UPDATE)}", "", "", 403),
        ("GET", f"/sparql?query={quote(UPDATE)}", "", "", 403),
        ("GET", f"/sparql?query={quote('SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }')}", "", "", 403),
        ("PUT", "/sparql", DIRECT, ASK, 405),
        ("DELETE", f"/sparql?query={quote(ASK)}", "", "", 405),
        ("PATCH", "/sparql", DIRECT, ASK, 405),
        ("POST", "/sparql", DIRECT, "ASK {", 400),
        ("POST", "/sparql", DIRECT, "", 400),
        ("POST", "/sparql", DIRECT, UPDATE, 403),
        ("POST", f"/sparql?query={quote(ASK)}", DIRECT, ASK, 400),
        ("POST", "/sparql", FORM, f"query={quote(ASK)}&query={quote(ASK)}", 400),
        ("POST", "/sparql", FORM, "default-graph-uri=x", 400),
        ("POST", "/sparql", FORM, "query=%FF%FE", 400),
        ("POST", "/sparql", FORM, f"update={quote(UPDATE)}", 403),
        ("POST", "/sparql", "application/sparql-update", UPDATE, 403),
        ("POST", "/sparql", "text/plain", ASK, 415),
        ("POST", "/sparql", "application/json", json.dumps({"query": ASK}), 415),
        ("POST", "/sparql", "", ASK, 415),
        ("POST", "/sparql", "", f"query={quote(ASK)}", 415),
        ("POST", "/sparql", f"{DIRECT}; charset=utf-16", ASK, 415),
        ("POST", "/sparql", DIRECT, ASK + " " * 1_000_001, 413),
        ("GET", "/no/such/page", "", "", 404),
    ],
)
def test_what_is_no_query_gets_the_status_that_says_so(  # noqa: PLR0917 - a table's row
    site: Website, method: str, path: str, kind: str, body: str, status: int
) -> None:
    headers = {"content_type": kind} if kind else {}
    answer = site.send(method, path, body.encode() if body else None, **headers)
    assert answer.status == status, answer.text
    assert answer.kind == "text/plain"


def test_a_body_in_another_encoding_is_refused(site: Website) -> None:
    body = 'SELECT ?s { ?s ?p "Zürich" }'
    assert site.send("POST", "/sparql", body.encode("latin-1"), content_type=DIRECT).status == 400
    assert site.send("POST", "/sparql", body.encode(), content_type=f'{DIRECT}; charset="UTF-8"').status == 200


def test_a_head_request_has_no_body(site: Website) -> None:
    answer = site.send("HEAD", f"/sparql?query={quote(ASK)}")
    assert (answer.status, answer.body) == (200, b"")
