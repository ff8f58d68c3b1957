"""What the engines open by path is what is in the folder, also if it is exchanged after kg has looked at it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import apsw
import pyoxigraph as ox
import pytest

from kg.errors import UnsafePath
from kg.files import folder_handle
from kg.files import open_database as module
from kg.files.database import FAILED
from kg.files.open_database import open_database
from kg.files.own_folder import prove
from kg.store.engine.engine import Engine
from kg.store.engine.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.files.safe_folder import Folder

pytestmark = pytest.mark.skipif(not os.path.isdir("/dev/fd"), reason="this system does not show what is open")  # noqa: PTH112
BY_HANDLE = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="this system shows no handles as paths")

QUAD = ox.Quad(*[ox.NamedNode("urn:a")] * 3)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A vault with a database, and another one outside of it."""
    for place in (tmp_path / "vault/.kg", tmp_path / "outside"):
        place.mkdir(parents=True)
        with closing(sqlite3.connect(place / "a.sqlite")) as database:
            database.executescript("CREATE TABLE name (text); INSERT INTO name VALUES ('mine')")
    return tmp_path / "vault"


@pytest.fixture
def by_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that does not show a process its handles as paths."""
    monkeypatch.setattr(folder_handle, "_OPEN_FILES", Path("/nowhere"))


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def trace(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """What is in a folder, and when it was changed."""
    return {
        str(file.relative_to(folder)): (file.stat().st_ino, file.stat().st_mtime_ns, file.read_bytes())
        for file in folder.iterdir()
    }


def names_open() -> set[str]:
    """The numbers of what this process has open."""
    return set(os.listdir("/dev/fd"))  # noqa: PTH208


def file_for_a_link(vault: Path) -> None:
    (vault / ".kg/a.sqlite").rename(vault / ".kg/away")
    (vault / ".kg/a.sqlite").symlink_to(vault.parent / "outside/a.sqlite")


def file_for_a_new_one(vault: Path) -> None:
    (vault / ".kg/a.sqlite").rename(vault / ".kg/away")
    (vault / ".kg/a.sqlite").symlink_to(vault.parent / "outside/new.sqlite")


def folder_for_a_link(vault: Path) -> None:
    (vault / ".kg").rename(vault / "away")
    (vault / ".kg").symlink_to(vault.parent / "outside")


def exchanging(monkeypatch: pytest.MonkeyPatch, vault: Path, exchange: Callable[[Path], None]) -> None:
    """Exchange something between the look at the files and their opening."""

    def proved(folder: Folder, *names: str) -> None:
        prove(folder, *names)
        exchange(vault)

    monkeypatch.setattr(module, "prove", proved)


@pytest.mark.parametrize("exchange", [file_for_a_link, file_for_a_new_one])
@pytest.mark.parametrize("write", [True, False])
def test_a_database_that_is_exchanged_for_a_link_is_not_opened(
    vault: Path, monkeypatch: pytest.MonkeyPatch, exchange: Callable[[Path], None], *, write: bool
) -> None:
    before = trace(vault.parent / "outside")
    exchanging(monkeypatch, vault, exchange)
    with pytest.raises(FAILED, match="unable to open"):
        open_database(vault / ".kg/a.sqlite", write=write)
    assert trace(vault.parent / "outside") == before


@pytest.mark.usefixtures("by_path")
@pytest.mark.parametrize("exchange", [file_for_a_link, file_for_a_new_one, folder_for_a_link])
@pytest.mark.parametrize("write", [True, False])
def test_nor_where_handles_are_not_shown(
    vault: Path, monkeypatch: pytest.MonkeyPatch, exchange: Callable[[Path], None], *, write: bool
) -> None:
    before = bytes_of(vault.parent / "outside")
    exchanging(monkeypatch, vault, exchange)
    with pytest.raises((UnsafePath, *FAILED), match=r"exchanged|is a link|unable to open"):
        open_database(vault / ".kg/a.sqlite", write=write)
    assert bytes_of(vault.parent / "outside") == before


@BY_HANDLE
@pytest.mark.parametrize("moment", ["before opening", "before reading", "while reading", "between two writes"])
@pytest.mark.parametrize("journal", ["wal", "delete"])
@pytest.mark.parametrize("copied", [True, False])
def test_a_folder_that_is_exchanged_for_a_link_is_worked_in_where_it_was(
    vault: Path, monkeypatch: pytest.MonkeyPatch, moment: str, journal: str, *, copied: bool
) -> None:
    """What SQLite opens late, next to the database, it opens there too."""
    with closing(sqlite3.connect(vault / ".kg/a.sqlite")) as made:
        made.execute(f"PRAGMA journal_mode = {journal}")
    outside = vault.parent / "outside"
    shutil.rmtree(outside)
    outside.mkdir()
    reader = sqlite3.connect(vault / ".kg/a.sqlite")  # so that the files of the log are there, and stay
    reader.execute("SELECT text FROM name").fetchall()
    if copied:
        shutil.copytree(vault / ".kg", outside, dirs_exist_ok=True)
    before = trace(outside)
    if moment == "before opening":
        exchanging(monkeypatch, vault, folder_for_a_link)
    with closing(open_database(vault / ".kg/a.sqlite", write=True)) as database:
        if moment == "before reading":
            folder_for_a_link(vault)
        rows = database.execute("SELECT text FROM name UNION ALL SELECT text FROM name")
        assert rows.fetchone() == ("mine",)
        if moment == "while reading":
            folder_for_a_link(vault)
        assert rows.fetchall() == [("mine",)]
        for number in range(2):
            with database.transaction():
                database.execute("INSERT INTO name VALUES (?)", ("x" * 100_000 * number,))
            if moment == "between two writes" and not number:
                folder_for_a_link(vault)
    reader.close()
    assert trace(outside) == before
    with closing(sqlite3.connect(vault / "away/a.sqlite")) as found:
        assert found.execute("SELECT count(*) FROM name").fetchone() == (3,)


@BY_HANDLE
@pytest.mark.parametrize("suffix", ["-wal", "-shm", "-journal"])
def test_a_file_next_to_the_database_that_is_exchanged_for_a_link_is_refused(vault: Path, suffix: str) -> None:
    before = trace(vault.parent / "outside")
    with closing(open_database(vault / ".kg/a.sqlite", write=True)) as database:
        if suffix != "-journal":
            database.execute("PRAGMA journal_mode = wal")
        (vault / f".kg/a.sqlite{suffix}").symlink_to(vault.parent / "outside/a.sqlite")
        with pytest.raises(FAILED, match="unable to open"):
            database.execute("INSERT INTO name VALUES ('theirs')")
    assert trace(vault.parent / "outside") == before


@BY_HANDLE
def test_the_folder_is_kept_until_the_last_of_several_databases_is_closed(vault: Path) -> None:
    """SQLite removes the files of the log by the name that the first one was opened under."""
    outside = vault.parent / "outside"
    (outside / "a.sqlite-shm").write_bytes(b"")
    before = names_open()
    first, last = (open_database(vault / ".kg/a.sqlite", write=True) for _ in range(2))
    for database in (first, last):
        database.execute("PRAGMA journal_mode = wal")
        database.execute("INSERT INTO name VALUES ('more')")
    first.close()
    others = [os.open(outside, os.O_RDONLY) for _ in range(10)]  # whatever was closed is used again
    last.close()
    assert (outside / "a.sqlite-shm").exists()
    assert [path.name for path in (vault / ".kg").iterdir()] == ["a.sqlite"]
    for handle in others:
        os.close(handle)
    assert names_open() == before


def test_a_database_that_is_dropped_is_closed(vault: Path) -> None:
    before = names_open()
    for _ in range(3):
        open_database(vault / ".kg/a.sqlite", write=True).execute("INSERT INTO name VALUES ('more')")
    assert names_open() == before


def test_other_programs_databases_are_opened_as_they_always_were(vault: Path) -> None:
    """SQLite sees links again: else one database had two logs, one by each of its names."""
    with closing(open_database(vault / ".kg/a.sqlite", write=True)):
        (vault / "link.sqlite").symlink_to(vault / ".kg/a.sqlite")
        with closing(apsw.Connection(str(vault / "link.sqlite"))) as other:
            assert other.filename == str(vault / ".kg/a.sqlite")


@pytest.mark.parametrize("shown", [True, False])
@pytest.mark.parametrize("write", [True, False])
def test_a_database_that_is_what_it_was_is_opened(
    vault: Path, request: pytest.FixtureRequest, *, write: bool, shown: bool
) -> None:
    if not shown:
        request.getfixturevalue("by_path")
    for _ in range(2):  # a second one while the first is open: SQLite may share what is open
        with (
            closing(open_database(vault / ".kg/a.sqlite", write=write)) as one,
            closing(open_database(vault / ".kg/a.sqlite", write=write)) as other,
        ):
            assert one.execute("SELECT text FROM name").fetchall() == other.execute("SELECT text FROM name").fetchall()


def test_what_fails_is_taken_back_as_a_whole(vault: Path) -> None:
    with closing(open_database(vault / ".kg/a.sqlite", write=True)) as database:
        with pytest.raises(FAILED, match="no such table"), database.transaction():
            database.execute("INSERT INTO name VALUES ('more'); INSERT INTO names VALUES ('more')")
        assert database.execute("SELECT text FROM name").fetchall() == [("mine",)]


def test_a_transaction_that_is_not_committed_is_given_up(vault: Path) -> None:
    for commit in (False, True):
        with closing(open_database(vault / ".kg/a.sqlite", write=True)) as database:
            database.begin()
            database.execute("INSERT INTO name VALUES ('more')")
            if commit:
                database.commit()
        with closing(open_database(vault / ".kg/a.sqlite", write=False)) as database:
            assert database.execute("SELECT count(*) FROM name").fetchone() == (1 + commit,)


@pytest.mark.usefixtures("by_path")
def test_threads_that_open_files_meanwhile_are_no_attack(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite uses a handle again that is open, and another thread has just opened another file."""
    seen = module._open_files  # noqa: SLF001
    others = iter([{}, {-1: (0, 0)}, {}])  # before the first try, after it, before the second

    def shown() -> dict[int, tuple[int, int]]:
        return next(others, None) or seen()

    with closing(open_database(vault / ".kg/a.sqlite", write=True)):
        monkeypatch.setattr(module, "_open_files", shown)
        with closing(open_database(vault / ".kg/a.sqlite", write=True)) as database:
            assert database.execute("SELECT text FROM name").fetchall() == [("mine",)]


