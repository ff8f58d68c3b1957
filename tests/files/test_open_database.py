"""What the engines open by path is what is in the folder, also if it is exchanged after kg has looked at it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from kg.errors import UnsafePath
from kg.files import open_database as module
from kg.files.open_database import open_database
from kg.files.own_folder import prove
from kg.store.engine.engine import Engine
from kg.store.engine.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.files.safe_folder import Folder

pytestmark = pytest.mark.skipif(not os.path.isdir("/dev/fd"), reason="this system does not show what is open")  # noqa: PTH112

QUAD = ox.Quad(*[ox.NamedNode("urn:a")] * 3)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A vault with a database, and another one outside of it."""
    for place in (tmp_path / "vault/.kg", tmp_path / "outside"):
        place.mkdir(parents=True)
        with closing(sqlite3.connect(place / "a.sqlite")) as database:
            database.executescript("CREATE TABLE name (text); INSERT INTO name VALUES ('mine')")
    return tmp_path / "vault"


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def file_for_a_link(vault: Path) -> None:
    (vault / ".kg/a.sqlite").rename(vault / ".kg/away")
    (vault / ".kg/a.sqlite").symlink_to(vault.parent / "outside/a.sqlite")


def file_for_a_new_one(vault: Path) -> None:
    (vault / ".kg/a.sqlite").rename(vault / ".kg/away")
    (vault / ".kg/a.sqlite").symlink_to(vault.parent / "outside/new.sqlite")


def folder_for_a_link(vault: Path) -> None:
    (vault / ".kg").rename(vault / "away")
    (vault / ".kg").symlink_to(vault.parent / "outside")


@pytest.mark.parametrize("exchange", [file_for_a_link, file_for_a_new_one, folder_for_a_link])
@pytest.mark.parametrize("write", [True, False])
def test_a_database_that_is_exchanged_for_a_link_is_not_opened(
    vault: Path, monkeypatch: pytest.MonkeyPatch, exchange: Callable[[Path], None], *, write: bool
) -> None:
    def proved(folder: Folder, *names: str) -> None:
        prove(folder, *names)
        exchange(vault)

    before = bytes_of(vault.parent / "outside")
    monkeypatch.setattr(module, "prove", proved)
    with pytest.raises((UnsafePath, sqlite3.OperationalError), match=r"exchanged|is a link|unable to open"):
        open_database(vault / ".kg/a.sqlite", write=write)
    assert bytes_of(vault.parent / "outside") == before


@pytest.mark.parametrize("write", [True, False])
def test_a_database_that_is_what_it_was_is_opened(vault: Path, *, write: bool) -> None:
    for _ in range(2):  # a second one while the first is open: SQLite may share what is open
        with (
            closing(open_database(vault / ".kg/a.sqlite", write=write)) as one,
            closing(open_database(vault / ".kg/a.sqlite", write=write)) as other,
        ):
            assert one.execute("SELECT text FROM name").fetchall() == other.execute("SELECT text FROM name").fetchall()


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


def test_a_database_that_is_always_exchanged_is_given_up(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_open_files", lambda: {-1: (0, 0)})
    with pytest.raises(UnsafePath, match="was exchanged while it was opened; run the command again"):
        open_database(vault / ".kg/a.sqlite", write=True)


def test_a_new_database_is_made_only_to_be_written(vault: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
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
    with pytest.raises(Exception, match=str(name)) as caught:
        Store.open(tmp_path / ".kg", read_only=True)
    assert "/proc/" not in str(caught.value)
