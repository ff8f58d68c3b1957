"""Every IRI of the graph answers: as a page, as JSON, as RDF."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox
import pytest

import kg
from kg.graph import Graph
from kg.rdf.terms import entity_iri, note_iri
from kg.service.web.html_pages import claim_path
from tests.service.web.http_client import website

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeVault
    from tests.service.web.http_client import Website

LIVE = [{"src": "/live.js", "defer": ""}]  # scripts of the first page
NOTE = "allin/CoreWeave IPO and the Neocloud Model.md"
CLAIM = f"{note_iri(NOTE)}#c-1daf9831b1"
THINGS = (entity_iri("CoreWeave", "/"), note_iri(NOTE, "/"), claim_path(CLAIM))
RDF = {
    "text/turtle": ".ttl", "application/ld+json": ".jsonld", "application/n-triples": ".nt",
    "application/rdf+xml": ".rdf",
}  # fmt: skip
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ATTACKS = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "' onmouseover='alert(1)",
    "</title><script>alert(1)</script>", "\u202egnp.exe", "{{7*7}}", "<!--",
)  # fmt: skip


class Elements(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def links(self) -> list[str]:
        return [str(attributes.get("href")) for tag, attributes in self.found if tag == "a"]


@pytest.mark.parametrize("path", THINGS)
def test_a_thing_is_a_page_for_people(site: Website, path: str) -> None:
    answer = site.get(path, accept=BROWSER)
    assert (answer.status, answer.kind) == (200, "text/html"), answer.text
    page = Elements(answer.text)
    assert "CoreWeave" in "".join(page.words)
    assert [tag for tag, _ in page.found].count("h1") == 1
    assert not {tag for tag, _ in page.found} & {"style", "iframe", "img", "audio", "video"}
    assert {attributes["src"] for tag, attributes in page.found if tag == "script"} <= {"/player.js"}
    assert not [name for _, attributes in page.found for name in attributes if name.startswith("on") or name == "style"]


@pytest.mark.parametrize("path", THINGS)
def test_a_thing_is_rdf_for_programs(site: Website, path: str) -> None:
    answers = []
    for kind, suffix in RDF.items():
        accepted, named = site.get(path, accept=kind), site.get(f"{path}{suffix}")
        assert (accepted.status, accepted.kind, named.kind) == (200, kind, kind)
        form = ox.RdfFormat.from_media_type(kind)
        assert form is not None
        answers.append({str(quad.triple) for quad in ox.parse(accepted.body, form)})
        assert accepted.body == named.body
    assert all(each == answers[0] for each in answers)
    subject = {THINGS[0]: entity_iri("CoreWeave"), THINGS[1]: note_iri(NOTE), THINGS[2]: CLAIM}[path]
    assert any(f"<{subject}>" in triple for triple in answers[0])


def test_a_thing_is_json_for_programs(site: Website, sample_built: Path) -> None:
    entity, note, claim = (site.get(f"{path}.json").json() for path in THINGS)
    with Graph.open(sample_built) as graph:
        assert entity["entity"] == graph.entity("CoreWeave").to_dict()
        assert entity["claims"]["items"] == graph.claims("CoreWeave").to_dicts()
        assert [each["id"] for each in note["claims"]["items"]] == list(graph.claims(note=NOTE).ids)
        assert claim == graph.explain(CLAIM).to_dict()


@pytest.mark.parametrize("kind", ["prop", "phrase"])
def test_every_relation_and_phrase_of_the_graph_has_a_page(site: Website, sample_built: Path, kind: str) -> None:
    ends = "rdf:predicate" if kind == "prop" else "rdf:subject|rdf:object"
    query = f"""SELECT ?x (COUNT(DISTINCT ?c) AS ?n) {{
      {{ ?c kg:states ?s . ?s {ends} ?x }} UNION {{ ?c prov:wasAttributedTo ?x }} FILTER(CONTAINS(STR(?x), "/{kind}/"))
    }} GROUP BY ?x ORDER BY DESC(?n) ?x LIMIT 5"""
    with Graph.open(sample_built) as graph:
        expected = graph.query(query).rows
    assert len(expected) == 5
    for iri, count in expected:
        path = str(iri).removeprefix("https://kg.example")
        record = site.get(f"{path}.json").json()
        assert record["claims"]["total"] == count
        page = site.get(path, accept=BROWSER)
        assert (page.status, page.kind) == (200, "text/html")
        assert f"<{iri}>" in site.get(path, accept="application/n-triples").text


def test_the_claims_of_a_thing_are_a_table_for_spreadsheets(site: Website, sample_built: Path) -> None:
    tables = [list(csv.DictReader(io.StringIO(site.get(f"{path}.csv").text))) for path in THINGS]
    with Graph.open(sample_built) as graph:
        asked = graph.claims("CoreWeave"), graph.claims(note=NOTE)
        assert [[row["id"] for row in rows] for rows in tables] == [*(list(each.ids) for each in asked), [CLAIM]]
    answer = site.get(THINGS[0], accept="text/csv")
    assert (answer.kind, answer.body) == ("text/csv", site.get(f"{THINGS[0]}.csv").body)


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [
        ("/entity/CoreWeav", "", 404),
        ("/entity/CoreWeav", BROWSER, 404),
        ("/entity/CoreWeave.pdf", "", 404),
        ("/entity/CoreWeave", "image/png", 406),
        ("/entity/CoreWeave?cursor=x", "", 400),
        ("/note/nowhere", "", 404),
        ("/note/../../etc/passwd", "", 404),
        ("/note/%2e%2e/%2e%2e/etc/passwd", "", 404),
        ("/note/.kg/config", "", 404),
        ("/claim/c-ffffffffff", "", 404),
        ("/claim/c-3", "", 409),
        ("/nowhere", BROWSER, 404),
        ("/prop/flewOver", "", 404),
        ("/phrase/%3E%20%7D%20INSERT", "", 404),
    ],
)
def test_what_is_not_there_gets_a_status(site: Website, path: str, accept: str, status: int) -> None:
    answer = site.get(path, accept=accept)
    assert answer.status == status
    if accept == BROWSER:
        assert answer.kind == "text/html"
    if path == "/entity/CoreWeav":
        assert "CoreWeave" in answer.text


def test_each_link_of_a_page_leads_somewhere(site: Website) -> None:
    """From the first page on, two steps deep."""
    seen, waiting = {"/"}, ["/"]
    for _ in range(40):
        if not waiting:
            break
        path = waiting.pop(0)
        answer = site.get(path, accept=BROWSER)
        assert answer.status == 200, path
        if answer.kind == "text/html" and not path.startswith("/explorer"):
            for target in Elements(answer.text).links:
                inner = target.partition("#")[0]
                if inner.startswith("/") and inner not in seen:
                    seen.add(inner)
                    waiting.append(inner)
    assert len(seen) > 40


def test_links_lead_to_the_second(site: Website) -> None:
    page = Elements(site.get(THINGS[2]).text)
    assert "https://www.youtube.com/watch?v=RBoGJlpSdpY&t=3261s" in page.links


def test_many_claims_come_page_by_page(make_vault: MakeVault) -> None:
    note = "\n\n".join(f"Acme Corporation sold {number} anvils to Globex in 2019." for number in range(2, 252))
    vault = make_vault({"Sales.md": note})
    kg.build(vault, workers=1).close()
    with website(vault) as site:
        path, sizes = "/entity/Acme%20Corporation", []
        while True:
            page = Elements(site.get(path).text)
            sizes.append(len([attributes for tag, attributes in page.found if tag == "li"]))
            more = [link for link in page.links if "cursor=" in link]
            if not more:
                break
            path = more[0]
        assert len(sizes) == 3
        assert sum(sizes) == len(kg.open_graph(vault).claims("Acme Corporation"))


def test_a_search_finds_claims(site: Website) -> None:
    page = Elements(site.get("/search?text=preparing+IPO", accept=BROWSER).text)
    assert "CoreWeave is preparing an IPO." in page.words
    empty = site.get("/search")
    assert empty.status == 200


def test_text_of_notes_is_text_in_pages(make_vault: MakeVault) -> None:
    """Names, titles, properties and sentences that are attacks."""
    notes: dict[str, str | bytes] = {}
    for number, attack in enumerate(ATTACKS):
        text = attack.replace('"', "'")
        notes[f"{number}.md"] = (
            f'---\ntitle: "{text}"\nsource: "javascript:alert(1)//{number}"\n---\n'
            f"[[{attack.replace('|', '').replace(']', '')}]] sold 40 anvils to Globex Corporation in 2019.\n\n"
            f"Globex Corporation says {attack} and sold {number + 2} anvils in 2018.\n\n"
        )
    vault = make_vault(notes)
    with kg.build(vault, workers=1) as graph:
        paths = ["/", "/search?text=anvils", f"/search?text={quote(ATTACKS[0])}"]
        paths += [entity_iri(row.name, "/") for row in graph.entities()]
        paths += [note_iri(row.path, "/") for row in graph.notes()]
        paths += [claim_path(iri) for iri in graph.claims(note="*").ids]
    with website(vault) as site:
        for path in paths:
            answer = site.get(path, accept=BROWSER)
            assert answer.status == 200, answer.text
            page = Elements(answer.text)
            assert not {tag for tag, _ in page.found} & {"img", "iframe", "style"}
            assert [fields for tag, fields in page.found if tag == "script"] == (LIVE if path == "/" else [])
            names = {name for _, attributes in page.found for name in attributes}
            assert not [name for name in names if name.startswith("on")]
            assert all(re.match(r"/|https?://|obsidian://podnotes\?", link) for link in page.links)
        unknown = site.get(f"/entity/{quote(ATTACKS[0])}%20unknown", accept=BROWSER)
        assert unknown.status == 404
        assert "<script" not in unknown.text
