"""In the explorer, each claim plays the right second of the right recording and says who said it, in every habit."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.support.ui import WebDriverWait

import kg
from tests.browser.conftest import console

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.conftest import Driver, OpenPage

HABITS = Path(__file__).parent.parent / "extract" / "recording" / "habits.md"
CASE = re.compile(r"^## ([^\n]+)\n+````md\n(.*?)\n````\n+((?:- [^\n]*\n)+)", re.MULTILINE | re.DOTALL)
OWN_VIDEO = re.compile(r"habit[0-9]{6}")
SHOWN = """return [...document.querySelectorAll('[data-claim]')].map(one => [
    one.querySelector('[data-text]').textContent,
    one.querySelector('.chip')?.textContent ?? '',
    one.querySelector('.chip')?.href ?? '',
    [...one.querySelectorAll('.badge')].map(each => each.title).find(each => each.startsWith('according to')) ?? ''])"""
GO = "location.hash = arguments[0]"

Row = tuple[str, str, str, str]  # text, clock, link and speaker of a claim


def file_name(title: str) -> str:
    return re.sub(r"[^\w -]", "", title)


VIDEO = "abcdefghijk"
PATIENCE = 20  # seconds for one panel


def notes() -> Iterator[tuple[str, tuple[str, list[str]]]]:
    """Each habit's note under its name, with a video of its own, and the rows of its claims."""
    for number, (title, text, rows) in enumerate(CASE.findall(HABITS.read_text("utf-8"))):
        own = f"habit{number:06}"
        yield file_name(title), (text.replace(VIDEO, own), rows.replace(VIDEO, own).splitlines())


NOTES = dict(notes())


def clock(second: int) -> str:
    minutes = f"{second // 60 % 60}:{second % 60:02}"
    return f"{second // 3600}:{minutes:0>5}" if second >= 3600 else minutes


def link(second: str, written: str, note: str, vault: Path) -> str:
    """The whole address that a claim must play."""
    if written and "://" not in written:
        path, _, place = written.partition("#")
        return f"{vault.as_uri()}/{quote(path)}#{place}"
    own = OWN_VIDEO.search(note)
    if written or second == "-" or own is None:
        return written
    return f"https://www.youtube.com/watch?v={own[0]}&t={second}s"


def expected(note: str, row: str, vault: Path) -> Row:
    """What the explorer must show of a claim that the table of habits lists."""
    second, speaker, text, written = (*row.removeprefix("- ").split(" | "), "")[:4]
    said = "" if speaker == "-" else f"according to {speaker}"
    return text, "" if second == "-" else clock(int(second)), link(second, written, note, vault), said


@pytest.fixture(scope="module")
def habits_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The explorer of a vault with one note for each habit."""
    vault: Path = tmp_path_factory.mktemp("habits") / "my vault"
    vault.mkdir()
    for name, (text, _) in NOTES.items():
        (vault / f"{name}.md").write_text(f"{text}\n", encoding="utf-8")
    kg.build(vault, out=vault.parent / "out", workers=1).close()
    return vault.parent / "out" / "explorer" / "index.html"


def shown(driver: Driver, name: str, wanted: Counter[Row]) -> Counter[Row]:
    """The claims in a note's panel, as soon as they are as wanted, or after a while as they are."""
    driver.execute_script(GO, f"note={quote(f'{name}.md')}")

    def now(one: Driver) -> Counter[Row]:
        return Counter((row[0], row[1], row[2], row[3]) for row in one.execute_script(SHOWN))

    with suppress(TimeoutException):
        WebDriverWait(driver, PATIENCE).until(lambda one: now(one) == wanted)
    return now(driver)


@pytest.mark.timeout(600)
def test_every_claim_plays_its_second_and_names_who_said_it(open_page: OpenPage, habits_page: Path) -> None:
    driver = open_page(habits_page)
    vault = habits_page.parent.parent.parent / "my vault"
    wrong = {}
    played: Counter[str] = Counter()
    for name, (text, rows) in NOTES.items():
        wanted = Counter(expected(text, row, vault) for row in rows if row != "- none")
        found = shown(driver, name, wanted)
        if found != wanted:
            wrong[name] = sorted(found - wanted), sorted(wanted - found)
        played.update(row[2].partition(":")[0] for row in found if row[2])
    assert wrong == {}
    assert played["https"] > 100
    assert min(played["file"], played["obsidian"]) >= 3
    assert console(driver) == []
