"""A command that takes more memory than the machine can spare ends with a message, not with the machine's."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kg.cli import memory_guard

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    not memory_guard.STATM.is_file(), reason="this system does not say what a process takes"
)
SCRIPT = """
import sys
from kg.cli import memory_guard
from kg.cli.main import main
memory_guard.share = lambda: memory_guard.taken() + {more} * 2**20
main(sys.argv[1:])
"""


def kg(more: int, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """A command line that may take so many mebibytes more than it has at its start."""
    command = [sys.executable, "-c", SCRIPT.format(more=more), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_a_query_that_pairs_everything_with_everything_is_ended(asked: Path) -> None:
    query = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g"
    done = kg(100, "query", query, "--timeout", "0", "--vault", asked)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: this took more than 0.")
    assert "let it join less" in done.stderr


def test_a_command_that_takes_what_it_needs_is_left_alone(asked: Path) -> None:
    done = kg(100, "stats", "--vault", asked)
    assert (done.returncode, done.stderr) == (0, "")
