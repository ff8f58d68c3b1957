"""Asks a large graph what users ask, of an ordinary entity and of the most frequent one; and a small one beside rdflib.

    python -m benchmarks.asking VAULT [SMALL]

VAULT and SMALL are vaults that are built. In the process, medians of five: the named queries, `kg claims`, `kg search`
and `kg conflicts`, each until the last row is read. As commands, medians of five, with the start of the interpreter.
rdflib holds the graph of SMALL in memory and gets the same SPARQL; it answers once, and must give as many rows.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import warnings
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

import kg
from benchmarks.tables import Section, Table, median, printed, ratio, seconds
from kg.rdf.terms import DEFAULT_BASE, prefixes
from kg.store.ask.named_queries import named_queries, named_query

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from benchmarks.tables import Figure
    from kg.graph import Graph
    from kg.model import Claim

RUNS = 5
ORDINARY = "CoreWeave"
USUAL = 50  # claims of an ordinary entity
ORDINARY_LIMIT, FREQUENT_LIMIT = 100, 1_000  # milliseconds


def given(graph: Graph, entity: str) -> dict[str, dict[str, Any]]:
    """Parameters for each of the named queries, from what the graph says of an entity."""
    claims = list(graph.claims(entity))
    heard = next((claim for claim in claims if claim.source), None)
    subject, named, thing = next(filter(None, map(_relation, claims)), (entity, "dependsOn", entity))
    media = heard.source.media if heard and heard.source else "https://www.youtube.com/watch?v=none"
    special: dict[str, dict[str, Any]] = {
        "claims-by-note": {"note": claims[0].note},
        "claims-by-time": {"recording": media, "start": 0, "end": 100_000},
        "evidence": {"subject": subject, "property": named, "object": thing},
    }
    return {name: special.get(name, {"entity": entity}) for name in named_queries()}


def _relation(claim: Claim) -> tuple[str, str, str] | None:
    """A relation between two entities that a claim states."""
    both = (each for each in claim.statements if each.subject_entity and each.object_entity)
    return next(((str(each.subject_entity), each.property, str(each.object_entity)) for each in both), None)


def questions(graph: Graph, entity: str) -> dict[str, Callable[[], Sequence[object]]]:
    """All that is asked of an entity, by name."""
    asked: dict[str, Callable[[], Sequence[object]]] = {
        f"query {name}": partial(_rows, graph, name, values) for name, values in given(graph, entity).items()
    }
    return asked | {
        "kg claims, the first 100": lambda: list(graph.claims(entity)[:100]),
        "kg claims, all": lambda: list(graph.claims(entity)),
        "kg search": lambda: graph.search(entity),
        "kg conflicts": lambda: graph.conflicts(entity),
    }


def _rows(graph: Graph, name: str, values: Mapping[str, Any]) -> Sequence[object]:
    return graph.query(name, **values).rows


def in_process(graph: Graph) -> Table:
    """Milliseconds of every question, for both entities."""
    ordinary = usual(graph)
    frequent = graph.entities()[0].name
    both = [questions(graph, name) for name in (ordinary, frequent)]
    rows: list[list[Figure]] = []
    for name in both[0]:
        cells: list[Figure] = [name]
        for asked in both:
            cells += [median(RUNS, asked[name]) * 1000, len(asked[name]())]
        rows.append(cells)
    counts = [len(graph.claims(name)) for name in (ordinary, frequent)]
    held = graph.stats()
    return Table(
        "Questions in the process",
        f"{held.notes:,} notes, {held.claims:,} claims, {held.quads:,} quads. {ordinary}: {counts[0]:,} claims; "
        f"{frequent}: {counts[1]:,}. Limits: {ORDINARY_LIMIT} ms and {FREQUENT_LIMIT:,} ms.",
        ("question", f"{ordinary}, ms", "rows", f"{frequent}, ms", "rows"),
        rows,
    )


def usual(graph: Graph) -> str:
    """The entity that stands for the ordinary ones; in a small vault another one than in a large one."""
    rows = graph.entities()
    if any(row.name == ORDINARY and row.claims >= USUAL // 2 for row in rows):
        return ORDINARY
    return min(rows, key=lambda row: (abs(row.claims - USUAL), row.name)).name


def commands(vault: Path, entity: str) -> Table:
    """Seconds of whole commands."""
    asked = (["claims", entity], ["conflicts", entity], ["search", "revenue"], ["--help"])
    rows: list[list[Figure]] = []
    for words in asked:
        at = [] if "--help" in words else ["--vault", str(vault)]
        command = [sys.executable, "-m", "kg", *words, *at]
        taken = median(RUNS, lambda: subprocess.run(command, check=True, capture_output=True))  # noqa: B023 - run at once
        rows.append([f"kg {' '.join(words)}", taken])
    return Table(
        "Questions as commands", "Limits: 0.7 s for `kg claims`, 0.15 s for `kg --help`.", ("command", "s"), rows
    )


def beside_rdflib(vault: Path) -> Table:
    """The named queries in both engines, and loading the graph."""
    with kg.open_graph(vault) as graph, tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "graph.trig")
        file.write_bytes(b"".join(graph.export("trig")))
        ours = seconds(lambda: ox.Store(str(Path(folder, "store"))).bulk_load(path=str(file)))
        other, theirs = loaded(file)
        rows: list[list[Figure]] = [["load the graph", len(other), theirs, ours * 1000, ratio(theirs, ours)]]
        for entity in (usual(graph), graph.entities()[0].name):
            rows += [both_ways(graph, other, name, values, entity) for name, values in given(graph, entity).items()]
        held = graph.stats()
    return Table(
        "Beside rdflib",
        f"{held.notes:,} notes, {held.quads:,} quads: rdflib in memory, kg from disk.",
        ("question", "rows", "rdflib, s", "kg, ms", "kg is"),
        rows,
    )


def loaded(file: Path) -> tuple[Any, float]:
    """The graph in rdflib's memory, and the seconds that loading took."""
    import rdflib

    warnings.filterwarnings("ignore", module="rdflib")
    found = rdflib.Dataset(default_union=True)
    return found, seconds(lambda: found.parse(file, format="trig"))


