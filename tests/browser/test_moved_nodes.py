"""Nodes are moved by mouse and by keys, stay where they were put, and can be put back."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.browser.conftest import console
from tests.browser.driving import act, fragment, press, saved, texts, title, until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Driver, OpenPage

BACK = "[aria-label='Put moved nodes back']"
PLACES = "return JSON.parse(Object.entries(localStorage).find(([key]) => key.includes('places'))?.[1] ?? '{}')"


def places(driver: Driver) -> dict[str, list[float]]:
    """Where nodes were put, as the browser keeps it."""
    found: dict[str, list[float]] = driver.execute_script(PLACES)
    return found


def is_offered(driver: Driver) -> bool:
    """Whether moved nodes can be put back."""
    return driver.find_element(By.CSS_SELECTOR, BACK).is_displayed()


def discs(driver: Driver) -> dict[str, tuple[float, float]]:
    """Where the picture has each node, in pixels, by what its disc says; waits until it has some."""
    found: dict[str, tuple[float, float]] = {}

    def drawn() -> bool:
        svg = saved(driver, lambda: driver.execute_script("document.querySelectorAll('.save-list button')[1].click()"))
        circles = ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}circle")  # noqa: S314 - our own
        found.update(
            {str(one.findtext("{*}title")): (float(one.attrib["cx"]), float(one.attrib["cy"])) for one in circles}
        )
        return bool(found)

    until(driver, drawn)
    return found


def test_a_node_that_keys_moved_is_there_after_the_page_is_opened_again(
    open_page: OpenPage, sample_page: Path, chromium: Driver
) -> None:
    driver = open_page(sample_page)
    driver.execute_script("localStorage.clear()")
    assert not is_offered(driver)
    before = discs(driver)
    driver.execute_script("document.querySelector('.canvas').focus()")
    press(driver, Keys.ARROW_RIGHT)
    ActionChains(driver).key_down(Keys.ALT).send_keys(Keys.ARROW_UP, Keys.ARROW_UP).key_up(Keys.ALT).perform()
    until(driver, lambda: is_offered(driver))
    (kept,) = places(driver).items()
    moved = {name: place for name, place in discs(driver).items() if math.dist(place, before[name]) > 2}
    ((name, place),) = moved.items()
    assert place == pytest.approx((before[name][0], before[name][1] - 24), abs=1)
    open_page(sample_page)
    assert places(chromium) == dict([kept])
    assert is_offered(driver)
    assert discs(driver)[name] == pytest.approx(place, abs=1)
    act(driver, BACK, WebElement.click)
    until(driver, lambda: not is_offered(driver))
    assert places(driver) == {}
    assert discs(driver)[name] == pytest.approx(before[name], abs=1)
    assert console(driver) == []


def press_at(driver: Driver, x: float, y: float) -> None:
    """Press a place of the picture, in pixels from its corner."""
    canvas = driver.find_element(By.CSS_SELECTOR, ".canvas")
    across, down = round(x - canvas.size["width"] / 2), round(y - canvas.size["height"] / 2)
    ActionChains(driver).move_to_element_with_offset(canvas, across, down).pause(0.3).click().perform()


def test_two_presses_move_a_node_without_dragging(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page)
    driver.execute_script("localStorage.clear()")
    before = discs(driver)
    act(driver, "[aria-label^='Move nodes by two presses']", WebElement.click)
    until(driver, lambda: "Press the node to move" in texts(driver, ".status")[0])
    press_at(driver, *before["China"])
    until(driver, lambda: texts(driver, ".status") == ["Press the place for China."])
    press_at(driver, 60, 80)
    until(driver, lambda: is_offered(driver))
    assert discs(driver)["China"] == pytest.approx((60, 80), abs=1.5)
    assert list(places(driver)) == ["entities China"]
    assert fragment(driver) == "", "no node was opened"
    press(driver, Keys.ESCAPE)
    press_at(driver, 60, 80)
    until(driver, lambda: fragment(driver) == "#entity=China")
    act(driver, BACK, WebElement.click)
    assert console(driver) == []


def test_dragging_a_node_moves_it_and_opens_nothing(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page, "#entity=Nvidia")
    driver.execute_script("localStorage.clear()")
    assert title(driver) == "Nvidia"
    canvas = driver.find_element(By.CSS_SELECTOR, ".canvas")
    drag = ActionChains(driver).move_to_element(canvas).pause(0.6).click_and_hold()  # the focus is in the middle
    for _ in range(8):
        drag = drag.move_by_offset(9, 5)
    drag.release().perform()
    until(driver, lambda: is_offered(driver))
    assert list(places(driver)) == ["entities Nvidia"]
    assert fragment(driver) == "#entity=Nvidia"
    act(driver, BACK, WebElement.click)
    assert console(driver) == []


def test_dragging_the_background_moves_no_node_and_closes_nothing(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page, "#entity=Nvidia")
    driver.execute_script("localStorage.clear()")
    canvas = driver.find_element(By.CSS_SELECTOR, ".canvas")
    corner = canvas.size["height"] // 2 - 40
    drag = ActionChains(driver).move_to_element_with_offset(canvas, 60 - canvas.size["width"] // 2, corner)
    drag = drag.click_and_hold()
    for _ in range(8):
        drag = drag.move_by_offset(6, -4)
    drag.release().perform()
    shifted = "return [...document.querySelector('.canvas').children].some(one => one.style.transform)"
    until(driver, lambda: not driver.execute_script(shifted))
    assert places(driver) == {}
    assert not is_offered(driver)
    assert fragment(driver) == "#entity=Nvidia"
    assert console(driver) == []
