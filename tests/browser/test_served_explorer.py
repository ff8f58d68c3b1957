"""What a server gives, in a browser: the explorer follows builds, and what notes say never runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from selenium.webdriver.common.by import By

import kg
from kg.files.progress_file import ProgressRecord, progress_file
from kg.rdf.terms import entity_iri, note_iri
from kg.service.web.html_pages import claim_path
from tests.browser.conftest import READY, console, requests, waiting
from tests.browser.hostile import HOSTILE
from tests.service.web.http_client import website

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Driver
    from tests.conftest import MakeVault


def text_of(driver: Driver) -> str:
    return driver.find_element(By.TAG_NAME, "body").text


def test_an_open_page_shows_what_a_build_adds(make_vault: MakeVault, browser: Driver) -> None:
    vault = make_vault({"Sales.md": "Acme Corporation sold 40 anvils to Globex in 2019.\n"})
    kg.build(vault, workers=1).close()
    with website(vault) as site:
        browser.get(f"{site.address}explorer/#entity=Acme%20Corporation")
        wait = waiting(browser)
        wait.until(lambda driver: driver.execute_script(READY))
        wait.until(lambda driver: "40 anvils" in text_of(driver))
        (vault / "More.md").write_text("Acme Corporation bought Initech in 2019.\n", encoding="utf-8")
        kg.build(vault, workers=1).close()
        wait.until(lambda driver: "bought Initech" in text_of(driver))
        assert browser.current_url.endswith("#entity=Acme%20Corporation")
        browser.get("about:blank")  # the stream of events ends before the server does
        assert console(browser) == []


def test_a_claim_is_read_in_its_notes_own_words(make_vault: MakeVault, browser: Driver) -> None:
    vault = make_vault({"Sales.md": "Acme Corporation sold 40 anvils to Globex in 2019. Who made them?\n"})
    kg.build(vault, workers=1).close()
    with website(vault) as site:
        browser.get(f"{site.address}explorer/#entity=Acme%20Corporation")
        wait = waiting(browser)
        wait.until(lambda driver: driver.find_elements(By.CSS_SELECTOR, ".read-link"))[0].click()
        wait.until(lambda driver: "Who made them?" in text_of(driver))
        browser.get("about:blank")
        assert console(browser) == []


def read_first(driver: Driver, address: str) -> None:
    """Open the explorer, and the first claim of its list."""
    driver.get(address)
    waiting(driver).until(lambda _: driver.find_elements(By.CSS_SELECTOR, ".read-link"))[0].click()


@pytest.mark.parametrize(
    ("source", "player"),
    [
        ("https://youtu.be/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?start=62&autoplay=1"),
        ("https://vimeo.com/76979871/0123456789", "https://player.vimeo.com/video/76979871?h=0123456789&autoplay=1"),
        ("https://example.org/shows/7.mp3?key=1", "https://example.org/shows/7.mp3?key=1#t=62"),
        ("http://example.org/7.webm", "http://example.org/7.webm#t=62"),
    ],
)
def test_a_recording_plays_in_the_reading_pane(
    make_vault: MakeVault, browser: Driver, source: str, player: str
) -> None:
    text = f"---\nsource: {source}\n---\n- [00:01:02] Acme Corporation sold 40 anvils to Globex in 2019.\n"
    vault = make_vault({"Sales.md": text})
    kg.build(vault, workers=1).close()
    with website(vault) as site:
        read_first(browser, f"{site.address}explorer/#entity=Acme%20Corporation")
        link = waiting(browser).until(lambda driver: driver.find_element(By.CSS_SELECTOR, "a[data-play]"))
        assert not [
            address for address in requests(browser) if not address.startswith((site.address, "data:", "blob:"))
        ]
        link.click()
        frame = browser.find_element(By.CSS_SELECTOR, ".player :is(iframe, audio, video)")
        assert str(frame.get_attribute("src")).startswith(player)
        assert frame.size["height"] > (20 if frame.tag_name == "audio" else 100)
        browser.get("about:blank")
        assert not [said for said in console(browser) if "Content Security Policy" in said]


def test_a_file_of_the_vault_plays_in_the_reading_pane(talk_vault: Path, browser: Driver) -> None:
    with website(talk_vault) as site:
        read_first(browser, f"{site.address}explorer/#entity=Acme%20Corporation")
        waiting(browser).until(
            lambda driver: driver.execute_script("return document.querySelector('audio.player')?.currentTime") == 2
        )
        browser.get("about:blank")
        assert console(browser) == []


@pytest.mark.parametrize("path", ["", "explorer/"])
def test_the_page_says_how_far_a_build_is(make_vault: MakeVault, browser: Driver, path: str) -> None:
    vault = make_vault({"Sales.md": "Acme Corporation sold 40 anvils to Globex in 2019.\n"})
    kg.build(vault, workers=1).close()
    with website(vault) as site:
        browser.get(f"{site.address}{path}")
        wait = waiting(browser)
        box = wait.until(lambda driver: driver.find_element(By.ID, "kg-build"))
        assert not box.is_displayed()
        with progress_file(vault / ".kg") as write:
            write(ProgressRecord("Reading", 120, 300, "notes"))
            wait.until(lambda _: box.text == "Building: reading 120 of 300 notes")
        wait.until(lambda _: not box.is_displayed())
        browser.get("about:blank")
        assert console(browser) == []


def test_claims_in_files_next_to_the_page_are_loaded(
    sample_built: Path, browser: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_VIEW_CLAIMS", "50")
    with website(sample_built) as site:
        browser.get(f"{site.address}explorer/#entity=Microsoft")
        wait = waiting(browser)
        wait.until(lambda driver: driver.find_elements(By.CSS_SELECTOR, "[data-claim]"))
        assert [url for url in requests(browser) if "/shards/" in url]
        browser.get("about:blank")
        assert console(browser) == []


def test_what_notes_say_never_runs(make_vault: MakeVault, browser: Driver) -> None:
    vault = make_vault(dict(HOSTILE))
    with kg.build(vault, workers=1) as graph:
        pages = ["", "explorer/#entity=Acme%20Corporation", "search?text=acme"]
        pages += [entity_iri(row.name, "") for row in graph.entities()]
        pages += [note_iri(row.path, "") for row in graph.notes()]
        pages += [claim_path(iri).removeprefix("/") for iri in graph.claims("Acme Corporation").ids[:3]]
    with website(vault) as site:
        for page in pages:
            browser.get(f"{site.address}{page}")
            if page.startswith("explorer"):
                waiting(browser).until(lambda driver: driver.execute_script(READY))
            assert browser.execute_script("return top.hacked === undefined"), page
            assert "Acme" in text_of(browser) or page not in pages[:3]
        asked = requests(browser)
        browser.get("about:blank")
    assert console(browser) == []
    assert [url for url in asked if not url.startswith((site.address, "data:", "blob:", "about:"))] == []
