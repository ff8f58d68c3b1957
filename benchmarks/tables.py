"""What a benchmark tells: tables of figures, and what is told of all in one line each."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

Figure = str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of figures.

    Attributes:
        title: A few words.
        note: What was measured and how, as Markdown; may be empty.
        columns: Their heads; all but the first are set to the right.
        rows: As many cells as columns; None is a figure that there is none of.
    """

    title: str
    note: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Figure]] = ()

    def lines(self) -> Iterator[str]:
        """The table as Markdown."""
        yield f"| {' | '.join(self.columns)} |"
        yield f"| {' | '.join(['---', *['--:'] * (len(self.columns) - 1)])} |"
        yield from map(line, self.rows)


@dataclass(frozen=True, slots=True)
class Section:
    """What one benchmark found.

    Attributes:
        name: By which it is asked for.
        title: A few words.
        tables: Its tables.
        headline: What holds, and the figure for it, for readers in a hurry.
    """

    name: str
    title: str
    tables: list[Table]
    headline: list[tuple[str, str]]


def line(row: Iterable[Figure]) -> str:
    """One row as Markdown."""
    return f"| {' | '.join(map(shown, row))} |"


def shown(figure: Figure) -> str:
    """A figure for people: three digits that count, thousands set apart."""
    if figure is None:
        return "-"
    if isinstance(figure, float):
        return f"{figure:,.0f}" if abs(figure) >= 100 else f"{figure:.{2 if abs(figure) >= 1 else 3}f}"
    return f"{figure:,}" if isinstance(figure, int) else figure


def median(runs: int, work: Callable[[], object]) -> float:
    """The median of the seconds that some work takes."""
    return statistics.median(seconds(work) for _ in range(runs))


def seconds(work: Callable[[], object]) -> float:
    """How long some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def printed(section: Section) -> None:
    """Print a section."""
    for table in section.tables:
        print(f"\n### {table.title}\n", *([table.note, ""] if table.note else []), *table.lines(), sep="\n", flush=True)


def ratio(theirs: float, ours: float) -> str:
    """How many times faster ours is, or slower."""
    return f"{theirs / ours:,.1f} times faster" if theirs >= ours else f"{ours / theirs:,.1f} times slower"


def megabytes(size: float) -> float:
    """Bytes as MB."""
    return size / 1e6


def spread(count: int, among: int) -> Sequence[int]:
    """Places evenly spread: ``count`` of ``among``, or all."""
    return range(among) if count >= among else [place * among // count for place in range(count)]
