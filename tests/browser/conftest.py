"""A real browser for pages opened from files: Debian's chromium, without a window, driven by selenium.

``browser`` is the selenium driver, with an empty page and an empty log for each test; ``open_page(page, fragment)``
opens a file in it, again where it is open, and waits until the explorer has drawn. ``sample_page`` is the explorer of
the sample vault, ``sharded_page`` the same with its claims in files beside it, ``hostile_page`` that of a vault which
tries to break out.
"""

from __future__ import annotations

import json
import os
import shutil
import wave
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

import kg
from kg.cli.commands.build import EXPORTS
from tests.browser.hostile import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import MakeVault

SIZE = (1280, 800)
WAIT = 60  # seconds until a page must be ready: two busy cores without a graphics card
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader", "--force-device-scale-factor=1", "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # without a network a page fails at once, not in 20 s
)  # fmt: skip
READY = "return document.documentElement.dataset.ready === '1'"  # the app sets it when its first picture is drawn

Driver = webdriver.Chrome


class OpenPage(Protocol):
    """Opens a page and waits until it is ready."""

    def __call__(self, page: Path, fragment: str = "") -> Driver: ...


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    """One browser for all tests; without it they are skipped, in CI they fail."""
    yield from _started(tmp_path_factory)


@pytest.fixture
def browser_with_tabs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    """A browser for a test that opens tabs, which Chromium's driver cannot always close."""
    yield from _started(tmp_path_factory)


def _started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    programs = [shutil.which(name) for name in ("chromium", "chromedriver")]
    if not all(programs):
        told = "NO BROWSER: chromium or chromedriver is missing; on Debian: apt-get install chromium chromium-driver"
        if os.environ.get("CI"):
            pytest.fail(told)
        pytest.skip(told)
    options = Options()
    options.binary_location = str(programs[0])
    for flag in (*FLAGS, f"--window-size={SIZE[0]},{SIZE[1]}", f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = Driver(options=options, service=Service(str(programs[1])))
    driver.set_page_load_timeout(WAIT)
    yield driver
    driver.quit()


@pytest.fixture
def browser(chromium: Driver) -> Driver:
    """The browser with an empty page, its usual size and empty logs."""
    chromium.get("about:blank")
    chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    chromium.set_window_size(*SIZE)
    for kind in ("browser", "performance"):
        chromium.get_log(kind)
    return chromium


@pytest.fixture
def open_page(browser: Driver) -> OpenPage:
    """Opens pages in ``browser``."""
    return lambda page, fragment="": opened(browser, page, fragment)


def opened(driver: Driver, page: Path, fragment: str = "") -> Driver:
    """Open a page and wait until it is ready; one that is open is loaded again."""
    driver.get("about:blank")  # with the same page before it, only the fragment would change
    driver.get(f"{page.resolve().as_uri()}{fragment}")
    waiting(driver).until(lambda one: one.execute_script(READY))
    return driver


def waiting(driver: Driver) -> WebDriverWait[Driver]:
    """What waits for something to be so; an element that a new page has taken away is looked for again."""
    return WebDriverWait(driver, WAIT, ignored_exceptions=[StaleElementReferenceException])


def console(driver: Driver) -> list[str]:
    """What the page's console has said since the last call: errors and warnings, violated policies among them."""
    return [entry["message"] for entry in driver.get_log("browser") if entry["level"] in {"SEVERE", "WARNING"}]


def requests(driver: Driver) -> list[str]:
    """Addresses that pages have asked for since the last call."""
    messages = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    return [_url(message) for message in messages if message["method"] == "Network.requestWillBeSent"]


def _url(message: dict[str, Any]) -> str:
    return str(message["params"]["request"]["url"])


@pytest.fixture(scope="session")
def sample_built(tmp_path_factory: pytest.TempPathFactory, sample_vault: Path) -> Path:
    """A built copy of the sample vault."""
    vault: Path = tmp_path_factory.mktemp("browsed") / "my vault"
    shutil.copytree(sample_vault, vault, ignore=shutil.ignore_patterns(".kg"))
    kg.build(vault, out=vault.parent / EXPORTS, workers=1).close()
    return vault


@pytest.fixture
def talk_vault(make_vault: MakeVault) -> Path:
    """A built vault with one claim, two seconds into five of a silent recording that lies in the vault."""
    vault = make_vault({"Talk.md": "![[talk.wav]]\n\n[[talk.wav#t=2]] Acme Corporation sold 40 anvils to Globex.\n"})
    with wave.open(str(vault / "talk.wav"), "wb") as sound:
        sound.setparams((1, 1, 8_000, 0, "NONE", ""))
        sound.writeframes(bytes([128]) * 8_000 * 5)
    kg.build(vault, workers=1).close()
    return vault


@pytest.fixture(scope="session")
def sample_page(sample_built: Path) -> Path:
    """The explorer of the sample vault."""
    return sample_built.parent / EXPORTS / "explorer" / "index.html"


@pytest.fixture(scope="session")
def sharded_page(sample_built: Path) -> Path:
    """The explorer of the sample vault with its claims in files beside the page."""
    kg.build(sample_built, out=sample_built.parent / "sharded", workers=1, view_claims=50).close()
    return sample_built.parent / "sharded" / "explorer" / "index.html"


@pytest.fixture(scope="session")
def hostile_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The explorer of a vault whose names, titles, claims and links try to run scripts."""
    vault: Path = tmp_path_factory.mktemp("hostile") / "</title><script>top.hacked=1</script>".replace("/", "\u2215")
    for path, text in HOSTILE.items():
        (vault / path).parent.mkdir(parents=True, exist_ok=True)
        (vault / path).write_text(text, encoding="utf-8")
    kg.build(vault, out=vault.parent / EXPORTS, workers=1).close()
    return vault.parent / EXPORTS / "explorer" / "index.html"
