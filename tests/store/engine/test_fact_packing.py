"""Claims are read from the search file, which says of them what the graph says, and never more than was published."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kg.rdf.decode import UNTYPED, decode_note
from kg.store.ask.claim_reader import ClaimFilter, ClaimReader
from kg.store.engine.store import Store
from tests.graph_samples import IPO_CLAIMS, IPO_NOTE, NOTES, build_store, stored

if TYPE_CHECKING:
    from pathlib import Path


def read(folder: Path) -> tuple[object, ...]:
    """All notes, and all claims on CoreWeave, as a reader finds them."""
    with Store.open(folder, read_only=True) as store:
        reader = ClaimReader(store)
        return list(reader.notes()), reader.claims(reader.find(ClaimFilter(mentions=("CoreWeave",))))


def decoded(folder: Path) -> list[object]:
    """All notes as their graphs have them."""
    with Store.open(folder, read_only=True) as store:
        names = store.search.names
        return [
            decode_note(store.note_nquads(iri), lambda name: names.type_of(name) or UNTYPED)
            for iri in store.note_iris()
        ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build_store(tmp_path)
    return tmp_path


def test_the_search_file_says_what_the_graph_says(folder: Path) -> None:
    assert read(folder)[0] == decoded(folder)
    assert len(decoded(folder)) == len(NOTES)


def test_the_type_of_an_entity_is_the_vaults_of_today(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "search.sqlite")) as database, database:
        database.execute("UPDATE entity SET type = 'Event' WHERE name = 'CoreWeave'")
    assert read(folder)[0] == decoded(folder)
    assert "type='Event'" in repr(read(folder))


def test_a_reader_is_told_what_its_snapshot_holds_while_another_state_is_written(folder: Path) -> None:
    before = read(folder)
    changed = tuple(replace(claim, modality="hedged", modality_rule="may") for claim in IPO_CLAIMS)
    writer = Store.open(folder)
    writer.replace_note(stored(IPO_NOTE, changed))
    assert read(folder) == before
    writer.close()
    assert read(folder) != before
    assert "hedged" in repr(read(folder))


def test_a_reader_that_stays_open_keeps_its_snapshot(folder: Path) -> None:
    with Store.open(folder, read_only=True) as old:
        reader = ClaimReader(old)
        iris = [claim.id for claim in IPO_CLAIMS]
        before = reader.claims(iris)
        with Store.open(folder) as writer:
            writer.replace_note(stored(IPO_NOTE, tuple(replace(each, modality="hedged") for each in IPO_CLAIMS)))
        assert reader.claims(iris) == before
