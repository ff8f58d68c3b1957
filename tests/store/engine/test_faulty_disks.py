"""A disk that refuses, or that forgets what was not flushed, costs readers nothing, and no build is wrong after it."""

from __future__ import annotations

from errno import EIO, ENOSPC
from typing import TYPE_CHECKING

import pytest

from kg.errors import StoreError
from kg.files import cache_seal
from kg.files.safe_folder import Folder
from kg.store.ask.overview import graphs
from kg.store.engine.search_index import SearchFile
from kg.store.engine.store import Store
from tests.graph_samples import NOTES, build_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "vault" / ".kg"


def read(folder: Path) -> list[tuple[str, list[str]]]:
    with Store.open(folder, read_only=True) as reader:
        return list(graphs(reader))


def refusing(number: int) -> Callable[..., None]:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, "the disk refuses")

    return refuse


def test_after_a_build_that_failed_an_entity_that_it_removed_is_read_yet(folder: Path) -> None:
    build_store(folder)
    before = read(folder)
    writer = Store.open(folder)
    writer.replace_entities(b"")
    writer.close(publish=False)
    assert read(folder) == before


def test_what_a_machine_that_went_down_had_not_flushed_is_made_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_store(folder)
    before = read(folder)
    monkeypatch.setattr(cache_seal, "close_seal", lambda _: None)
    monkeypatch.setattr("kg.store.engine.store.close_seal", lambda _: None)  # killed before it could
    with Store.open(folder) as writer:
        assert writer.note_iris()
    with Store.open(folder) as writer:
        assert writer.note_iris(), "the same boot: what a killed process wrote is there"
    monkeypatch.setattr(cache_seal, "boot", lambda: "another")
    assert read(folder) == before
    with Store.open(folder) as writer:
        assert writer.note_iris() == ()
        assert writer.mended == ("the machine went down while .kg was written: the store is rebuilt",)


@pytest.mark.parametrize("number", [ENOSPC, EIO])
def test_a_store_is_not_given_up_for_damaged_where_the_disk_takes_no_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    build_store(folder)
    before = read(folder)
    with monkeypatch.context() as patched:
        patched.setattr(SearchFile, "open", refusing(EIO))
        patched.setattr(Folder, "replace", replacing(number))
        with pytest.raises(StoreError):
            Store.open(folder)
        with pytest.raises(StoreError):
            Store.discard(folder)
    assert read(folder) == before
    with Store.open(folder) as writer:
        assert len(writer.note_iris()) == len(NOTES)


def replacing(number: int) -> Callable[..., None]:
    """Only small files can be written."""
    real = Folder.replace

    def replace(folder: Folder, path: str, data: bytes, *, durable: bool = True, flushed: bool = True) -> None:
        if len(data) > 100_000:
            raise OSError(number, "the disk refuses")
        real(folder, path, data, durable=durable, flushed=flushed)

    return replace
