"""A query in a process of its own: the same answer, or none when it costs too much; nothing is left behind."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kg.errors import (
    ConfigError,
    KgError,
    ModelMissing,
    QueryError,
    QueryExhausted,
    QueryRefused,
    StoreError,
    StoreMissing,
    UnknownName,
)
from kg.store.ask import sandbox
from kg.store.ask.sparql import ALL, run
from kg.store.engine.store import Store
from tests.graph_samples import build_store

ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(9)) + " }"
GREEDY = "SELECT * { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(9)) + " } ORDER BY ?a1"
PROC = pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="needs /proc")


@pytest.fixture(autouse=True)
def _without_forks(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a system that cannot fork; ``test_query_worker.py`` has the other."""
    monkeypatch.setattr(sandbox, "FORKS", False)


def answering() -> list[int]:
    """The processes on this machine that answer a query of this test run."""
    own = os.getpid()
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
                if parent == own and b"kg.store.ask.sandbox" in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?text { ?c schema:about ent:CoreWeave ; schema:text ?text } ORDER BY ?text",
        "ASK { ent:CoreWeave ?p ?o }",
        "CONSTRUCT { ?c schema:about ?e } { ?c schema:about ?e }",
    ],
)
def test_the_answer_is_the_same(store: Store, text: str) -> None:
    wanted = run(store, text)
    found = sandbox.answer(store, text, 60)
    assert found == wanted
    assert [found.serialize(form) for form in found.formats] == [wanted.serialize(form) for form in wanted.formats]


@PROC
def test_a_query_without_end_is_ended(store: Store) -> None:
    with pytest.raises(QueryError, match=r"no answer within 0\.5 seconds.*--timeout SECONDS"):
        sandbox.answer(store, ENDLESS, 0.5)
    assert answering() == []


def test_an_error_keeps_its_place_in_the_text(store: Store) -> None:
    with pytest.raises(QueryError) as told:
        sandbox.answer(store, "SELECT ?x {\n ?x ?y }", 60)
    assert told.value.line == 2
    assert str(told.value).count("line 2") == 1


def test_another_server_is_refused_before_anything_runs(store: Store) -> None:
    with pytest.raises(QueryError, match="SERVICE is not allowed: kg fetches nothing from other servers"):
        sandbox.answer(store, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 60)


def test_a_store_that_went_away_is_told(tmp_path: Path) -> None:
    build_store(tmp_path / ".kg")
    with Store.open(tmp_path / ".kg", read_only=True) as store:
        shutil.rmtree(tmp_path / ".kg")
        with pytest.raises(StoreError):
            sandbox.answer(store, "ASK { ?s ?p ?o }", 60)


@PROC
def test_a_process_that_is_killed_is_told(store: Store) -> None:
    def kill() -> None:
        while not (found := answering()):
            time.sleep(0.05)
        os.kill(found[0], signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(QueryError, match="died"):
        sandbox.answer(store, ENDLESS, 60)
    killer.join()


@PROC
def test_a_query_whose_parent_was_killed_ends_by_itself(folder: Path) -> None:
    """With a second to spare instead of a minute, which the child reads from its own copy of the module."""
    script = "import sys; from kg.store.ask import sandbox; sandbox.SPARE = 1; sys.exit(sandbox.main())"
    with Store.open(folder, read_only=True) as store:
        place, base = store.folder.absolute() / store.generation.snapshot, store.base
    order = pickle.dumps((place, base, ENDLESS, ALL, 1.0))
    done = subprocess.run([sys.executable, "-c", script], input=order, capture_output=True, timeout=120, check=False)
    assert done.returncode in {-signal.SIGKILL, -signal.SIGXCPU}


@PROC
def test_all_queries_that_run_can_be_ended_at_once(store: Store) -> None:
    def end() -> None:
        while not answering():
            time.sleep(0.05)
        sandbox.end_queries()

    ender = threading.Thread(target=end)
    ender.start()
    with pytest.raises(QueryExhausted):
        sandbox.answer(store, ENDLESS, 60)
    ender.join()
    assert answering() == []


def test_an_answer_that_is_too_large_is_not_sent(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    found = run(store, "SELECT ?s ?p ?o { ?s ?p ?o }")
    code, given = sandbox.packed(sandbox.ANSWERED, found)
    assert (code, pickle.loads(given)) == (sandbox.ANSWERED, found)  # noqa: S301 - our own
    monkeypatch.setattr(sandbox, "ANSWER", len(given) - 1)
    code, given = sandbox.packed(sandbox.ANSWERED, found)
    refusal = pickle.loads(given)  # noqa: S301 - our own
    assert code == sandbox.REFUSED
    assert isinstance(refusal, QueryExhausted)
    assert "LIMIT" in str(refusal)


@pytest.mark.parametrize("text", ["CLEAR ALL", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"])
def test_what_is_refused_is_told_from_what_is_wrong(store: Store, text: str) -> None:
    with pytest.raises(QueryRefused):
        sandbox.answer(store, text, 60)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems may not limit memory")
def test_a_query_that_wants_too_much_memory_dies_alone(folder: Path) -> None:
    """With a limit that is soon reached; the shell's limit holds for the process that answers."""
    script = (
        "import sys; from pathlib import Path; from kg.store.ask import sandbox\n"
        "from kg.store.engine.store import Store\n"
        "sandbox.FORKS = False\n"
        "try: sandbox.answer(Store.open(Path(sys.argv[1]), read_only=True), sys.argv[2], 100)\n"
        "except Exception as error: print(error)"
    )
    command = ["bash", "-c", 'ulimit -v 900000; exec "$@"', "bash", sys.executable, "-c", script, str(folder), GREEDY]
    done = subprocess.run(command, capture_output=True, text=True, timeout=110, check=False)
    assert "died" in done.stdout, done.stderr


@pytest.mark.parametrize(
    "error",
    [
        QueryError("is odd", 1, 2, "x"),
        UnknownName("query", "risk", known=["risks"]),
        ModelMissing("xx", ["en"]),
        ConfigError("file", "key", "is odd"),
        StoreMissing("v/.kg"),
    ],
)
def test_errors_come_out_of_another_process_as_they_went_in(error: KgError) -> None:
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert type(copy) is type(error)
    assert (str(copy), vars(copy)) == (str(error), vars(error))
