"""Tables and the plain texts they become."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.escape import csv_cell, visible
from kg.views.render import tables
from kg.views.render.tables import Cell, Column, Table

URL = "https://www.youtube.com/watch?v=abcdefghijk&t=75s"


def claim(**changes: Any) -> dict[str, Any]:
    """A claim in the public JSON."""
    record: dict[str, Any] = {
        "id": "https://kg.example/note/a/N#c-0123456789",
        "note": "a/N.md",
        "span": [0, 30],
        "text": "Acme earned $3 million in May.",
        "section": ["Money"],
        "callout": None,
        "timestamps": [75],
        "source": {"media": "https://www.youtube.com/watch?v=abcdefghijk", "start": 75, "url": URL, "repaired": False},
        "mentions": [
            {"text": "Acme", "start": 0, "end": 4, "kind": "name", "entity": "Acme Ltd", "type": "Organization"}
        ],
        "about": ["Acme Ltd"],
        "statements": [],
        "quantities": [{"text": "$3 million", "value": 3000000, "unit": "USD", "comparator": "="}],
        "dates": [],
        "modality": "asserted",
        "negated": False,
        "attribution": None,
    }
    return record | changes


def row(**changes: Any) -> tuple[Cell, ...]:
    return tables.claims([claim(**changes)], ["Acme Ltd"]).rows[0]


def test_a_claim_shows_time_text_numbers_and_note() -> None:
    time, text, numbers, note = row()
    assert time == Cell("1:15", link=URL)
    assert text == Cell("Acme earned $3 million in May.", marks=((0, 4),))
    assert numbers == Cell("$3 M")
    assert note == Cell("a/N")


def test_a_repaired_time_is_marked_and_plays_the_repaired_second() -> None:
    source = {"media": "m", "start": 61, "url": "m&t=61s", "repaired": True, "reason": "shifted"}
    assert row(source=source)[0] == Cell("1:01", link="m&t=61s", after="*")


@pytest.mark.parametrize(("timestamps", "shown"), [([75, 90], "1:15"), ([], "")])
def test_without_a_recording_the_literal_time_is_shown_and_leads_nowhere(timestamps: list[int], shown: str) -> None:
    assert row(source=None, timestamps=timestamps)[0] == Cell(shown)


@pytest.mark.parametrize(
    ("changes", "aside"),
    [
        ({}, ""),
        ({"callout": "warning"}, "warning"),
        ({"modality": "predicted"}, "predicted"),
        ({"modality": "reported", "attribution": "Ann Lee"}, "said by Ann Lee"),
        ({"callout": "info", "modality": "hedged"}, "info, hedged"),
    ],
)
def test_a_side_note_tells_what_is_no_plain_fact(changes: dict[str, Any], aside: str) -> None:
    assert row(**changes)[1].after == aside


PEOPLE = Table(
    (Column("Name", "name"), Column("Says"), Column("Age", "count")),
    ((Cell("Ann"), Cell("two words"), Cell("7")), (Cell("李明"), Cell("x"), Cell("41"))),
)


def test_plain_text_is_aligned_with_running_text_last() -> None:
    assert list(tables.plain(PEOPLE)) == ["NAME  AGE  SAYS", "Ann     7  two words", "李明   41  x"]


def test_a_long_value_pushes_only_its_own_line() -> None:
    long = "n" * 80
    table = Table(PEOPLE.columns, (*PEOPLE.rows, (Cell(long), Cell("y"), Cell("1"))))
    assert list(tables.plain(table))[1:] == ["Ann     7  two words", "李明   41  x", f"{long}    1  y"]


@given(st.lists(st.tuples(st.text(), st.text(), st.text()), max_size=5))
def test_a_plain_row_is_one_printable_line_whatever_it_holds(rows: list[tuple[str, str, str]]) -> None:
    table = Table(PEOPLE.columns, tuple(tuple(map(Cell, row)) for row in rows))
    lines = list(tables.plain(table))
    assert len(lines) == 1 + len(rows)
    assert all(len(line.splitlines()) <= 1 and "\x1b" not in line for line in lines)
    "\n".join(lines).encode()


def test_controls_and_surrogates_are_shown_by_their_escape() -> None:
    assert visible("a\nb\t\x1b[31m\x9b\u2028\udcff") == r"a\nb\t\x1b[31m\x9b\u2028\udcff"
    assert visible("\u2068bidi\u2069 \u202e 🙂 é") == r"\u2068bidi\u2069 \u202e 🙂 é"


@pytest.mark.parametrize(("text", "cells"), [("abc", 3), ("李", 2), ("e\u0301", 1), ("é", 1), ("🙂", 2)])
def test_width_counts_terminal_cells(text: str, cells: int) -> None:
    assert tables.width(text) == cells


def test_markdown_links_times_and_notes_and_escapes_markup() -> None:
    lines = list(tables.markdown(tables.claims([claim(text="*A* [x] | #tag $3 C# 50%")])))
    assert lines == [
        "| Time | Claim | Numbers | Note |",
        "| --: | --- | --- | --- |",
        rf"| [1:15]({URL}) | \*A\* \[x\] \| \#tag \$3 C# 50% | \$3 M | [[a/N]] |",
    ]


@given(st.lists(st.lists(st.text(st.characters(exclude_characters="\r\n\x00", codec="utf-8")), min_size=2, max_size=2)))
def test_csv_reads_back(rows: list[list[str]]) -> None:
    text = "".join(tables.comma_separated(["a", "b"], rows))
    found = list(csv.reader(io.StringIO(text)))
    assert found == [["a", "b"], *([csv_cell(value) for value in row] for row in rows)]
    assert [[value.removeprefix("'") for value in row] for row in found[1:]] == [
        [value.removeprefix("'") for value in row] for row in rows
    ]


def test_csv_leaves_none_empty_and_can_use_tabs() -> None:
    assert "".join(tables.comma_separated(["a", "b"], [[None, 0]], separator="\t")) == "a\tb\n\t0\n"


def test_json_keeps_characters_and_refuses_nan() -> None:
    assert tables.json_line({"b": "é", "a": [1]}) == '{"b":"é","a":[1]}'
    assert json.loads(tables.json_document({"b": "é"})) == {"b": "é"}
    with pytest.raises(ValueError, match="Out of range"):
        tables.json_line({"a": float("nan")})


def test_entities_show_type_counts_and_other_names() -> None:
    found = [{"name": "Acme", "type": "Organization", "claims": 1200, "notes": 3, "aliases": ["ACME", "Acme Ltd"]}]
    assert list(tables.plain(tables.entities(found))) == [
        "NAME  TYPE          CLAIMS  NOTES  OTHER NAMES",
        "Acme  Organization   1,200      3  ACME, Acme Ltd",
    ]


def test_counts_stand_below_each_other() -> None:
    assert list(tables.plain(tables.counts([("notes", 6203), ("model", "small")]))) == [
        "WHAT   COUNT",
        "notes  6,203",
        "model  small",
    ]
