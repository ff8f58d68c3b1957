"""A process that answers queries is ready again whatever one of them did, gives no more than is wanted, and ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.errors import KgError, QueryError, QueryExhausted, StoreError
from kg.files.folder_handle import LookedInto
from kg.store.ask import sandbox
from kg.store.ask.query_keeper import QueryLimits
from kg.store.ask.query_worker import QueryRows, QueryWorker
from kg.store.ask.sparql import QueryScope, run
from kg.store.engine.query_results import FORMATS, QueryResult
from kg.store.engine.snapshots import is_held
from kg.store.engine.store import Store
from tests.graph_samples import build_store

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
PROC = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")

ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(9)) + " }"
MANY = "SELECT * { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(9)) + " }"
ALL = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
MANY_SECONDS = QueryLimits(100)
FEW_SECONDS = QueryLimits(0.5)


@pytest.fixture
def worker() -> Iterator[QueryWorker]:
    with QueryWorker() as ready:
        yield ready


def children_of(parent: int) -> list[int]:
    """The processes that a process has started, zombies left aside."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, above = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[:2]
            except OSError:
                continue
            if int(above) == parent and state != "Z":
                found.append(int(entry.name))
    return found


def keeper_of(worker: QueryWorker) -> int:
    """The number of the process that waits for queries."""
    keeper = worker._keeper  # noqa: SLF001
    return keeper._forked or (keeper._started.pid if keeper._started else 0)  # noqa: SLF001


def answering(worker: QueryWorker) -> int:
    """The number of the process that answers a query, once there is one."""
    while not (found := children_of(keeper_of(worker))):
        time.sleep(0.01)
    return found[0]


def given(found: QueryRows | KgError) -> list[tuple[object, ...]]:
    assert isinstance(found, QueryRows)
    return list(found)


@pytest.mark.parametrize(
    "text", [ALL, "ASK { ent:CoreWeave ?p ?o }", "CONSTRUCT { ?c schema:about ?e } { ?c schema:about ?e }"]
)
def test_the_answer_is_the_same(store: Store, worker: QueryWorker, text: str) -> None:
    wanted = run(store, text)
    for _ in range(2):
        assert worker.ask(store, text, MANY_SECONDS) == wanted
    found = worker.rows(store, text, MANY_SECONDS)
    rows = given(found)
    assert isinstance(found, QueryRows)
    assert (found.kind, found.cut, found.error) == (wanted.kind, False, None)
    if wanted.kind == "ask":
        assert rows == [(wanted.answer,)]
    else:
        assert (found.columns, sorted(rows, key=str)) == (wanted.columns, sorted(wanted.rows, key=str))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (ALL, "select"),
        ("ASK { ent:CoreWeave ?p ?o }", "ask"),
        ("CONSTRUCT { [] schema:about ?e } { ?c schema:about ?e }", "construct"),
    ],
)
def test_bytes_are_those_of_the_whole_answer(store: Store, worker: QueryWorker, text: str, kind: str) -> None:
    wanted = run(store, text)
    for form in FORMATS[kind]:
        forms = dict.fromkeys(FORMATS) | {kind: form}
        assert worker.serialized(store, text, MANY_SECONDS, forms) == (kind, form, wanted.serialize(form))
    assert worker.serialized(store, text, MANY_SECONDS, dict.fromkeys(FORMATS)) == (kind, None, b"")
    small = worker.serialized(store, text, MANY_SECONDS._replace(size=1), {kind: form})
    assert "over 1 bytes" in str(small)


@PROC
def test_what_answered_answers_the_next_query(store: Store, worker: QueryWorker) -> None:
    assert isinstance(worker.ask(store, ALL, MANY_SECONDS), QueryResult)
    first = children_of(keeper_of(worker))
    assert isinstance(worker.ask(store, "SELECT ?x {\n ?x ?y }", MANY_SECONDS), QueryError)
    assert given(worker.rows(store, ALL, MANY_SECONDS))
    assert children_of(keeper_of(worker)) == first
    assert "no answer within" in str(worker.ask(store, ENDLESS, FEW_SECONDS))
    assert isinstance(worker.ask(store, ALL, MANY_SECONDS), QueryResult)
    assert children_of(keeper_of(worker)) != first