def both_ways(graph: Graph, other: Any, name: str, values: Mapping[str, Any], entity: str) -> list[Figure]:
    """A row of the table.

    Raises:
        AssertionError: The engines do not give the same number of rows.
    """
    ours = median(RUNS, lambda: graph.query(name, **values).rows)
    text = named_query(name).bind(values, DEFAULT_BASE)
    begin = time.perf_counter()
    rows = len(list(other.query(text, initNs=prefixes())))
    theirs = time.perf_counter() - begin
    assert rows == len(graph.query(name, **values).rows), f"{name}: the engines differ"
    return [f"{name}, {entity}", rows, theirs, ours * 1000, ratio(theirs, ours)]


def measured(vault: Path, small: Path | None) -> Section:
    """All of it."""
    with kg.open_graph(vault) as graph:
        asked, entity = in_process(graph), usual(graph)
    whole = commands(vault, entity)
    tables = [asked, whole]
    ordinary = max(float(str(row[1])) for row in asked.rows)
    frequent = max(float(str(row[3])) for row in asked.rows)
    headline = [
        ("any question on an ordinary entity", f"{ordinary:.0f} ms at most"),
        ("any question on the most frequent entity", f"{frequent:.0f} ms at most"),
        ("`kg claims` as a command", f"{float(str(whole.rows[0][1])):.2f} s"),
    ]
    if small is not None:
        tables.append(beside_rdflib(small))
        factors = sorted(float(str(row[2])) * 1000 / float(str(row[3])) for row in tables[-1].rows[1:])
        told = f"{factors[0]:.0f} to {factors[-1]:,.0f} times slower"
        headline.append(("the same queries with rdflib in memory", told))
    return Section("asking", "Questions", tables, headline)


if __name__ == "__main__":
    printed(measured(Path(sys.argv[1]), Path(sys.argv[2]) if sys.argv[2:] else None))
