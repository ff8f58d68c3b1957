"""The command line answers from a SPARQL store what it answers from the vault's own, byte for byte."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

import kg
from kg.config import Config
from kg.graph import Graph
from kg.service.live_graph import LiveGraph
from kg.store.ask.named_queries import named_queries
from kg.views.render.exports import FORMATS
from tests.cli.conftest import run
from tests.service.web.http_client import website
from tests.store.remote.stores import free_port, oxigraph

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.service.web.http_client import Answer, Website

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
LARGE = "SELECT ?c ?v { ?c schema:value ?v FILTER(?v > 2147483647) } ORDER BY ?v ?c"
GRAPHS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
QUESTIONS: dict[str, tuple[str, ...]] = {
    "claims": ("claims", "CoreWeave", "-f", "jsonl"),
    "claims, about": ("claims", "Nvidia", "--about", "--note", "allin/*", "-f", "csv"),
    "claims, table": ("claims", "OpenAI", "--limit", "5"),
    "claims, number": ("claims", "--with", ">=1e9 USD", "-f", "jsonl"),
    "claims, callout": ("claims", "--callout", "warning", "-f", "md"),
    "claims, unknown": ("claims", "CoreWaeve"),
    "entities": ("entities", "-f", "jsonl"),
    "entities, type": ("entities", "--type", "person"),
    "conflicts": ("conflicts", "-f", "jsonl"),
    "conflicts, one": ("conflicts", "CoreWeave"),
    "conflicts, agreeing": ("conflicts", "--verdict", "agree", "-f", "csv"),
    "search": ("search", "data", "center*", "-f", "jsonl", "--limit", "0"),
    "search, phrase": ("search", '"data center"'),
    "search, transcripts": ("search", "--transcripts", "neocloud", "-f", "jsonl"),
    "stats": ("stats",),
    "stats, json": ("stats", "-f", "json"),
    "terms": ("terms", "-f", "jsonl"),
    "corrections": ("corrections", "-f", "jsonl"),
    "query, count": ("query", COUNT),
    "query, large numbers": ("query", LARGE, "-f", "json"),
    "query, graphs": ("query", GRAPHS, "-f", "csv"),
    "query, unordered": ("query", "SELECT ?s ?t { ?s schema:text ?t }", "-f", "tsv"),
    "query, ask": ("query", "ASK { ?c a schema:Claim }"),
    "query, construct": ("query", "CONSTRUCT { ?c schema:about ?e } { ?c schema:about ?e }", "-f", "ttl"),
    "query, wrong": ("query", "SELECT ?s { ?s }"),
    **{f"export, {form}": ("export", "--format", form) for form in FORMATS},
}  # fmt: skip
EMPTY = {"claims, unknown", "query, wrong", "corrections"}


@pytest.fixture(scope="module")
def stored(sample_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The built sample vault, and a store that it was sent to by a build."""
    vault = tmp_path_factory.mktemp("stored") / "vault"
    shutil.copytree(sample_built, vault)
    with oxigraph() as (url, _):
        result = run("build", str(vault), "--store", url, "--out", str(vault.parent / "out"))
        assert result.exit_code == 0, result.output
        assert f"Sent 23 graphs to {url}: 0 deleted, 0 there already" in result.stdout
        yield vault, url


def same(vault: Path, url: str, command: tuple[str, ...]) -> str:
    """What a command prints, which must be the same with and without the store."""
    own, asked = run(*command, "--vault", str(vault)), run(*command, "--store", url, "--vault", str(vault))
    assert (asked.exit_code, asked.stdout_bytes, asked.stderr) == (own.exit_code, own.stdout_bytes, own.stderr)
    return own.stdout


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_has_the_same_answer(stored: tuple[Path, str], name: str) -> None:
    assert same(*stored, QUESTIONS[name]) or name in EMPTY


def test_an_explanation_is_the_same(stored: tuple[Path, str]) -> None:
    vault, url = stored
    with kg.open_graph(vault) as graph:
        claim = graph.claims("CoreWeave").to_dicts()[0]["id"]
    assert same(vault, url, ("explain", claim))


@pytest.mark.parametrize("name", named_queries())
def test_every_named_query_has_the_same_answer(stored: tuple[Path, str], name: str) -> None:
    given = []
    for parameter in named_queries()[name].parameters:
        value = {"entity": "CoreWeave", "note": "allin/CoreWeave IPO and the Neocloud Model.md"}.get(parameter.kind)
        if value is not None:
            given += ["-p", f"{parameter.name}={value}"]
    same(*stored, ("query", name, *given, "-f", "csv"))


