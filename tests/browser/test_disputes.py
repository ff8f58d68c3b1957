"""The board of disputes: the pairs of `kg conflicts` with both sentences; a reader's marks are remembered and saved."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

import kg
from kg.views.compare.verdicts import AGREE
from tests.browser.conftest import console
from tests.browser.driving import act, fragment, saved, texts, until, violations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.graph import Graph
    from tests.browser.conftest import Driver, OpenPage

PAGES = ("sample_page", "sharded_page")
SIDES = """return [...document.querySelectorAll('[data-dispute]')].map(card =>
    [...card.querySelectorAll('[data-text]')].map(one => one.textContent))"""


@pytest.fixture(scope="module")
def graph(sample_built: Path) -> Iterator[Graph]:
    """The graph that the pages were made from."""
    with kg.open_graph(sample_built) as opened:
        yield opened


def many(driver: Driver) -> int:
    """How many pairs are shown."""
    until(driver, lambda: texts(driver, ".table-head [role=status]") != [])
    return int(texts(driver, ".table-head [role=status]")[0].split()[0])


@pytest.mark.parametrize("name", PAGES)
def test_the_board_shows_the_pairs_of_kg_conflicts_with_both_sentences(
    open_page: OpenPage, request: pytest.FixtureRequest, graph: Graph, name: str
) -> None:
    driver = open_page(request.getfixturevalue(name), "#mode=disputes&entity=CoreWeave")
    pairs = [row for row in graph.conflicts() if row.verdict != AGREE and row.entity == "CoreWeave"]
    assert many(driver) == len(pairs)
    wanted = {frozenset((row.first.claim.text, row.second.claim.text)) for row in pairs}
    until(driver, lambda: all(len(sides) == 2 for sides in driver.execute_script(SIDES)))
    shown = {frozenset(sides) for sides in driver.execute_script(SIDES)}
    assert shown
    assert shown <= wanted
    assert violations(driver) == []
    assert console(driver) == []


def test_a_pair_is_marked_and_the_page_remembers_and_saves_it(
    open_page: OpenPage, sample_page: Path, graph: Graph
) -> None:
    driver = open_page(sample_page, "#mode=disputes")
    before = many(driver)
    assert before == sum(row.verdict != AGREE for row in graph.conflicts())
    sides: list[list[str]] = driver.execute_script(SIDES)
    act(driver, "[data-dispute] .actions .button:nth-child(2)", WebElement.click)
    until(driver, lambda: many(driver) == before - 1)
    driver.refresh()
    until(driver, lambda: many(driver) == before - 1)
    act(driver, "[data-key='shown-not a dispute']", WebElement.click)
    until(driver, lambda: many(driver) == 1)
    assert fragment(driver) == "#mode=disputes&tab=not%20a%20dispute"
    (kept,) = json.loads(saved(driver, lambda: act(driver, "[data-key=save-marks]", WebElement.click)))
    claims: dict[str, Any] = {claim.id: claim for claim in graph.claims()}
    assert kept["mark"] == "not a dispute"
    assert [claims[value["claim"]].text for value in kept["values"]] == sides[0]
    act(driver, "[data-dispute] .actions .button:nth-child(2)", WebElement.click)
    until(driver, lambda: many(driver) == 0)
    assert driver.find_element(By.CSS_SELECTOR, "[data-key=save-marks]").get_attribute("disabled")


def test_a_sentence_of_a_pair_opens_in_its_note(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page, "#mode=disputes&entity=CoreWeave")
    until(driver, lambda: texts(driver, "[data-dispute] .read-link") != [])
    words = texts(driver, "[data-dispute] [data-text]")[0]
    act(driver, "[data-dispute] .read-link", WebElement.click)
    until(driver, lambda: texts(driver, "[data-found]") == [words])
