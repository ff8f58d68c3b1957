"""The explorer for everyone: by keyboard alone, by ear, at 400%, on paper."""

from __future__ import annotations

import base64
import csv
import re
from typing import TYPE_CHECKING

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import kg
from tests.browser.conftest import console
from tests.browser.driving import copied, fragment, press, saved, texts, title, until, violations

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Driver, OpenPage

MOST_TABS = 150
ACTIVE = "return document.activeElement.matches(arguments[0])"


def is_on(driver: Driver, selector: str) -> bool:
    """Whether the keyboard is on an element."""
    return bool(driver.execute_script(ACTIVE, selector))


def tab_to(driver: Driver, selector: str) -> None:
    """Press Tab until the keyboard is on an element."""
    for _ in range(MOST_TABS):
        if is_on(driver, selector):
            return
        press(driver, Keys.TAB)
    pytest.fail(f"no Tab leads to {selector}")


def test_numbers_of_an_entity_are_read_in_context_and_taken_along_by_keyboard_alone(
    open_page: OpenPage, sample_page: Path, sample_built: Path
) -> None:
    driver = open_page(sample_page)
    press(driver, "/", "corew", Keys.ENTER)
    assert title(driver) == "CoreWeave"
    press(driver, "c")
    tab_to(driver, "[data-key=summary-unit]")
    press(driver, Keys.ENTER)
    tab_to(driver, "[data-key=unit-USD]")
    press(driver, Keys.SPACE)
    tab_to(driver, "[data-key=summary-time]")
    press(driver, Keys.ENTER)
    tab_to(driver, "[data-key=from]")
    press(driver, "2024", Keys.ENTER)
    tab_to(driver, "[data-key=to]")
    press(driver, "2025", Keys.ENTER)
    until(driver, lambda: fragment(driver) == "#mode=claims&entity=CoreWeave&from=2024&to=2025&unit=USD")
    until(driver, lambda: texts(driver, ".table-head [role=status]") == ["3 claims"])
    tab_to(driver, ".grid-row")
    press(driver, Keys.ENTER)
    heard, contexts = [], []
    for place in (1, 2, 3):
        until(driver, lambda place=place: told(driver).startswith(f"Claim {place} of 3. "))  # type: ignore[misc]
        until(driver, lambda: is_on(driver, ".panel-title"))
        heard.append(told(driver).partition(". ")[2])
        assert texts(driver, "[data-found]") == [heard[-1]]
        contexts.append(" ".join(texts(driver, ".passage p")))
        press(driver, "j")
    assert all(words in context and len(context) > len(words) for words, context in zip(heard, contexts, strict=True))
    press(driver, Keys.ESCAPE)
    until(driver, lambda: is_on(driver, ".grid-row[data-row='2']"))
    tab_to(driver, "[data-key=take-CSV]")
    rows = list(csv.DictReader(saved(driver, lambda: press(driver, Keys.ENTER)).splitlines()))
    assert [row["text"] for row in rows] == heard
    tab_to(driver, "[data-key=take-SPARQL]")
    query = copied(driver, lambda: press(driver, Keys.ENTER))
    with kg.open_graph(sample_built) as graph:
        assert sorted(str(row[0]) for row in graph.query(query).rows) == sorted(row["id"] for row in rows)
    assert console(driver) == []


def told(driver: Driver) -> str:
    """What a screen reader announces last."""
    found: str = driver.execute_script("return document.querySelector('.offscreen[role=status]').textContent")
    return found


def test_the_first_tab_leads_past_bar_and_filters(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page, "#entity=Nvidia")
    assert title(driver) == "Nvidia"
    press(driver, Keys.TAB)
    assert is_on(driver, ".skip")
    assert driver.find_element(By.CSS_SELECTOR, ".skip").is_displayed()
    press(driver, Keys.ENTER)
    assert is_on(driver, ".panel-title")
    driver.get(driver.current_url.partition("#")[0] + "#mode=claims")
    until(driver, lambda: texts(driver, ".grid-row") != [])
    driver.execute_script("document.querySelector('.skip').focus()")
    press(driver, Keys.ENTER)
    assert is_on(driver, ".grid-row[data-row='0']")


