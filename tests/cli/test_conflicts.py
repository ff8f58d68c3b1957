"""``kg conflicts`` and ``graph.conflicts`` on the sample vault, built for real."""

from __future__ import annotations

import csv
import io
import json
import shutil
from typing import TYPE_CHECKING

import pytest

import kg
from kg.errors import UnknownName
from kg.views.compare.value_pairs import Conflict, compare
from kg.views.compare.verdicts import NOT_COMPARABLE, SHOWN, VERDICTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kg.graph import Graph
    from tests.cli.conftest import Typed
    from tests.conftest import MakeVault

IPO = "allin/CoreWeave IPO and the Neocloud Model.md"
LISTING = "allin/CoreWeave Listing and the Cloud Market.md"
MINING = "bankless/CoreWeave From Mining to AI.md"

# property, verdict, the two values, the two notes: what the sample vault's authors wrote into it, in the order of
# `kg conflicts`: attributes that need a reader most come first
WRITTEN = [
    ("fundingRaised", "differ in kind", "at least $3.5 billion", "$1.5 billion", IPO, MINING),
    ("fundingRaised", "agree", "$1.5 billion", "$1.5 billion", LISTING, MINING),
    ("valuation", "differ in kind", "more than $30 billion", "$23 billion", IPO, IPO),
    ("valuation", "differ in kind", "more than $30 billion", "$23 billion", IPO, LISTING),
    ("valuation", "agree", "$23 billion", "$23 billion", IPO, LISTING),
    ("loss", "refine", "almost $1 billion", "$900 million", IPO, MINING),
    ("revenue", "refine", "$1.9 billion", "$2 billion", IPO, LISTING),
    ("revenue", "agree", "$1.9 billion", "$1.9 billion", IPO, MINING),
    ("shareOfRevenueOf", "refine", "60%", "more than 60%", IPO, LISTING),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, sample_vault: Path) -> Path:
    """A built copy of the sample vault."""
    copy = tmp_path_factory.mktemp("conflicts") / "vault"
    shutil.copytree(sample_vault, copy, ignore=shutil.ignore_patterns(".kg"))
    kg.build(copy, workers=1).close()
    return copy


@pytest.fixture(scope="module")
def graph(built: Path) -> Iterator[Graph]:
    with kg.open_graph(built) as opened:
        yield opened


def told(row: Conflict) -> tuple[str, ...]:
    first, second = row.first, row.second
    return (
        row.property,
        row.verdict,
        first.to_dict()["text"],
        second.to_dict()["text"],
        first.claim.note,
        second.claim.note,
    )


def test_what_the_notes_say_differently_is_found_and_judged(graph: Graph) -> None:
    assert [told(row) for row in graph.conflicts("coreweave")] == WRITTEN


def test_the_share_of_one_in_another_is_found_under_both(graph: Graph) -> None:
    (row,) = graph.conflicts("Microsoft")
    assert (row.entity, row.property, row.of) == ("Microsoft", "shareOfRevenueOf", "CoreWeave")
    assert row in graph.conflicts("CoreWeave")


def test_the_whole_vault_holds_the_pairs_of_each_entity(graph: Graph) -> None:
    everything = graph.conflicts()
    assert set(graph.conflicts("CoreWeave")) <= set(everything)
    attributes = {(row.entity, row.property, row.of, row.what, row.unit): row.verdict for row in reversed(everything)}
    urgency = [(VERDICTS.index(first), name[0]) for name, first in reversed(attributes.items())]
    assert urgency == sorted(urgency), "attributes with a pair that needs a reader most come first, then by entity"


@pytest.mark.parametrize("verdict", sorted(SHOWN))
def test_pairs_are_chosen_by_verdict(graph: Graph, verdict: str) -> None:
    found = graph.conflicts(verdict=verdict)
    assert len(found) == len(set(found))
    assert set(found) == {row for row in graph.conflicts() if row.verdict == verdict}


def test_pairs_that_cannot_be_compared_are_shown_only_when_asked_for(graph: Graph) -> None:
    asked = graph.conflicts(verdict=NOT_COMPARABLE)
    assert {row.verdict for row in asked} == {NOT_COMPARABLE}
    assert NOT_COMPARABLE not in {row.verdict for row in graph.conflicts()}


def test_pairs_are_chosen_by_property_whatever_its_case(graph: Graph) -> None:
    assert [told(row) for row in graph.conflicts("CoreWeave", property="Valuation")] == WRITTEN[2:5]


def test_what_does_not_exist_is_told(graph: Graph) -> None:
    with pytest.raises(UnknownName, match="did you mean 'CoreWeave'"):
        graph.conflicts("CoreWeeve")
    with pytest.raises(UnknownName, match="did you mean 'valuation'"):
        graph.conflicts(property="valuations")
    with pytest.raises(UnknownName, match="known: conflict"):
        graph.conflicts(verdict="maybe")


def test_two_numbers_of_one_sentence_are_no_pair(graph: Graph) -> None:
    row = graph.conflicts("CoreWeave", property="valuation")[0]
    attribute = ("CoreWeave", "valuation", "", "USD")
    assert compare(attribute, [row.first, row.first]) == []  # type: ignore[arg-type]


def test_rows_are_frozen_and_give_plain_data(graph: Graph) -> None:
    record = graph.conflicts("CoreWeave").to_dicts()[0]
    assert list(record) == ["entity", "property", "of", "what", "unit", "verdict", "reason", "first", "second"]
    assert record["first"]["source"]["url"].endswith("&t=3261s")
    assert json.loads(json.dumps(record)) == record


