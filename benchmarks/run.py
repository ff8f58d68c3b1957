"""Runs every benchmark, and writes benchmarks/results.md with its plots; about an hour and a half on two cores.

    python -m benchmarks.run [SECTION]... [--sizes N ...] [--scratch FOLDER]

Sections are ``reader``, ``extraction``, ``layout``, ``scale``, ``asking``, ``explorer``, ``panning``,
``reliability`` and ``files``; without any, all are run.
What a section found stays in ``results.json`` until it is run again, with the commit that it was run on; so does what
``scale`` found of sizes that are not asked for again. ``asking``, ``explorer`` and ``panning`` open the largest vault
that ``scale`` built; it lies in ``--scratch``, where later runs find it too.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from benchmarks import (
    asking,
    explorer,
    explorer_panning,
    extraction,
    file_safety,
    layout,
    plots,
    reader,
    reliability,
    scale,
)
from benchmarks.corpus import CORPUS, MISSING, ROOT, part, unpacked
from benchmarks.results import DATA, HOME, PAGE, SECTIONS, commits, known, lines, merged
from benchmarks.tables import Section, printed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PACKAGES = (
    "spacy", "pyoxigraph", "msgspec", "markdown-it-py", "rdflib", "networkx", "pyvis", "kglite", "obsidiantools"
)  # fmt: skip
MEMORY = ("parent", "process that analyses", "process that writes")
SMALL = 300  # notes of the vault that rdflib holds


def built(scratch: Path, notes: int) -> Path:
    """A vault of so many notes of the corpus, built; made when it is not there."""
    place = scratch / f"of {notes}"
    if not any((place / "vault" / ".kg").glob("published-*")):
        vault = part(unpacked(scratch), notes, place / "vault")
        subprocess.run(scale.kg("build", str(vault), "--out", str(place / "out")), check=True, capture_output=True)
    return place / "vault"


def benchmarks(scratch: Path, sizes: Sequence[int]) -> dict[str, Callable[[], Section]]:
    """Every section, by name, in the order in which they are run."""
    return {
        "reader": lambda: reader.measured(unpacked(scratch)),
        "extraction": lambda: extraction.measured(unpacked(scratch)),
        "layout": layout.measured,
        "scale": lambda: scale.measured(scratch, sizes),
        "asking": lambda: asking.measured(built(scratch, sizes[-1]), built(scratch, SMALL)),
        "explorer": lambda: explorer.measured(
            built(scratch, sizes[-1]), explorer.SIZES, explorer.RUNS, explorer.CAP, explorer.absent()
        ),
        "panning": lambda: explorer_panning.measured(
            built(scratch, sizes[-1]), explorer.SIZES, explorer_panning.SECONDS, explorer.absent()
        ),
        "reliability": reliability.measured,
        "files": file_safety.measured,
    }


def machine() -> dict[str, str]:
    """What the figures were measured on."""
    return {
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": f"{psutil.virtual_memory().total / 2**30:.0f} GB",
        "system": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "versions": ", ".join(f"{name} {version(name)}" for name in PACKAGES),
    }


def _processor() -> str:
    cpus = Path("/proc/cpuinfo")
    lines = cpus.read_text(encoding="utf-8").splitlines() if cpus.is_file() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or "unknown")


def commit() -> str:
    """The commit at hand."""
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"


def keep(section: Section) -> None:
    """Keep what a section found, and write the page and the plots again."""
    results = known()
    before = results["sections"].get("scale") if section.name == "scale" else None
    section = merged(section, before)
    results["machine"] = machine()
    found = results["sections"] | {section.name: asdict(section) | {"commit": commits(before, commit())}}
    results["sections"] = {name: found[name] for name in SECTIONS if name in found}
    DATA.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    PAGE.write_text("\n".join(lines(results)) + "\n", encoding="utf-8")
    if section.name == "scale":
        pictures(section)


def pictures(section: Section) -> None:
    """Draw time and memory against size."""
    took, moved, sized = (table.rows for table in section.tables)
    notes = [int(str(row[0])) for row in took]
    changed = {kind: plots.column(moved, 1 + place) for place, kind in enumerate(scale.KINDS)}
    plots.draw(
        HOME / "time.svg",
        notes,
        ("minutes", {"first build": plots.column(took, 2)}),
        ("seconds", {"nothing changed": plots.column(took, 4), **changed}),
    )
    plots.draw(
        HOME / "memory.svg",
        notes,
        (
            "MB of memory, at most",
            dict(zip(MEMORY, (plots.column(took, 5 + place) for place in range(3)), strict=True)),
        ),
        (
            "MB on disk",
            {"notes": plots.column(sized, 1), "graph and search": plots.column(sized, 2)},
        ),
    )


def main() -> int:
    """Run what is asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("sections", nargs="*", metavar="SECTION", choices=[*SECTIONS, []], default=[])
    options.add_argument("--sizes", nargs="+", type=int, default=scale.SIZES)
    options.add_argument("--scratch", type=Path, help="a folder for the vaults; else they are thrown away")
    asked = options.parse_args()
    if not CORPUS.is_file():
        print(MISSING)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        scratch = asked.scratch or Path(folder)
        scratch.mkdir(parents=True, exist_ok=True)
        for name, measured in benchmarks(scratch, asked.sizes).items():
            if name in (asked.sections or SECTIONS):
                print(f"\n## {name}", flush=True)
                section = measured()
                printed(section)
                keep(section)
    print(f"\nwritten: {PAGE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
