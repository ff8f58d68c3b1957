"""The picture by keyboard alone: from node to node, pinned, hidden, folded; the address keeps what was done to it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.browser.conftest import console
from tests.browser.driving import act, fragment, press, saved, violations, texts, title, until
from tests.browser.test_for_everyone import told

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Driver, OpenPage

LABELS = "{http://www.w3.org/2000/svg}text"
DISCS = "{http://www.w3.org/2000/svg}circle/{http://www.w3.org/2000/svg}title"


def drawn(driver: Driver) -> ET.Element:
    """The picture as it is saved."""
    svg = saved(driver, lambda: driver.execute_script("document.querySelectorAll('.save-list button')[1].click()"))
    return ET.fromstring(svg)  # noqa: S314 - our own


def discs(driver: Driver) -> set[str | None]:
    """The names of all discs."""
    return {each.text for each in drawn(driver).findall(DISCS)}


def test_arrow_keys_go_from_node_to_node_and_enter_opens_one(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page, "#entity=Nvidia")
    assert title(driver) == "Nvidia"
    driver.execute_script("document.querySelector('.canvas').focus()")
    heard: list[str] = []
    for key in (Keys.LEFT, Keys.UP, Keys.RIGHT):
        press(driver, key)
        until(driver, lambda: told(driver) not in ("", *heard[-1:]))
        heard.append(told(driver))
    assert all("claim" in text and "connection" in text for text in heard)
    name = heard[-1].partition(",")[0]
    press(driver, Keys.ENTER)
    until(driver, lambda: title(driver) == name)
    assert console(driver) == []


def test_a_node_is_pinned_and_hidden_by_keyboard_and_comes_back(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page, "#entity=Nvidia")
    driver.execute_script("document.querySelector('.canvas').focus()")
    press(driver, Keys.LEFT)
    until(driver, lambda: "claim" in told(driver))
    name = told(driver).partition(",")[0]
    press(driver, "p")
    until(driver, lambda: texts(driver, "[aria-label=Pinned] .chip-filter") == [f"{name}\n×"])
    press(driver, "h")
    until(driver, lambda: texts(driver, "[aria-label=Hidden] .chip-filter") == [f"{name}\n×"])
    assert "hide=" in fragment(driver)
    assert name not in discs(driver)
    assert "Nvidia" in discs(driver)
    assert violations(driver) == []
    driver.refresh()
    act(driver, f"[aria-label='Show {name}']", WebElement.click)
    until(driver, lambda: "hide=" not in fragment(driver))
    until(driver, lambda: name in discs(driver))


def test_small_entities_are_folded_and_counted_where_they_were(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page)
    before = discs(driver)
    act(driver, "[data-key=fold]", WebElement.click)
    until(driver, lambda: "folded" in texts(driver, ".caption")[0])
    folded = int(texts(driver, ".caption")[0].rpartition(" folded")[0].rpartition(" ")[2])
    assert len(discs(driver)) == len(before) - folded
    labels = [each.text or "" for each in drawn(driver).iter(LABELS)]
    assert any(label.rpartition("+")[2].isdigit() for label in labels)
    driver.find_element(By.CSS_SELECTOR, "[data-key=hubs]").click()
    until(driver, lambda: any(each.text and each.text.endswith(" lines)") for each in drawn(driver).iter(LABELS)))
    assert fragment(driver) == "#fold=1&hubs=1"
