"""The store keeps notes whole: replaced one by one, in bulk, again after a crash; readers see finished builds only."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import apsw
import pyoxigraph as ox
import pytest

from kg.errors import StoreError, StoreLocked, StoreMissing, StoreVersion
from kg.files.cache_seal import open_seal
from kg.files.own_folder import own_folder
from kg.rdf.decode import decode_note
from kg.rdf.encode import entity_quads, note_quads
from kg.rdf.terms import entities_graph, note_iri
from kg.store.ask.overview import stats
from kg.store.engine import engine, entity_descriptions, store_files
from kg.store.engine import store as store_module
from kg.store.engine.search_index import SearchFile
from kg.store.engine.store import Store, newest
from tests.graph_samples import (
    ENTITIES,
    IPO_CLAIMS,
    IPO_NOTE,
    NOTES,
    PROPERTIES,
    build_store,
    entities_graph_quads,
    stored,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.store.engine.fact_packing import StoredNote

IPO, OPENAI = (note_iri(facts.path) for facts, _ in NOTES)


def contents(store: Store) -> dict[str, bytes]:
    """Everything a store holds, by graph; search rows too."""
    held = {iri: store.note_nquads(iri) for iri in store.note_iris()} | {
        "entities": store.note_nquads(entities_graph())
    }
    rows = [(hit.claim, hit.marked) for hit in store.search.search("CoreWeave", 99)]
    return held | {"search": repr(sorted(rows)).encode(), "names": repr(store.search.counts()).encode()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "vault" / ".kg"


def test_what_is_stored_comes_back_byte_for_byte(folder: Path) -> None:
    build_store(folder)
    with Store.open(folder, read_only=True) as store:
        assert store.note_iris() == (IPO, OPENAI)
        assert [store.note_nquads(iri) for iri in (IPO, OPENAI)] == [note_quads(*note) for note in NOTES]
        assert store.note_nquads(entities_graph()) == b"".join(entities_graph_quads())
        described = sum(piece.count(b"\n") for piece in entities_graph_quads())
        quads = sum(note_quads(*note).count(b"\n") for note in NOTES) + described
        assert stats(store).quads == quads
        assert store.note_nquads("https://kg.example/note/none") == b""


@pytest.mark.parametrize("bulk", [1, 10**9], ids=["bulk load", "update"])
def test_changing_step_by_step_gives_the_same_as_building_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch, bulk: int
) -> None:
    monkeypatch.setattr(store_module, "BULK", bulk)
    monkeypatch.setattr(entity_descriptions, "BULK", bulk)
    build_store(folder)
    other = folder.with_name(".kg2")
    with Store.open(other) as store:
        store.replace_note(stored(IPO_NOTE, IPO_CLAIMS[1:3]))
        store.replace_note(stored(replace(IPO_NOTE, path="gone.md"), ()))
        store.replace_entities(b"".join(entities_graph_quads()[:3]))
        store.replace_notes([stored(*NOTES[1]), stored(*NOTES[0])])
        store.replace_entities(entity_quads([*ENTITIES[1:], replace(ENTITIES[0], name="Old")], properties=PROPERTIES))
        store.replace_entities(entities_graph_quads())
        store.replace_notes((), gone=[note_iri("gone.md")])
        store.replace_notes((), gone=[note_iri("never there.md")])
        with Store.open(folder) as once:
            assert contents(store) == contents(once)


def test_replacing_again_changes_nothing(folder: Path) -> None:
    build_store(folder)
    with Store.open(folder) as store:
        before = contents(store)
        store.replace_notes(stored(*note) for note in NOTES)
        assert store.replace_entities(entities_graph_quads()) == 0
        assert contents(store) == before


def test_a_note_without_claims_is_a_note(folder: Path) -> None:
    with Store.open(folder) as store:
        store.replace_note(stored(IPO_NOTE, ()))
        assert store.note_iris() == (IPO,)
        assert store.search.claim_counts() == {IPO: 0}


def test_chunks_are_bounded_and_every_note_stays_whole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second note of one IRI counts, as it does when they come one after the other."""
    monkeypatch.setattr(store_module, "CHUNK", 100)
    notes = [stored(replace(IPO_NOTE, path=f"{n}.md"), ()) for n in range(40)]
    with Store.open(folder) as store:
        store.replace_notes([stored(IPO_NOTE, IPO_CLAIMS[:1]), *notes, stored(IPO_NOTE, ())])
        assert len(store.note_iris()) == 41
        assert store.note_nquads(IPO) == note_quads(IPO_NOTE, ())
    with Store.open(folder) as store:
        store.replace_notes([])
        store.replace_notes([stored(IPO_NOTE, IPO_CLAIMS[:1]), stored(IPO_NOTE, ())])
        assert store.note_nquads(IPO) == note_quads(IPO_NOTE, ())