@pytest.mark.usefixtures("by_path")
def test_a_database_that_is_always_exchanged_is_given_up(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_open_files", lambda: {-1: (0, 0)})
    with pytest.raises(UnsafePath, match="was exchanged while it was opened; run the command again"):
        open_database(vault / ".kg/a.sqlite", write=True)


def test_a_new_database_is_made_only_to_be_written(vault: Path) -> None:
    with pytest.raises(FAILED):
        open_database(vault / ".kg/b.sqlite", write=False)
    with closing(open_database(vault / ".kg/b.sqlite", write=True)) as database:
        database.execute("CREATE TABLE name (text)")
    assert (vault / ".kg/b.sqlite").stat().st_size > 0


@pytest.mark.parametrize("exchanged", ["store", ".kg"])
@pytest.mark.parametrize("read_only", [True, False])
def test_a_store_that_is_exchanged_for_a_link_is_opened_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchanged: str, *, read_only: bool
) -> None:
    folder = tmp_path / "vault/.kg/store"
    folder.parent.mkdir(parents=True)
    engine = Engine(folder)
    engine.graph.add(QUAD)
    engine.close()
    shutil.copytree(folder, tmp_path / "outside/store")
    before = bytes_of(tmp_path / "outside")
    opened = ox.Store.read_only if read_only else ox.Store

    class Exchanging:
        """Opens a store after something was exchanged."""

        def __new__(cls, path: Path) -> Any:
            return cls.read_only(str(path))

        @staticmethod
        def read_only(path: str) -> ox.Store:
            place = folder if exchanged == "store" else folder.parent
            place.rename(tmp_path / "vault/away")
            place.symlink_to(tmp_path / "outside" / ("store" if exchanged == "store" else ""))
            return opened(path)

    monkeypatch.setattr("kg.store.engine.engine.ox.Store", Exchanging)
    engine = Engine(folder, read_only=read_only)
    assert len(engine.graph) == 1
    if not read_only:
        engine.graph.clear()
    engine.close()
    assert bytes_of(tmp_path / "outside") == before


def test_a_reader_that_is_dropped_lets_go_of_its_folder(tmp_path: Path) -> None:
    with Store.open(tmp_path / ".kg"):
        pass
    open_before = len(os.listdir("/dev/fd"))  # noqa: PTH208
    for _ in range(5):
        Store.open(tmp_path / ".kg", read_only=True)
    assert len(os.listdir("/dev/fd")) <= open_before + 1  # noqa: PTH208 - at most the last one


def test_an_error_of_the_store_names_the_folder(tmp_path: Path) -> None:
    with Store.open(tmp_path / ".kg") as store:
        name = store.folder
    (tmp_path / ".kg/published-1/CURRENT").unlink()
    with Store.open(tmp_path / ".kg", read_only=True) as reader, pytest.raises(Exception, match=str(name)) as caught:
        reader.note_iris()
    assert "/proc/" not in str(caught.value)
