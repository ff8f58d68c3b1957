"""The report tells what was read, what it is about, where it disagrees, and what to look at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from kg.graph import Graph
from kg.model import Problem, Quantity, Source, Span, Statement
from kg.rdf.encode import entity_quads
from kg.store.ask.answer_rows import Entities, EntityRow, Stats
from kg.store.engine.query_results import QueryResult
from kg.store.engine.store import Store
from kg.views.compare.value_pairs import Conflict, Conflicts, Value
from kg.views.compare.verdicts import Stated
from kg.views.page import report
from tests.graph_samples import ENTITIES, IPO_CLAIMS, IPO_NOTE, stored

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True)
class Answers:
    """Answers as a small graph would."""

    names: tuple[EntityRow, ...] = (EntityRow("Acme", "Organization", 1200, 3, ("ACME",)),)
    measured: tuple[tuple[str | int | float | None, ...], ...] = (("Acme", 7, 1009),)
    differing: tuple[tuple[str | int | float | None, ...], ...] = (("Acme", "valuation", "USD", 2, 23e9, 30e9),)
    repaired: tuple[tuple[str | int | float | None, ...], ...] = (
        ("https://y.example/watch?v=1", 2, 31, "shifted | so"),
    )

    contradicting: tuple[Conflict, ...] = ()

    def conflicts(self, *, verdict: str) -> Conflicts:
        assert verdict == "conflict"
        return Conflicts(self.contradicting)

    def stats(self) -> Stats:
        return Stats(3, 4000, 50, 60, 2, 31, 99999)

    def entities(self) -> Entities:
        return Entities(self.names)

    def query(self, sparql_or_name: str, /) -> QueryResult:
        rows = {
            report.TIMES_MEASURED: self.measured,
            report.differing(): self.differing,
            report.REPAIRED: self.repaired,
        }[sparql_or_name]
        return QueryResult("select", (), rows, None, (), b"", ())


def page_of(graph: Answers, problems: Iterable[Problem] = ()) -> str:
    return "".join(report.render(graph, problems))


def value(note: str, number: int, date: str | None = None, start: int = 60) -> Value:
    """A number of dollars that a claim gives; ``start`` is the second of its recording."""
    source = Source("https://youtu.be/acme", start, f"https://youtu.be/acme?t={start}", repaired=False)
    quantity = Quantity(f"${number}", 0, 3, Decimal(number), "USD")
    claim = replace(IPO_CLAIMS[0], id=f"{note}#c-1", note=note, source=source)
    return Value(claim, Stated(quantity, date), quantity.text)


def pair(entity: str, one: tuple[Any, ...], other: tuple[Any, ...], name: str = "valuation") -> Conflict:
    """Two values of one attribute that exclude each other."""
    said = "the numbers exclude each other"
    return Conflict(entity, name, None, "", "USD", "conflict", said, value(*one), value(*other))


def test_contradictions_that_time_does_not_explain_come_first_and_each_attribute_once() -> None:
    page = page_of(
        Answers(
            names=(EntityRow("Much", "Person", 9, 1), EntityRow("Little", "Person", 3, 1)),
            contradicting=(
                pair("Much", ("a.md", 1), ("b.md", 2, None, 600), "unlikely"),
                pair("Little", ("a.md", 2), ("b.md", 9, None, 600), "oneMoment"),
                pair("Little", ("a.md", 3), ("b.md", 4, None, 80), "oneMoment"),
                pair("Little", ("a.md", 5, "2024"), ("b.md", 6, "2024", 600), "oneDate"),
                pair("Much", ("a.md", 7, "2024"), ("b.md", 8, "2024", 600), "oneDateOfMuch"),
                pair("Much", ("a.md", 7, "2024"), ("c.md", 9, "2024", 600), "oneDateOfMuch"),
                pair("Much", ("a.md", 7, "2024"), ("a.md", 9, "2024", 600), "inOneNote"),
            ),
        )
    )
    rows = [line.split("|")[1].strip() for line in page.splitlines() if line.startswith(("| Much ", "| Little "))]
    shown = [row for row in rows if " " in row]
    assert shown == [
        *["Much oneDateOfMuch"] * 2,
        *["Little oneMoment"] * 2,
        *["Little oneDate"] * 2,
        *["Much unlikely"] * 2,
    ]


PROBLEMS = (
    Problem("b.md", "yaml-invalid", "a tab", Span(9, 10)),
    Problem("a.md", "empty", "nothing in it"),
    Problem("a.md", "yaml-invalid", "two keys", Span(4, 5)),
    Problem("a.md", "yaml-invalid", "a colon", Span(1, 5)),
)


def test_the_whole_page() -> None:
    assert (
        page_of(Answers(contradicting=(pair("Acme", ("a.md", 23), ("b.md", 30)),)), PROBLEMS)
        == """\