def test_entities_that_are_gone_are_forgotten_with_their_names(folder: Path) -> None:
    build_store(folder)
    with Store.open(folder) as store:
        changed = store.replace_entities(entity_quads(ENTITIES[:2], properties={}))
        assert changed == 4 + len(PROPERTIES) + 2
        store.flush()
        assert store.search.names.find_entity("openai") is None
        assert store.search.names.find_entity("msft") == "Microsoft"
        assert set(store.search.subjects.digests()) == {
            "https://kg.example/entity/CoreWeave",
            "https://kg.example/entity/Microsoft",
        }


# Readers


def test_readers_see_what_the_last_finished_build_left(folder: Path) -> None:
    """While a build is at work, and after one that failed."""
    build_store(folder)
    with Store.open(folder) as writer:
        writer.replace_notes((), gone=[OPENAI])
        with Store.open(folder, read_only=True) as reader:
            assert reader.note_iris() == (IPO, OPENAI)
        writer.flush()
        with Store.open(folder, read_only=True) as reader:
            assert reader.note_iris() == (IPO,)
    writer = Store.open(folder)
    writer.replace_notes((), gone=[IPO])
    writer.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    with Store.open(folder, read_only=True) as reader:
        assert reader.note_iris() == (IPO,)


def test_a_reader_keeps_its_snapshot_through_the_next_build(folder: Path) -> None:
    build_store(folder)
    with Store.open(folder, read_only=True) as reader:
        with Store.open(folder) as writer:
            writer.replace_notes((), gone=[OPENAI])
        assert reader.note_nquads(OPENAI) == note_quads(*NOTES[1])


def test_a_build_that_changes_nothing_publishes_nothing(folder: Path) -> None:
    build_store(folder)
    with Store.open(folder):
        pass
    assert newest(folder).number == 1


def test_a_snapshot_that_went_missing_is_published_again(folder: Path) -> None:
    build_store(folder)
    (folder / "published-1").rename(folder / "elsewhere")
    with pytest.raises(StoreMissing):
        Store.open(folder, read_only=True)
    with Store.open(folder):
        pass
    with Store.open(folder, read_only=True) as reader:
        assert reader.note_iris() == (IPO, OPENAI)


def test_opening_without_a_build_says_so(folder: Path) -> None:
    with pytest.raises(StoreMissing, match="kg build"):
        Store.open(folder, read_only=True)
    Store.open(folder).close(publish=False)
    with pytest.raises(StoreMissing):
        Store.open(folder, read_only=True)


# What goes wrong


def test_a_second_writer_is_refused(folder: Path) -> None:
    with Store.open(folder) as first:
        first.replace_note(stored(*NOTES[0]))
        with pytest.raises(StoreLocked, match="another build"):
            Store.open(folder)
        with pytest.raises(StoreLocked, match="another build"):
            Store.discard(folder)
        assert first.note_iris() == (IPO,)


def test_another_layout_or_base_is_refused_until_discarded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_store(folder)
    with pytest.raises(StoreVersion, match=r"my\.example"):
        Store.open(folder, base="https://my.example/")
    monkeypatch.setattr(store_files, "LAYOUT", "claimgraph store of tomorrow")
    for read_only in (False, True):
        with pytest.raises(StoreVersion, match=r"claimgraph store \d"):
            Store.open(folder, read_only=read_only)
    (folder / "config.toml").write_text("")
    Store.discard(folder)
    Store.discard(folder)
    assert sorted(path.name for path in folder.iterdir()) == ["config.toml", "lock", "seal"]
    with Store.open(folder, base="https://my.example/") as store:
        assert store.note_iris() == ()


def test_leftovers_without_a_layout_are_made_again(folder: Path) -> None:
    build_store(folder)
    (folder / "layout").unlink()
    with Store.open(folder) as store:
        assert store.note_iris() == ()


def test_a_foreign_file_named_like_a_snapshot_is_left_alone(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "published-by-me").write_text("mine")
    build_store(folder)
    assert (folder / "published-by-me").read_text() == "mine"