def test_the_keyboard_goes_to_what_opens_and_back_where_it_closes(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page)
    until(driver, lambda: texts(driver, ".names a") != [])
    tab_to(driver, ".names a")
    press(driver, Keys.ENTER)
    until(driver, lambda: is_on(driver, ".panel-title") and title(driver) == "Nvidia")
    tab_to(driver, ".read-link")
    press(driver, Keys.ENTER)
    until(driver, lambda: told(driver).startswith("Claim 1 of "))
    assert is_on(driver, ".panel-title")
    press(driver, Keys.ESCAPE)
    until(driver, lambda: is_on(driver, ".read-link") and title(driver) == "Nvidia")
    press(driver, Keys.ESCAPE)
    until(driver, lambda: fragment(driver) == "")
    until(driver, lambda: not is_on(driver, "body"))


def test_keys_of_one_letter_can_be_switched_off_and_stay_so(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page)
    press(driver, "?")
    tab_to(driver, "[data-key=letters]")
    press(driver, Keys.SPACE)
    try:
        press(driver, Keys.ESCAPE, "c", "t", "/")
        assert fragment(driver) == ""
        driver.refresh()
        until(driver, lambda: bool(driver.execute_script("return document.documentElement.dataset.ready")))
        press(driver, "c")
        assert fragment(driver) == ""
    finally:
        driver.execute_script("localStorage.clear()")


@pytest.mark.parametrize(
    ("state", "answer"),
    [
        ("#from=yesterday", "The address asks for “yesterday”, which is no date."),
        ("#from=2025&to=2024", "Nothing is from 2025 to 2024: the first date is the later one."),
    ],
)
def test_wrong_dates_are_answered(open_page: OpenPage, sample_page: Path, state: str, answer: str) -> None:
    driver = open_page(sample_page, state)
    until(driver, lambda: answer in [*texts(driver, ".status"), *texts(driver, "[role=alert]")])


def test_a_date_that_is_none_is_answered_where_it_is_typed(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page)
    tab_to(driver, "[data-key=summary-time]")
    press(driver, Keys.ENTER)
    tab_to(driver, "[data-key=from]")
    press(driver, "2024-02-30", Keys.ENTER)
    until(driver, lambda: any("“2024-02-30” is no date." in text for text in texts(driver, "[role=alert]")))
    assert fragment(driver) == ""


@pytest.mark.parametrize(("width", "height"), [(360, 740), (320, 256)])
@pytest.mark.parametrize("state", ["#entity=Nvidia", "#mode=claims&entity=CoreWeave&claim=20", "#mode=disputes"])
def test_nothing_is_lost_on_a_phone_or_at_400_percent(
    open_page: OpenPage, sample_page: Path, state: str, width: int, height: int
) -> None:
    driver = open_page(sample_page)
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": True}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    driver = open_page(sample_page, state)
    place = "[data-dispute] h3" if "disputes" in state else ".panel-title"
    until(driver, lambda: texts(driver, place) != [])
    assert driver.execute_script("return document.documentElement.scrollWidth") <= width
    driver.execute_script("document.querySelector(arguments[0]).scrollIntoView({block: 'center'})", place)
    box = driver.execute_script(
        "const {top, left, height} = document.querySelector(arguments[0]).getBoundingClientRect();"
        "return [top, left, Math.min(height, 30)]",
        place,
    )
    assert 0 <= box[0] <= height - box[2]
    assert 0 <= box[1] < width
    assert violations(driver) == []


