"""Sending a graph to a SPARQL store: only what differs, and never so that a reader takes a part for the whole."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kg.errors import PartialLoad, RemoteStoreError
from kg.model.transcript import Cue
from kg.rdf.encode import entity_quads
from kg.store.engine.cue_index import IndexedTranscript, NoteLines
from kg.store.engine.fact_packing import stored_note
from kg.store.engine.store import Store
from kg.store.remote.graph_lines import HeldGraph, canonical, fetched
from kg.store.remote.local_copy import bring_up_to_date
from kg.store.remote.manifest import finished, head_graph, list_graph, read_list
from kg.store.remote.upload import graphs_of, nquads_of, upload
from tests.cli.conftest import ENTITIES, NOTES, claims_of, facts_of
from tests.store.remote.stores import Silent, answers, free_port, oxigraph, passed_on, scripted

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterable
    from pathlib import Path

    from kg.store.remote.store_client import StoreClient
    from tests.store.remote.stores import Connected

ACME, GLOBEX = NOTES


def written(folder: Path, notes: Iterable[str], *, words: str = "Anvils are sold.", title: str = "Acme") -> Path:
    """A store with some of the sample's notes, lines that are a transcript in each, its entities and a transcript."""
    notes = tuple(notes)
    with Store.open(folder) as store:
        for path in notes:
            note = stored_note(replace(facts_of(path), title=title), claims_of(path), store.base)
            store.replace_note(note._replace(lines=NoteLines(path, None, (Cue(1.0, 2.0, f"lines of {path}", None),))))
        gone = [iri for iri in store.note_iris() if iri.rpartition("/")[2] + ".md" not in {n[5:] for n in notes}]
        store.replace_notes([], gone)
        store.replace_entities(entity_quads(ENTITIES, properties={"money": "money"}, recordings=[]))
        transcript = IndexedTranscript("shop/Acme.vtt", words, "vtt", "en", 4.0, None, (ACME,))
        store.replace_transcripts([(transcript, [Cue(0.0, 4.0, words, "Ada")])], [])
    return folder


def sent(folder: Path, client: StoreClient, *, full: bool = False) -> tuple[int, int, int]:
    with closing(Store.open(folder, read_only=True)) as store:
        return upload(store, client, Silent(), full=full)


def content(folder: Path) -> dict[str, bytes]:
    """All that a store holds, by graph."""
    with closing(Store.open(folder, read_only=True)) as store:
        return {iri: nquads_of(store, iri) for iri in graphs_of(store)}


def test_what_is_sent_can_be_copied_byte_for_byte(tmp_path: Path, store_url: str, client: Connected) -> None:
    there, here = written(tmp_path / ".kg", NOTES), tmp_path / "copy"
    assert sent(there, client(store_url)) == (6, 0, 0)
    bring_up_to_date(client(store_url), here, "https://kg.example/")
    assert content(here) == content(there)
    with closing(Store.open(here, read_only=True)) as store:
        assert [hit.cue.text for hit in store.search.cues.search('"anvils"', 9)] == ["Anvils are sold."]
        assert len(store.search.search("anvils", 9)) == 1


def test_only_what_differs_is_sent_and_copied(tmp_path: Path, store_url: str, client: Connected) -> None:
    there, here = tmp_path / ".kg", tmp_path / "copy"
    told = []
    for notes, words, title in (
        ((ACME,), "Old.", "Acme"),
        ((ACME,), "Old.", "Acme"),
        ((ACME, GLOBEX), "Old.", "Acme"),
        ((ACME, GLOBEX), "Old.", "Another title"),
        ((GLOBEX,), "New words.", "Another title"),
    ):
        told.append(sent(written(there, notes, words=words, title=title), client(store_url)))
        bring_up_to_date(client(store_url), here, "https://kg.example/")
        assert content(here) == content(there)
    assert told == [(4, 0, 0), (0, 0, 4), (2, 0, 4), (2, 0, 4), (1, 2, 3)]
    assert client(store_url).graph("https://kg.example/note/shop/Acme") is None


def test_graphs_of_others_stay_as_they_are(tmp_path: Path, store_url: str, client: Connected) -> None:
    client(store_url).put("https://other.example/g", b'<https://other.example/a> <https://other.example/b> "c" .\n')
    sent(written(tmp_path / ".kg", NOTES), client(store_url), full=True)
    assert client(store_url).graph("https://other.example/g")


