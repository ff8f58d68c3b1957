"""The SPARQL 1.1 Graph Store HTTP Protocol, the part that reads, over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.graph import Graph
from kg.rdf.terms import note_iri

if TYPE_CHECKING:
    from pathlib import Path

    from tests.service.web.http_client import Answer, Website

NOTE = note_iri("allin/CoreWeave IPO and the Neocloud Model.md")
KINDS = ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml")


def triples(answer: Answer) -> set[str]:
    """The triples of an answer in its own form."""
    assert answer.status == 200, answer.text
    form = ox.RdfFormat.from_media_type(answer.kind)
    assert form is not None
    return {str(quad.triple) for quad in ox.parse(answer.body, form)}


def stored(vault: Path, iri: str | None) -> set[str]:
    """The triples of a graph of the vault, or of all."""
    place = f"GRAPH <{iri}> {{ ?s ?p ?o }}" if iri else "?s ?p ?o"
    with Graph.open(vault) as graph:
        written = graph.query(f"CONSTRUCT {{ ?s ?p ?o }} {{ {place} }}").serialize("nt")
    return {str(quad.triple) for quad in ox.parse(written, ox.RdfFormat.N_TRIPLES)}


@pytest.mark.parametrize("kind", KINDS)
def test_a_note_is_a_graph(site: Website, sample_built: Path, kind: str) -> None:
    answer = site.get("/graphs", {"graph": NOTE}, accept=kind)
    assert (answer.kind, triples(answer)) == (kind, stored(sample_built, NOTE))


def test_the_default_graph_is_the_union_of_all(site: Website, sample_built: Path) -> None:
    assert triples(site.get("/graphs?default")) == stored(sample_built, None) > stored(sample_built, NOTE)


def test_head_says_what_get_would(site: Website) -> None:
    answer = site.send("HEAD", f"/graphs?graph={NOTE.replace('%', '%25')}")
    assert (answer.status, answer.kind, answer.body) == (200, "text/turtle", b"")


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/graphs", 400),
        ("GET", f"/graphs?default&graph={NOTE}", 400),
        ("GET", "/graphs?graph=http://elsewhere.example/", 404),
        ("GET", "/graphs?graph=relative", 404),
        ("GET", "/graphs?graph=file:///etc/passwd", 404),
        ("GET", "/graphs?graph=%FF", 400),
        *((method, f"/graphs?graph={NOTE}", 405) for method in ("PUT", "POST", "DELETE", "PATCH")),
    ],
)
def test_what_names_no_graph_and_what_would_write_gets_a_status(
    site: Website, method: str, address: str, status: int
) -> None:
    assert site.send(method, address).status == status


def test_a_form_that_cannot_be_had_is_answered_with_those_that_can(site: Website) -> None:
    answer = site.get("/graphs?default", accept="image/png")
    assert answer.status == 406
    assert all(kind in answer.text for kind in KINDS)
