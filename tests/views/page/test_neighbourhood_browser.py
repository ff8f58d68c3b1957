"""The neighbourhood's page in a real browser: it draws, runs nothing from data, and no request leaves it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape
from typing import TYPE_CHECKING

import pytest

from kg.views.page.neighbourhood import Neighbour, Neighbourhood

if TYPE_CHECKING:
    from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
EVIL = """</script><script>document.title = "run"</script><img src="http://127.0.0.1:9/x" onerror="document.title=1">"""
# what the page asked for, whether it got it or not, is written into the page, which the browser then prints
PROBE = """<script>addEventListener("load", () => setTimeout(() => document.documentElement.setAttribute("data-seen",
JSON.stringify({asked: performance.getEntriesByType("resource").map(one => one.name), title: document.title,
drawn: document.querySelector("canvas").getContext("2d").getImageData(0, 0, 400, 400).data.some(byte => byte)})), 500))
</script>"""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="NO BROWSER TEST: apt-get install chromium")


@pytest.fixture(scope="module")
def page() -> str:
    others = tuple(Neighbour(name, "Place", 2) for name in (EVIL, "GPU", 'href="javascript:alert(1)"'))
    return Neighbourhood(EVIL, "Person", 3, others, ((EVIL, "GPU", 1),)).to_html()


def seen(page: str, folder: Path) -> dict[str, object]:
    """Open a page from a file and tell what it asked for, whether it drew, and its title."""
    file = folder / "page.html"
    file.write_text(page.replace("</body>", PROBE + "</body>"), encoding="utf-8")
    printed = subprocess.run(
        [
            *(str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
            *("--no-first-run", "--disable-background-networking", "--disable-component-update"),
            *("--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={folder / 'profile'}"),
            *("--virtual-time-budget=5000", "--dump-dom", file.as_uri()),
        ],
        capture_output=True,
        check=True,
        timeout=120,
    ).stdout.decode("utf-8")
    found = re.search(r'<html[^>]* data-seen="([^"]*)"', printed)
    assert found
    return dict(json.loads(unescape(found[1])))


def test_the_page_draws_and_asks_nobody(page: str, tmp_path: Path) -> None:
    assert seen(page, tmp_path) == {"asked": [], "title": EVIL, "drawn": True}


def test_a_request_would_be_seen(page: str, tmp_path: Path) -> None:
    asking = page.replace("</head>", '<link rel="stylesheet" href="http://127.0.0.1:9/style.css"></head>')
    assert seen(asking, tmp_path)["asked"] == ["http://127.0.0.1:9/style.css"]
