"""``kg eval``: how well the graph's claims fit notes that a person annotated."""

from __future__ import annotations

from functools import lru_cache, partial
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from kg.cli import output
from kg.cli.command import Command, format_option, vault_option
from kg.cli.open_graph import graph_of
from kg.score import gold
from kg.score.calibration import calibration
from kg.score.kinds import kinds
from kg.score.scorecard import score
from kg.views.render.figures import counted
from kg.views.render.tables import Cell, Column, Table, json_line, markdown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.graph import Graph
    from kg.model import Claim
    from kg.score.calibration import Reliability
    from kg.score.gold import GoldNote
    from kg.score.kinds import ErrorKind
    from kg.score.scorecard import Score

COLUMNS = (
    Column("Measure", "name"),
    Column("Precision", "count"),
    Column("Recall", "count"),
    Column("F1 or rate", "count"),
    Column("Annotated", "count"),
)

RELIABILITY = (
    Column("Field", "name"),
    Column("Probability", "name"),
    Column("Said", "count"),
    Column("Right", "count"),
    Column("Error", "count"),
    Column("Count", "count"),
)

KINDS = (Column("Count", "count"), Column("Kind of error", "name"), Column("For example", "text"))


@click.command(
    cls=Command,
    short_help="How well the claims match notes that you annotated.",
    examples=(
        "kg eval my-gold                                   # docs/annotating.md explains the files",
        "kg eval my-gold --errors 5                        # with examples of what went wrong",
        "kg eval my-gold --kinds 10                        # and the most frequent kinds of error",
        "kg eval my-gold --calibration                     # are four of five right where 0.8 is said?",
        "kg eval my-gold -f json | jq '.scores[] | select(.measure == \"about\") | .f1'",
    ),
)
@click.argument("folder", metavar="GOLD_DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--errors", type=click.IntRange(min=0), default=0, metavar="N", help="Show up to N errors of each kind.")
@click.option("--kinds", "most", type=click.IntRange(min=0), default=0, metavar="N", help="Count the N main kinds.")
@click.option("--calibration", "calibrated", is_flag=True, help="Compare the probabilities with what is right.")
@format_option("table", "json", "md")
@vault_option
def command(folder: Path, vault: Path | None, errors: int, most: int, form: str, *, calibrated: bool) -> None:
    """Compare the claims of the built graph with the annotated notes in GOLD_DIR, measure by measure.

    GOLD_DIR holds one JSON file per annotated note. Notes are found in the vault by their file name; the claims of a
    note that is not there count as missed. Rates (timestamps, modality …) have no precision and recall.
    """
    notes = gold.read(folder)
    with graph_of(vault) as (_, graph):
        present = {row.path.rpartition("/")[2] for row in graph.notes()}
        for note in notes:
            if note.note not in present:
                output.note(f"{note.note}: no such note in the vault, so all its claims count as missed")
        claims_of = lru_cache(maxsize=None)(partial(_claims_of, graph))
        scores = score(notes, claims_of)
        commonest = kinds(notes, claims_of)[:most] if most else ()
        reliable = calibration(notes, claims_of) if calibrated else ()
    _print(_Result(notes, scores, commonest, reliable), errors, form)


class _Result(NamedTuple):
    notes: Sequence[GoldNote]
    scores: Sequence[Score]
    kinds: Sequence[ErrorKind]
    calibration: Sequence[Reliability]


def _claims_of(graph: Graph, name: str) -> Sequence[Claim]:
    return list(graph.claims(note=escape(name)))


def _print(result: _Result, errors: int, form: str) -> None:
    notes, scores, commonest, reliable = result
    if form == "json":
        record: dict[str, Any] = {"notes": len(notes), "scores": [row.to_dict(errors) for row in scores]}
        record |= {"kinds": [kind._asdict() for kind in commonest]} if commonest else {}
        output.document(record | ({"calibration": [each.to_dict() for each in reliable]} if reliable else {}))
        return
    tables = [(_table(scores), counted(len(notes), "annotated note"))]
    if commonest:
        tables.append((_kinds(commonest), "kinds of error, most frequent first, each with an example"))
    if reliable:
        tables.append(
            (
                _reliability(reliable),
                "what is said and what is right, by bins; in the row of all, the expected calibration error",
            )
        )
    for number, (table, footer) in enumerate(tables):
        if form == "md":
            output.lines([*([""] if number else []), *markdown(table)])
        else:
            output.show(table, footer=footer)
    output.lines(_told(scores, errors))


def _kinds(commonest: Sequence[ErrorKind]) -> Table:
    return Table(KINDS, tuple((Cell(f"{kind.times:,}"), Cell(kind.name), Cell(kind.example)) for kind in commonest))


def _reliability(reliable: Sequence[Reliability]) -> Table:
    return Table(RELIABILITY, tuple(row for each in reliable for row in _bins(each)))


def _bins(each: Reliability) -> Iterator[tuple[Cell, ...]]:
    for one in each.bins:
        figures = (one.said, one.share, abs(one.said - one.share))
        yield Cell(each.name), Cell(f"{one.low:.1f} to {one.high:.1f}"), *_figures(figures), Cell(f"{one.count:,}")
    if each.bins:
        yield Cell(each.name), Cell("all"), *_figures((None, None, each.error)), Cell(f"{each.count:,}")


def _figures(values: Sequence[float | None]) -> Iterator[Cell]:
    return (Cell(_figure(value)) for value in values)


def _table(scores: Sequence[Score]) -> Table:
    rows = (
        (
            Cell(row.name),
            *_figures((row.precision, row.recall, row.figure)),
            Cell(f"{row.total:,}"),
        )
        for row in scores
    )
    return Table(COLUMNS, tuple(rows))


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _told(scores: Sequence[Score], most: int) -> Iterator[str]:
    """The errors of each measure, one sentence a line with what is missing (-) and what is wrong (+) below."""
    for row in scores if most else ():
        if row.misses:
            yield ""
            yield f"## {row.name}: {counted(len(row.misses), 'sentence')}"
        for miss in row.misses[:most]:
            yield f"{miss.note}: {miss.text}"
            record = miss.to_dict()
            yield from (f"  - {json_line(one)}" for one in record["missed"])
            yield from (f"  + {json_line(one)}" for one in record["wrong"])
