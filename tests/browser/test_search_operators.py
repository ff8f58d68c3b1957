"""Operators in the search box: completed, answered where unknown; chips, address, query and export say the same."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

import kg
from tests.browser.conftest import console
from tests.browser.driving import act, copied, fragment, press, saved, texts, until, violations

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import OpenPage


def test_operators_are_completed_and_filter_list_query_and_export_alike(
    open_page: OpenPage, sample_page: Path, sample_built: Path
) -> None:
    driver = open_page(sample_page)
    press(driver, "/", "about:corew")
    assert "CoreWeave" in texts(driver, "[role=option]")[0]
    press(driver, Keys.ENTER, "uni", Keys.DOWN, Keys.ENTER, "us", Keys.ENTER)
    assert driver.execute_script("return document.activeElement.value") == "about:CoreWeave unit:USD "
    press(driver, "year:2024", Keys.ENTER)
    until(driver, lambda: fragment(driver) == "#entity=CoreWeave&from=2024&to=2024&unit=USD")
    press(driver, "c")
    until(driver, lambda: texts(driver, ".table-head [role=status]") == ["3 claims"])
    chips = ["CoreWeave\n×", "USD\n×", "from 2024\n×", "to 2024\n×"]
    assert texts(driver, ".table-head .chip-filter") == chips
    rows = saved(driver, lambda: act(driver, "[data-key=take-JSONL]", WebElement.click)).splitlines()
    query = copied(driver, lambda: act(driver, "[data-key=take-SPARQL]", WebElement.click))
    with kg.open_graph(sample_built) as graph:
        assert sorted(str(row[0]) for row in graph.query(query).rows) == sorted(json.loads(row)["id"] for row in rows)
    act(driver, "[aria-label='Take off: USD']", WebElement.click)
    assert "unit" not in fragment(driver)
    assert console(driver) == []


def test_what_is_no_operator_is_answered_and_searched_for_by_nobody(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page)
    press(driver, "/", "speaker:Ann")
    assert "no operator “speaker:”" in texts(driver, "[role=option]")[0]
    assert violations(driver) == []
    press(driver, Keys.ENTER)
    until(driver, lambda: "no operator “speaker:”" in texts(driver, ".status")[0])
    assert fragment(driver) == ""
    assert driver.execute_script("return document.activeElement.value") == "speaker:Ann"


def test_searches_are_offered_again_until_they_are_forgotten(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page)
    driver.execute_script("localStorage.clear()")
    for search in ("by:analysts", "power plants"):
        press(open_page(sample_page), "/", search, Keys.ENTER)
        until(driver, lambda: fragment(driver) != "")
    press(open_page(sample_page), "/")
    assert texts(driver, "[role=option]")[:3] == ["↺\npower plants", "↺\nby:analysts", "×\nForget these searches"]
    press(driver, Keys.DOWN, Keys.DOWN, Keys.ENTER)
    until(driver, lambda: "speaker=analysts" in fragment(driver))
    press(open_page(sample_page), "/", Keys.DOWN, Keys.DOWN, Keys.DOWN, Keys.ENTER)
    assert driver.execute_script("return Object.keys(localStorage).map(key => localStorage[key])") == ["[]"]
