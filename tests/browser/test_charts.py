"""Drawings of numbers over time: two entities over each other, and each mark a way to its claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from selenium.webdriver.common.by import By

import kg
from tests.browser.driving import fragment, texts, title, until, violations

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import OpenPage

NOTE = """Acme's revenue was $2 billion in 2022. Acme's revenue was $3 billion in 2023.

Globex's revenue was $1 billion in 2022. Globex's revenue was at least $4 billion in 2024.
"""


@pytest.fixture(scope="module")
def rivals_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The explorer of a vault that states the revenue of two companies."""
    vault: Path = tmp_path_factory.mktemp("rivals") / "rivals"
    vault.mkdir()
    (vault / "Revenues.md").write_text(NOTE, encoding="utf-8")
    kg.build(vault, out=vault.parent / "out", workers=1).close()
    return vault.parent / "out" / "explorer" / "index.html"


def test_an_attribute_of_two_entities_is_drawn_in_one_plot(open_page: OpenPage, rivals_page: Path) -> None:
    driver = open_page(rivals_page, "#compare=Acme|Globex")
    until(driver, lambda: texts(driver, ".plot-figure figcaption") != [])
    assert texts(driver, ".plot-figure figcaption") == ["Revenue over time ● Acme■ Globex"]
    marks = {series: len(driver.find_elements(By.CSS_SELECTOR, f".plot .series-{series}")) for series in (0, 1)}
    assert marks == {0: 2, 1: 2}
    assert violations(driver) == []


def test_a_mark_opens_its_claim(open_page: OpenPage, rivals_page: Path) -> None:
    driver = open_page(rivals_page, "#compare=Acme|Globex")
    until(driver, lambda: texts(driver, ".plot-figure") != [])
    (mark,) = (one for one in driver.find_elements(By.CSS_SELECTOR, ".plot a") if "2023" in str(one.accessible_name))
    driver.execute_script("arguments[0].dispatchEvent(new MouseEvent('click', {bubbles: true}))", mark)
    until(driver, lambda: fragment(driver) == "#note=Revenues.md&claim=1")
    assert title(driver) == "Revenues"
