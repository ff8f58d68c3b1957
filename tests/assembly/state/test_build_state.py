"""The build state is a cache: it remembers, it forgets, and damage to it costs time only."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kg.assembly.state.build_state import BuildState, Keys, Known
from kg.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state.sqlite"


def keys(key: str) -> Keys:
    return Keys(key, "recipe", "rules")


def test_what_is_remembered_is_there_after_reopening(file: Path) -> None:
    with BuildState(file) as state:
        state.remember("b.md", keys("hash-b"), b"local b", b"analysis b")
        state.remember("a.md", keys("hash-a"), b"local a", b"analysis a")
        state.stored(state.number("a.md"), "outcome")
        state.commit()
    with BuildState(file) as state:
        assert state.known() == {
            "a.md": Known("hash-a", "recipe", "rules", "outcome"),
            "b.md": Known("hash-b", "recipe", "rules", None),
        }
        assert state.found("b.md") == (b"local b", b"analysis b")
        assert state.analysis(state.number("a.md")) == b"analysis a"


def test_a_note_read_again_counts_as_missing_from_the_store(file: Path) -> None:
    with BuildState(file) as state:
        state.remember("a.md", keys("1"), b"", b"")
        number = state.number("a.md")
        state.stored(number, "outcome")
        state.remember("a.md", keys("2"), b"new", b"")
        assert state.known()["a.md"] == Known("2", "recipe", "rules", None)
        assert (state.number("a.md"), state.found("a.md")[0]) == (number, b"new")


def test_uncommitted_work_is_lost_with_the_process_and_nothing_else(file: Path) -> None:
    with BuildState(file) as state:
        state.remember("a.md", keys("1"), b"", b"")
        state.commit()
        state.remember("b.md", keys("1"), b"", b"")
    with BuildState(file) as state:
        assert set(state.known()) == {"a.md"}


def test_another_layout_is_emptied(file: Path) -> None:
    with BuildState(file) as state:
        state.remember("a.md", keys("1"), b"", b"")
        state.commit()
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("PRAGMA user_version = 999")
    with BuildState(file) as state:
        assert state.known() == {}


def test_a_damaged_file_is_made_again(file: Path) -> None:
    file.write_bytes(b"this is not a database, " * 100)
    with BuildState(file) as state:
        assert state.known() == {}


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="missing"):
        BuildState(tmp_path / "missing" / "state.sqlite")


def test_a_fresh_state_remembers_nothing(file: Path) -> None:
    with BuildState(file) as state:
        state.remember("a.md", keys("1"), b"", b"")
        state.commit()
    with BuildState(file, fresh=True) as state:
        assert state.known() == {}
