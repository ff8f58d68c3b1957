"""Takes the README's pictures of the explorer: the sample vault, built, in a real browser.

    make pictures

Needs chromium and chromium-driver. Pictures lie in docs/; fonts and smoothing are those of the machine.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import kg  # noqa: E402 - from this checkout
from benchmarks.explorer import browser  # noqa: E402
from tests.browser.driving import act  # noqa: E402

WAIT = 30.0  # seconds
READY = "return document.documentElement.dataset.ready === '1' && !document.querySelector('[aria-busy=true]')"


class Shot(NamedTuple):
    """A picture: its name, the state of the page, width, height (CSS pixels) and scale of the screen, and a click."""

    name: str
    state: str
    size: tuple[int, int, int]
    click: str = ""


SHOTS = (
    Shot("explorer", "", (1400, 777, 1)),
    Shot(
        "explorer-conflicts",
        "#mode=claims&entity=CoreWeave&unit=USD&sort=-numbers&theme=dark",
        (1400, 777, 1),
        "[role=row][aria-rowindex='4']",
    ),
    Shot("explorer-phone", "#entity=Nvidia", (360, 740, 2)),
)


def taken(page: Path, shot: Shot) -> bytes:
    """One picture, as PNG."""
    width, height, scale = shot.size
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        driver = browser(profile)
        try:
            screen = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": scale > 1}
            driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
            driver.execute_cdp_cmd("Emulation.setScrollbarsHidden", {"hidden": True})
            driver.get(f"{page.as_uri()}{shot.state}")
            WebDriverWait(driver, WAIT).until(lambda one: one.execute_script(READY))
            if shot.click:
                act(driver, shot.click, WebElement.click)
            driver.execute_async_script("setTimeout(arguments[0], 1500)")  # the camera comes to rest
            return driver.get_screenshot_as_png()
        finally:
            driver.quit()


def main() -> int:
    """Take all pictures."""
    with tempfile.TemporaryDirectory() as folder:
        kg.build(ROOT / "vault", out=folder).close()
        page = Path(folder) / "explorer" / "index.html"
        for shot in SHOTS:
            (ROOT / "docs" / f"{shot.name}.png").write_bytes(taken(page, shot))
    return 0


if __name__ == "__main__":
    sys.exit(main())
