"""The picture by keyboard alone: from node to node, pinned, hidden, folded; the address keeps what was done to it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select

import kg
from tests.browser.conftest import console
from tests.browser.driving import act, fragment, press, saved, texts, title, until, violations
from tests.browser.test_for_everyone import told
from tests.browser.test_moved_nodes import press_at

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


def fills(driver: Driver) -> dict[str | None, str]:
    """The colour of each disc, by name."""
    circles = drawn(driver).iter("{http://www.w3.org/2000/svg}circle")
    return {one.findtext("{*}title"): one.attrib["fill"] for one in circles}


@pytest.mark.parametrize("by", ["Folder", "Time", "Community"])
def test_colours_and_their_legend_say_the_same(open_page: OpenPage, sample_page: Path, by: str) -> None:
    driver = open_page(sample_page)
    before = fills(driver)
    act(driver, "[data-key=colour]", lambda choice: Select(choice).select_by_visible_text(by))
    until(driver, lambda: texts(driver, ".legend-key") != [])
    dots = "return [...document.querySelectorAll('.legend-key')].map(one => one.firstChild.style.backgroundColor)"
    keys = [text.rpartition("\n")[2] for text in texts(driver, ".legend-key")]
    wanted: dict[str, int] = {}
    for colour, many in zip(driver.execute_script(dots), keys, strict=True):
        wanted[colour] = wanted.get(colour, 0) + int(many)
    seen: dict[str, int] = {}
    for fill in fills(driver).values():
        colour = f"rgb({', '.join(str(int(fill[at : at + 2], 16)) for at in (1, 3, 5))})"
        seen[colour] = seen.get(colour, 0) + 1
    assert seen == wanted
    assert fills(driver) != before
    assert violations(driver) == []
    driver.refresh()
    until(driver, lambda: texts(driver, ".legend-key") != [])
    assert fragment(driver) == f"#colour={by.lower()}"


def test_lines_of_the_focus_say_what_its_claims_state(
    open_page: OpenPage, sample_page: Path, sample_built: Path
) -> None:
    driver = open_page(sample_page, "#entity=CoreWeave&depth=1")
    assert title(driver) == "CoreWeave"
    with kg.open_graph(sample_built) as graph:
        stated = [one for claim in graph.claims("CoreWeave") for one in claim.statements]
    others = {(one.predicate, end) for one in stated for end in (one.subject_entity, one.object_entity) if end}
    until(driver, lambda: list(drawn(driver).iter("{http://www.w3.org/2000/svg}path")) != [])
    picture = drawn(driver)
    words = {one.text or "" for one in picture.iter(LABELS) if "rotate" in one.get("transform", "")}
    assert {"trades on", "has bought", "brings in"} <= words
    assert all(any(said.startswith(text.rstrip("…")) for said, _ in others) for text in words)
    arrows = len(list(picture.iter("{http://www.w3.org/2000/svg}path")))
    assert len(words) <= arrows <= len({end for _, end in others}) - 1
    driver = open_page(sample_page, "#entity=CoreWeave&depth=1&modality=predicted")
    assert title(driver) == "CoreWeave"
    assert list(drawn(driver).iter("{http://www.w3.org/2000/svg}path")) == [], "no claim that passes states a relation"


def test_a_second_entity_is_added_without_losing_the_first(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page, "#entity=CoreWeave")
    assert title(driver) == "CoreWeave"
    canvas = driver.find_element(By.CSS_SELECTOR, ".canvas")
    ActionChains(driver).move_to_element_with_offset(canvas, 0, canvas.size["height"] // 2 - 30).pause(
        0.6
    ).click().perform()
    assert fragment(driver) == "#entity=CoreWeave", "a press beside all nodes closes nothing"
    circles = drawn(driver).iter("{http://www.w3.org/2000/svg}circle")
    nvidia = next(one for one in circles if one.findtext("{*}title") == "Nvidia")
    ActionChains(driver).key_down(Keys.SHIFT).perform()
    press_at(driver, float(nvidia.attrib["cx"]), float(nvidia.attrib["cy"]))
    ActionChains(driver).key_up(Keys.SHIFT).perform()
    until(driver, lambda: fragment(driver) == "#entity=CoreWeave&pin=Nvidia")
    assert title(driver) == "CoreWeave"
