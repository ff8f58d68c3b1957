"""Named views: kept by the browser for a page from a file, carried as JSON, and clear where nothing is kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from kg.graph.explorer_views import ExplorerView
from kg.sync.pages.views_base import exported_views
from tests.browser.conftest import console
from tests.browser.driving import act, fragment, press, saved, texts, until, violations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.browser.conftest import Driver, OpenPage

DENIED = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('denied', 'SecurityError') }})"


@pytest.fixture(autouse=True)
def forgotten(browser: Driver, sample_page: Path) -> Iterator[None]:
    """A browser that has kept nothing."""
    browser.get(sample_page.resolve().as_uri())
    browser.execute_script("localStorage.clear()")
    browser.get("about:blank")
    yield
    browser.get(sample_page.resolve().as_uri())
    browser.execute_script("localStorage.clear()")


def save_as(driver: Driver, name: str) -> None:
    """Save what is seen under a name."""
    act(driver, "[data-key=views]", WebElement.click)
    act(driver, "[data-key=view-new]", lambda field: field.send_keys(Keys.CONTROL, "a"))
    press(driver, name, Keys.ENTER)
    until(driver, lambda: name in names(driver))
    press(driver, Keys.ESCAPE)
    assert not driver.find_element(By.CSS_SELECTOR, ".view-name").is_displayed()


def names(driver: Driver) -> list[str]:
    """The views of the open menu."""
    return texts(driver, ".view-name")


def test_a_view_is_saved_opened_renamed_and_deleted(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page, "#mode=claims&entity=CoreWeave&unit=USD&sort=-numbers&theme=dark")
    save_as(driver, "Money")
    driver = open_page(sample_page, "#theme=light")
    act(driver, "[data-key=views]", WebElement.click)
    act(driver, "[data-key=view-Money]", WebElement.click)
    assert fragment(driver) == "#mode=claims&entity=CoreWeave&sort=-numbers&unit=USD&theme=light"
    save_as(driver, "All of it")
    act(driver, "[data-key=views]", WebElement.click)
    until(driver, lambda: names(driver) == ["All of it", "Money"])
    act(driver, "[data-key=rename-Money]", WebElement.click)
    until(driver, lambda: bool(driver.execute_script("return getSelection().toString() === 'Money'")))
    press(driver, "Amounts", Keys.ENTER)
    until(driver, lambda: names(driver) == ["All of it", "Amounts"])
    act(driver, "[data-key='delete-All of it']", WebElement.click)
    until(driver, lambda: names(driver) == ["Amounts"])
    assert violations(driver) == []
    driver.refresh()
    act(driver, "[data-key=views]", WebElement.click)
    until(driver, lambda: names(driver) == ["Amounts"])
    assert console(driver) == []


def test_views_go_to_another_browser_as_a_file(open_page: OpenPage, sample_page: Path, tmp_path: Path) -> None:
    driver = open_page(sample_page, "#entity=Nvidia&depth=2")
    save_as(driver, "Around Nvidia")
    act(driver, "[data-key=views]", WebElement.click)
    text = saved(driver, lambda: act(driver, "[data-key=views-export]", WebElement.click))
    assert json.loads(text)["views"] == [{"name": "Around Nvidia", "address": "#entity=Nvidia&depth=2"}]
    assert exported_views(text.encode()) == (ExplorerView("Around Nvidia", "#entity=Nvidia&depth=2"),), "for kg sync"
    act(driver, "[data-key='delete-Around Nvidia']", WebElement.click)
    until(driver, lambda: names(driver) == [])
    for name, written, told in (
        ("wrong.json", "[1", "This file is no JSON."),
        ("views.json", text, "Imported 1 view"),
    ):
        (tmp_path / name).write_text(written, encoding="utf-8")
        field = driver.find_element(By.CSS_SELECTOR, "[data-key=views-file]")
        field.send_keys(str(tmp_path / name))
        until(driver, lambda told=told: texts(driver, ".status") == [told])  # type: ignore[misc]
    assert names(driver) == ["Around Nvidia"]


def test_where_the_browser_keeps_nothing_views_last_until_the_page_is_closed(
    open_page: OpenPage, browser: Driver, sample_page: Path
) -> None:
    script = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": DENIED})
    try:
        driver = open_page(sample_page, "#entity=Nvidia")
        save_as(driver, "Nvidia")
        act(driver, "[data-key=views]", WebElement.click)
        until(driver, lambda: names(driver) == ["Nvidia"])
        assert "keeps nothing for this page" in texts(driver, "[data-unkept]")[0]
        assert console(driver) == []
    finally:
        browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)
