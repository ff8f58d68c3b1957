"""What the benchmarks found, as it is kept in results.json and shown in results.md."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from benchmarks.corpus import ROOT
from benchmarks.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.tables import Figure, Section

HOME = ROOT / "benchmarks"
DATA, PAGE = HOME / "results.json", HOME / "results.md"
SECTIONS = ("reader", "extraction", "layout", "scale", "asking", "explorer", "panning", "reliability", "files")


def known() -> dict[str, Any]:
    """What earlier runs found."""
    empty: dict[str, Any] = {"machine": {}, "sections": {}}
    return json.loads(DATA.read_text(encoding="utf-8")) if DATA.is_file() else empty


def lines(results: dict[str, Any]) -> Iterator[str]:
    """The page."""
    yield "# Benchmarks"
    yield ""
    yield "Written by `make bench`. A row was measured in one run with its ratio; seconds are this machine's."
    yield ""
    yield from (f"- {name}: {value}" for name, value in results["machine"].items())
    yield ""
    yield from headline(results)
    for name in SECTIONS:
        if name in results["sections"]:
            yield from _section(results["sections"][name])


def headline(results: dict[str, Any]) -> Iterator[str]:
    """What holds, one line each, as a table; the README quotes it."""
    yield "| | |"
    yield "| --- | --- |"
    for name in SECTIONS:
        for what, figure in results["sections"].get(name, {}).get("headline", ()):
            yield f"| {what} | {figure} |"


def _section(found: dict[str, Any]) -> Iterator[str]:
    yield from ("", f"## {found['title']}", "", f"Commit {found['commit']}.")
    for each in found["tables"]:
        yield from ("", f"### {each['title']}", "")
        yield from (each["note"], "") if each["note"] else ()
        yield from Table(**each).lines()
    if found["name"] == "scale":
        yield from ("", "![Time against size](time.svg)", "", "![Memory against size](memory.svg)")


def merged(section: Section, before: dict[str, Any] | None) -> Section:
    """The rows of sizes that were measured now, and of those that were measured before."""
    if before is None:
        return section
    tables = [
        replace(table, rows=sorted({row[0]: row for row in [*old["rows"], *table.rows]}.values(), key=_size))
        for old, table in zip(before["tables"], section.tables, strict=True)
    ]
    largest = tables[0].rows[-1][0] == section.tables[0].rows[-1][0]
    headline = dict(before["headline"])
    headline |= {what: figure for what, figure in section.headline if largest or what in headline}
    return replace(section, tables=tables, headline=list(headline.items()))


def commits(before: dict[str, Any] | None, now: str) -> str:
    """The commits that a section's rows were measured on, the latest last."""
    earlier = before["commit"].split(", ") if before is not None else []
    return ", ".join([*(each for each in earlier if each != now), now])


def _size(row: Sequence[Figure]) -> int:
    return int(str(row[0]))