def test_a_file_in_place_of_the_folder_is_an_error(folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_text("")
    with pytest.raises(StoreError, match=r"\.kg"):
        Store.open(folder)


def test_a_damaged_store_is_an_error_for_readers_and_made_anew_by_the_next_writer(folder: Path) -> None:
    build_store(folder)
    for part in ("store", "published-1"):
        (folder / part / "CURRENT").write_text("nonsense")
    with Store.open(folder, read_only=True) as reader, pytest.raises(StoreError, match="run 'kg build'"):
        reader.note_iris()
    with Store.open(folder) as store:
        assert store.note_iris() == ()
    build_store(folder)


@pytest.mark.parametrize("part", ["store/CURRENT", "store/MANIFEST", "search.sqlite"])
def test_damage_after_a_writer_was_killed_is_noticed_too(folder: Path, part: str) -> None:
    """Nothing is sealed then; the engines say it."""
    build_store(folder)
    with own_folder(folder) as kg:
        open_seal(kg)
    (damaged,) = folder.glob(f"{part}*")
    damaged.write_bytes(b"nonsense" * 99)
    with Store.open(folder) as store:
        assert store.note_iris() == ()
        assert store.mended
    build_store(folder)


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("IO error: No space left on device", "the disk is full"),
        ("database or disk is full", "the disk is full"),
        ("[Errno 30] Read-only file system: 'x'", "read-only"),
        ("attempt to write a readonly database", "read-only"),
        ("[Errno 13] Permission denied: 'x'", "permissions"),
        ("something else\nentirely", "something else entirely"),
    ],
)
def test_what_the_engines_say_is_told_with_a_way_out(message: str, told: str) -> None:
    with pytest.raises(StoreError, match=told), store_files.trouble(Path("x")):
        raise OSError(message)


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Path:
    """A disk of 3 MB."""
    place = tmp_path / "tiny"
    place.mkdir()
    mount = shutil.which("mount")
    if mount is None or subprocess.run([mount, "-t", "tmpfs", "-o", "size=3m", "tmpfs", place], check=False).returncode:
        pytest.skip("no small file system can be mounted here")
    request_unmount.append(place)
    return place


request_unmount: list[Path] = []


@pytest.fixture(autouse=True)
def _unmount() -> Iterator[None]:
    yield
    while request_unmount:
        subprocess.run(["umount", "-l", request_unmount.pop()], check=True)


def test_a_full_disk_is_told_and_keeps_what_was_whole(tiny_disk: Path) -> None:
    folder = tiny_disk / ".kg"
    many = (stored(replace(IPO_NOTE, path=f"{number}.md"), IPO_CLAIMS) for number in range(20_000))
    with pytest.raises(StoreError, match="disk is full"):
        _write_all(folder, many)


def _write_all(folder: Path, notes: Iterable[StoredNote]) -> None:
    with Store.open(folder) as store:
        for note in notes:
            store.replace_note(note)


