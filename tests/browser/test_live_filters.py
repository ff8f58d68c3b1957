"""Filters that follow what is looked at: types by claim, and the histogram of years as a slider with two thumbs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import kg
from kg.graph.explorer_views import ViewedClaims, read_address
from tests.browser.conftest import console
from tests.browser.driving import fragment, press, texts, until, violations

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Driver, OpenPage

LEGEND = """return Object.fromEntries([...document.querySelectorAll('.legend')]
    .map(one => [one.dataset.key.slice(5), Number(one.querySelector('.count').textContent.replace(',', ''))]))"""
BARS = "return [...document.querySelectorAll('.timeline-bar')].map(one => one.title)"


def valued(driver: Driver) -> list[str]:
    """What a screen reader says of the thumbs."""
    thumbs = driver.find_elements(By.CSS_SELECTOR, "[role=slider]")
    return [str(thumb.get_attribute("aria-valuetext")) for thumb in thumbs]


def test_types_count_the_claims_of_the_entity_that_is_chosen(
    open_page: OpenPage, sample_page: Path, sample_built: Path
) -> None:
    driver = open_page(sample_page, "#mode=claims&entity=CoreWeave&unit=USD")
    with kg.open_graph(sample_built) as graph:
        asked = ViewedClaims(graph)
        state = read_address("#entity=CoreWeave&unit=USD")
        claims = asked.passing(asked.within(state), state)
        wanted = Counter(type_ for claim in claims for type_ in asked.values("type", claim))
        until(driver, lambda: driver.execute_script(LEGEND) == wanted)
        driver.get(driver.current_url.replace("&unit=USD", ""))
        wanted = Counter(t for claim in asked.within(state) for t in asked.values("type", claim))
        until(driver, lambda: driver.execute_script(LEGEND) == wanted)


def test_the_histogram_filters_by_keyboard_and_by_pointer(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page, "#mode=claims")
    until(driver, lambda: driver.find_elements(By.CSS_SELECTOR, "[role=slider]") != [])
    assert valued(driver) == ["no first year", "no last year"]
    driver.find_element(By.CSS_SELECTOR, "[data-key=slider-to]").send_keys(Keys.LEFT)
    until(driver, lambda: valued(driver)[1].startswith("to "))
    press(driver, Keys.LEFT)
    until(driver, lambda: fragment(driver).startswith("#mode=claims&to="))
    assert driver.execute_script("return document.activeElement.dataset.key") == "slider-to"
    press(driver, Keys.END)
    until(driver, lambda: fragment(driver) == "#mode=claims")
    bar = next(text for text in driver.execute_script(BARS) if text.startswith("2024"))
    driver.find_element(By.CSS_SELECTOR, f".timeline-bar[title='{bar}']").click()
    until(driver, lambda: fragment(driver) == "#mode=claims&from=2024&to=2024")
    until(driver, lambda: texts(driver, ".table-head [role=status]") == [bar.partition(": ")[2]])
    assert valued(driver) == ["from 2024", "to 2024"]
    assert violations(driver) == []
    thumb = driver.find_element(By.CSS_SELECTOR, "[data-key=slider-from]")
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", thumb)
    ActionChains(driver).drag_and_drop_by_offset(thumb, -thumb.location["x"] + 20, 0).perform()
    until(driver, lambda: fragment(driver) == "#mode=claims&to=2024")
    assert console(driver) == []