class Killer(Silent):
    """Ends a store once a batch is there."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def advance(self, n: int = 1) -> None:
        self._process.kill()
        self._process.wait()


def test_a_store_that_dies_in_the_middle_is_told_and_the_next_run_sends_the_rest(
    tmp_path: Path, client: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.store.remote.upload.MANY", 1)
    there, here, port = written(tmp_path / ".kg", NOTES), tmp_path / "copy", free_port()
    with (
        oxigraph(tmp_path / "store", port) as (url, process),
        closing(Store.open(there, read_only=True)) as store,
        pytest.raises(RemoteStoreError, match="cannot be reached"),
    ):
        upload(store, client(url), Killer(process))
    with oxigraph(tmp_path / "store", port) as (url, _):
        with pytest.raises(PartialLoad, match=f"holds a partial load; run 'kg build --store {url}' again"):
            bring_up_to_date(client(url), here, "https://kg.example/")
        assert not (here / "store").exists()
        held = read_list(client(url), "https://kg.example/", None)
        done = {iri for iri, each in held.items() if each.quads}
        assert len(held) == 1
        number, *_ = sent(there, client(url))
        assert number == 6 - len(done)
        bring_up_to_date(client(url), here, "https://kg.example/")
    assert content(here) == content(there)


def test_a_graph_that_was_done_is_not_sent_again_after_an_interruption(
    tmp_path: Path, store_url: str, client: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.store.remote.upload.MANY", 1)
    there = written(tmp_path / ".kg", NOTES)

    class Interrupting(Silent):
        left = 3

        def advance(self, n: int = 1) -> None:
            self.left -= 1
            if not self.left:
                raise KeyboardInterrupt

    with closing(Store.open(there, read_only=True)) as store, pytest.raises(KeyboardInterrupt):
        upload(store, client(store_url), Interrupting())
    with pytest.raises(PartialLoad):
        finished(client(store_url), "https://kg.example/")
    assert sent(there, client(store_url)) == (4, 0, 2)  # the last batch was not noted yet


def test_a_graph_that_somebody_changed_is_told_and_mended(tmp_path: Path, store_url: str, client: Connected) -> None:
    there, graph = written(tmp_path / ".kg", NOTES), "https://kg.example/note/shop/Acme"
    sent(there, client(store_url))
    client(store_url).put(graph, b'<https://kg.example/a> <https://kg.example/b> "c" .\n' * 99)
    with pytest.raises(RemoteStoreError, match=rf"gives 1 of the \d+ triples of <{graph}>"):
        bring_up_to_date(client(store_url), tmp_path / "copy", "https://kg.example/")
    sent(there, client(store_url), full=True)
    bring_up_to_date(client(store_url), tmp_path / "copy", "https://kg.example/")
    assert content(tmp_path / "copy") == content(there)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no graph of kg's with the base IRI https://kg.example/; run 'kg build --store"),
        ("nothing", "holds a manifest in <https://kg.example/graph/manifest> that kg did not write"),
        ('{\\"layout\\": \\"claimgraph remote store 9\\"}', "has layout 'claimgraph remote store 9', but this version"),
    ],
)
def test_a_store_without_a_manifest_that_can_be_read_is_told(
    store_url: str, client: Connected, text: str, said: str
) -> None:
    name = head_graph("https://kg.example/")
    if text:
        client(store_url).put(name, f'<{name}> <https://kg.example/ns#loadState> "{text}" .\n'.encode())
    with pytest.raises(RemoteStoreError) as caught:
        finished(client(store_url), "https://kg.example/")
    assert said in str(caught.value)


def test_a_list_that_is_not_the_heads_is_refused(tmp_path: Path, store_url: str, client: Connected) -> None:
    sent(written(tmp_path / ".kg", NOTES), client(store_url))
    name = list_graph("https://kg.example/")
    lines = (client(store_url).graph(name) or b"").splitlines(keepends=True)
    client(store_url).put(name, b"".join(lines[1:]))
    with pytest.raises(RemoteStoreError, match=f"gives 5 of the 6 triples of <{name}>"):
        bring_up_to_date(client(store_url), tmp_path / "copy", "https://kg.example/")


def test_a_store_that_cuts_answers_is_asked_in_pieces(tmp_path: Path, store_url: str, client: Connected) -> None:
    there = written(tmp_path / ".kg", NOTES)
    sent(there, client(store_url))

    def cut(method: str, path: str, body: bytes) -> bytes:
        return b"".join(body.splitlines(keepends=True)[:40]) if (method, path[:6]) == ("GET", "/store") else body

    with scripted(passed_on(store_url, cut)) as cutting:
        bring_up_to_date(client(cutting.url), tmp_path / "copy", "https://kg.example/")
    assert content(tmp_path / "copy") == content(there)


def test_a_store_that_takes_no_quads_gets_graphs_one_by_one_and_each_is_read_back(
    tmp_path: Path, store_url: str, client: Connected
) -> None:
    there = written(tmp_path / ".kg", NOTES)
    refuse, pass_on = answers(200, b"<html>", "text/html"), passed_on(store_url, lambda _, __, body: body)
    with scripted(lambda handler, body: (refuse if handler.command == "POST" else pass_on)(handler, body)) as store:
        assert sent(there, client(store.url)) == (6, 0, 0)
        assert store.asked.count("POST") == 1
    bring_up_to_date(client(store_url), tmp_path / "copy", "https://kg.example/")
    assert content(tmp_path / "copy") == content(there)


def test_a_store_that_changes_a_literal_is_told_when_it_is_written(
    tmp_path: Path, store_url: str, client: Connected
) -> None:
    there = written(tmp_path / ".kg", NOTES)
    other = passed_on(store_url, lambda _, __, body: body.replace(b"anvils", b"hammers"))
    refuse = answers(415)
    with (
        scripted(lambda handler, body: (refuse if handler.command == "POST" else other)(handler, body)) as store,
        pytest.raises(RemoteStoreError, match=r"gives other triples for <.*Acme> than were sent; something else wrote"),
    ):
        sent(there, client(store.url))


ODD = r"""
"\"quoted\" \\ back\nline\ttab\rreturn"
"\u0001\u001F\u007F\uFFFE"
"é 😀 e\u0301 \u200B\u2028"
" lead and trail "
"<b>&amp;</b> %20 'single'"
"tagged"@en-GB
"2147483648"^^<http://www.w3.org/2001/XMLSchema#integer>
"-9223372036854775809"^^<http://www.w3.org/2001/XMLSchema#integer>
"0.000001"^^<http://www.w3.org/2001/XMLSchema#decimal>
"true"^^<http://www.w3.org/2001/XMLSchema#boolean>
"2024-11-01T10:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>
"2024"^^<http://www.w3.org/2001/XMLSchema#gYear>
""".strip().splitlines()


def test_odd_literals_come_back_as_they_were(store_url: str, client: Connected) -> None:
    check_odd_literals(client(store_url))


def check_odd_literals(store: StoreClient) -> None:
    """Send each of them, and fetch it again."""
    graph = "https://kg.example/odd/%20%28x%29"
    triples = "".join(f"<https://kg.example/odd#{n}> <https://kg.example/p> {text} .\n" for n, text in enumerate(ODD))
    nquads = canonical(store, triples.encode(), graph)
    assert nquads.count(b"\n") == len(ODD)
    store.put(graph, triples.encode())
    assert fetched(store, graph, HeldGraph.of(nquads)) == nquads
    store.delete(graph)


@pytest.mark.parametrize(
    ("came", "usual"),
    [
        ('"7000000000"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"7000000000"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ('"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ('"+01"^^<http://www.w3.org/2001/XMLSchema#integer>', '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ('"INF"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"INF"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ('"few"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"few"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ('"\\u00E9 \\u0027"', '"é \'"'),
    ],
)  # fmt: skip
def test_literals_that_a_store_writes_in_its_own_way_are_written_as_kg_does(
    client: Connected, came: str, usual: str
) -> None:
    line = "<https://kg.example/a>\t<https://kg.example/b>\t{} .\n"
    found = canonical(client("http://localhost"), line.format(came).encode(), "https://kg.example/g").decode()
    assert found == line.replace("\t", " ").format(usual).replace(" .\n", " <https://kg.example/g> .\n")
