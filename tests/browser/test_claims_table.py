"""The table of claims: rows under the filter, sorted, with chosen columns, taken along as they are, however many."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

import kg
from kg.config import Config
from kg.store.ask.claim_reader import ClaimReader
from kg.store.engine.store import Store
from kg.views.explorer.explorer_files import files
from tests.browser.conftest import console, requests
from tests.browser.driving import act, copied, fragment, press, saved, texts, until

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kg.graph import Graph
    from kg.model import Claim, NoteFacts
    from tests.browser.conftest import Driver, OpenPage

MANY = 250_000  # claims
CELLS = """return [...document.querySelectorAll('.grid-row')]
    .sort((a, b) => a.dataset.row - b.dataset.row)
    .map(row => [...row.children].map(cell => cell.textContent))"""
READ = ".panel .claim-found [data-text], .panel [data-found]"  # the words of the claim that is read
PAGES = ("sample_page", "sharded_page")


@pytest.fixture(scope="module")
def graph(sample_built: Path) -> Iterator[Graph]:
    """The graph that the pages were made from."""
    with kg.open_graph(sample_built) as opened:
        yield opened


def rows(driver: Driver) -> list[list[str]]:
    """The cells of the rows that are drawn, once all claims are read."""
    until(driver, lambda: texts(driver, ".table-head [role=status]") != [])
    until(driver, lambda: "so far" not in texts(driver, ".table-head [role=status]")[0])
    until(driver, lambda: driver.find_elements(By.CSS_SELECTOR, ".grid-row[data-waits]") == [])
    found: list[list[str]] = driver.execute_script(CELLS)
    return found


def current(driver: Driver) -> int:
    """The number of the row that the keyboard is on."""
    return int(driver.execute_script("return document.activeElement.dataset.row ?? -1"))


def taken(driver: Driver, form: str) -> str:
    """What a button saves or copies."""
    take = saved if form in {"CSV", "JSONL"} else copied
    return take(driver, lambda: act(driver, f"[data-key=take-{form}]", WebElement.click))


@pytest.mark.parametrize("name", PAGES)
def test_the_table_lists_the_claims_that_pass(
    open_page: OpenPage, request: pytest.FixtureRequest, graph: Graph, name: str
) -> None:
    driver = open_page(request.getfixturevalue(name), "#mode=claims&entity=CoreWeave&unit=USD")
    wanted = [one for one in graph.claims("CoreWeave") if any(each.unit == "USD" for each in one.quantities)]
    assert [row[1] for row in rows(driver)] == [claim.text for claim in wanted]
    assert texts(driver, ".table-head [role=status]") == [f"{len(wanted)} claims"]
    assert texts(driver, ".table-head .chip-filter") == ["CoreWeave\n×", "USD\n×"]
    act(driver, "[aria-label='Take off: CoreWeave']", WebElement.click)
    assert fragment(driver) == "#mode=claims&unit=USD"
    more = [one for one in graph.claims() if any(each.unit == "USD" for each in one.quantities)]
    until(driver, lambda: texts(driver, ".table-head [role=status]") == [f"{len(more)} claims"])
    assert console(driver) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_press_on_a_heading_sorts_and_columns_are_chosen(
    open_page: OpenPage, request: pytest.FixtureRequest, graph: Graph, name: str
) -> None:
    driver = open_page(request.getfixturevalue(name), "#mode=claims&numbers=1&unit=USD")
    act(driver, "[data-sort=numbers]", WebElement.click)
    assert driver.find_element(By.CSS_SELECTOR, "[aria-sort=descending]").text.startswith("Numbers")
    amounts = [next((each.value for each in claim.quantities if each.unit == "USD"), None) for claim in graph.claims()]
    order = sorted((-amount, place) for place, amount in enumerate(amounts) if amount is not None)
    claims = list(graph.claims())
    assert [row[1] for row in rows(driver)] == [claims[place].text for _, place in order][: len(rows(driver))]
    act(driver, "[data-sort=numbers]", WebElement.click)
    assert rows(driver)[0][1] in {
        claim.text for claim, amount in zip(claims, amounts, strict=True) if amount == -order[-1][0]
    }
    act(driver, "[data-key=columns]", WebElement.click)
    for key in ("column-note", "column-modality"):
        act(driver, f"[data-key={key}]", WebElement.click)
    assert [one.text for one in driver.find_elements(By.CSS_SELECTOR, "[role=columnheader]")] == [
        "Time", "Claim", "Numbers ↑", "Date", "Who says it", "How it is put",
    ]  # fmt: skip
    assert "sort=numbers&columns=time,text,numbers,date,speaker,modality" in fragment(driver).replace("&unit=USD", "")
    assert {row[-1] for row in rows(driver)} <= {"asserted", "hedged", "reported", "predicted", "conditional"}


@pytest.mark.parametrize("name", PAGES)
def test_exactly_these_rows_are_taken_along_in_their_order(
    open_page: OpenPage, request: pytest.FixtureRequest, graph: Graph, name: str
) -> None:
    driver = open_page(request.getfixturevalue(name), "#mode=claims&unit=USD,percent&sort=-numbers")
    shown = [row[1] for row in rows(driver)]
    as_csv = list(csv.DictReader(taken(driver, "CSV").splitlines()))
    as_json = [json.loads(line) for line in taken(driver, "JSONL").splitlines()]
    assert [one["text"] for one in as_json][: len(shown)] == shown
    assert [one["id"] for one in as_csv] == [one["id"] for one in as_json]
    asked = graph.query(taken(driver, "SPARQL"))
    assert sorted(str(row[0]) for row in asked.rows) == sorted(one["id"] for one in as_json)
    quotes = [line for line in taken(driver, "Markdown").splitlines() if line.startswith("> ") and "—" not in line[:4]]
    assert len(quotes) == len(as_json)


def test_rows_are_walked_and_read_by_keyboard(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page, "#mode=claims&entity=CoreWeave")
    listed, many = rows(driver), int(texts(driver, ".table-head [role=status]")[0].split()[0])
    driver.execute_script("document.querySelector('.grid-row[tabindex=\"0\"]').focus()")
    press(driver, Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    assert current(driver) == 2
    press(driver, Keys.END)
    assert current(driver) == many - 1
    press(driver, Keys.HOME, Keys.ARROW_DOWN, Keys.ENTER)
    until(driver, lambda: texts(driver, ".panel .kind") == [f"Claim 2 of {many}"])
    for place in (3, 4):
        press(driver, "j")
        until(driver, lambda place=place: texts(driver, ".panel .kind") == [f"Claim {place} of {many}"])  # type: ignore[misc]
        assert texts(driver, READ) == [listed[place - 1][1]]
    press(driver, "k")
    until(driver, lambda: texts(driver, READ) == [listed[2][1]])
    press(driver, Keys.ESCAPE)
    until(driver, lambda: current(driver) == 2)
    assert fragment(driver) == "#mode=claims&entity=CoreWeave"
    assert console(driver) == []


def test_nothing_that_passes_is_said_and_names_that_nothing_has_give_no_rows(
    open_page: OpenPage, sample_page: Path
) -> None:
    driver = open_page(sample_page, "#mode=claims&entity=No%20such%20name")
    assert rows(driver) == []
    assert texts(driver, ".grid-none .empty-title") == ["No claim passes the filters."]


def times(notes: Sequence[tuple[NoteFacts, Sequence[Claim]]], many: int) -> Iterator[tuple[NoteFacts, Sequence[Claim]]]:
    """The texts and numbers of the same notes again and again, under other paths, until there are so many claims."""
    held = turn = 0
    while held < many:
        for facts, claims in notes:
            path = f"{turn:04}/{facts.path}"
            again = tuple(
                replace(claim, note=path, mentions=(), about=(), terms=(), statements=())
                for claim in claims[: many - held]
            )
            held += len(again)
            yield replace(facts, path=path), again
        turn += 1


@pytest.fixture(scope="module")
def many_page(tmp_path_factory: pytest.TempPathFactory, sample_built: Path) -> Path:
    """A page of 250,000 claims, in files next to it."""
    folder: Path = tmp_path_factory.mktemp("many") / "explorer"
    with Store.open(sample_built / ".kg", read_only=True) as store:
        notes = list(ClaimReader(store).notes())
        for file in files(store, times(notes, MANY), Config()):
            path = folder / file.name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as out:
                out.writelines(file.data)
    return folder / "index.html"


def test_250_000_claims_scroll_with_few_rows_drawn_and_few_files_read(open_page: OpenPage, many_page: Path) -> None:
    driver = open_page(many_page, "#mode=claims")
    first = rows(driver)
    assert texts(driver, ".table-head [role=status]") == [f"{MANY:,} claims"]
    driver.execute_script("document.querySelector('.grid-row[tabindex=\"0\"]').focus()")
    press(driver, Keys.END)
    until(driver, lambda: current(driver) == MANY - 1)
    assert 0 < len(rows(driver)) < 100
    driver.execute_script("const grid = document.querySelector('.grid-view'); grid.scrollTop = grid.scrollHeight / 2")
    until(driver, lambda: any(MANY * 0.49 < row < MANY * 0.51 for row in drawn(driver)))
    assert len(rows(driver)) < 100
    read = {url for url in requests(driver) if "/shards/" in url}
    assert 0 < len(read) < 8, "only the files of rows that were seen"
    press(driver, Keys.HOME)
    until(driver, lambda: 0 in drawn(driver))
    assert rows(driver)[: len(first) // 2] == first[: len(first) // 2]
    assert console(driver) == []


def drawn(driver: Driver) -> list[int]:
    """The numbers of the rows that are drawn."""
    found: list[int] = driver.execute_script(
        "return [...document.querySelectorAll('.grid-row')].map(row => Number(row.dataset.row))"
    )
    return found


def test_250_000_claims_are_sorted_and_filtered(open_page: OpenPage, many_page: Path) -> None:
    driver = open_page(many_page, "#mode=claims&unit=USD&sort=-numbers")
    found = rows(driver)
    assert found[0][1] == found[1][1]
    assert len(drawn(driver)) < 100
