"""Builds ever larger vaults as a user does, and tells what that takes: seconds, memory, bytes.

    python -m benchmarks.scale [--sizes 500 1000 ...] [--keep FOLDER]

Every vault is a part of the corpus, evenly spread. Every figure is of a process of its own: ``kg build`` from nothing,
again with nothing changed, and after one note was edited, added, renamed or deleted (medians of three).
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from benchmarks.corpus import CORPUS, MISSING, ROOT, bytes_of, part, unpacked
from benchmarks.tables import Figure, Section, Table, line, median, megabytes, printed
from kg.assembly.assembly_line import LARGE

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZES = (500, 1_000, 2_000, 3_000, 4_000, 6_203)
KINDS = ("edited", "added", "renamed", "deleted")
RUNS = 3
EVERY = 0.1  # seconds between two looks at the memory


@dataclass(slots=True)
class Peak:
    """The largest resident memory of a build and of its processes, in bytes; looked at while it runs.

    Attributes:
        process: The build.
        published: The file that the build replaces when all notes are in the graph. Children that were there before
            read, analyse and extract notes; later ones write outputs.
        parent: Of the build itself.
        worker: Of any child that reads, analyses and extracts.
        writer: Of any child that writes an output.
    """

    process: psutil.Process
    published: Path
    parent: int = 0
    worker: int = 0
    writer: int = 0
    _ended: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        """Look until the process has ended."""
        before, workers = changed_at(self.published), set[psutil.Process]()
        while not self._ended.wait(EVERY):
            try:
                self.parent = max(self.parent, self.process.memory_info().rss)
                children = self.process.children(recursive=True)
                if changed_at(self.published) == before:
                    workers.update(children)
                for child in children:
                    size = child.memory_info().rss
                    if child in workers:
                        self.worker = max(self.worker, size)
                    else:
                        self.writer = max(self.writer, size)
            except psutil.Error:  # one has just ended
                continue

    def end(self) -> None:
        """Look no more."""
        self._ended.set()


@dataclass(frozen=True, slots=True)
class Grown:
    """What one vault took; seconds and bytes."""

    notes: int
    source: int
    build: float
    parent: int
    worker: int
    writer: int
    unchanged: float
    changed: dict[str, dict[str, float]]
    graph: int
    state: int
    outputs: int
    page: int


def kg(*words: str) -> list[str]:
    """A command of kg."""
    return [sys.executable, "-m", "kg", *words]


def changed_at(file: Path) -> int | None:
    """When a file was last written, in nanoseconds; None when it is not there."""
    try:
        return file.stat().st_mtime_ns
    except FileNotFoundError:
        return None


def run(vault: Path, out: Path) -> tuple[float, Peak]:
    """Build a vault; the command's seconds and its memory.

    Raises:
        subprocess.CalledProcessError: It failed.
    """
    command = kg("build", str(vault), "--out", str(out))
    begin = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = Peak(psutil.Process(process.pid), vault / ".kg" / "published-1")
    watcher = threading.Thread(target=peak.watch)
    watcher.start()
    code = process.wait()
    taken = time.perf_counter() - begin
    peak.end()
    watcher.join()
    if code:
        raise subprocess.CalledProcessError(code, command)
    return taken, peak


def changed(vault: Path, kind: str, out: Path) -> dict[str, float]:
    """Medians over changes of one kind; the outputs are written once, for an edit."""
    found = []
    for number in range(RUNS):
        wanted = [str(out)] if kind == "edited" and number == 0 else []
        command = [sys.executable, "-m", "benchmarks.change", str(vault), kind, str(number), *wanted]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        found.append(json.loads(done.stdout))
    middle = {key: statistics.median(each[key] for each in found) for key in ("start", "graph", "written")}
    return middle | {"outputs": found[0]["outputs"]}


def grown(vault: Path, out: Path) -> Grown:
    """Build a vault in all the ways."""
    source = bytes_of(vault, "*.md")
    notes = sum(1 for _ in vault.rglob("*.md"))
    taken, peak = run(vault, out)
    unchanged = median(RUNS, lambda: run(vault, out))
    folder = vault / ".kg"
    sizes = {
        "graph": bytes_of(folder) - bytes_of(folder / "state.sqlite"),
        "state": bytes_of(folder / "state.sqlite"),
        "outputs": bytes_of(out) - bytes_of(out / "explorer"),
        "page": bytes_of(out / "explorer"),
    }
    return Grown(
        notes=notes,
        source=source,
        build=taken,
        parent=peak.parent,
        worker=peak.worker,
        writer=peak.writer,
        unchanged=unchanged,
        changed={kind: changed(vault, kind, out) for kind in KINDS},
        **sizes,
    )


COSTS = (
    "notes", "MB", "first build, min", "notes/s", "nothing changed, s",
    "parent, MB", "analysing process, MB", "writing process, MB",
)  # fmt: skip
COPIES = f"""Beyond {SIZES[-1]:,} notes the same notes again, as of other recordings. Memory, at most: the parent, the \
largest process that reads, analyses and extracts notes, the largest that writes outputs (from {LARGE} notes on)."""
SIZED = ("notes", "notes, MB", "graph and search, MB", "build state, MB", "trig, jsonl, report, MB", "explorer, MB")
CHANGED = ("notes", *(f"{kind}, s" for kind in KINDS), "notes written by an edit", "start-up, s", "files of an edit, s")


def costs(each: Grown) -> list[Figure]:
    """A row of what building takes."""
    return [
        each.notes,
        megabytes(each.source),
        each.build / 60,
        each.notes / each.build,
        each.unchanged,
        megabytes(each.parent),
        megabytes(each.worker),
        megabytes(each.writer) if each.writer else None,
    ]


def section(found: Sequence[Grown]) -> Section:
    """What is told of all sizes."""
    sized = [
        [each.notes, *map(megabytes, (each.source, each.graph, each.state, each.outputs, each.page))] for each in found
    ]
    moved = [
        [
            each.notes,
            *(each.changed[kind]["graph"] for kind in KINDS),
            each.changed["edited"]["written"],
            each.changed["edited"]["start"],
            each.changed["edited"]["outputs"] - each.changed["edited"]["graph"],
        ]
        for each in found
    ]
    return Section(
        "scale",
        "Vaults of growing size",
        [
            Table("What building takes", COPIES, COSTS, [costs(each) for each in found]),
            Table(
                "One note changed",
                "Seconds until readers find the new graph, after start-up: the interpreter, imports, the NLP pipeline.",
                CHANGED,
                moved,
            ),
            Table("Bytes", "", SIZED, sized),
        ],
        [told for each in found if each.notes >= SIZES[-1] or each is found[-1] for told in headline(each)],
    )


def headline(each: Grown) -> list[tuple[str, str]]:
    """What a reader in a hurry is told of one size."""
    notes, slowest = f"{each.notes:,} notes", max(each.changed[kind]["graph"] for kind in KINDS)
    parent, worker, writer = (megabytes(size) for size in (each.parent, each.worker, each.writer))
    memory = f"{parent:.0f} MB; {worker:.0f} MB a process that analyses, {writer:.0f} MB one that writes outputs"
    return [
        (f"{notes}: first build", f"{each.build / 60:.1f} min, two processes"),
        (f"{notes}: its memory, at most", memory),
        (f"{notes}: build with nothing changed", f"{each.unchanged:.2f} s"),
        (f"{notes}: one edited, added, renamed or deleted", f"graph right {slowest:.2f} s after start-up at most"),
    ]


def measured(scratch: Path, sizes: Sequence[int] = SIZES) -> Section:
    """Measure every size; the vaults stay in the folder."""
    corpus, found = unpacked(scratch), []
    for size in sizes:
        place = scratch / f"of {size}"
        shutil.rmtree(place, ignore_errors=True)
        vault = part(corpus, size, place / "vault")
        found.append(grown(vault, place / "out"))
        print(line(costs(found[-1])), flush=True)
    return section(found)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES)
    parser.add_argument("--keep", type=Path, help="an existing folder for the vaults; else they are thrown away")
    asked = parser.parse_args()
    if not CORPUS.is_file():
        print(MISSING)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        printed(measured(asked.keep or Path(folder), asked.sizes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
