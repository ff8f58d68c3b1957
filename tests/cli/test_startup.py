"""Commands load what they need and no more: what is heavy stays out of those that only ask."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import unwatched

if TYPE_CHECKING:
    from pathlib import Path

# engines and rooms that cost a noticeable part of a second
HEAVY = {"spacy", "thinc", "numpy", "rdflib", "networkx", "pyvis", "loky", "markdown_it", "ruamel", "watchfiles"}
HEAVY |= {
    "kg.reader.read_note",
    "kg.extract.pipeline",
    "kg.assembly.assembly_line",
    "urllib.request",
    "asyncio",
    "multiprocessing",
}


def loaded(*arguments: str) -> set[str]:
    """The modules that a command has loaded when it is done, in a process of its own."""
    script = (
        "import sys\n"
        "from kg.cli.main import main\n"
        "try: main(sys.argv[1:], standalone_mode=True)\n"
        "finally: print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, env=unwatched(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split("\n"))


@pytest.mark.parametrize("command", ["--help", "build --help", "export --help", "config", "query --list"])
def test_what_opens_no_graph_loads_no_engine(command: str, asked: Path) -> None:
    vault = [] if "help" in command else ["--vault", str(asked)]
    assert loaded(*command.split(), *vault) & (HEAVY | {"rich", "apsw"}) == set()


@pytest.mark.parametrize("command", ["claims Acme", "search anvils", "entities", "stats", "query risks -p entity=Acme"])
def test_what_asks_the_graph_loads_no_language_model(command: str, asked: Path) -> None:
    assert loaded(*command.split(), "--vault", str(asked)) & HEAVY == set()


def test_the_heavy_ones_are_noticed() -> None:
    """The list is no list of typing errors: a build does load them."""
    done = subprocess.run(
        [sys.executable, "-c", "import sys, kg.assembly.assembly_line, spacy; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert {"spacy", "numpy", "kg.reader.read_note", "kg.extract.pipeline"} <= set(done.stdout.split())
