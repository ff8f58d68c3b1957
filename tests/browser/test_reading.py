"""The reading pane: a claim in its note's own words, where it is in the recording, and the recording itself."""

from __future__ import annotations

import wave
from typing import TYPE_CHECKING, Any

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

import kg
from tests.browser.conftest import console, requests
from tests.browser.driving import act, fragment, press, texts, title, until, violations

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Driver, OpenPage

PAGES = ("sample_page", "sharded_page")
NOTE = """# Towers

![[Audio/talk.wav]]

## The tower
- [[Audio/talk.wav#t=1]] Acme Corporation owns the tower. Is it safe?
- [[Audio/talk.wav#t=3]] Acme Corporation painted it in 2019.
- [[Audio/talk.wav#t=5]] Acme Corporation sold it for $3 million.
"""


def number_of(driver: Driver, words: str) -> int:
    """The number of the claim in the panel's list that says some words."""
    until(driver, lambda: any(words in text for text in texts(driver, "[data-text]")))
    found: int = driver.execute_script(
        """return Number([...document.querySelectorAll('[data-claim]')]
            .find(one => one.querySelector('[data-text]').textContent.includes(arguments[0])).dataset.claim)""",
        words,
    )
    return found


@pytest.mark.parametrize("name", PAGES)
def test_a_claim_is_read_in_its_notes_own_words(open_page: OpenPage, request: pytest.FixtureRequest, name: str) -> None:
    driver = open_page(request.getfixturevalue(name), "#entity=Three%20Mile%20Island")
    act(driver, ".read-link", WebElement.click)
    until(driver, lambda: texts(driver, ".panel .kind") == ["Claim 1 of 2"])
    press(driver, "j")
    until(driver, lambda: texts(driver, "[data-found]") == ["The accident at Three Mile Island killed nobody."])
    assert title(driver) == "Nuclear Power for Data Centers"
    passage = texts(driver, ".passage p")
    assert any(text.startswith("The accident at Three Mile Island killed nobody. Fukushima") for text in passage)
    assert texts(driver, ".passage h3") == ["Safety and public opinion"]
    act(driver, ".passage-other", WebElement.click)
    until(driver, lambda: texts(driver, "[data-found]") == ["Fukushima caused one death."])
    assert texts(driver, ".strip-figure figcaption")[0].startswith("23 claims on this recording, this one at ")
    driver.back()
    until(driver, lambda: texts(driver, "[data-found]") == ["The accident at Three Mile Island killed nobody."])
    assert violations(driver) == []
    assert console(driver) == []


def test_hostile_text_is_shown_as_it_is_and_never_runs(open_page: OpenPage, hostile_page: Path) -> None:
    driver = open_page(hostile_page, "#entity=Acme%20Corporation")
    until(driver, lambda: texts(driver, "[data-claim]") != [])
    many = int(driver.execute_script("return document.querySelectorAll('[data-claim]').length"))
    for number in range(many):
        driver.execute_script("location.hash = `mode=claims&claim=${arguments[0]}`", number)
        until(driver, lambda: texts(driver, ".panel .kind")[0].startswith("Claim"))
        assert driver.execute_script("return top.hacked === undefined")
        assert driver.find_elements(By.CSS_SELECTOR, ".panel img, .panel script, .panel [onclick]") == []
    assert console(driver) == []


@pytest.fixture(scope="module")
def tower_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The explorer of a vault with a recording of its own, six seconds of silence."""
    vault: Path = tmp_path_factory.mktemp("tower") / "my vault"
    (vault / "Audio").mkdir(parents=True)
    (vault / "Towers.md").write_text(NOTE, encoding="utf-8")
    with wave.open(str(vault / "Audio" / "talk.wav"), "wb") as sound:
        sound.setparams((1, 1, 8_000, 0, "NONE", "not compressed"))
        sound.writeframes(bytes([128]) * 48_000)
    kg.build(vault, out=vault.parent / "out", workers=1).close()
    return vault.parent / "out" / "explorer" / "index.html"


PLAYER = (
    "const one = document.querySelector('.player'); return one && [one.tagName, one.currentTime, one.error === null]"
)


def test_a_recording_of_the_vault_plays_in_the_page_at_the_claims_second(open_page: OpenPage, tower_page: Path) -> None:
    driver = open_page(tower_page, "#note=Towers.md")
    number = number_of(driver, "painted it")
    driver.execute_script("location.hash = `mode=claims&claim=${arguments[0]}`", number)

    def player() -> Any:
        return driver.execute_script(PLAYER)

    until(driver, lambda: player() == ["AUDIO", 3, True])
    press(driver, "j")
    until(driver, lambda: player() == ["AUDIO", 5, True])
    assert len(driver.window_handles) == 1
    assert fragment(driver) == f"#mode=claims&claim={number + 1}"
    asked = [url for url in requests(driver) if not url.startswith(("file:", "data:", "blob:", "about:", "chrome"))]
    assert asked == []
    assert console(driver) == []