def test_on_a_phone_the_panel_is_a_sheet_that_drags(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page)
    metrics = {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": True}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    driver = open_page(sample_page, "#entity=Nvidia")
    assert title(driver) == "Nvidia"

    def top() -> float:
        return float(driver.execute_script("return document.querySelector('.panel').getBoundingClientRect().top"))

    handle = driver.find_element(By.CSS_SELECTOR, ".sheet-handle")
    for to in (200, 600):
        ActionChains(driver).drag_and_drop_by_offset(handle, 0, round(to - top())).perform()
        until(driver, lambda to=to: abs(top() - to) < 20)  # type: ignore[misc]
    handle.click()  # the way without dragging: to the next height
    until(driver, lambda: top() < 520)
    before = top()
    press(driver, Keys.ARROW_UP)
    until(driver, lambda: top() < before - 30)
    assert abs(int(str(handle.get_attribute("aria-valuenow"))) - 100 * (740 - top()) / 740) < 3
    assert violations(driver) == []


SEEN = """return [...document.querySelectorAll('.panel .virtual [data-claim]')]
    .map(one => [one.dataset.claim, Math.round(one.getBoundingClientRect().top / 4)])
    .filter(([, top]) => top > 60 && top < innerHeight / 4 - 20)"""  # claims in view, and where


def test_back_brings_the_place_in_the_list_and_the_keyboard_again(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page, "#entity=Nvidia")
    until(driver, lambda: texts(driver, "[data-claim]") != [])
    before = driver.execute_script(SEEN)
    driver.execute_script("document.querySelector('.panel .virtual').scrollTop = 1500")
    until(driver, lambda: driver.execute_script(SEEN) not in (before, []))

    def shown() -> list[str]:
        return [claim for claim, _ in driver.execute_script(SEEN)]

    seen = shown()
    for by_key in (True, False):
        link = f".panel [data-claim='{seen[1]}'] .read-link"
        driver.execute_script("document.querySelector(arguments[0]).focus({preventScroll: true})", link)
        press(driver, Keys.ENTER)
        until(driver, lambda: texts(driver, "[data-found]") != [])
        if by_key:
            press(driver, Keys.ESCAPE)
        else:
            driver.back()
        until(driver, lambda: title(driver) == "Nvidia" and shown() == seen)
        until(driver, lambda link=link: is_on(driver, link))  # type: ignore[misc]
    driver.execute_script("document.querySelectorAll('.panel .mention')[0].click()")
    until(driver, lambda: title(driver) != "Nvidia")
    driver.back()
    until(driver, lambda: title(driver) == "Nvidia" and shown() == seen)


def test_on_paper_a_list_is_a_briefing_of_several_pages(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page, "#entity=Nvidia&theme=dark")
    assert title(driver) == "Nvidia"
    paper = base64.b64decode(driver.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 5.8, "paperHeight": 8.3})["data"])
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) > 2
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    driver.execute_script("dispatchEvent(new Event('beforeprint'))")
    sheet = driver.find_element(By.CSS_SELECTOR, ".sheet")
    assert sheet.is_displayed()
    hidden = (".bar", ".filters", ".stage", ".panel")
    assert [name for name in hidden if driver.find_element(By.CSS_SELECTOR, name).is_displayed()] == []
    assert sheet.text.startswith("Nvidia\n49 claims in ")
    assert re.search(r"\n1:01:18\nNetworking: In 2020, Nvidia bought Mellanox", sheet.text)
    ground = driver.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
    driver.execute_script("dispatchEvent(new Event('afterprint'))")
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert driver.find_element(By.CSS_SELECTOR, ".panel").is_displayed()


def test_on_paper_disputes_are_pairs_and_tables_are_tables(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page, "#mode=disputes&entity=CoreWeave")
    until(driver, lambda: texts(driver, "[data-dispute] [data-text]") != [])
    pairs = texts(driver, ".table-head [role=status]")[0]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    driver.execute_script("dispatchEvent(new Event('beforeprint'))")
    sheet = driver.find_element(By.CSS_SELECTOR, ".sheet")
    assert re.sub(r"\n+", "\n", sheet.text).startswith(f"CoreWeave\n{pairs} of values that differ\nCoreWeave: Funding")
    assert "≥$3.5 B Analysts estimate that it will raise at least" in sheet.text
    assert not driver.find_element(By.CSS_SELECTOR, ".stage").is_displayed()
    driver = open_page(sample_page, "#mode=table")
    driver.execute_script("dispatchEvent(new Event('beforeprint'))")
    assert driver.find_element(By.CSS_SELECTOR, ".table-view tbody").is_displayed()
    assert not driver.find_element(By.CSS_SELECTOR, ".panel").is_displayed()
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