def run(anywhere: Typed, built: Path, *arguments: str) -> str:
    result = anywhere("conflicts", *arguments, "--vault", str(built))
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_the_table_has_two_lines_a_pair(anywhere: Typed, built: Path) -> None:
    lines = run(anywhere, built, "CoreWeave", "--property", "valuation", "--limit", "1").splitlines()
    assert [line.split("  ")[0] for line in lines] == ["ATTRIBUTE", "CoreWeave valuation", "CoreWeave valuation"]
    assert "differ in kind  54:21  >$30 B" in lines[1]
    assert lines[1].endswith("forecast against actual")
    assert "54:29  $23 B" in lines[2]
    assert lines[2].endswith("2024-11")


def test_on_a_terminal_both_times_are_links(anywhere: Typed, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "120")
    shown = run(anywhere, built, "CoreWeave", "--verdict", "differ in kind", "--property", "valuation", "--limit", "1")
    assert "RBoGJlpSdpY&t=3261s" in shown
    assert "RBoGJlpSdpY&t=3269s" in shown
    assert "2 pairs (2 differ in kind), the first 1 shown" in shown


def test_no_column_is_squeezed_out_of_a_hundred(anywhere: Typed, built: Path) -> None:
    shown = run(anywhere, built, "CoreWeave", "-f", "text")
    assert "differ in kind" in shown
    assert "*10:02" in shown
    assert max(map(len, shown.splitlines())) <= 100
    assert shown.splitlines()[-1] == "CoreWeave: 9 pairs (3 differ in kind, 3 refine, 3 agree)"


def test_as_markdown_times_and_notes_are_links(anywhere: Typed, built: Path) -> None:
    lines = run(anywhere, built, "Microsoft", "-f", "md").splitlines()
    assert "[58:20](https://www.youtube.com/watch?v=RBoGJlpSdpY&t=3500s)" in lines[2]
    assert f"[[{LISTING.removesuffix('.md')}]]" in lines[3]


def test_as_csv_and_jsonl_a_pair_is_one_record(anywhere: Typed, built: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(anywhere, built, "CoreWeave", "-f", "csv"))))
    assert [(row["property"], row["verdict"], row["first_text"], row["second_text"]) for row in rows] == [
        line[:4] for line in WRITTEN
    ]
    assert (rows[0]["first_seconds"], rows[0]["first_value"], rows[0]["of"]) == ("3261", "3500000000", "")
    records = [json.loads(line) for line in run(anywhere, built, "CoreWeave", "-f", "jsonl").splitlines()]
    assert [record["second"]["sentence"] for record in records] == [row["second_sentence"] for row in rows]


def test_dates_of_what_happens_once_are_compared(anywhere: Typed, make_vault: Callable[..., Path]) -> None:
    """A day within the month is no contradiction, another year is; a date without its year is left aside."""
    vault = make_vault(
        {
            "a.md": "Acme Corporation was founded in November 2023 [00:01:00].\n",
            "b.md": "Acme Corporation was founded in 2024 [00:02:00].\n",
            "c.md": "Acme Corporation was founded on November 25, 2024 [00:03:00].\n",
            "d.md": "Acme Corporation was founded in May [00:03:00].\n",
        }
    )
    kg.build(vault, workers=1).close()
    shown = run(anywhere, vault, "Acme Corporation", "-f", "table").splitlines()
    assert shown[1].split("  ")[0] == "Acme Corporation founding date"
    assert "1:00  2023-11" in shown[1]
    assert shown[1].endswith("the dates exclude each other")
    records = [
        json.loads(line) for line in run(anywhere, vault, "--property", "foundingDate", "-f", "jsonl").splitlines()
    ]
    assert [(row["verdict"], row["first"]["value"], row["second"]["value"]) for row in records] == [
        ("conflict", "2023-11", "2024"),
        ("conflict", "2023-11", "2024-11-25"),
        ("refine", "2024", "2024-11-25"),
    ]
    assert records[0]["first"] | {"unit": "date", "text": "November 2023", "date": None} == records[0]["first"]


def test_nothing_to_compare_is_no_error(anywhere: Typed, built: Path) -> None:
    assert run(anywhere, built, "Atlantic Crypto", "-f", "text").splitlines() == ["Atlantic Crypto: 0 pairs"]


def test_one_entity_at_a_time(anywhere: Typed, built: Path) -> None:
    result = anywhere("conflicts", "CoreWeave", "Microsoft", "--vault", str(built))
    assert result.exit_code == 2
    assert "name one entity at a time" in result.stderr


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("Fennec AI raised 40 million euros.", "Fennec AI raised 15 million euros.", NOT_COMPARABLE),
        ("Quellon has raised over $100 million.", "Quellon raised $35 million from funds.", NOT_COMPARABLE),
        ("Ivory Health raised $20 million in 2023.", "Ivory Health raised $31 million in 2023.", "conflict"),
        ("Quellon raised $31 million.", "Quellon raised $31 million from funds.", "agree"),
    ],
)
def test_sums_that_were_raised_on_unknown_occasions_are_no_conflict(
    make_vault: MakeVault, one: str, other: str, verdict: str
) -> None:
    vault = make_vault({"a.md": f"{one} [00:01:00]\n", "b.md": f"{other} [00:02:00]\n"})
    with kg.build(vault, workers=1) as graph:
        (row,) = graph.conflicts(property="fundingRaised", verdict=verdict)
    assert {row.first.claim.note, row.second.claim.note} == {"a.md", "b.md"}
