"""What a generated page says, whatever a user made of its properties."""

from __future__ import annotations

import pytest

from kg.model import CorrectionsPage, Was
from kg.reader.corrections_page import read_page
from kg.reader.read_note import read_note


def read(properties: str, body: str = "") -> tuple[CorrectionsPage, list[str]] | None:
    found = read_page(read_note("Knowledge/X.md", f"---\n{properties}\n---\n{body}".encode()))
    return found and (found[0], [problem.code for problem in found[1]])


def test_a_note_of_the_users_own_is_no_page() -> None:
    assert read("title: x") is None
    assert read_page(read_note("x.md", b"kg_id: x\n")) is None
    assert read_page(read_note("x.md", b"")) is None


def test_properties_as_they_are_written() -> None:
    found = read(
        'kg_id: "https://kg.example/entity/X"\ntype: person\naliases: [A, 76, A]\nmerge_into: "[[Y|y]]"\n'
        "ignore: true\nkg_rejected:\n  - [[Z#^c-0123456789]]\n  -",
        '%%kg:was {"aliases":["50\\u0025"],"type":"Place"}%%\n',
    )
    assert found is not None
    page, codes = found
    assert page.type == "Person"
    assert dict(page.said) == {
        "aliases": ("A", "76"),
        "merge_into": ("Y|y",),
        "type": ("Person",),
        "ignore": ("true",),
        "kg_rejected": ("Z#^c-0123456789",),
    }
    assert page.was == Was("Place", ("50%",))
    assert codes == []


@pytest.mark.parametrize(
    "line", ["%%kg:was {broken}%%", '%%kg:was {"type":7}%%', "%%kg:was {}%%", "%% kg:was %%", "text"]
)
def test_a_damaged_opinion_is_none(line: str) -> None:
    found = read("kg_id: x", line + "\n")
    assert found is not None
    assert found[0].was is None


def test_properties_as_json_have_no_place_but_count() -> None:
    found = read('{"kg_id": "x", "type": "Place"}')
    assert found is not None
    assert (found[0].type, found[0].places) == ("Place", ())


@pytest.mark.parametrize(
    "line", ["type: Planet", "aliases: {a: 1}", "merge_into: 7", "ignore: perhaps", "kg_rejected: [7, c-0123456789]"]
)
def test_an_impossible_value_is_a_problem_and_the_others_count(line: str) -> None:
    found = read(f"kg_id: x\n{line}")
    assert found is not None
    assert found[1] == ["page-value"]
    assert found[0].id == "x"


def test_an_empty_merge_is_none() -> None:
    for written in ("merge_into:", "merge_into: []"):
        found = read(f"kg_id: x\n{written}")
        assert found is not None
        assert (found[0].says("merge_into"), found[1]) == (None, [])
