"""Who says what: speakers with their claims as the graph has them, what they speak of, and the way to each claim."""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from typing import TYPE_CHECKING

from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

import kg
from kg.views.compare.verdicts import AGREE
from tests.browser.conftest import console
from tests.browser.driving import act, fragment, texts, until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Driver, OpenPage

ROWS = """return [...document.querySelectorAll('.speakers tbody tr')]
    .map(row => [...row.children].map(cell => cell.innerText.replaceAll('\\n', '; ').trim()))"""


def rows(driver: Driver) -> list[list[str]]:
    """The rows of the table, once claims are read."""
    until(driver, lambda: "speaker" in texts(driver, ".table-head [role=status]")[0])
    found: list[list[str]] = driver.execute_script(ROWS)
    return found


def test_speakers_and_their_claims_are_those_of_the_graph(
    open_page: OpenPage, sample_page: Path, sample_built: Path
) -> None:
    driver = open_page(sample_page, "#mode=table")
    act(driver, "[data-key=kind-speakers]", WebElement.click)
    until(driver, lambda: fragment(driver) == "#mode=speakers")
    with kg.open_graph(sample_built) as graph:
        said = Counter(claim.attribution for claim in graph.claims() if claim.attribution)
        shown = {row[0]: int(row[1]) for row in rows(driver)}
        assert shown == said
        pairs = Counter(
            (one, other)
            for row in graph.conflicts()
            if row.verdict != AGREE
            for one, other in permutations([row.first.claim.attribution, row.second.claim.attribution])
            if one and one != other
        )
        differs = {row[0]: row[3] for row in rows(driver) if row[3]}
        assert set(differs) == {one for one, _ in pairs}
        for (one, other), many in pairs.items():
            assert f"{other or 'the notes'} {many}" in differs[one]
    name, many = max(shown.items(), key=lambda item: item[1])
    act(driver, f"td a[aria-label='{many} claims of {name}']", WebElement.click)
    until(driver, lambda: texts(driver, ".table-head [role=status]") == [f"{many} claims"])
    assert f"speaker={name}" in fragment(driver)
    assert console(driver) == []


def test_speakers_follow_what_is_chosen_and_filtered(
    open_page: OpenPage, sharded_page: Path, sample_built: Path
) -> None:
    driver = open_page(sharded_page, "#mode=speakers&entity=OpenAI")
    with kg.open_graph(sample_built) as graph:
        said = Counter(claim.attribution for claim in graph.claims("OpenAI") if claim.attribution)
    assert {row[0]: int(row[1]) for row in rows(driver)} == said
    labels = driver.find_elements(By.CSS_SELECTOR, ".speaker-network a:not([tabindex])")
    named = {str(one.get_attribute("aria-label")).rpartition(": ")[0] for one in labels} - {""}
    assert named
    assert named <= set(said)
