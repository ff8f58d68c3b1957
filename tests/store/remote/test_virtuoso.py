"""Virtuoso as a store: the same answers, whatever it does to literals and long answers; see ``make virtuoso-test``."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest

from kg.errors import PartialLoad, RemoteStoreError
from kg.rdf.terms import XSD
from kg.store.engine.store import Store
from kg.store.remote.graph_lines import HeldGraph, canonical, fetched, triples_of
from kg.store.remote.local_copy import bring_up_to_date
from kg.store.remote.upload import upload
from tests.cli.conftest import NOTES, run
from tests.store.remote.stores import free_port, wait_for
from tests.store.remote.test_same_answers import QUESTIONS
from tests.store.remote.test_upload import Killer, check_odd_literals, content, sent, written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.store.remote.stores import Connected

VIRTUOSO = shutil.which("virtuoso-t")
pytestmark = pytest.mark.skipif(VIRTUOSO is None, reason="Virtuoso is not installed: make virtuoso-test says how")

LOGIN = {"KG_STORE_USER": "dba", "KG_STORE_PASSWORD": "dba"}  # as it is installed
BASE = "https://kg.example/"
SETTINGS = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = {sql}
DisableUnixSocket = 1
DirsAllowed = .
[HTTPServer]
ServerPort = {http}
ServerThreads = 10
MaxKeepAlives = 10
[SPARQL]
ResultSetMaxRows = 10000
"""


@contextmanager
def virtuoso(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A running Virtuoso, which keeps what it is given in a folder: its SPARQL address and process."""
    folder.mkdir(exist_ok=True)
    port = free_port()
    (folder / "virtuoso.ini").write_text(SETTINGS.format(sql=free_port(), http=port), encoding="utf-8")
    (folder / "virtuoso.lck").unlink(missing_ok=True)
    command = (str(VIRTUOSO), "+foreground", "+configfile", "virtuoso.ini")
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=folder, stdin=quiet, stdout=quiet, stderr=quiet) as process:
        try:
            wait_for(f"http://localhost:{port}/sparql", process)
            yield f"http://localhost:{port}/sparql", process
        finally:
            process.kill()


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Virtuoso that all tests share."""
    with virtuoso(tmp_path_factory.mktemp("virtuoso") / "db") as (found, _):
        yield found


def test_every_question_has_the_same_answer(
    url: str, sample_built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in LOGIN.items():
        monkeypatch.setenv(name, value)
    vault = tmp_path / "vault"
    shutil.copytree(sample_built, vault)
    for told in (f"Sent 23 graphs to {url}: 0 deleted, 0", f"Sent 0 graphs to {url}: 0 deleted, 23"):
        build = run("build", str(vault), "--store", url, "--out", str(tmp_path / "out"))
        assert build.exit_code == 0, build.output
        assert told in build.stdout
    for name, command in QUESTIONS.items():
        own, asked = run(*command, "--vault", str(vault)), run(*command, "--vault", str(vault), "--store", url)
        assert (asked.exit_code, asked.stdout_bytes, asked.stderr) == (own.exit_code, own.stdout_bytes, own.stderr), (
            name
        )


def test_odd_literals_come_back_as_they_were(url: str, client: Connected) -> None:
    check_odd_literals(client(url, LOGIN))


def test_a_number_with_more_digits_than_virtuoso_keeps_is_noticed(url: str, client: Connected) -> None:
    graph, store = f"{BASE}note/pi", client(url, LOGIN)
    triples = f'<{BASE}pi> <{BASE}is> "3.14159265358979323846"^^<{XSD}decimal> .\n'.encode()
    store.put(graph, triples)
    with pytest.raises(RemoteStoreError, match=r"gives other triples for <.*pi> than were sent"):
        fetched(store, graph, HeldGraph.of(canonical(store, triples, graph)))
    store.delete(graph)


def test_a_graph_longer_than_an_answer_comes_in_pieces(url: str, client: Connected) -> None:
    graph, store = f"{BASE}graph/long", client(url, LOGIN)
    lines = (f'<{BASE}s/{number}> <{BASE}p> "{number}" .\n' for number in range(12_000))
    nquads = canonical(store, "".join(lines).encode(), graph)
    store.put(graph, triples_of(nquads, graph))
    assert (store.graph(graph) or b"").count(b"\n") < 12_000, "this Virtuoso cuts nothing: the test shows nothing"
    assert fetched(store, graph, HeldGraph.of(nquads)) == nquads
    store.delete(graph)


def test_a_wrong_password_and_none_are_told(url: str, client: Connected) -> None:
    for environ in ({"KG_STORE_USER": "dba", "KG_STORE_PASSWORD": "wrong"}, None):
        with pytest.raises(RemoteStoreError) as caught:
            client(url, environ).put(f"{BASE}g", b'<https://kg.example/a> <https://kg.example/b> "c" .\n')
        assert "wrong" not in str(caught.value)


def test_a_virtuoso_that_dies_in_the_middle_gets_the_rest_from_the_next_build(
    tmp_path: Path, client: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.store.remote.upload.MANY", 1)
    there, here = written(tmp_path / ".kg", NOTES), tmp_path / "copy"
    with (
        virtuoso(tmp_path / "db") as (url, process),
        closing(Store.open(there, read_only=True)) as store,
        pytest.raises(RemoteStoreError),
    ):
        upload(store, client(url, LOGIN), Killer(process))
    with virtuoso(tmp_path / "db") as (url, _):
        with pytest.raises((PartialLoad, RemoteStoreError)):
            bring_up_to_date(client(url, LOGIN), here, BASE)
        sent(there, client(url, LOGIN))
        bring_up_to_date(client(url, LOGIN), here, BASE)
    assert content(here) == content(there)
