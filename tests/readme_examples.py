"""Runs the README's examples: real commands on a copy of the sample vault, their output as Markdown."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "claims.svg"


@lru_cache(maxsize=1)
def workspace() -> Path:
    """A folder with a built copy of the sample vault, made once."""
    folder = Path(tempfile.mkdtemp(prefix="kg-readme-"))
    shutil.copytree(ROOT / "vault", folder / "vault", ignore=shutil.ignore_patterns(".kg"))
    run("kg build", folder)
    return folder


def run(command: str, folder: Path, **variables: str) -> str:
    """Run one command line in a folder and return what it prints; ``kg`` is the package under test."""
    words = shlex.split(command)
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("KG_", "COV_", "COVERAGE_"))}
    environ = plain | (variables or {"NO_COLOR": "1", "COLUMNS": "100"})
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=folder,
        env=environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    if done.returncode:
        raise RuntimeError(f"{command!r} ended with {done.returncode}: {done.stderr}")
    return done.stdout


def show(command: str, lines: int | None = None, *, first: bool = False) -> str:
    """A Markdown block of a command and its output, cut after so many lines; ``first``: as if nothing was built yet."""
    if first:
        shutil.rmtree(workspace() / "vault" / ".kg")
    output = run(command, workspace()).rstrip("\n").split("\n")
    if lines is not None and len(output) > lines:
        output = [*output[:lines], "…"]
    return "\n".join(["```console", f"$ {command}", *(line.rstrip() for line in output), "```"])


def change(path: str, old: str, new: str) -> None:
    """Change a file as the README's reader would, in the text around the example."""
    file = workspace() / path
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, path
    file.write_text(text.replace(old, new), encoding="utf-8")


def figures() -> str:
    """What the last ``make bench`` measured, in a line for each thing, as Markdown."""
    sections = json.loads((ROOT / "benchmarks" / "results.json").read_text(encoding="utf-8"))["sections"]
    rows = [f"| {what} | {figure} |" for section in sections.values() for what, figure in section["headline"]]
    return "\n".join(["| what | measured |", "| --- | --- |", *rows])


def picture() -> str:
    """The claims about CoreWeave as a terminal shows them, as SVG."""
    from rich.console import Console
    from rich.text import Text

    columns = 110
    command = "kg claims CoreWeave --note '*Neocloud*'"
    shown = run(command, workspace(), FORCE_COLOR="1", COLUMNS=str(columns), TERM="xterm-256color")
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - a sink, not a path
        console = Console(record=True, width=columns, file=nowhere, color_system="truecolor", force_terminal=True)
        console.print(Text(f"$ {command}", style="bold"))
        console.print(Text.from_ansi(shown))
    return console.export_svg(title="claimgraph", unique_id="claims")


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(picture(), encoding="utf-8")
