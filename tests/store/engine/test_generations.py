"""A reader holds one whole generation, graph and search file alike, whatever builds do; none is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest

from kg.errors import StoreMissing, StoreVersion
from kg.files import file_lock
from kg.files.own_folder import own_folder
from kg.graph import Graph
from kg.model import Entity
from kg.rdf.decode import decode_note
from kg.rdf.encode import entity_quads
from kg.rdf.terms import note_iri
from kg.store.engine import snapshots
from kg.store.engine.fact_packing import unpacked_facts
from kg.store.engine.generation import GenerationFacts
from kg.store.engine.store import Store, newest
from tests.graph_samples import IPO_CLAIMS, IPO_NOTE, NOTES, build_store, entities_graph_quads, stored

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LEASES = pytest.mark.skipif(not sys.platform.startswith(("linux", "darwin")), reason="the system knows no leases")
PATHS = [f"{number}.md" for number in range(6)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / ".kg"


def publish(folder: Path, number: int) -> None:
    """A build that writes the same number everywhere: into each note, its claims, and the name of an entity."""
    claims = tuple(replace(claim, text=f"{claim.text} edition{number}") for claim in IPO_CLAIMS[:2])
    with Store.open(folder) as store:
        for path in PATHS:
            note = replace(IPO_NOTE, path=path, title=f"edition{number}")
            store.replace_note(stored(note, tuple(replace(claim, note=path) for claim in claims)))
        store.replace_entities(entity_quads([Entity(f"Edition{number}", "Product")], properties={}))
        store.flush(GenerationFacts(str(number)), everything=True)


def numbers(store: Store) -> set[str]:
    """Every number that a reader can find."""
    found = [store.generation.facts.made_from, *store.search.subjects.iris()]
    found += [row.name for row in store.search.counts()]
    for path in PATHS:
        facts, claims = store.search.kept.note(note_iri(path))
        assert len(claims) == 2
        found += [decode_note(store.note_nquads(note_iri(path)))[0].title, unpacked_facts(facts).title]
    hits = store.search.search("coreweave", 99)
    assert hits
    return {text.rpartition("dition")[2] for text in (*found, *(hit.marked for hit in hits))}


def folders(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith(("published", "removed")))


# One reader


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[Graph]:
    build_store(tmp_path / ".kg")
    with Graph.open(tmp_path) as opened:
        yield opened


def told(graph: Graph) -> tuple[object, ...]:
    """Something of everything that a graph answers."""
    return (
        graph.stats(),
        list(graph.notes()),
        list(graph.entities()),
        list(graph.terms()),
        [list(graph.claims(row.name)) for row in graph.entities()],
        list(graph.search("coreweave")),
        graph.query("SELECT ?s ?o { ?s schema:text ?o } ORDER BY ?s ?o").rows,
        graph.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", timeout=60).rows,
        b"".join(graph.export("nq")),
        graph.generation,
    )


def rebuilt(folder: Path) -> None:
    with Store.open(folder) as store:
        store.replace_notes([stored(IPO_NOTE, IPO_CLAIMS[:3])], gone=[note_iri(NOTES[1][0].path)])
        store.replace_entities(b"".join(entities_graph_quads()[:4]))


def test_an_open_graph_answers_from_one_generation_until_it_is_refreshed(graph: Graph, tmp_path: Path) -> None:
    before = told(graph)
    rebuilt(tmp_path / ".kg")
    assert told(graph) == before
    with Graph.open(tmp_path) as fresh:
        after = told(fresh)
    assert all(one != other for one, other in zip(before, after, strict=True) if one != before[3])
    assert graph.refresh()
    assert told(graph) == after
    assert not graph.refresh(), "there is no newer one"


def test_while_a_build_is_at_work_its_writing_is_seen_by_nobody(graph: Graph, tmp_path: Path) -> None:
    before = told(graph)
    with Store.open(tmp_path / ".kg") as store:
        store.replace_note(stored(IPO_NOTE, IPO_CLAIMS[:1]))
        store.replace_entities(b"".join(entities_graph_quads()[:4]))
        assert told(graph) == before
        with Graph.open(tmp_path) as other:
            assert told(other) == before
        assert not graph.refresh()


def test_what_was_found_before_a_refresh_stays_as_it_was(graph: Graph, tmp_path: Path) -> None:
    """Also what is read from the store only when it is looked at."""
    found, row = graph.claims("CoreWeave"), graph.entity("CoreWeave")
    wanted = [claim.text for claim in Graph.open(tmp_path).claims("CoreWeave")]
    rebuilt(tmp_path / ".kg")
    assert graph.refresh()
    assert [claim.text for claim in found] == wanted
    assert graph.entity("CoreWeave").claims < row.claims


def test_following_shows_each_generation(graph: Graph, tmp_path: Path) -> None:
    following = graph.follow(every=0.01)
    assert next(following).generation.number == 1
    rebuilt(tmp_path / ".kg")
    assert next(following).generation.number == 2
    assert len(graph.notes()) == 1


def test_a_graph_of_another_base_is_not_gone_on_to(graph: Graph, tmp_path: Path) -> None:
    before = told(graph)
    Store.discard(tmp_path / ".kg")
    with pytest.raises(StoreMissing):
        graph.refresh()
    with Store.open(tmp_path / ".kg", base="https://my.example/") as store:
        store.replace_note(stored(*NOTES[0]))
    with pytest.raises(StoreVersion, match=r"my\.example"):
        graph.refresh()
    assert told(graph)[:7] == before[:7], "what is open stays whole, also when everything is made again"


# What stays on the disk


@LEASES
def test_a_generation_stays_while_it_is_open_and_is_removed_then(folder: Path) -> None:
    publish(folder, 1)
    with Store.open(folder, read_only=True) as one:
        publish(folder, 2)
        with Store.open(folder, read_only=True) as other:
            publish(folder, 3)
            publish(folder, 4)
            assert folders(folder) == ["published-1", "published-2", "published-4"]
            assert (numbers(one), numbers(other)) == ({"1"}, {"2"})
    with Store.open(folder):
        pass
    assert folders(folder) == ["published-4"]


@LEASES
def test_the_lease_of_a_reader_that_is_killed_ends_with_it(folder: Path, project: Path) -> None:
    publish(folder, 1)
    program = (
        "import sys, time; from pathlib import Path; from kg.store.engine.store import Store\n"
        "store = Store.open(Path(sys.argv[1]), read_only=True); print('open', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", program, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=project) as reader:
        assert reader.stdout is not None
        reader.stdout.readline()
        publish(folder, 2)
        assert folders(folder) == ["published-1", "published-2"]
        reader.kill()
    publish(folder, 3)
    assert folders(folder) == ["published-3"]


def test_where_the_system_knows_no_leases_the_generation_before_stays(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_lock, "lease", lambda *_, **__: None)
    for number in range(1, 5):
        publish(folder, number)
    assert folders(folder) == ["published-3", "published-4"]


def test_a_system_that_deletes_nothing_that_is_open_is_asked_again_later(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Windows does, which knows no leases either: it renames no folder with an open file in it."""
    real = os.replace

    def refused(old: str, new: str, **where: int) -> None:
        if str(old).startswith("published"):
            raise PermissionError(13, "is being used by another process", old)
        real(old, new, **where)

    with monkeypatch.context() as patched:
        patched.setattr(file_lock, "lease", lambda *_, **__: None)
        patched.setattr("kg.files.safe_folder.PAUSES", ())
        patched.setattr(os, "replace", refused)
        for number in range(1, 4):
            publish(folder, number)
        assert folders(folder) == ["published-1", "published-2", "published-3"]
    publish(folder, 4)
    assert folders(folder) == ["published-4"]


