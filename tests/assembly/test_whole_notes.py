"""Whole notes of one vault in habits that once failed: all that the graph claims of them, and whom it knows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg
from kg import assembly
from kg.config import Config

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph import Graph
    from kg.model import Claim

CASE = re.compile(r"^## ([^\n]+)\n+````md\n(.*?)\n````\n+((?:- [^\n]*\n)+)", re.MULTILINE | re.DOTALL)
TEXT = (Path(__file__).parent / "whole_notes.md").read_text(encoding="utf-8")
CASES = [found.groups() for found in CASE.finditer(TEXT)]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    vault = tmp_path_factory.mktemp("whole")
    for title, note, _ in CASES:
        (vault / f"{title}.md").write_text(f"{note}\n", encoding="utf-8")
    assembly.build(vault, config=Config(workers=1))
    with kg.open_graph(vault) as opened:
        yield opened


def row(claim: Claim) -> str:
    numbers = ", ".join(f"{quantity.value.normalize():f} {quantity.unit}" for quantity in claim.quantities)
    fields = (
        str(claim.timestamps[0]) if claim.timestamps else "-",
        claim.attribution or "-",
        ", ".join(claim.about) or "-",
        numbers or "-",
        claim.text,
        *([claim.source.url] if claim.source else []),
    )
    return f"- {' | '.join(fields)}"


@pytest.mark.parametrize(
    ("title", "rows"), [(title, rows) for title, _, rows in CASES], ids=[case[0] for case in CASES]
)
def test_the_graph_claims_what_the_note_says(graph: Graph, title: str, rows: str) -> None:
    claims = graph.claims(note=f"{title}.md")
    assert (list(map(row, claims)) or ["- none"]) == rows.splitlines()


def test_every_case_is_read() -> None:
    assert len(CASES) == len(re.findall(r"^````md$", TEXT, re.MULTILINE)) == 19


def test_nothing_but_what_is_named_is_an_entity(graph: Graph) -> None:
    found = {entity.name for entity in graph.entities()}
    assert found == {"Borax Steel", "Lumen Mills", "Acme Corp", "Newton", "Porto, Lima, Cusco", "Salt and Iron"}
