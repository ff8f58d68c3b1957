"""Pictures of networks in a notebook, in a real browser: seen without a script, moved by one that takes effect once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By

from kg.views.page.neighbourhood import Neighbour, Neighbourhood

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Driver

EVIL = '</title></svg><script>document.title = "run"</script>'
OTHERS = tuple(Neighbour(name, "Place", 2) for name in ("Vienna", "Graz", EVIL))
AROUND = Neighbourhood("Ada Lovelace", "Person", 3, OTHERS, (("Graz", "Vienna", 1),))
COLOUR = "return getComputedStyle(document.querySelector('circle')).fill"
BOXES = "return [...document.querySelectorAll('svg')].map((svg) => svg.getAttribute('viewBox').split(' ').map(Number))"


@pytest.fixture
def notebook(browser: Driver, tmp_path: Path) -> Driver:
    """A page as a notebook makes it, in which two cells show a neighbourhood."""
    shown = AROUND._repr_html_()
    page = tmp_path / "notebook.html"
    page.write_text(
        f'<!doctype html><meta charset="utf-8"><title>notebook</title><body data-jp-theme-light="true">{shown}{shown}',
        encoding="utf-8",
    )
    browser.get(page.as_uri())
    return browser


def boxes(notebook: Driver) -> list[list[float]]:
    """What of each picture is seen: left, top, width and height."""
    found: Any = notebook.execute_script(BOXES)
    return [list(map(float, box)) for box in found]


def test_names_are_text_and_nothing_is_asked_for(notebook: Driver) -> None:
    assert notebook.title == "notebook"
    labels = [label.text for label in notebook.find_elements(By.CSS_SELECTOR, "svg text")]
    assert labels[:3] == ["Ada Lovelace", "Vienna", "Graz"]
    assert labels[3].startswith("</title></svg>")
    assert notebook.execute_script("return performance.getEntriesByType('resource').length") == 0


def test_a_dark_notebook_has_the_dark_colours(notebook: Driver) -> None:
    light = notebook.execute_script(COLOUR)
    notebook.execute_script("document.body.dataset.jpThemeLight = 'false'")
    dark = notebook.execute_script(COLOUR)
    person = AROUND.table["Person"]
    assert [light, dark] == [_rgb(person.light), _rgb(person.dark)]


def _rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"


def test_keys_zoom_the_picture_that_is_looked_at_by_one_step(notebook: Driver) -> None:
    first, second = boxes(notebook)
    picture = notebook.find_element(By.CSS_SELECTOR, "svg")
    picture.send_keys("+")
    nearer, other = boxes(notebook)
    assert nearer[2] == pytest.approx(first[2] * 0.8)
    assert other == second
    picture.send_keys("0")
    assert boxes(notebook)[0] == first


def test_the_wheel_zooms_only_after_a_click(notebook: Driver) -> None:
    before, _ = boxes(notebook)
    picture = notebook.find_element(By.CSS_SELECTOR, "svg")
    ActionChains(notebook).scroll_from_origin(_origin(picture), 0, -100).perform()
    assert boxes(notebook)[0] == before
    ActionChains(notebook).click(picture).perform()
    ActionChains(notebook).scroll_from_origin(_origin(picture), 0, -100).perform()
    assert boxes(notebook)[0][2] == pytest.approx(before[2] / 1.15)


def _origin(picture: Any) -> Any:
    from selenium.webdriver.common.actions.wheel_input import ScrollOrigin

    return ScrollOrigin.from_element(picture)


def test_it_is_dragged_with_the_pointer(notebook: Driver) -> None:
    before, _ = boxes(notebook)
    ActionChains(notebook).drag_and_drop_by_offset(notebook.find_element(By.CSS_SELECTOR, "svg"), 60, 0).perform()
    after, _ = boxes(notebook)
    assert after[0] < before[0]
    assert after[1:] == before[1:]


def test_a_node_under_the_pointer_shows_its_links_alone(notebook: Driver) -> None:
    graz = notebook.find_elements(By.CSS_SELECTOR, "svg g[data-n] circle")[2]
    ActionChains(notebook).move_to_element(graz).perform()
    near = notebook.execute_script(
        "return [...document.querySelectorAll('svg')[0].querySelectorAll('.kg-near')].map((each) => each.dataset.n)"
    )
    assert sorted(near) == ["0", "0 2", "1", "2", "2 1"]
    assert notebook.execute_script("return document.querySelectorAll('svg.kg-looked').length") == 1
