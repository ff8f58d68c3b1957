"""What tests do with a page: press keys, wait, read what is seen, and ask axe-core."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By

import kg
from tests.browser.conftest import waiting

if TYPE_CHECKING:
    from collections.abc import Callable

    from selenium.webdriver.remote.webelement import WebElement

    from tests.browser.conftest import Driver

AXE = Path(kg.__file__).parent / "views" / "explorer" / "app" / "node_modules" / "axe-core" / "axe.min.js"


TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RUN_AXE = """const [tags, done] = arguments;
axe.run({runOnly: {type: "tag", values: tags}})
    .then(({violations}) => done(violations), error => done([{id: String(error)}]))"""


def violations(driver: Driver) -> list[str]:
    """What axe-core finds against WCAG 2.2 at levels A and AA and its own best practices: rule, and where."""
    if not driver.execute_script("return 'axe' in window"):
        driver.execute_script(AXE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = driver.execute_async_script(RUN_AXE, TAGS)
    return [f"{rule['id']}: {json.dumps([node['html'][:160] for node in rule.get('nodes', [])][:3])}" for rule in found]


def press(driver: Driver, *keys: str) -> None:
    """Press keys, one after another."""
    ActionChains(driver).send_keys(*keys).perform()


def texts(driver: Driver, selector: str) -> list[str]:
    """Texts of all elements that a selector finds."""
    found: list[str] = driver.execute_script(
        "return [...document.querySelectorAll(arguments[0])].map(one => one.innerText.trim())", selector
    )
    return found


def title(driver: Driver) -> str:
    """What the panel is of."""
    until(driver, lambda: texts(driver, ".panel[aria-busy]") == [] and texts(driver, ".panel .panel-title") != [])
    return texts(driver, ".panel .panel-title")[0]


def fragment(driver: Driver) -> str:
    """The state in the address."""
    return str(driver.execute_script("return location.hash"))


def act(driver: Driver, what: str, do: Callable[[WebElement], None], by: str = By.CSS_SELECTOR) -> None:
    """Do something with an element; again when the page redrew it in between, as it does when counts come in."""

    def done(one: Driver) -> bool:
        do(one.find_element(by, what))
        return True

    waiting(driver).until(done)


def until(driver: Driver, done: Callable[[], bool]) -> None:
    """Wait until something is so."""
    waiting(driver).until(lambda _: done())


CATCH_FILE = """window.realURL ??= URL.createObjectURL;
URL.createObjectURL = blob => { blob.text().then(window.took); return window.realURL.call(URL, blob) }"""


def saved(driver: Driver, press_it: Callable[[], None]) -> str:
    """The text that the page saves as a file when something is pressed."""
    return _taken(driver, press_it, CATCH_FILE)


def copied(driver: Driver, press_it: Callable[[], None]) -> str:
    """The text that the page copies when something is pressed."""
    clipboard = "{configurable: true, value: {writeText: async text => window.took(text)}}"
    return _taken(driver, press_it, f"Object.defineProperty(navigator, 'clipboard', {clipboard})")


def _taken(driver: Driver, press_it: Callable[[], None], catch: str) -> str:
    """What a page gives away, caught by a script that is to call ``took``."""
    driver.execute_script(f"window.taken = null; window.took = text => window.taken = text; {catch}")
    press_it()
    until(driver, lambda: driver.execute_script("return window.taken") is not None)
    return str(driver.execute_script("return window.taken"))