def test_a_read_only_disk_is_told(tiny_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", tiny_disk], check=True)
    with pytest.raises(StoreError, match="read-only"):
        Store.open(tiny_disk / ".kg")


# Crashes

WRITER = """
import sys
from pathlib import Path
from dataclasses import replace
sys.path[:0] = sys.argv[2].split(":")
from kg.store.ask.overview import stats
from kg.store.engine.search_index import SearchFile
from kg.store.engine.store import Store
from tests.graph_samples import IPO_CLAIMS, IPO_NOTE, stored
with Store.open(Path(sys.argv[1])) as store:
    for number in range(100_000):
        path = f"{number % 50}.md"
        note = stored(replace(IPO_NOTE, path=path, title=str(number)), ())
        store.replace_note(note)
        print(number, flush=True)
"""


def test_kill_9_loses_no_note_and_halves_none(folder: Path, project: Path) -> None:
    """Every note whose replacement was reported is there, whole; doing the same again ends in the same state."""
    folder.parent.mkdir(parents=True)
    command = [sys.executable, "-c", WRITER, str(folder), str(project)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    reported = -1
    while reported < 120:
        reported = int(child.stdout.readline())
    child.send_signal(signal.SIGKILL)
    reported = max([reported, *(int(line) for line in child.stdout.read().split("\n")[:-1] if line)])
    child.wait()
    child.stdout.close()
    with Store.open(folder) as store:
        titles = {}
        for iri in store.note_iris():
            facts, _ = decode_note(store.note_nquads(iri))
            assert store.note_nquads(iri) == note_quads(facts, ())
            titles[facts.path] = int(facts.title)
        for number in range(max(0, reported - 49), reported + 1):
            assert titles[f"{number % 50}.md"] >= number
        for number in range(50):
            store.replace_note(stored(replace(IPO_NOTE, path=f"{number}.md"), ()))
        assert len(store.note_iris()) == len(store.search.claim_counts()) == 50


BULK_WRITER = """
import sys
from pathlib import Path
from dataclasses import replace
sys.path[:0] = sys.argv[2].split(":")
from kg.store.engine import store as module
from tests.graph_samples import IPO_CLAIMS, IPO_NOTE, stored
module.BULK, module.CHUNK = 1, 2_000
def notes():
    for number in range(100_000):
        print(number, flush=True)
        yield stored(replace(IPO_NOTE, path=f"{number}.md"), ())
with module.Store.open(Path(sys.argv[1])) as store:
    store.replace_notes(notes())
"""


def test_kill_9_in_a_bulk_load_halves_no_note(folder: Path, project: Path) -> None:
    """Notes are loaded by the hundred; what is there afterwards is whole."""
    folder.parent.mkdir(parents=True)
    command = [sys.executable, "-c", BULK_WRITER, str(folder), str(project)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    while int(child.stdout.readline()) < 700:
        pass
    child.send_signal(signal.SIGKILL)
    child.communicate()
    with Store.open(folder) as store:
        present = store.note_iris()
        assert len(present) >= 500
        for iri in present:
            facts, _ = decode_note(store.note_nquads(iri))
            assert store.note_nquads(iri) == note_quads(facts, ())


def test_a_crash_between_graph_and_search_is_mended_by_doing_it_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_store(folder)
    with Store.open(folder) as store:
        expected = contents(store)
    other = folder.with_name(".kg2")
    with Store.open(other) as store:
        with monkeypatch.context() as broken:
            broken.setattr(store.search, "replace_note", _crash)
            with pytest.raises(KeyboardInterrupt):
                store.replace_notes(stored(*note) for note in NOTES)
        assert store.note_iris() == ()  # so that the next build writes them again
        assert store.note_nquads(IPO) == note_quads(*NOTES[0])
        assert store.search.search("CoreWeave", 9) == []
        with monkeypatch.context() as broken:
            broken.setattr(store.search.subjects, "describe", _crash)
            with pytest.raises(KeyboardInterrupt):
                store.replace_entities(entity_quads([*ENTITIES, replace(ENTITIES[0], name="Leftover")], properties={}))
        assert store.search.names.find_entity("CoreWeave") is None
        store.replace_notes(stored(*note) for note in NOTES)
        store.replace_entities(entities_graph_quads())
        assert contents(store) == expected


def _crash(*_: object) -> None:
    raise KeyboardInterrupt


class Noted:
    """An engine that notes what changes it."""

    def __init__(self, engine: object) -> None:
        self._engine = engine
        self.done: list[str] = []

    def __getattr__(self, name: str) -> object:
        if name in {"update", "bulk_load", "optimize"}:
            self.done.append(name)
        return getattr(self._engine, name)


def test_after_much_was_loaded_the_files_are_put_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "BULK", 1)
    monkeypatch.setattr(engine, "MUCH", 2)
    with Store.open(tmp_path) as store:
        noted = Noted(store.engine.graph)
        monkeypatch.setattr(store.engine, "_graph", noted)
        store.replace_notes(stored(*note) for note in NOTES)
        store.flush()
        store.replace_note(stored(*NOTES[0]))
        store.flush()
        assert noted.done == ["bulk_load", "optimize"], "once, and not for what was there already"
        monkeypatch.undo()
    with Store.open(tmp_path, read_only=True) as reader:
        assert len(reader.note_iris()) == len(NOTES)


@pytest.mark.parametrize(("loaded", "done"), [(0, []), (10, []), (6_000, ["optimize"])])
def test_after_a_good_part_of_it_was_loaded_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loaded: int, done: list[str]
) -> None:
    """So the snapshot shares its files with the store, which would put them in order behind its back."""
    with Store.open(tmp_path) as store:
        held = store.engine
        noted = Noted(held.graph)
        monkeypatch.setattr(held, "_graph", noted)
        monkeypatch.setattr(type(held), "size", 2_000_000)
        monkeypatch.setattr(held, "_loaded", loaded)
        held.tidy()
        held.tidy()
        assert noted.done == done, "once"
        monkeypatch.undo()


def test_the_engine_is_opened_again_now_and_then_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "BULK", 1)
    monkeypatch.setattr(engine, "REFRESH", 2)
    refused: list[Path] = []
    real = ox.Store

    def meddled(folder: Path) -> ox.Store:
        with pytest.raises(StoreLocked):
            Store.open(tmp_path)
        refused.append(folder)
        return real(folder)

    with Store.open(tmp_path) as store:
        monkeypatch.setattr(ox, "Store", meddled)
        for note in NOTES:
            store.replace_note(stored(*note))
        monkeypatch.undo()
        assert len(refused) == len(NOTES), "another writer is kept out also while no engine is open"
        assert [store.note_nquads(stored(*note).iri) for note in NOTES] == [note_quads(*note) for note in NOTES]