def test_a_warm_process_answers_over_the_generation_that_is_asked(tmp_path: Path, worker: QueryWorker) -> None:
    folder = tmp_path / ".kg"
    build_store(folder)
    notes = "SELECT ?note { ?note a kg:Note }"
    with Store.open(folder, read_only=True) as before:
        wanted = worker.ask(before, notes, MANY_SECONDS)
        with Store.open(folder) as store:
            store.replace_notes([], [store.note_iris()[0]])
        with Store.open(folder, read_only=True) as after:
            fewer = worker.ask(after, notes, MANY_SECONDS)
            assert isinstance(wanted, QueryResult)
            assert isinstance(fewer, QueryResult)
            assert len(fewer) == len(wanted) - 1
        assert worker.ask(before, notes, MANY_SECONDS) == wanted


def test_a_process_that_waits_lets_go_of_its_generation(folder: Path, worker: QueryWorker) -> None:
    with Store.open(folder, read_only=True) as store:
        name = store.generation.snapshot
        assert isinstance(worker.ask(store, ALL, MANY_SECONDS), QueryResult)
    end = time.monotonic() + 60
    with LookedInto(folder) as kg:
        while is_held(kg, name):
            assert time.monotonic() < end
            time.sleep(0.1)
    with Store.open(folder, read_only=True) as store:
        assert isinstance(worker.ask(store, ALL, MANY_SECONDS), QueryResult)


@pytest.mark.parametrize("rows", [0, 1, 199, 200, 201])
def test_no_more_rows_are_given_than_are_wanted(store: Store, worker: QueryWorker, rows: int) -> None:
    found = worker.rows(store, f"{ALL} LIMIT 201", MANY_SECONDS._replace(rows=rows))
    assert len(given(found)) == rows
    assert isinstance(found, QueryRows)
    assert found.cut is (rows < len(run(store, f"{ALL} LIMIT 201")))


@pytest.mark.parametrize("limits", [FEW_SECONDS, MANY_SECONDS._replace(size=1_000_000)])
def test_rows_end_with_an_error_where_there_are_too_many(
    store: Store, worker: QueryWorker, limits: QueryLimits
) -> None:
    found = worker.rows(store, MANY, limits)
    assert given(found)
    assert isinstance(found, QueryRows)
    assert isinstance(found.error, QueryError)
    assert ("no answer within 0.5 seconds" in str(found.error)) is (limits is FEW_SECONDS)
    assert ("over 1,000,000 bytes" in str(found.error)) is (limits is not FEW_SECONDS)


def test_an_answer_may_have_so_many_bytes(store: Store, worker: QueryWorker) -> None:
    found = worker.ask(store, ALL, MANY_SECONDS._replace(size=1000))
    assert "over 1,000 bytes" in str(found)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT ?x {\n ?x ?y }", "line 2"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE is not allowed"),
        ("LOAD <http://127.0.0.1:9/>", "the graph is read-only"),
        ("SELECT (<urn:unknown>(1) AS ?x) { }", "unknown"),
    ],
)
def test_what_is_wrong_with_a_query_is_a_value(store: Store, worker: QueryWorker, text: str, said: str) -> None:
    for found in (worker.ask(store, text, MANY_SECONDS), worker.rows(store, text, MANY_SECONDS)):
        assert isinstance(found, QueryError)
        assert said in str(found)


def test_the_next_query_is_answered_by_the_same_keeper_whatever_one_did(store: Store, worker: QueryWorker) -> None:
    keeper = keeper_of(worker)
    assert "no answer within 0.5 seconds" in str(worker.ask(store, ENDLESS, FEW_SECONDS))
    many = worker.rows(store, MANY, MANY_SECONDS)
    assert isinstance(many, QueryRows)
    next(iter(many))
    many.close()
    assert isinstance(worker.ask(store, ALL, MANY_SECONDS), QueryResult)
    assert keeper_of(worker) == keeper


@PROC
def test_a_process_that_is_killed_is_told_and_followed_by_another(store: Store, worker: QueryWorker) -> None:
    killer = threading.Thread(target=lambda: os.kill(answering(worker), signal.SIGKILL))
    killer.start()
    assert "died" in str(worker.ask(store, ENDLESS, MANY_SECONDS))
    killer.join()
    assert isinstance(worker.ask(store, ALL, MANY_SECONDS), QueryResult)


