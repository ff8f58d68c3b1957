"""The explorer in use: find, see, read, go back, by keyboard, in the dark, on a phone, by screen reader."""

from __future__ import annotations

import struct
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import url_to_be

import kg
from tests.browser.conftest import READY, console, opened, waiting
from tests.browser.driving import AXE, act, fragment, press, texts, title, until, violations

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Driver, OpenPage

ALL_COLUMNS = "time,text,note,about,numbers,unit,date,speaker,modality,callout"
STATES = (
    "", "#theme=dark", "#entity=Nvidia", "#entity=CoreWeave&tab=relations", "#entity=CoreWeave&tab=numbers&theme=dark",
    "#entity=CoreWeave&tab=conflicts", "#entity=Nvidia&tab=together&theme=dark", "#entity=Nvidia&depth=2&theme=dark",
    "#edge=Nvidia|CoreWeave", "#path=Japan|Xbox&theme=dark", "#compare=Nvidia|CoreWeave",
    "#compare=Nvidia|CoreWeave&theme=dark", "#note=acquiredfm%2FTSMC%20and%20Morris%20Chang.md", "#mode=table",
    "#mode=table&theme=dark", "#about=1", "#about=1&theme=dark", "#q=power&numbers=1", "#mode=claims",
    "#mode=claims&entity=CoreWeave&unit=USD&claim=20&theme=dark",
    f"#mode=claims&unit=USD,!percent&columns={ALL_COLUMNS}",
    "#mode=claims&q=zyzzyva", "#entity=CoreWeave&claim=20", "#mode=disputes", "#mode=disputes&theme=dark",
    "#mode=speakers", "#mode=speakers&theme=dark", "#fold=1&hubs=1&pin=TSMC&hide=China", "#mode=notes&theme=dark",
    "#mode=channels", "#from=2025&to=2024", "#entity=No%20such%20name",
)  # fmt: skip

IS_SHOWN = """return decodeURIComponent(location.hash) === decodeURIComponent(arguments[0])
    && document.querySelector('[aria-busy=true]') === null && document.getAnimations().length === 0"""


def test_search_finds_an_entity_and_opens_it_by_keyboard_alone(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page)
    press(driver, "/", "corew")
    assert texts(driver, "[role=option]")[0].startswith("CoreWeave")
    press(driver, Keys.ENTER)
    assert title(driver) == "CoreWeave"
    assert fragment(driver) == "#entity=CoreWeave"


def test_enter_on_words_of_a_claim_lists_the_claims_that_say_them(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page)
    press(driver, "/", "person-years of work")
    press(driver, Keys.ENTER)
    until(driver, lambda: texts(driver, "[data-text]") != [])
    assert all("person-years of work" in text for text in texts(driver, "[data-text]"))


def test_a_link_restores_what_was_seen_and_back_returns(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page, "#entity=Nvidia&depth=2&theme=dark")
    assert title(driver) == "Nvidia"
    assert texts(driver, ".head-tools [aria-pressed=true]") == ["2"]
    driver.get(driver.current_url.replace("Nvidia&depth=2", "CoreWeave"))
    until(driver, lambda: title(driver) == "CoreWeave")
    driver.back()
    until(driver, lambda: title(driver) == "Nvidia")
    driver.forward()
    until(driver, lambda: title(driver) == "CoreWeave")
    driver.refresh()
    until(driver, lambda: title(driver) == "CoreWeave")
    assert fragment(driver) == "#entity=CoreWeave&theme=dark"


def test_a_filter_leaves_only_claims_that_pass_it(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page, "#entity=Nvidia&modality=reported")
    until(driver, lambda: texts(driver, "[data-claim]") != [])
    claims = texts(driver, "[data-claim]")
    assert all("reported" in text for text in claims)
    act(driver, "[data-key=clear]", WebElement.click)
    until(driver, lambda: any("reported" not in text for text in texts(driver, "[data-claim]")))


def test_the_legend_leaves_only_the_chosen_type(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page, "#mode=table")
    act(driver, "[data-key='type-Person']", WebElement.click)
    until(driver, lambda: set(texts(driver, "tbody td:nth-child(2)")) == {"Person"})
    assert fragment(driver) == "#mode=table&type=Person"


def test_a_time_opens_the_video_at_its_second_and_tells_nothing_of_the_page(
    open_page: OpenPage, sample_page: Path
) -> None:
    driver = open_page(sample_page, "#entity=Nvidia")
    until(driver, lambda: texts(driver, ".chip-play") != [])
    for chip in driver.find_elements(By.CSS_SELECTOR, ".chip-play"):
        clock = [int(part) for part in chip.text.split(":")]
        second = sum(part * 60**place for place, part in enumerate(reversed(clock)))
        assert str(chip.get_attribute("href")).startswith("https://www.youtube.com/watch?v=")
        assert str(chip.get_attribute("href")).endswith(f"&t={second}s")
        assert chip.get_attribute("referrerpolicy") == "no-referrer"