def test_no_vault_is_needed_to_ask(stored: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault, url = stored
    monkeypatch.chdir(tmp_path)
    assert run("claims", "CoreWeave").exit_code == 1
    own = run("claims", "CoreWeave", "-f", "jsonl", "--vault", str(vault)).stdout_bytes
    assert run("claims", "CoreWeave", "-f", "jsonl", "--store", url).stdout_bytes == own
    monkeypatch.setenv("KG_STORE_URL", url)
    assert run("claims", "CoreWeave", "-f", "jsonl").stdout_bytes == own
    assert not list(tmp_path.iterdir())


def test_python_asks_a_store_and_follows_it(stored: tuple[Path, str], tmp_path: Path) -> None:
    with kg.open_graph(tmp_path, store_url=stored[1]) as graph:
        assert graph.stats().claims == 386
        assert not graph.refresh()


def test_a_build_from_python_sends_too(tmp_path: Path, store_url: str) -> None:
    (tmp_path / "A.md").write_text("Acme Corporation sold 40 anvils to Globex in 2019.\n", encoding="utf-8")
    with kg.build(tmp_path, store_url=store_url, workers=1) as graph:
        assert graph.stats().notes == 1
        (tmp_path / "B.md").write_text("Globex bought Initech in 2019.\n", encoding="utf-8")
        kg.build(tmp_path, store_url=store_url, workers=1).close()
        assert graph.refresh()
        assert graph.stats().notes == 2


PAGES = (
    "/",
    "/search?q=data",
    "/entity/CoreWeave",
    "/explorer/index.html",
    "/api/entities",
    "/api/claims?entity=CoreWeave",
)


def test_kg_serve_answers_the_same(stored: tuple[Path, str]) -> None:
    vault, url = stored
    html = "text/html"
    with website(vault) as own, website(vault, "--store", url) as asked:
        for page in PAGES:
            here, there = own.get(page, accept=html), asked.get(page, accept=html)
            assert here.status == 200, page
            assert (there.status, _shown(there, asked)) == (200, _shown(here, own)), page
        answers = [site.get("/sparql", {"query": LARGE}, accept="text/csv") for site in (own, asked)]
        assert answers[0].body == answers[1].body
        assert answers[0].text.count("\n") > 10


def _shown(answer: Answer, site: Website) -> bytes:
    """An answer without the server's port, and without where the next page begins, which names the generation."""
    return re.sub(rb'"next":"[^"]*"', b"", answer.body.replace(str(site.port).encode(), b"PORT"))


def test_a_server_answers_from_a_store_and_notices_a_new_load(
    sample_vault: Path, tmp_path: Path, store_url: str
) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "A.md").write_text("Acme Corporation sold 40 anvils to Globex in 2019.\n", encoding="utf-8")
    assert run("build", str(vault), "--store", store_url, "--out", str(tmp_path / "out")).exit_code == 0
    live = LiveGraph(tmp_path / "nowhere", Config(store_url=store_url))
    try:
        before = live.ask(Graph.stats).result().notes
        (vault / "B.md").write_text("Globex bought Initech in 2019.\n", encoding="utf-8")
        sent = run("build", str(vault), "--store", store_url, "--out", str(tmp_path / "out")).stdout
        assert [before, live.ask(Graph.stats).result().notes] == [1, 2]
    finally:
        live.close()
    assert ": 0 deleted, 1 there already" in sent


def test_trouble_with_a_store_is_one_line_and_no_answer(sample_built: Path, tmp_path: Path, store_url: str) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    for url, said in (
        (nobody, "cannot be reached"),
        (store_url, "holds no graph of kg's with the base IRI"),
        (f"{store_url}/elsewhere", "holds no graph of kg's"),
    ):
        result = run("claims", "CoreWeave", "--store", url, "--vault", str(sample_built))
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith(f"Error: store '{url}': {said}")
        assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("url", ["localhost:7878", "ftp://store.example", "https://ada:s3cret@store.example/"])
def test_a_wrong_address_is_refused_without_repeating_a_password(sample_built: Path, url: str) -> None:
    result = run("stats", "--store", url, "--vault", str(sample_built))
    assert result.exit_code == 2
    assert "store.url" in result.stderr
    assert "s3cret" not in result.stderr


def test_a_cluster_sends_nothing(sample_built: Path, tmp_path: Path) -> None:
    result = run(
        "build", str(sample_built), "--engine", "dask", "--store", "http://localhost:1", "--out", str(tmp_path)
    )
    assert result.exit_code == 2
    assert "leave out --engine dask" in result.stderr


def test_secrets_of_a_store_are_no_settings_and_no_mistakes(
    sample_built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_CA"):
        monkeypatch.setenv(name, "s3cret")
    result = run("config", "--vault", str(sample_built))
    assert result.exit_code == 0
    assert "s3cret" not in result.stdout
