"""The explorer in a browser, opened from a file: it draws, asks for nothing, and runs nothing that notes say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from selenium.webdriver.common.by import By

from kg.cli.main import main
from tests.browser.conftest import console, requests, waiting

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Driver, OpenPage

MOST_STEPS = 500
IN_VIEW = """return [...document.querySelectorAll('[data-claim]')].map(
    one => [Number(one.dataset.claim), one.querySelector('[data-text]').textContent])"""
SCROLL = """const list = document.querySelector('[data-claims]'), before = list.scrollTop;
    list.scrollTop += list.clientHeight / 2; return list.scrollTop !== before"""
PAGES = ("sample_page", "sharded_page", "hostile_page")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_from_a_file_without_a_word_in_the_console(
    open_page: OpenPage, request: pytest.FixtureRequest, name: str
) -> None:
    driver = open_page(request.getfixturevalue(name))
    assert driver.find_elements(By.CSS_SELECTOR, "#app canvas")
    assert console(driver) == []


@pytest.mark.parametrize("name", PAGES)
def test_no_request_leaves_the_page(open_page: OpenPage, request: pytest.FixtureRequest, name: str) -> None:
    page: Path = request.getfixturevalue(name)
    driver = open_page(page, "#entity=Acme%20Corporation")
    asked = requests(driver)
    assert page.resolve().as_uri() in {url.partition("#")[0] for url in asked}
    beside = page.parent.resolve().as_uri()
    assert [url for url in asked if not url.startswith((beside, "data:", "blob:"))] == []


def test_what_notes_say_never_runs(open_page: OpenPage, hostile_page: Path) -> None:
    driver = open_page(hostile_page, "#entity=Acme%20Corporation")
    wait_for_claims(driver)
    assert driver.execute_script("return top.hacked === undefined")
    assert driver.find_elements(By.CSS_SELECTOR, "#app img[src=x], #app script, #app svg[onload], [onclick]") == []
    links = driver.execute_script("return [...document.querySelectorAll('a')].map(a => a.protocol)")
    assert set(links) <= {"https:", "obsidian:", "file:"}
    assert "<script>" in driver.find_element(By.ID, "app").text


@pytest.mark.parametrize("name", ["sample_page", "sharded_page"])
def test_the_panel_of_an_entity_shows_what_the_command_prints(
    open_page: OpenPage, request: pytest.FixtureRequest, sample_built: Path, name: str
) -> None:
    driver = open_page(request.getfixturevalue(name), f"#entity={quote('Microsoft')}")
    wait_for_claims(driver)
    assert shown_claims(driver) == printed_claims(sample_built, "Microsoft")


def wait_for_claims(driver: Driver) -> None:
    """Until the panel lists claims."""
    waiting(driver).until(lambda one: one.find_elements(By.CSS_SELECTOR, "[data-claim]"))


def shown_claims(driver: Driver) -> list[str]:
    """Texts of the claims in the panel, in order; the list is scrolled, for it holds only what is in view."""
    texts: dict[int, str] = {}
    for _ in range(MOST_STEPS):
        texts |= dict(driver.execute_script(IN_VIEW))
        if not driver.execute_script(SCROLL):
            break
        driver.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
    return [texts[number] for number in sorted(texts)]


def printed_claims(vault: Path, name: str) -> list[str]:
    """Texts of the claims that ``kg claims NAME --format jsonl`` prints."""
    result = CliRunner().invoke(main, ["claims", name, "--format", "jsonl", "--vault", str(vault)])
    return [json.loads(line)["text"] for line in result.stdout.splitlines()]
