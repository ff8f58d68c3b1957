"""Writes what a build leaves in the outputs folder, from the store alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.files import write
from kg.graph import Graph
from kg.views.report import render

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.assembly.result import Progress
    from kg.config import Config
    from kg.model import Problem

EXPORTS = (("graph.trig", "trig"), ("claims.jsonl", "jsonl"))
REPORT = "report.md"


def write_all(vault: Path, config: Config, out: Path, problems: Sequence[Problem], told: Progress) -> tuple[Path, ...]:
    """Write the graph, the claims and the report into a folder, each file whole or not at all.

    Returns:
        The files, in the order they were written.

    Raises:
        OSError: The folder cannot be written.
    """
    told.phase("Writing", len(EXPORTS) + 1, "files")
    out.mkdir(parents=True, exist_ok=True)
    with Graph.open(vault, config) as graph:
        for name, form in EXPORTS:
            write(out / name, graph.export(form))
            told.advance()
        write(out / REPORT, [render(graph, problems).encode()])
        told.advance()
    return (*(out / name for name, _ in EXPORTS), out / REPORT)
