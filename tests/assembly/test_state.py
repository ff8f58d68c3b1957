"""The build state is a cache: it remembers, it forgets, and damage to it costs time only."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from kg.assembly.state import Known, State
from kg.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state.sqlite"


def test_what_is_remembered_is_there_after_reopening(file: Path) -> None:
    with State(file) as state:
        state.remember("b.md", ("hash-b", "recipe"), b"local b", b"analysis b")
        state.remember("a.md", ("hash-a", "recipe"), b"local a", b"analysis a")
        state.stored("a.md", "outcome", b"summary a", (b"quads a", b"trig a"))
        state.commit()
    with State(file) as state:
        assert state.known() == {"a.md": Known("hash-a", "recipe", "outcome"), "b.md": Known("hash-b", "recipe", None)}
        assert list(state.locals()) == [("a.md", b"local a"), ("b.md", b"local b")]
        assert list(state.summaries()) == [("a.md", b"summary a")]
        assert list(state.outputs("quads")) == [("a.md", b"quads a")]
        assert list(state.outputs("trig")) == [("a.md", b"trig a")]
        assert state.analysis("b.md") == b"analysis b"


def test_a_note_read_anew_counts_as_missing_from_the_store(file: Path) -> None:
    with State(file) as state:
        state.remember("a.md", ("1", "r"), b"", b"")
        state.stored("a.md", "outcome", b"", (b"", b""))
        state.remember("a.md", ("2", "r"), b"", b"")
        assert state.known()["a.md"].outcome is None


def test_forgotten_notes_are_gone(file: Path) -> None:
    with State(file) as state:
        state.remember("a.md", ("1", "r"), b"", b"")
        state.forget(["a.md", "never-seen.md"])
        assert state.known() == {}


def test_uncommitted_work_is_lost_with_the_process_and_nothing_else(file: Path) -> None:
    with State(file) as state:
        state.remember("a.md", ("1", "r"), b"", b"")
        state.commit()
        state.remember("b.md", ("1", "r"), b"", b"")
    with State(file) as state:
        assert set(state.known()) == {"a.md"}


def test_another_layout_is_emptied(file: Path) -> None:
    with State(file) as state:
        state.remember("a.md", ("1", "r"), b"", b"")
        state.commit()
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA user_version = 999")
    with State(file) as state:
        assert state.known() == {}


def test_a_damaged_file_is_made_anew(file: Path) -> None:
    file.write_bytes(b"this is not a database, " * 100)
    with State(file) as state:
        assert state.known() == {}


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="missing"):
        State(tmp_path / "missing" / "state.sqlite")


def test_a_fresh_state_remembers_nothing(file: Path) -> None:
    with State(file) as state:
        state.remember("a.md", ("1", "r"), b"", b"")
        state.commit()
    with State(file, fresh=True) as state:
        assert state.known() == {}
