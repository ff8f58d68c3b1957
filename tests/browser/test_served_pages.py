"""Pages of the server in a browser: no finding of WCAG 2.2 A and AA, readable on a phone, forms without a script."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from kg.rdf.terms import entity_iri, note_iri, phrase_iri, property_iri
from kg.service.web.html_pages import claim_path
from tests.browser.conftest import console, requests, waiting
from tests.browser.driving import AXE, texts
from tests.service.web.http_client import Website, website

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.browser.conftest import Driver

NOTE = "allin/CoreWeave IPO and the Neocloud Model.md"
TRIPLES = "CONSTRUCT { ?c schema:mentions ?e } { ?c schema:mentions ?e } LIMIT 40"
PAGES = (
    "/", "/search?text=data", "/search?text=zebra", entity_iri("CoreWeave", "/"), note_iri(NOTE, "/"),
    claim_path(f"{note_iri(NOTE)}#c-1daf9831b1"), property_iri("revenue", "/"), phrase_iri("data centers", "/"),
    "/corrections", "/query", "/query?query=SELECT%20*%20%7B%3Fa%20a%20%3Fb%7D%20LIMIT%203", "/query?query=x",
    f"/query?query={quote(TRIPLES)}", "/none", "/explorer/",
)  # fmt: skip
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# short words of tables that are broken into two lines
BROKEN = """const found = [], range = document.createRange();
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let text; (text = texts.nextNode());)
  for (const word of text.parentElement.closest('th, td') ? text.data.matchAll(/[\\w.]+/g) : []) {
    range.setStart(text, word.index); range.setEnd(text, word.index + word[0].length);
    if (word[0].length < 15 && new Set([...range.getClientRects()].map(each => each.top)).size > 1) found.push(word[0]);
  }
return found"""
PHONE = {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": True}
RUN = """const done = arguments[1];
axe.run({runOnly: arguments[0]}).then(
  found => done(found.violations), error => done([{id: String(error), nodes: []}]))"""


@pytest.fixture(scope="module")
def desk(sample_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Website]:
    """A server that may write into its vault."""
    vault = tmp_path_factory.mktemp("written") / "vault"
    shutil.copytree(sample_built, vault)
    with website(vault, "--write") as site:
        yield site


def findings(driver: Driver) -> list[str]:
    """What axe-core finds against the standard: rule, and where."""
    driver.execute_script(AXE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = driver.execute_async_script(RUN, STANDARD)
    return [f"{rule['id']}: {json.dumps([node['html'][:160] for node in rule['nodes']][:3])}" for rule in found]


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: run npm ci in kg/views/explorer/app")
@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(browser: Driver, desk: Website, path: str, look: str) -> None:
    feature = {"name": "prefers-color-scheme", "value": look}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    browser.get(f"http://127.0.0.1:{desk.port}{path}")
    assert findings(browser) == []


def test_axe_would_find_something(browser: Driver, desk: Website) -> None:
    browser.get(f"http://127.0.0.1:{desk.port}/")
    browser.execute_script("document.querySelector('label').remove(); document.documentElement.lang = ''")
    assert [each.partition(":")[0] for each in findings(browser)] == ["html-has-lang", "label"]


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: run npm ci in kg/views/explorer/app")
@pytest.mark.parametrize("path", [path for path in PAGES if path != "/explorer/"])
def test_a_phone_shows_a_page_without_scrolling_sideways(browser: Driver, desk: Website, path: str) -> None:
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    browser.get(f"http://127.0.0.1:{desk.port}{path}")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= PHONE["width"]
    assert browser.execute_script(BROKEN) == []
    assert findings(browser) == []


def test_an_entity_is_corrected_and_restored_without_a_script(browser: Driver, desk: Website) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(f"http://127.0.0.1:{desk.port}{entity_iri('OpenAI', '/')}")
        Select(browser.find_element(By.ID, "value-type")).select_by_visible_text("Product")
        browser.find_element(By.XPATH, "//button[text()='Change the type']").click()
        wait = waiting(browser)
        wait.until(lambda driver: "type: Product" in driver.find_element(By.TAG_NAME, "body").text)
        browser.find_element(By.XPATH, "//button[text()='Undo']").click()
        wait.until(lambda driver: "type: Product" not in driver.find_element(By.TAG_NAME, "body").text)
        assert browser.current_url.endswith("#correct")
        assert console(browser) == []
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_a_recording_plays_after_a_click_and_nothing_is_asked_before(browser: Driver, desk: Website) -> None:
    browser.get(f"http://127.0.0.1:{desk.port}{entity_iri('CoreWeave', '/')}")
    link = browser.find_element(By.CSS_SELECTOR, "a[data-play]")
    assert all(
        address.startswith((f"http://127.0.0.1:{desk.port}/", "data:", "about:")) for address in requests(browser)
    )
    link.click()
    frame = browser.find_element(By.CSS_SELECTOR, ".player iframe")
    assert frame.get_attribute("src") == link.get_attribute("data-play")
    assert any(address == link.get_attribute("data-play") for address in requests(browser))
    assert not [said for said in console(browser) if "Content Security Policy" in said]
    browser.find_element(By.XPATH, "//button[text()='Close']").click()
    assert browser.find_elements(By.CSS_SELECTOR, ".player") == []
    assert browser.switch_to.active_element == link


def test_a_recording_of_the_vault_begins_at_the_claims_second(talk_vault: Path, browser: Driver) -> None:
    with website(talk_vault) as site:
        browser.get(f"{site.address}note/Talk.md")
        browser.find_element(By.CSS_SELECTOR, "a[data-play]").click()
        waiting(browser).until(
            lambda driver: driver.execute_script("return document.querySelector('.player audio').currentTime") >= 2
        )
        assert console(browser) == []


def test_the_editor_completes_what_is_typed(browser: Driver, desk: Website) -> None:
    browser.get(f"http://127.0.0.1:{desk.port}/query")
    wait = waiting(browser)
    text = browser.find_element(By.ID, "query")
    text.clear()

    def typed(what: str, shown: str) -> None:
        text.send_keys(what)
        wait.until(lambda _: shown in texts(browser, "#completions li"))

    typed("SELECT * { ?c schema:menti", "schema:mentions")
    text.send_keys(Keys.ENTER)
    typed(' "corew', "CoreWeave")
    text.send_keys(Keys.ENTER)
    text.send_keys(" }")
    wanted = f"SELECT * {{ ?c schema:mentions <{entity_iri('CoreWeave')}> }}"
    assert text.get_attribute("value") == wanted
    text.send_keys(Keys.CONTROL, Keys.ENTER)
    wait.until(lambda driver: "rows" in driver.find_element(By.TAG_NAME, "main").text)
    assert console(browser) == []


def test_the_picture_of_triples_can_be_zoomed(browser: Driver, desk: Website) -> None:
    browser.get(f"http://127.0.0.1:{desk.port}/query?query={quote(TRIPLES)}")
    svg = browser.find_element(By.CSS_SELECTOR, "svg.kg-network")
    assert svg.size["height"] > 300, "its style is there"

    def shown() -> str:
        found: str = browser.execute_script("return arguments[0].getAttribute('viewBox')", svg)
        return found

    whole = shown()
    svg.send_keys("+")
    assert shown() != whole
    svg.send_keys("0")
    assert shown() == whole
    assert console(browser) == []
