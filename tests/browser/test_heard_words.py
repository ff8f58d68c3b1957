"""In the explorer, a reader opens the words of the transcript around a claim; each plays at its own second."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from selenium.webdriver.support.ui import WebDriverWait

import kg
from tests.browser.conftest import console

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Driver, OpenPage

PATIENCE = 20  # seconds
SHOWN = """const list = document.querySelector('[data-claim] .heard:not([hidden])');
return list && list.children.length ? [...list.children].map(each => [
    each.querySelector('a').textContent, each.querySelector('a').href, each.querySelector('span').textContent,
    each.className]) : null"""
OPEN = """const claim = [...document.querySelectorAll('[data-claim]')]
    .find(each => each.querySelector('[data-text]').textContent.includes(arguments[0]));
claim?.querySelector('.chip-heard')?.click(); return Boolean(claim?.querySelector('.chip-heard'))"""
NOTE = "#note=allin%2FCoreWeave%20IPO%20and%20the%20Neocloud%20Model.md"
VIDEO = "https://www.youtube.com/watch?v=RBoGJlpSdpY"


def words_around(driver: Driver, text: str) -> list[list[str]]:
    """What opens below the claim that holds a text: clock, link, words and mark of each stretch."""
    WebDriverWait(driver, PATIENCE).until(lambda page: page.execute_script(OPEN, text))
    found: list[list[str]] = WebDriverWait(driver, PATIENCE).until(lambda page: page.execute_script(SHOWN))
    return found


def check_colossus(rows: list[list[str]]) -> None:
    assert [clock for clock, *_ in rows] == ["53:55", "54:03", "54:11", "54:21"]
    assert [link for _, link, *_ in rows] == [f"{VIDEO}&t={second}s" for second in (3235, 3243, 3251, 3261)]
    assert [mark for *_, mark in rows] == ["", "", "heard-now", ""]
    assert rows[2][2].startswith("Speaker 2 that is more than twice")


def test_the_words_around_a_claim_open_below_it(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page, NOTE)
    check_colossus(words_around(driver, "For comparison, Colossus"))
    driver.execute_script(OPEN, "For comparison, Colossus")
    WebDriverWait(driver, PATIENCE).until(lambda page: page.execute_script(SHOWN) is None)
    assert console(driver) == []


def test_a_page_of_many_files_reads_the_words_when_they_are_asked_for(open_page: OpenPage, sharded_page: Path) -> None:
    driver = open_page(sharded_page, NOTE)
    check_colossus(words_around(driver, "For comparison, Colossus"))
    assert console(driver) == []


def test_a_claim_without_a_transcript_has_no_such_button(open_page: OpenPage, sample_page: Path) -> None:
    driver = open_page(sample_page, "#note=acquiredfm%2FTSMC%20and%20Morris%20Chang.md")
    WebDriverWait(driver, PATIENCE).until(
        lambda page: page.execute_script("return document.querySelectorAll('[data-claim]').length")
    )
    assert driver.execute_script("return document.querySelectorAll('.chip-heard').length") == 0


CUES = """WEBVTT

00:00:58.000 --> 00:01:03.000
<v Jane>So what did the plant in Lindau cost you?

00:01:03.000 --> 00:01:09.000
<v Bob>It cost Delta Foods five million dollars.

00:02:08.000 --> 00:02:14.000
<v Bob><img src=x onerror=alert(1)>Delta Foods &lt;b&gt;owns&lt;/b&gt; a mill & a bakery.
"""


@pytest.fixture(scope="module")
def spoken_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The explorer of a vault whose transcript gives claims."""
    vault = tmp_path_factory.mktemp("spoken")
    (vault / "Opening.md").write_text(f"---\nurl: {VIDEO}\nguest: Bob Kay\n---\nThe plant is in Lindau. [00:01:00]\n")
    (vault / "Opening.vtt").write_text(CUES)
    kg.build(vault, out=vault / "out", workers=1, transcripts="claims").close()
    return vault / "out" / "explorer" / "index.html"


def test_what_a_transcript_claims_plays_its_second_and_says_who_speaks(open_page: OpenPage, spoken_page: Path) -> None:
    driver = open_page(spoken_page, "#note=Opening.vtt")
    rows = words_around(driver, "five million dollars")
    assert [row[1] for row in rows] == [f"{VIDEO}&t=58s", f"{VIDEO}&t=63s"]
    said = driver.execute_script(
        """return [...document.querySelectorAll('[data-claim]')].map(one => [
            one.querySelector('[data-text]').textContent, one.querySelector('.chip').href,
            [...one.querySelectorAll('.badge')].map(each => each.title).join(' ')])"""
    )
    by_text = {text: (link, badges) for text, link, badges in said}
    link, badges = by_text["It cost Delta Foods five million dollars."]
    assert (link, "according to Bob Kay" in badges) == (f"{VIDEO}&t=63s", True)
    assert console(driver) == []
