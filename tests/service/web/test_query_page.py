"""The query editor as a plain form: an answer as a table, downloads, named queries, and what it completes."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from kg.rdf.terms import entity_iri
from kg.service.web.query_page import MOST_ROWS
from kg.store.ask.named_queries import named_queries
from tests.service.web.test_linked_data import Elements

if TYPE_CHECKING:
    from tests.service.web.http_client import Website

SELECT = "SELECT ?entity (COUNT(?c) AS ?n) { ?c schema:mentions ?entity } GROUP BY ?entity ORDER BY DESC(?n) LIMIT 3"
CONSTRUCT = "CONSTRUCT { ?c schema:mentions ?e } { ?c schema:mentions ?e } LIMIT 5"


def test_an_answer_is_a_table_whose_things_have_pages(site: Website) -> None:
    answer = site.get("/query", {"query": SELECT})
    page = Elements(answer.text)
    assert answer.status == 200
    assert SELECT in "".join(page.words)
    assert [tag for tag, _ in page.found].count("tr") == 1 + 3 + 1 + len(named_queries())
    linked = [path for path in page.links if path.startswith("/entity/")]
    assert len(linked) == 3
    assert all(site.get(path).status == 200 for path in linked)


def test_a_long_answer_is_cut_and_says_so(site: Website) -> None:
    page = site.get("/query", {"query": "SELECT ?a { ?a ?b ?c }"}).text
    assert f"The first {MOST_ROWS};" in page
    assert page.count("<tr>") == 1 + MOST_ROWS + 1 + len(named_queries())


@pytest.mark.parametrize(("query", "said"), [("ASK { ?c a schema:Claim }", "Yes"), ("ASK { ?c a <urn:x> }", "No")])
def test_yes_and_no(site: Website, query: str, said: str) -> None:
    assert f"<h2>{said}</h2>" in site.get("/query", {"query": query}).text


def test_what_is_wrong_with_a_query_is_said_under_it(site: Website) -> None:
    for query in (
        "SELECT nonsense",
        "INSERT DATA { <a> <b> <c> }",
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } }",
    ):
        answer = site.get("/query", {"query": query})
        page = Elements(answer.text)
        assert answer.status == 400
        assert ("p", {"role": "alert"}) in page.found
        assert query in "".join(page.words)


def test_an_answer_is_downloaded(site: Website) -> None:
    page = site.get("/query", {"query": SELECT}).text
    assert "Download CSV" in page
    assert "Download Turtle" not in page
    assert "Download Turtle" in site.get("/query", {"query": CONSTRUCT}).text
    table = site.get("/query/answer.csv", {"query": SELECT})
    assert "attachment" in table.headers["content-disposition"]
    rows = list(csv.reader(io.StringIO(table.text)))
    record = json.loads(site.get("/query/answer.json", {"query": SELECT}).body)
    found = [[binding["entity"]["value"], binding["n"]["value"]] for binding in record["results"]["bindings"]]
    assert rows == [["entity", "n"], *found]
    assert site.get("/query/answer.ttl", {"query": CONSTRUCT}).text.count("schema:mentions") == 5
    assert site.get("/query/answer.ttl", {"query": SELECT}).status == 404
    assert site.get("/query/answer.exe", {"query": SELECT}).status == 404


def test_triples_are_drawn_too(site: Website) -> None:
    page = Elements(site.get("/query", {"query": CONSTRUCT}).text)
    assert [tag for tag, _ in page.found].count("line") == 5
    assert not any("style" in attributes for _, attributes in page.found), "the server's policy forbids it"
    assert ".kg-network" in site.get("/style.css").text
    script = next(
        attributes["src"] for tag, attributes in page.found if tag == "script" and "network" in str(attributes)
    )
    assert "kg-network" in site.get(str(script)).text


@pytest.mark.parametrize("query", [SELECT, "CONSTRUCT { ?c schema:text ?t } { ?c schema:text ?t } LIMIT 5"])
def test_what_is_no_network_is_not_drawn(site: Website, query: str) -> None:
    page = Elements(site.get("/query", {"query": query}).text)
    assert "svg" not in [tag for tag, _ in page.found]


@pytest.mark.parametrize("name", list(named_queries()))
def test_a_named_query_is_put_into_the_editor(site: Website, name: str) -> None:
    page = Elements(site.get("/query", {"named": name}).text)
    assert named_queries()[name].text in "".join(page.words)


def test_what_can_be_completed(site: Website) -> None:
    items = site.get("/query/terms").json()["items"]
    texts = {each["text"] for each in items}
    assert {"SELECT", "schema:", "kg:", "schema:mentions", "schema:Claim"} <= texts
    assert {f"{name} (named query)" for name in named_queries()} <= {each["shown"] for each in items}
    names = site.get("/query/names", {"beginning": "corew"}).json()["items"]
    assert {"shown": "CoreWeave", "text": f"<{entity_iri('CoreWeave')}>"} in names
    assert site.get("/query/names").json()["items"] == []


def test_what_is_typed_is_only_text(site: Website) -> None:
    page = Elements(site.get("/query", {"query": "</textarea><script>alert(1)</script>"}).text)
    assert [attributes.get("src") for tag, attributes in page.found if tag == "script"] == ["/query.js"]
