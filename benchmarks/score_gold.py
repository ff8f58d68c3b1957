"""Scores the extraction against the annotated notes beside the project: a table for each set, built together and alone.

    python benchmarks/score_gold.py [--shared DIR] [--errors N] [--kinds N]

"together" builds the notes of a set as one vault, "alone" each note as a vault of its own.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from glob import escape
from pathlib import Path

import kg
from kg.score.gold import read
from kg.score.kinds import kinds

SETS = {"gold": "notes", "gold-train": "notes-train"}


def together(notes: Path, work: Path) -> bytes:
    """The claims of a folder of notes built as one vault, as JSON lines."""
    vault = work / "vault"
    shutil.copytree(notes, vault)
    return b"".join(kg.build(vault).export("jsonl"))


def alone(notes: Path, work: Path) -> bytes:
    """The claims of a folder of notes, each built as a vault of its own, as JSON lines."""
    found = []
    for number, note in enumerate(sorted(notes.glob("*.md"))):
        vault = work / str(number)
        vault.mkdir()
        shutil.copy(note, vault)
        found.append(b"".join(kg.build(vault, workers=1).export("jsonl")))
    return b"".join(found)


def print_kinds(annotated: Path, vault: Path, most: int) -> None:
    """The commonest kinds of error in the claims of a vault, with their counts."""
    with kg.open_graph(vault) as graph:
        found = kinds(read(annotated), lambda name: list(graph.claims(note=escape(name))))
    for kind in found[:most]:
        print(f"{kind.times:5}  {kind.name:<60}  {kind.example[:100]}")


def main() -> int:
    """Print a table for each set and way of building."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    options.add_argument("--errors", type=int, default=0, metavar="N", help="show up to N errors of each kind")
    options.add_argument("--kinds", type=int, default=0, metavar="N", help="and the N commonest kinds of error")
    chosen = options.parse_args()
    evaluation = chosen.shared / "eval"
    if not evaluation.is_dir():
        print(f"skipped: {evaluation} is not there; name the folder that holds eval/ with --shared DIR")
        return 0
    for gold, notes in SETS.items():
        for build in (together, alone):
            with tempfile.TemporaryDirectory() as work:
                claims = Path(work) / "claims.jsonl"
                claims.write_bytes(build(evaluation / notes, Path(work)))
                print(f"\n{gold}, notes built {build.__name__}", flush=True)
                scorer = [sys.executable, evaluation / "score.py", evaluation / gold, claims]
                subprocess.run([*scorer, "--errors", str(chosen.errors)], check=True)
                if chosen.kinds and build is together:
                    print_kinds(evaluation / gold, Path(work) / "vault", chosen.kinds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
