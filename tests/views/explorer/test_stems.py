"""The stems that the explorer's search is tested with are those of SQLite's full-text index, which `kg search` asks."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kg.store.engine.search_index import SCHEMA

TABLE = [
    line.split("\t")
    for line in Path(__file__).with_name("stems.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def stems(text: str) -> str:
    """A text's words as the index of claims keeps them, in order."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(SCHEMA)
        database.execute("CREATE VIRTUAL TABLE temp.kept USING fts5vocab(main, words, instance)")
        database.execute("INSERT INTO words (rowid, text, note, entities) VALUES (1, ?, '', '')", (text,))
        return " ".join(term for (term,) in database.execute("SELECT term FROM temp.kept ORDER BY offset"))


@pytest.mark.parametrize(("text", "kept"), TABLE, ids=[text for text, _ in TABLE])
def test_the_table_of_stems_is_what_the_index_keeps(text: str, kept: str) -> None:
    assert stems(text) == kept
