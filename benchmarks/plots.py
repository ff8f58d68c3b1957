"""Draws what building takes against the size of the vault, from the figures that were measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl

mpl.use("Agg")
mpl.rcParams["svg.hashsalt"] = "claimgraph"  # the same figures, the same bytes

from matplotlib import pyplot as plt  # noqa: E402 - after the backend is chosen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from benchmarks.tables import Figure

    Lines = Mapping[str, Sequence[float]]

COLOURS = ("#2a64b0", "#c8414f", "#23803f", "#b06000", "#7a4fc0")
SIZE = (9.0, 3.6)  # inches


def draw(file: Path, notes: Sequence[int], left: tuple[str, Lines], right: tuple[str, Lines]) -> None:
    """Write an SVG of two diagrams side by side.

    Args:
        file: To write.
        notes: The sizes of the vaults.
        left: The unit of the first, and its values by name, one for each size.
        right: The same of the second.
    """
    figure, axes = plt.subplots(1, 2, figsize=SIZE, layout="constrained")
    for axis, (unit, lines) in zip(axes, (left, right), strict=True):
        for colour, (name, values) in zip(COLOURS, lines.items(), strict=False):
            axis.plot(notes, values, marker="o", markersize=4, color=colour, label=name)
        axis.set_xlabel("notes")
        axis.set_ylabel(unit)
        axis.set_xlim(left=0)
        axis.set_ylim(bottom=0)
        axis.grid(alpha=0.3)
        axis.legend(frameon=False)
    figure.savefig(file, metadata={"Date": None})
    plt.close(figure)


def column(rows: Sequence[Sequence[Figure]], place: int) -> list[float]:
    """The figures of one column of a table."""
    return [float(str(row[place])) for row in rows]