def test_a_removal_that_was_cut_off_is_ended_by_the_next_build(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(folder, 1)
    real = os.unlink

    def refused(name: str, **where: int) -> None:
        if str(name).endswith(".sst"):
            raise PermissionError(13, "is being used by another process", name)
        real(name, **where)

    with monkeypatch.context() as patched:
        patched.setattr(os, "unlink", refused)
        publish(folder, 2)
    assert folders(folder) == ["published-2", "removed-1"]
    publish(folder, 3)
    assert folders(folder) == ["published-3"]


def test_a_snapshot_that_is_being_removed_is_not_opened(folder: Path) -> None:
    """The reader had read its name; it finds the newer one, or says that there is none."""
    publish(folder, 1)
    with own_folder(folder) as kg:
        snapshots.remove(kg, "published-1")
    with pytest.raises(StoreMissing):
        Store.open(folder, read_only=True)


def test_a_generation_costs_little_on_the_disk(folder: Path) -> None:
    """The published graph shares its files with the one that is written."""
    build_store(folder)
    with Store.open(folder):
        pass
    seen: dict[int, int] = {}
    for path in folder.rglob("*.sst"):
        seen[path.stat().st_ino] = seen.get(path.stat().st_ino, 0) + 1
    assert seen
    assert set(seen.values()) == {2}


# Many at once

WRITER = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[2].split(":")
from tests.store.engine.test_generations import publish
for number in range(int(sys.argv[3]), int(sys.argv[4])):
    publish(Path(sys.argv[1]), number)
    print(number, flush=True)
"""


def writing(folder: Path, project: Path, begin: int, end: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(folder), str(project), str(begin), str(end)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_many_openings_beside_many_builds_are_whole(folder: Path, project: Path) -> None:
    publish(folder, 100)
    met: dict[str, int] = {}
    with writing(folder, project, 101, 126) as builds:
        while builds.poll() is None:
            with Store.open(folder, read_only=True) as store:
                (number,) = numbers(store)
            met[number] = met.get(number, 0) + 1
        assert builds.returncode == 0
    assert len(met) > 5, "builds and openings did not meet"
    assert list(met) == sorted(met), "none is older than one before"


def test_a_build_that_is_killed_at_any_moment_leaves_a_whole_generation(folder: Path, project: Path) -> None:
    random = Random(20)  # noqa: S311 - the moments should come again
    publish(folder, 100)
    last = 100
    for _ in range(6):
        with writing(folder, project, last + 1, 1000) as builds:
            assert builds.stdout is not None
            first = int(builds.stdout.readline())
            time.sleep(random.uniform(0, 0.3))
            builds.send_signal(signal.SIGKILL)
            done = [first, *(int(line) for line in builds.stdout.read().split("\n")[:-1] if line)][-1]
        with Store.open(folder, read_only=True) as store:
            (number,) = numbers(store)
        assert int(number) in (done, done + 1)
        last = int(number)
    publish(folder, 999)
    assert newest(folder).facts.made_from == "999"
    with Store.open(folder, read_only=True) as store:
        assert numbers(store) == {"999"}
        assert store.search.staged.count() == 0
    assert len(folders(folder)) == 1
