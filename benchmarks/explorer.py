"""Opens the explorer in a real browser beside pyvis and cytoscape.js, the same graph in each, in one run.

    python -m benchmarks.explorer [VAULT] [--sizes 500 5000] [--runs 3] [--cap SECONDS] [--without NAME]…

VAULT is a vault that is built. Drawn are its entities with most claims, and the edges that the explorer draws between
them. Every page is one that opens from disk, each in a browser of its own without a graphics card (software WebGL).
Told are medians, from the start of the navigation: the first picture; when the page answers (its main thread is idle
after the picture, or for a page that lays out while it is looked at, after the layout); bytes of the page and of the
files beside it; the JavaScript heap when it answers. A page that does not come to its end within the cap is told so.
Writing a page counts for nothing; mind that pyvis looks through all edges for each that it adds, so that its page of a
graph of tens of thousands takes longer to write than anybody waits: leave it out there.
cytoscape.js is a development dependency of the explorer's app, fetched with it by ``make explorer``.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from benchmarks.corpus import ROOT
from benchmarks.tables import Section, Table, megabytes, printed
from kg.config import Config
from kg.files import write_set
from kg.graph import FOLDER, Graph
from kg.store.ask import overview
from kg.store.ask.claim_reader import ClaimReader
from kg.store.engine.store import Store
from kg.views.explorer.edges import chosen
from kg.views.explorer.explorer_files import ranked
from kg.views.explorer.explorer_page import MARK
from kg.views.explorer.gather import Extent, gather
from kg.views.explorer.row_spool import Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from benchmarks.tables import Figure

RUNS, CAP = 3, 60.0
SIZES = ("500", "5000")
CYTOSCAPE = ROOT / "kg/views/explorer/app/node_modules/cytoscape/dist/cytoscape.min.js"
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--use-angle=swiftshader", "--no-first-run",
    "--enable-unsafe-swiftshader", "--disable-background-networking", "--window-size=1280,800",
)  # fmt: skip
# kept by every page: when the first picture was there, and when the page was done
FIRST = "document.documentElement.dataset.first ||= performance.now()"
DONE = "requestIdleCallback(() => { document.documentElement.dataset.done ||= performance.now() })"
WATCH = f"""
new MutationObserver((_, me) => {{
  if (document.documentElement?.dataset.ready === '1') {{ me.disconnect(); {FIRST}; {DONE} }}
}}).observe(document, {{ attributes: true, subtree: true }})
"""


class Picture(NamedTuple):
    """What is drawn: names of entities, and edges between them as (place, place, weight)."""

    names: list[str]
    edges: list[tuple[int, int, float]]


@dataclass(frozen=True, slots=True)
class Opened:
    """One opening of a page: milliseconds, or None where the cap came first, and the heap in bytes."""

    first: float | None
    done: float | None
    heap: int


def pictures(vault: Path, sizes: Sequence[str]) -> Iterator[Picture]:
    """For each size the best entities of a vault, and the edges that the explorer draws between them."""
    with Store.open(vault / FOLDER, read_only=True) as store, Spool() as spool:
        rows = ranked(overview.entity_rows(store))
        drawn = [len(rows) if size == "all" else min(int(size), len(rows)) for size in sizes]
        shared = gather(ClaimReader(store).notes(), rows, Extent(max(drawn), len(rows)), spool).shared
    for most in drawn:
        among = {pair: weight for pair, weight in shared.items() if max(pair) < most}
        edges = chosen(among, most)
        columns = zip(edges.source, edges.target, map(float, edges.weight), strict=True)
        yield Picture([row.name for row in rows[:most]], list(columns))


def ours(vault: Path, shown: Picture, folder: Path) -> Path:
    """The explorer's page, and the files beside it."""
    with Graph.open(vault) as graph:
        write_set(folder, graph.explorer(Config(view_entities=len(shown.names))), MARK.encode(), "")
    return folder / "index.html"


def pyvis(_: Path, shown: Picture, folder: Path) -> Path:
    """Pyvis as it comes: everything in one file, laid out by physics in the browser."""
    from pyvis.network import Network

    network = Network(height="780px", width="100%", cdn_resources="in_line")
    network.add_nodes(list(range(len(shown.names))), label=shown.names)
    network.add_edges(shown.edges)
    told = f"network.once('afterDrawing', () => {{ {FIRST} }}); network.once('stabilized', () => {{ {DONE} }});"
    page = folder / "pyvis.html"
    html = network.generate_html(notebook=False)
    page.write_text(html.replace("</body>", f"<script>{told}</script></body>"), encoding="utf-8")
    return page


def cytoscape(_: Path, shown: Picture, folder: Path) -> Path:
    """cytoscape.js with its own force layout."""
    nodes = [{"data": {"id": f"n{place}", "label": name}} for place, name in enumerate(shown.names)]
    edges = [{"data": {"source": f"n{one}", "target": f"n{other}", "weight": w}} for one, other, w in shown.edges]
    elements = json.dumps([*nodes, *edges]).replace("</", "<\\/")
    page = folder / "cytoscape.html"
    page.write_text(
        '<!doctype html><meta charset="utf-8"><div id="c" style="width:1280px;height:780px"></div>'
        f"<script>{CYTOSCAPE.read_text(encoding='utf-8')}</script><script>"
        f"const cy = cytoscape({{ container: document.getElementById('c'), elements: {elements},"
        " style: [{ selector: 'node', style: { label: 'data(label)' } }], layout: { name: 'preset' } });"
        f"cy.one('render', () => {{ {FIRST} }});"
        f"const layout = cy.layout({{ name: 'cose', animate: false }}); layout.one('layoutstop', () => {{ {DONE} }});"
        "setTimeout(() => layout.run(), 50)</script>",
        encoding="utf-8",
    )
    return page