def test_an_engine_that_cannot_be_opened_again_is_told_and_the_next_build_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "BULK", 1)
    full = pytest.raises(StoreError, match="the disk is full")
    with monkeypatch.context() as meanwhile, full, Store.open(tmp_path) as store:
        meanwhile.setattr(engine, "REFRESH", 2)
        meanwhile.setattr(ox, "Store", _full)
        store.replace_note(stored(*NOTES[0]))
    with Store.open(tmp_path) as store:
        store.replace_notes(stored(*note) for note in NOTES)
        assert len(store.note_iris()) == len(NOTES)


def _full(folder: Path) -> None:
    raise OSError(f"IO error: While appending to file: {folder}/000009.log: No space left on device")


def test_a_writer_that_could_not_open_everything_locks_nobody_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise apsw.FullError("database or disk is full")

    with Store.open(tmp_path):
        pass
    monkeypatch.setattr(SearchFile, "open", refused)
    with pytest.raises(StoreError, match="the disk is full"):
        Store.open(tmp_path)
    monkeypatch.undo()
    with Store.open(tmp_path) as store:
        assert store.note_iris() == ()


def test_a_reader_that_gives_back_memory_goes_on_with_what_it_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "HEAVY", 0)
    with Store.open(tmp_path) as store:
        store.replace_note(stored(*NOTES[0]))
    with Store.open(tmp_path, read_only=True) as reader:
        engine_before, before = reader.engine.graph, reader.note_iris()
        with Store.open(tmp_path) as store:
            store.replace_note(stored(*NOTES[1]))
        reader.release()
        assert reader.engine.graph is not engine_before
        assert reader.note_iris() == before, "not with what was published since"
        next((tmp_path / reader.generation.snapshot).glob("*.sst")).unlink()
        reader.release()
        assert reader.note_iris() == before, "somebody deletes it, file by file"
        shutil.rmtree(tmp_path / reader.generation.snapshot)
        reader.release()
        assert reader.note_iris() == before


def test_a_small_store_is_not_opened_again_for_what_it_holds(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.replace_note(stored(*NOTES[0]))
    with Store.open(tmp_path, read_only=True) as reader:
        graph = reader.engine.graph
        reader.release()
        assert reader.engine.graph is graph


def test_notes_come_and_go_in_one_transaction(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when a note is renamed: no moment shows both, or neither."""
    moved = stored(replace(IPO_NOTE, path="moved.md"), ())
    with Store.open(tmp_path) as store:
        store.replace_notes(stored(*note) for note in NOTES)
        noted = Noted(store.engine.graph)
        monkeypatch.setattr(store.engine, "_graph", noted)
        store.replace_notes([moved, stored(*NOTES[1])], gone=[note_iri(IPO_NOTE.path)])
        assert noted.done == ["update"]
        assert store.note_iris() == tuple(sorted([moved.iri, note_iri(NOTES[1][0].path)]))
        assert store.search.notes() == set(store.note_iris())
        monkeypatch.undo()


def test_what_is_only_partly_there_is_told_where_asked(tmp_path: Path) -> None:
    """As after a crash between the graph and its search rows, in either direction."""
    with Store.open(tmp_path) as store:
        store.replace_notes(stored(*note) for note in NOTES)
        first, second = sorted(note_iri(facts.path) for facts, _ in NOTES)
        store.engine.graph.update(f"DROP GRAPH <{first}>")
        with store.search.transaction():
            store.search.remove_note(second)
        assert store.note_iris() == ()
        assert store.note_iris(partly=True) == (first, second)