---
kg_page: report
---
# What the notes claim

## What was read

| What | Count |
| --- | --: |
| notes | 3 |
| claims | 4,000 |
| entities | 50 |
| statements | 60 |
| recordings | 2 |
| repaired | 31 |
| quads | 99,999 |
| times_unreached | 0 |
| transcripts | 0 |
| cues | 0 |

## What it is about

The entities mentioned in most claims.

| Name | Type | Claims | Notes |
| --- | --- | --: | --: |
| Acme | Organization | 1,200 | 3 |

## Who has numbers

The entities with most numbers.

| Entity | Claims | Numbers |
| --- | --: | --: |
| Acme | 7 | 1,009 |

## Where notes contradict each other

Values that exclude each other, with nothing in the notes to explain it; `kg conflicts` shows all pairs.

| Attribute | Time | Value | Note | Why |
| --- | --: | --- | --- | --- |
| Acme valuation | [1:00](https://youtu.be/acme?t=60) | \\$23 | [[a]] | the numbers exclude each other |
| Acme valuation | [1:00](https://youtu.be/acme?t=60) | \\$30 | [[b]] |  |

## Where numbers differ

One thing, one unit, several values: a change over time, or a dispute; growth excluded.

| Entity | What | Values | From | To |
| --- | --- | --: | --- | --- |
| Acme | valuation | 2 | \\$23 B | \\$30 B |

## Repaired recordings

Times that cannot be right as written; links play the repaired second.

| Recording | Notes | Claims | Why |
| --- | --: | --: | --- |
| [https://y.example/watch?v=1](https://y.example/watch?v=1) | 2 | 31 | shifted \\| so |

## Problems

What was wrong in the notes, by kind; `kg doctor` shows every place.

| Problem | Times | Notes | For example | In |
| --- | --: | --: | --- | --- |
| yaml-invalid | 3 | 2 | a colon | [[a]] |
| empty | 1 | 1 | nothing in it | [[a]] |
"""
    )


def test_an_empty_graph_gives_an_empty_page() -> None:
    page = page_of(Answers(names=(), measured=(), differing=(), repaired=()))
    assert page.count("\nNone.\n") == 6


@pytest.mark.parametrize("order", [PROBLEMS, PROBLEMS[::-1]])
def test_the_page_does_not_depend_on_the_order_of_problems(order: tuple[Problem, ...]) -> None:
    assert page_of(Answers(), order) == page_of(Answers(), PROBLEMS)


def test_only_the_most_claimed_entities_are_shown() -> None:
    names = tuple(EntityRow(f"E{number:02}", "Person", 100 - number, 1) for number in range(30))
    page = page_of(Answers(names=names))
    assert "| E19 |" in page
    assert "| E20 |" not in page


def test_numbers_differ_where_an_attribute_has_a_name_and_is_no_growth(tmp_path: Path) -> None:
    claim = IPO_CLAIMS[0]
    one, other = (replace(claim.quantities[0], value=Decimal(number)) for number in (20, 30))

    def given(name: str) -> list[Statement]:
        return [Statement("CoreWeave", "has", "some", name, "CoreWeave", quantity=place) for place in (0, 1)]

    names = ("valuation", "is", "growth")
    statements = tuple(statement for name in names for statement in given(name))
    with Store.open(tmp_path / ".kg") as store:
        store.replace_note(stored(IPO_NOTE, (replace(claim, statements=statements, quantities=(one, other)),)))
        store.replace_entities(entity_quads(ENTITIES, properties={name: name for name in names}, recordings=[]))
    with Graph.open(tmp_path) as graph:
        found = graph.query(report.differing()).rows
    assert [row[1] for row in found] == ["valuation"]