def test_recordings_of_known_hosts_open_in_one_tab(browser_with_tabs: Driver, sample_page: Path) -> None:
    driver = opened(browser_with_tabs, sample_page, "#entity=Nvidia")
    until(driver, lambda: len(texts(driver, ".chip-play")) > 1)
    own = driver.current_window_handle
    for place in (0, 1):
        chip = driver.find_elements(By.CSS_SELECTOR, ".chip-play")[place]
        second = str(chip.get_attribute("href"))
        driver.execute_script("arguments[0].click()", chip)
        until(driver, lambda: len(driver.window_handles) == 2)
        (tab,) = set(driver.window_handles) - {own}
        driver.switch_to.window(tab)
        waiting(driver).until(url_to_be(second))
        driver.switch_to.window(own)


def test_every_step_of_a_path_shows_its_claims_and_their_notes(
    open_page: OpenPage, sample_page: Path, sample_built: Path
) -> None:
    with kg.open_graph(sample_built) as graph:
        titles = {note.title for note in graph.notes()}
    driver = open_page(sample_page, "#path=Japan|CoreWeave")
    until(driver, lambda: texts(driver, ".step") != [])
    for step in driver.find_elements(By.CSS_SELECTOR, ".step"):
        assert step.find_elements(By.CSS_SELECTOR, "[data-claim]")
        assert step.find_element(By.CSS_SELECTOR, ".read-link").text in titles


def test_the_page_is_dark_where_the_system_is_and_by_its_button(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page)
    assert luminance(driver) > 200
    feature = {"name": "prefers-color-scheme", "value": "dark"}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    until(driver, lambda: luminance(driver) < 40)
    act(driver, "[aria-label='Light or dark']", WebElement.click)
    until(driver, lambda: luminance(driver) > 200)
    assert fragment(driver) == "#theme=light"


@pytest.mark.parametrize("state", ["", "#entity=Nvidia", "#entity=CoreWeave&tab=numbers", "#mode=table", "#about=1"])
def test_nothing_is_cut_off_on_a_phone(open_page: OpenPage, sample_page: Path, state: str) -> None:
    driver = open_page(sample_page)
    phone = {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": True}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
    driver = open_page(sample_page, state)
    assert driver.execute_script("return document.documentElement.scrollWidth") <= phone["width"]
    cut = """return [...document.querySelectorAll('.bar button, .panel-head button, .panel-title')]
        .filter(one => one.offsetParent && one.getBoundingClientRect().right > innerWidth + 1)
        .map(one => one.textContent || one.ariaLabel)"""
    assert driver.execute_script(cut) == []


def test_tabs_are_changed_by_arrow_keys(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page, "#entity=Nvidia")
    until(driver, lambda: texts(driver, "[role=tab]") != [])
    act(driver, "[role=tab][aria-selected=true]", lambda tab: tab.send_keys(Keys.ARROW_RIGHT))
    assert driver.switch_to.active_element.text.startswith("Relations")
    assert "tab=relations" in fragment(driver)


def test_escape_closes_the_panel(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page, "#entity=Nvidia&theme=dark")
    until(driver, lambda: title(driver) == "Nvidia")
    press(driver, Keys.ESCAPE)
    until(driver, lambda: title(driver) != "Nvidia")
    assert fragment(driver) == "#theme=dark"


def test_everything_can_be_reached_by_tab_and_the_focus_is_seen(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page, "#entity=Nvidia")
    until(driver, lambda: texts(driver, "[data-claim]") != [])
    names = set()
    for _ in range(60):
        press(driver, Keys.TAB)
        name, outline = driver.execute_script(
            "const one = document.activeElement, style = getComputedStyle(one).outlineStyle;"
            "return [one.ariaLabel || one.textContent.trim().slice(0, 40), style]"
        )
        names.add(name)
        assert outline != "none", name
    assert {"Zoom in", "Light or dark", "Path to…", "Table"} <= names


def test_without_webgl_the_table_stands_in_and_says_so(open_page: OpenPage, browser: Driver, sample_page: Path) -> None:
    lost = "HTMLCanvasElement.prototype.getContext = () => null"
    script = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": lost})
    try:
        driver = open_page(sample_page)
        assert "no WebGL" in driver.find_element(By.CSS_SELECTOR, ".table-view").text
        assert "Nvidia" in texts(driver, "tbody th")
    finally:
        browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)


