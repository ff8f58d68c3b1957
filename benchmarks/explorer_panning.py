"""Drags the picture in a real browser: frames a second of the explorer, of sigma as it comes, and of cytoscape.js.

    python -m benchmarks.explorer_panning [VAULT] [--sizes 500 5000] [--seconds 4] [--without NAME]…

VAULT is a vault that is built. Each page draws the same entities and edges (sigma and cytoscape.js at places of kg's
layout), in a browser of its own without a graphics card (software WebGL). The mouse is pressed in a corner, where
nothing is drawn, and moved in circles; counted are the frames that the browser draws meanwhile.
sigma, graphology and cytoscape.js come with ``make explorer``.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.corpus import ROOT
from benchmarks.explorer import CAP, CYTOSCAPE, DONE, FIRST, SIZES, WATCH, awaited, browser, ours, pictures
from benchmarks.tables import Section, Table, printed
from kg.views.layout import layout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from selenium.webdriver import Chrome

    from benchmarks.explorer import Picture
    from benchmarks.tables import Figure

SECONDS = 4.0
CORNER, RADIUS = 60, 40  # pixels: where the mouse is pressed, and the circle in which it moves
MODULES = ROOT / "kg/views/explorer/app/node_modules"
SIGMA = (MODULES / "graphology/dist/graphology.umd.min.js", MODULES / "sigma/dist/sigma.min.js")
COUNT = """
window.frames_drawn = 0;
const count = () => { window.frames_drawn++; requestAnimationFrame(count) };
requestAnimationFrame(count);
"""
SIZED = "width:655px;height:601px"  # as large as the stage of the explorer in such a window


def sigma(_: Path, shown: Picture, folder: Path) -> Path:
    """Sigma with its own settings, as its demos start it."""
    nodes = [{"key": str(at), "attributes": each} for at, each in enumerate(_nodes(shown))]
    edges = [{"source": str(one), "target": str(other), "attributes": {"size": 1}} for one, other, _ in shown.edges]
    script = (
        "const graph = new graphology.Graph({ type: 'undirected' }); graph.import(DATA);"
        f"new Sigma(graph, document.getElementById('c')); {FIRST}; {DONE};"
    )
    return _page(folder, SIGMA, script, {"nodes": nodes, "edges": edges})


def cytoscape(_: Path, shown: Picture, folder: Path) -> Path:
    """cytoscape.js with the options that it names for large graphs."""
    nodes = [
        {"data": {"id": str(at), "label": each["label"]}, "position": {"x": each["x"], "y": each["y"]}}
        for at, each in enumerate(_nodes(shown))
    ]
    edges = [{"data": {"source": str(one), "target": str(other)}} for one, other, _ in shown.edges]
    script = (
        "const cy = cytoscape({ container: document.getElementById('c'), elements: DATA, layout: { name: 'preset' },"
        " textureOnViewport: true, hideEdgesOnViewport: true, pixelRatio: 1,"
        f" style: [{{ selector: 'node', style: {{ label: 'data(label)' }} }}] }}); cy.fit(); {FIRST}; {DONE};"
    )
    return _page(folder, [CYTOSCAPE], script, [*nodes, *edges])


def _nodes(shown: Picture) -> list[dict[str, float | str]]:
    places = layout(shown.names, shown.edges)
    return [
        {"label": name, "x": float(x), "y": float(y), "size": 3}
        for name, x, y in zip(shown.names, places.x, places.y, strict=True)
    ]


def _page(folder: Path, libraries: Sequence[Path], script: str, data: object) -> Path:
    read = "".join(f"<script>{library.read_text(encoding='utf-8')}</script>" for library in libraries)
    inline = json.dumps(data).replace("</", "<\\/")
    page = folder / "page.html"
    page.write_text(
        f'<!doctype html><meta charset="utf-8"><div id="c" style="{SIZED}"></div>{read}'
        f"<script>const DATA = {inline}; {script}</script>",
        encoding="utf-8",
    )
    return page


PAGES: dict[str, Callable[[Path, Picture, Path], Path]] = {"kg": ours, "sigma": sigma, "cytoscape.js": cytoscape}


def dragged(page: Path, seconds: float) -> float | None:
    """Frames a second while the picture is dragged; None where the page never came to rest."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        driver = browser(profile)
        try:
            driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
            driver.get(page.as_uri())
            if awaited(driver, CAP)[1] is None:
                return None
            corner = driver.execute_script(
                "const box = [...document.querySelectorAll('canvas')].at(-1).getBoundingClientRect();"
                "return [box.left, box.bottom]"
            )
            return _frames(driver, (corner[0] + CORNER, corner[1] - CORNER), seconds)
        finally:
            driver.quit()


def _frames(driver: Chrome, start: tuple[float, float], seconds: float) -> float:
    def mouse(kind: str, angle: float) -> None:
        x, y = start[0] + RADIUS * math.sin(angle), start[1] + RADIUS * (math.cos(angle) - 1)
        event = {"type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1}
        driver.execute_cdp_cmd("Input.dispatchMouseEvent", event)

    driver.execute_script(COUNT)
    mouse("mousePressed", 0)
    begin, steps = time.perf_counter(), 0
    before = driver.execute_script("return window.frames_drawn")
    while time.perf_counter() - begin < seconds:
        steps += 1
        mouse("mouseMoved", steps / 8)
    drawn = driver.execute_script("return window.frames_drawn") - before
    taken = time.perf_counter() - begin
    mouse("mouseReleased", steps / 8)
    return float(drawn) / taken


def measured(vault: Path, sizes: Sequence[str], seconds: float, without: Sequence[str] = ()) -> Section:
    """A row for each page and size."""
    rows: list[list[Figure]] = []
    for shown in pictures(vault, sizes):
        for name, made in PAGES.items():
            if name not in without:
                with tempfile.TemporaryDirectory() as folder:
                    rate = dragged(made(vault, shown, Path(folder)), seconds)
                rows.append([name, len(shown.names), len(shown.edges), rate])
    note = f"Frames a second over {seconds:.0f} s of dragging, software WebGL."
    table = Table("Dragging the picture", note, ("page", "nodes", "edges", "frames a second"), rows)
    return Section("panning", "Dragging the picture", [table], [])


def main() -> int:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("vault", type=Path, nargs="?", default=ROOT / "vault")
    options.add_argument("--sizes", nargs="+", default=SIZES)
    options.add_argument("--seconds", type=float, default=SECONDS)
    options.add_argument("--without", action="append", default=[], choices=list(PAGES))
    asked = options.parse_args()
    printed(measured(asked.vault, asked.sizes, asked.seconds, asked.without))
    return 0


if __name__ == "__main__":
    sys.exit(main())
