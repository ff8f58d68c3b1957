"""Runs the examples of README.md and docs/: real commands on a copy of the sample vault, their output as Markdown."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "claims.svg"
PAGES = ("README.md", *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md")))


@lru_cache(maxsize=1)
def _place() -> tempfile.TemporaryDirectory[str]:
    """Where all examples run; it is removed when the process ends."""
    return tempfile.TemporaryDirectory(prefix="kg-examples-")


@lru_cache(maxsize=1)
def workspace() -> Path:
    """A folder with a built copy of the sample vault, made once and never changed."""
    folder = Path(tempfile.mkdtemp(dir=_place().name))
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


@dataclass(frozen=True, slots=True)
class Page:
    """The examples of one page, in a copy of the workspace that no other page changes."""

    folder: Path = field(default_factory=lambda: copied(workspace()))

    def show(self, command: str, lines: int | None = None, *, first: bool = False) -> str:
        """A Markdown block of a command and its output, cut after so many lines; ``first``: nothing was built yet."""
        if first:
            shutil.rmtree(self.folder / "vault" / ".kg")
        output = run(command, self.folder).rstrip("\n").split("\n")
        if lines is not None and len(output) > lines:
            output = [*output[:lines], "…"]
        return "\n".join(["```console", f"$ {command}", *(line.rstrip() for line in output), "```"])

    def data(self, command: str, language: str = "json") -> str:
        """A Markdown block of the first line of JSON that a command prints, indented, with the command above it."""
        record = json.loads(run(command, self.folder).partition("\n")[0])
        text = json.dumps(record, indent=2, ensure_ascii=False)
        return f"```console\n$ {command}\n```\n\n```{language}\n{text}\n```"

    def write(self, path: str, text: str) -> None:
        """Write a file of the page's reader, with the folders above it."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def change(self, path: str, old: str, new: str) -> None:
        """Change a file as the page's reader would, in the text around the example."""
        file = self.folder / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, path
        file.write_text(text.replace(old, new), encoding="utf-8")


def copied(folder: Path) -> Path:
    """A new copy of a folder."""
    return shutil.copytree(folder, Path(tempfile.mkdtemp(dir=_place().name)) / "copy")


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