def test_what_is_seen_is_saved_as_png_and_as_svg(open_page: OpenPage, sample_page: Path, tmp_path: Path) -> None:
    driver = open_page(sample_page, "#entity=CoreWeave&depth=1")
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    for form in ("PNG", "SVG"):
        act(driver, ".save summary", WebElement.click)
        act(driver, f"//button[text()='{form}']", WebElement.click, By.XPATH)
    until(driver, lambda: sorted(file.suffix for file in tmp_path.iterdir()) == [".png", ".svg"])
    box = driver.find_element(By.CSS_SELECTOR, ".canvas").size
    png = next(tmp_path.glob("*.png")).read_bytes()
    width, height = struct.unpack(">II", png[16:24])
    assert (png[:8], width, height) == (b"\x89PNG\r\n\x1a\n", 2 * box["width"], 2 * box["height"])
    svg = ET.fromstring(next(tmp_path.glob("*.svg")).read_text(encoding="utf-8"))  # noqa: S314 - our own
    kinds = Counter(each.tag.rpartition("}")[2] for each in svg)
    assert kinds["circle"] > 3
    assert kinds["line"] >= kinds["circle"] - 1
    assert "CoreWeave" in {each.text for each in svg}


def test_two_fingers_zoom_and_one_moves(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page)
    before = settled(driver)
    fingers(driver, [[(500, 400), (560, 400)], [(420, 400), (640, 400)], [(340, 400), (720, 400)]])
    until(driver, lambda: seen(driver).radius > 1.2 * before.radius)
    driver.refresh()
    until(driver, lambda: bool(driver.execute_script(READY)))
    fingers(driver, [[(500, 400)], [(540, 400)], [(600, 400)]])
    until(driver, lambda: seen(driver).left > before.left + 50)
    assert seen(driver).radius == pytest.approx(before.radius)


@pytest.mark.parametrize(("motion", "at_once"), [("reduce", True), ("no-preference", False)])
def test_who_wants_less_motion_sees_none(
    open_page: OpenPage, browser: Driver, sample_page: Path, motion: str, *, at_once: bool
) -> None:
    wish = {"features": [{"name": "prefers-reduced-motion", "value": motion}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", wish)
    driver = open_page(sample_page)
    calm = "return matchMedia('(prefers-reduced-motion: reduce)').matches"
    until(driver, lambda: driver.execute_script(calm) is at_once)
    before = settled(driver)
    after = seen(driver, first="document.querySelector('[aria-label^=\"Zoom in\"]').click()")
    assert (after.radius > 1.05 * before.radius) is at_once
    until(driver, lambda: seen(driver).radius > 1.05 * before.radius)


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: run npm ci in kg/views/explorer/app")
def test_axe_finds_nothing_in_any_state(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page)
    found = {}
    for state in STATES:
        driver.execute_script("location.hash = arguments[0]", state or "#")
        until(driver, lambda state=state: driver.execute_script(IS_SHOWN, state))  # type: ignore[misc]
        found[state] = violations(driver)
    assert {state: wrong for state, wrong in found.items() if wrong} == {}


class Seen(NamedTuple):
    """What the saved picture tells of the camera: the radius of the smallest disc seen, and where the discs begin."""

    radius: float
    left: float


def seen(driver: Driver, first: str = "") -> Seen:
    """Save the picture as SVG, right after doing something, and read it instead of keeping it."""
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "deny"})
    saved: str = driver.execute_async_script(
        """const done = arguments[1], real = URL.createObjectURL;
        URL.createObjectURL = blob => { URL.createObjectURL = real; blob.text().then(done); return real(blob) };
        eval(arguments[0]);
        document.querySelectorAll(".save-list button")[1].click()""",
        first,
    )
    discs = [each for each in ET.fromstring(saved) if each.tag.endswith("circle")]  # noqa: S314 - our own
    places = [(float(disc.attrib["r"]), float(disc.attrib["cx"])) for disc in discs]
    return Seen(min((r for r, _ in places), default=0), min((x for _, x in places), default=0))


def settled(driver: Driver) -> Seen:
    """The picture once it is there and nothing moves any more."""
    until(driver, lambda: seen(driver).radius > 0)
    last = seen(driver)
    while (now := seen(driver)) != last:
        last = now
    return now


def fingers(driver: Driver, steps: list[list[tuple[int, int]]]) -> None:
    """Put fingers on the page at the first places, move them to the next ones, and lift them."""
    for number, places in enumerate([*steps, []]):
        kind = "touchStart" if number == 0 else "touchMove" if places else "touchEnd"
        points = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(places)]
        driver.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def luminance(driver: Driver) -> float:
    """How light the page is, 0 to 255."""
    colour: str = driver.execute_script("return getComputedStyle(document.body).backgroundColor")
    return sum(float(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(",")) / 3


def test_none_of_this_is_complained_about(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page, "#entity=Nvidia&depth=1")
    for mode in ("Notes", "Channels", "Table", "Entities"):
        act(driver, f"//button[text()='{mode}']", WebElement.click, By.XPATH)
    press(driver, "0", "+", "-", "?")
    assert console(driver) == []