def test_a_keeper_that_is_killed_is_told_and_followed_by_another(store: Store, worker: QueryWorker) -> None:
    os.kill(keeper_of(worker), signal.SIGKILL)
    assert "died" in str(worker.ask(store, ALL, MANY_SECONDS))
    assert isinstance(worker.ask(store, ALL, MANY_SECONDS), QueryResult)


@PROC
def test_what_answers_ends_with_whoever_asked(folder: Path) -> None:
    """Killed in the middle of a query."""
    program = (
        "import sys; from pathlib import Path; from kg.store.ask.query_worker import QueryLimits, QueryWorker\n"
        "from kg.store.engine.store import Store\n"
        "worker = QueryWorker(); print(worker._keeper._forked, flush=True)\n"
        "worker.ask(Store.open(Path(sys.argv[1]), read_only=True), sys.argv[2], QueryLimits(100))"
    )
    command = [sys.executable, "-c", program, str(folder), ENDLESS]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as asking:
        assert asking.stdout is not None
        keeper = int(asking.stdout.readline())
        assert keeper, "a program without threads forks"
        while not (below := children_of(keeper)):
            time.sleep(0.01)
        asking.kill()
    end = time.monotonic() + 60
    while any(Path(f"/proc/{number}").exists() for number in (keeper, *below)):
        assert time.monotonic() < end
        time.sleep(0.01)


def test_threads_are_answered_one_after_the_other(store: Store, worker: QueryWorker) -> None:
    wanted, found = run(store, ALL), []
    threads = [threading.Thread(target=lambda: found.append(worker.ask(store, ALL, MANY_SECONDS))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [wanted] * 4


def test_a_store_that_went_away_is_told(tmp_path: Path, worker: QueryWorker) -> None:
    build_store(tmp_path / ".kg")
    with Store.open(tmp_path / ".kg", read_only=True) as store:
        (tmp_path / ".kg").rename(tmp_path / "away")
        assert isinstance(worker.ask(store, ALL, MANY_SECONDS), StoreError)


def test_no_query_waits_for_another(store: Store) -> None:
    with sandbox._a_worker() as busy:  # noqa: SLF001
        rows = busy.rows(store, MANY, MANY_SECONDS)
        assert isinstance(rows, QueryRows)
        assert sandbox.answer(store, "ASK { ?s ?p ?o }", 60)
        rows.close()


@PROC
def test_all_queries_that_run_can_be_ended_at_once(store: Store) -> None:
    def end() -> None:
        while not sandbox._busy or not children_of(keeper_of(next(iter(sandbox._busy)))):  # noqa: SLF001
            time.sleep(0.05)
        sandbox.end_queries()

    ender = threading.Thread(target=end)
    ender.start()
    with pytest.raises(QueryExhausted):
        sandbox.answer(store, ENDLESS, 60)
    ender.join()
    assert sandbox.answer(store, "ASK { ?s ?p ?o }", 60)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems may not limit memory")
def test_a_query_that_wants_too_much_memory_dies_alone(store: Store, worker: QueryWorker) -> None:
    greedy = MANY_SECONDS._replace(memory=2**30)
    assert "died (its limit is 1 GB of memory)" in str(worker.ask(store, f"{MANY} ORDER BY ?a1", greedy))


def test_a_scope_says_what_a_query_is_over(store: Store, worker: QueryWorker) -> None:
    note = run(store, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g LIMIT 1").rows[0][0]
    scope = QueryScope(default=(str(note),))
    found = worker.ask(store, ALL, MANY_SECONDS, scope)
    assert found == run(store, ALL, scope) != run(store, ALL)


@PROC
def test_kg_query_forks_before_there_are_threads(folder: Path) -> None:
    program = (
        "import sys; from kg.cli import main, memory_guard; from kg.store.ask import sandbox; import threading\n"
        "start = memory_guard.start\n"
        "def guard():\n"
        "    worker = sandbox._idle.popitem()[1][0]; print('forked', bool(worker._keeper._forked)); start()\n"
        "memory_guard.start = guard; main.main(sys.argv[1:])"
    )
    command = [sys.executable, "-c", program, "query", "ASK { ?s ?p ?o }", "--vault", str(folder.parent)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "forked True\nyes\n"), done.stderr