PAGES: dict[str, Callable[[Path, Picture, Path], Path]] = {"kg": ours, "pyvis": pyvis, "cytoscape.js": cytoscape}


def browser(profile: str) -> webdriver.Chrome:
    """A fresh browser without a window."""
    options = Options()
    options.binary_location = shutil.which("chromium") or "chromium"
    options.page_load_strategy = "none"
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver") or "chromedriver"))


def opened(page: Path, cap: float) -> Opened:
    """Open a page in a browser of its own and wait until it is done, or for ``cap`` seconds."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        driver = browser(profile)
        try:
            driver.set_script_timeout(cap)
            driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
            driver.execute_cdp_cmd("Performance.enable", {})
            driver.get(page.as_uri())
            first, done = awaited(driver, cap)
            metrics = driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"] if done is not None else []
            heap = next((int(each["value"]) for each in metrics if each["name"] == "JSHeapUsedSize"), 0)
            return Opened(first, done, heap)
        finally:
            driver.quit()


def awaited(driver: webdriver.Chrome, cap: float) -> tuple[float | None, float | None]:
    """Milliseconds until a page has drawn first, and until it was done; None where ``cap`` seconds came before."""
    end = time.monotonic() + cap
    first = done = None
    while done is None and time.monotonic() < end:
        time.sleep(0.1)
        first, done = _told(driver)
    return first, done


def _told(driver: webdriver.Chrome) -> tuple[float | None, float | None]:
    from selenium.common.exceptions import WebDriverException

    try:
        both = driver.execute_script(
            "const told = document.documentElement.dataset; return [told.first || null, told.done || null]"
        )
    except WebDriverException:  # a page that does not let go of its thread
        return None, None
    return tuple(None if each is None else float(each) for each in both)  # type: ignore[return-value]


def row(name: str, page: Path, shown: Picture, runs: int, cap: float) -> dict[str, object]:
    """One row of the table: medians over the runs; a page that met the cap is not opened again."""
    found: list[Opened] = []
    for _ in range(runs):
        found.append(opened(page, cap))
        if found[-1].done is None:
            break
    return {
        "page": name,
        "nodes": len(shown.names),
        "edges": len(shown.edges),
        "first_ms": _median([each.first for each in found]),
        "done_ms": _median([each.done for each in found]),
        "page_bytes": page.stat().st_size,
        "all_bytes": sum(file.stat().st_size for file in page.parent.rglob("*") if file.is_file()),
        "heap_bytes": max(each.heap for each in found) or None,
        "runs": len(found),
    }


def _median(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(statistics.median(known)) if len(known) == len(values) else None


def measured(vault: Path, sizes: Sequence[str], runs: int, cap: float, without: Sequence[str]) -> Section:
    """A row for each page and size."""
    rows = []
    for shown in pictures(vault, sizes):
        for name in (name for name in PAGES if name not in without):
            with tempfile.TemporaryDirectory() as folder:
                page = PAGES[name](vault, shown, Path(folder))
                rows.append(row(name, page, shown, runs, cap))
    note = f"Medians of {runs}, software WebGL; a page that does not answer within {cap:.0f} s is opened once."
    columns = ("page", "nodes", "edges", "first picture, s", "answers, s", "page, MB", "with its files, MB", "heap, MB")
    table = Table("The explorer beside pyvis and cytoscape.js", note, columns, [told(each, cap) for each in rows])
    last = next(each for each in reversed(rows) if each["page"] == "kg")
    headline = [(f"explorer with {last['nodes']:,} entities", f"answers after {told(last, cap)[4]:.2f} s")]
    return Section("explorer", "Explorer", [table], headline)


def absent() -> tuple[str, ...]:
    """The pages that cannot be made here; cytoscape.js comes with ``make explorer``."""
    return () if CYTOSCAPE.is_file() else ("cytoscape.js",)


def told(record: dict[str, object], cap: float) -> list[Figure]:
    """A row for people."""

    def in_seconds(key: str) -> Figure:
        return f"over {cap:.0f}" if record[key] is None else float(str(record[key])) / 1000

    def in_megabytes(key: str) -> Figure:
        return None if record[key] is None else megabytes(int(str(record[key])))

    return [
        str(record["page"]),
        int(str(record["nodes"])),
        int(str(record["edges"])),
        *map(in_seconds, ("first_ms", "done_ms")),
        *map(in_megabytes, ("page_bytes", "all_bytes", "heap_bytes")),
    ]


def main() -> int:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("vault", type=Path, nargs="?", default=ROOT / "vault")
    options.add_argument("--sizes", nargs="+", default=SIZES)
    options.add_argument("--runs", type=int, default=RUNS)
    options.add_argument("--cap", type=float, default=CAP, metavar="SECONDS")
    options.add_argument("--without", action="append", default=[], choices=list(PAGES))
    asked = options.parse_args()
    printed(measured(asked.vault, asked.sizes, asked.runs, asked.cap, (*asked.without, *absent())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
