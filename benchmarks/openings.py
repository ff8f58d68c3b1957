"""Opens the graph again and again while builds publish, and checks that each opening is whole.

    python benchmarks/openings.py [OPENINGS] [BUILDS] [SEED]

One process changes a note of the sample vault and builds it, again and again; some builds are killed (SIGKILL) at a
moment drawn from their length. Meanwhile this one opens the graph, and asks the graph, the search file and the counts
how many claims there are and which number the builds wrote last: all must say the same. Ends with 1 if one did not,
with what opening cost, and with what was left on the disk.
"""

from __future__ import annotations

import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import kg

ROOT = Path(__file__).resolve().parent.parent
NOTE = "allin/CoreWeave IPO and the Neocloud Model.md"
ADDED = "\n{mark} Corporation sold {number} anvils to CoreWeave in 2019 [00:01:00].\n"
KILLED = 1 / 5  # share of builds that are killed
FIRST = 1_000
BUILD = """
import sys
from pathlib import Path
from kg import assembly
from kg.config import Config
assembly.build(Path(sys.argv[1]), config=Config(workers=1))
"""


def building(vault: Path) -> subprocess.Popen[bytes]:
    """Start a build."""
    return subprocess.Popen([sys.executable, "-c", BUILD, str(vault)], cwd=ROOT, stderr=subprocess.DEVNULL)


def edit(vault: Path, text: str, number: int) -> None:
    """Have a note say another number, in a file that is replaced as editors do."""
    fresh = vault / "fresh.tmp"
    fresh.write_text(text + ADDED.format(mark="Hooli", number=number), encoding="utf-8")
    fresh.replace(vault / NOTE)


def opened(vault: Path) -> tuple[float, set[int], set[int]]:
    """Open the graph: the seconds that took, the numbers of claims, and the numbers that builds wrote."""
    begin = time.perf_counter()
    with kg.open_graph(vault) as graph:
        took = time.perf_counter() - begin
        (row,) = graph.query("SELECT (COUNT(*) AS ?n) { ?c a schema:Claim }").rows
        counts = {int(str(row[0])), graph.stats().claims, sum(note.claims for note in graph.notes())}
        texts = [claim.text for claim in graph.claims("Hooli Corporation")]
        texts += [hit.claim.text for hit in graph.search('"hooli corporation sold"')]
        rows = graph.query('SELECT ?t { ?c schema:text ?t FILTER CONTAINS(?t, "Hooli") }').rows
        texts += [str(text) for (text,) in rows]
    return took, counts, {int(text.split(" sold ")[1].split()[0].replace(",", "")) for text in texts}


def main(openings: int, builds: int, seed: int) -> int:
    """Open so many times while so many builds run; the exit code."""
    draw = random.Random(seed)  # noqa: S311 - reproducible on purpose
    with tempfile.TemporaryDirectory() as folder:
        vault = Path(folder) / "vault"
        shutil.copytree(ROOT / "vault", vault, ignore=shutil.ignore_patterns(".kg"))
        text = (vault / NOTE).read_text(encoding="utf-8")
        edit(vault, text, FIRST)
        building(vault).wait()
        begin = time.monotonic()
        edit(vault, text, FIRST + 1)
        building(vault).wait()
        length = time.monotonic() - begin
        took, torn, met, killed, started = list[float](), 0, set[int](), 0, 0
        build, ends = building(vault), float("inf")
        while len(took) < openings or started < builds:
            if build.poll() is not None and started < builds:
                started += 1
                edit(vault, text, FIRST + 1 + started)
                build = building(vault)
                ends = time.monotonic() + draw.uniform(0.2, length) if draw.random() < KILLED else float("inf")
            if time.monotonic() > ends:
                with suppress(ProcessLookupError):
                    build.send_signal(signal.SIGKILL)
                killed, ends = killed + 1, float("inf")
            seconds, counts, numbers = opened(vault)
            took.append(seconds)
            torn += len(counts) != 1 or len(numbers) != 1
            met |= numbers
        build.wait()
        building(vault).wait()
        left = sorted(path.name for path in (vault / ".kg").glob("published-*"))
    middle, most = statistics.median(took) * 1000, sorted(took)[len(took) * 99 // 100] * 1000
    print(f"{len(took):,} openings during {started} builds, {killed} of them killed: {torn} torn")
    print(f"{len(met)} generations met; opening takes {middle:.1f} ms, 99 of 100 at most {most:.1f} ms")
    print(f"left on the disk: {', '.join(left)}")
    return int(torn > 0 or len(left) != 1)


if __name__ == "__main__":
    sys.exit(main(*(int(each) for each in (*sys.argv[1:], *("10000", "50", "1")[len(sys.argv) - 1 :]))))
