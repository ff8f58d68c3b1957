"""The small picture that pyvis draws: a press on a node, or a choice by keyboard, shows the claims behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

import kg
from tests.browser.conftest import console, requests
from tests.browser.driving import texts, until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Driver

SPOT = """const at = network.canvasToDOM(network.getPositions([arguments[0]])[arguments[0]]);
const box = document.querySelector('#mynetwork').getBoundingClientRect(); return [at.x + box.left, at.y + box.top]"""


@pytest.fixture
def page(browser: Driver, sample_built: Path, tmp_path: Path) -> Driver:
    """The picture around CoreWeave."""
    with kg.open_graph(sample_built) as graph:
        (tmp_path / "picture.html").write_text(graph.neighbourhood("CoreWeave").to_html(), encoding="utf-8")
    browser.get((tmp_path / "picture.html").as_uri())
    until(browser, lambda: texts(browser, "#kg-list li") != [])
    return browser


def test_a_node_shows_the_claims_of_both(page: Driver, sample_built: Path) -> None:
    with kg.open_graph(sample_built) as graph:
        wanted = [claim.text for claim in graph.claims("CoreWeave", "Nvidia")]
        every = [claim.text for claim in graph.claims("CoreWeave")]
    assert page.title == "CoreWeave"
    assert texts(page, "h1") == ["CoreWeave"]
    assert len(texts(page, "#kg-list li")) == len(every)
    names = [option.text for option in Select(page.find_element(By.CSS_SELECTOR, "select")).options]
    node = names.index("CoreWeave and Nvidia")
    x, y = page.execute_script(SPOT, node)
    actions = ActionChains(page)
    actions.w3c_actions.pointer_action.move_to_location(round(x), round(y))
    actions.click().perform()
    until(page, lambda: texts(page, "h2") == [f"CoreWeave and Nvidia: {len(wanted)} claims"])
    shown = page.execute_script(
        "return [...document.querySelectorAll('#kg-list li')].map(one => one.firstChild.data)",
    )
    assert shown == wanted
    assert [request for request in requests(page) if not request.startswith(("file:", "data:", "blob:"))] == []
    assert console(page) == []


def test_the_keyboard_chooses_as_well(page: Driver) -> None:
    choice = Select(page.find_element(By.CSS_SELECTOR, "select"))
    for place, option in enumerate([one.text for one in choice.options][:4]):
        choice.select_by_index(place)
        assert texts(page, "h2")[0].startswith(option)
