"""Kills builds at random moments, and checks that the next one makes the graph whole.

    python benchmarks/kill_builds.py [N] [SEED]

Each time a note is changed or added, `kg build` is started as a process of its own, and it and its workers are killed
(SIGKILL) at a moment drawn from the whole length of such a build. Half of them are told to make everything anew
(`--full`), and half work as on a vault of many thousand notes: bulk loads, the engine opened anew after each, outputs
written by processes of their own. Readers must still get an answer. A plain build then follows, and the graph and the
outputs must equal, byte for byte, those of the same notes built from nothing.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import kg

ROOT = Path(__file__).resolve().parent.parent
OUTPUTS = ("graph.trig", "claims.jsonl", "report.md", "explorer/index.html")
AS_LARGE = """
import sys
import kg.assembly.assembly_line, kg.cli.main
from kg.store.engine import engine, entity_descriptions, store
sys.modules["kg.assembly.assembly_line"].LARGE = store.BULK = entity_descriptions.BULK = 1
engine.REFRESH = engine.MUCH = 1
store.CHUNK = 2_000
kg.cli.main.run()
"""
ADDED = "\nAcme Corporation sold {number} anvils to Globex in {year} [00:0{minute}:00].\n"


def start(vault: Path, out: Path, *more: str, large: bool = False) -> subprocess.Popen[bytes]:
    """Start a build as the leader of its own group of processes."""
    program = ["-c", AS_LARGE] if large else ["-m", "kg"]
    command = [sys.executable, *program, "build", str(vault), "--out", str(out), "--workers", "2", *more]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=ROOT, stdout=quiet, stderr=quiet, start_new_session=True)


def seconds(vault: Path, out: Path, *more: str) -> float:
    """Build to the end; how long it took."""
    begin = time.monotonic()
    if start(vault, out, *more).wait():
        raise SystemExit("a build that nobody disturbed failed")
    return time.monotonic() - begin


def outcome(vault: Path, out: Path) -> dict[str, bytes]:
    """The graph and the outputs."""
    with kg.open_graph(vault) as graph:
        return {"graph": b"".join(graph.export("nq"))} | {name: (out / name).read_bytes() for name in OUTPUTS}


def answers(vault: Path) -> bool:
    """Whether the graph can be asked."""
    try:
        with kg.open_graph(vault) as graph:
            return len(graph.claims("CoreWeave")) > 0
    except kg.StoreError:
        return False


def main(count: int, seed: int) -> int:
    """Kill ``count`` builds; the exit code."""
    draw = random.Random(seed)  # noqa: S311 - reproducible on purpose
    broken = answered = 0
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        vault, out = place / "vault", place / "out"
        shutil.copytree(ROOT / "vault", vault, ignore=shutil.ignore_patterns(".kg"))
        long = seconds(vault, out)
        notes = sorted(vault.rglob("*.md"))
        for number in range(count):
            full = ["--full"] if draw.random() < 1 / 2 else []
            large, note = draw.random() < 1 / 2, draw.choice(notes)
            text = note.read_text(encoding="utf-8")
            text += ADDED.format(number=number + 2, year=1990 + number, minute=number % 10)
            if large:  # only new notes are loaded in bulk
                note = vault / f"copy {number}.md"
            note.write_text(text, encoding="utf-8")
            build = start(vault, out, *full, large=large)
            time.sleep(draw.uniform(0.2, long))
            if build.poll() is None:
                os.killpg(build.pid, signal.SIGKILL)
            build.wait()
            answered += answers(vault)
            seconds(vault, out)
            clean = place / f"clean {number}"
            shutil.copytree(vault, clean / "vault", ignore=shutil.ignore_patterns(".kg"))
            seconds(clean / "vault", clean / "out")
            broken += outcome(vault, out) != outcome(clean / "vault", clean / "out")
            shutil.rmtree(clean)
            print(f"{number + 1:3} killed, {broken} not mended, {answered} answered meanwhile", flush=True)
    return int(broken > 0 or answered < count)


if __name__ == "__main__":
    sys.exit(main(*(int(each) for each in (*sys.argv[1:], "20", "1")[:2])))
