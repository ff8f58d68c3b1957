"""The report of a build as a Markdown page: what was read, what it is about, where it disagrees, what to look at."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from kg.model.properties import property_table
from kg.views.compare import pair_tables
from kg.views.compare.verdicts import VERDICTS
from kg.views.render import figures, tables
from kg.views.render.tables import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.model import Problem
    from kg.store.ask.answer_rows import Entities, Stats
    from kg.store.engine.query_results import QueryResult
    from kg.views.compare.value_pairs import Conflict, Conflicts

HEAD = "---\nkg_page: report\n---\n"  # where the folder of outputs is in a vault, kg must not read claims from this
TITLE = "# What the notes claim"
MOST = 20  # rows, or pairs, that each table of the page shows
MOMENT = 30  # seconds within which two notes on one recording tell of the same words

# Many times faster so: names are looked up for the groups, not for all that is grouped, and of all patterns the one
# that fewest things fit comes first.
TIMES_MEASURED = f"""
SELECT ?name ?claims ?numbers {{
  {{
    SELECT ?entity (COUNT(DISTINCT ?claim) AS ?claims) (COUNT(?quantity) AS ?numbers) {{
      ?claim schema:about ?entity ; kg:hasQuantity ?quantity
    }} GROUP BY ?entity
  }}
  ?entity schema:name ?name
}} ORDER BY DESC(?numbers) ?name LIMIT {MOST}
"""
DIFFERING = """
SELECT ?name ?label ?unit ?values ?low ?high {
  {
    SELECT ?entity ?property ?unit (COUNT(DISTINCT ?value) AS ?values) (MIN(?value) AS ?low) (MAX(?value) AS ?high) {
      ?statement schema:unitText ?unit ; rdf:subject ?entity ; rdf:predicate ?property ; rdf:object ?value
    } GROUP BY ?entity ?property ?unit HAVING (COUNT(DISTINCT ?value) > 1)
  }
  %s
  ?entity schema:name ?name . ?property rdfs:label ?label
} ORDER BY DESC(?values) ?name ?label ?unit LIMIT %d
"""
REPAIRED = f"""
SELECT ?recording (COUNT(DISTINCT ?note) AS ?notes) (COUNT(DISTINCT ?claim) AS ?claims) (SAMPLE(?why) AS ?reason) {{
  ?claim kg:repaired true ; kg:repairReason ?why ; prov:wasDerivedFrom ?note . ?note schema:isBasedOn ?recording
}} GROUP BY ?recording ORDER BY DESC(?claims) ?recording LIMIT {MOST}
"""


class ReportGraph(Protocol):
    """What the report asks a graph."""

    def stats(self) -> Stats:
        """How much it holds."""

    def entities(self) -> Entities:
        """Its entities, those with most claims first."""

    def query(self, sparql_or_name: str, /) -> QueryResult:
        """The answer to a SPARQL query."""

    def conflicts(self, *, verdict: str) -> Conflicts:
        """The pairs of values with a verdict."""


def render(graph: ReportGraph, problems: Iterable[Problem] = ()) -> Iterator[str]:
    """Yield the page section by section; what a section needs is asked when it is wanted.

    Args:
        graph: What was built.
        problems: What was wrong with input files.

    Yields:
        Markdown that depends on graph and problems alone: no date, no path of this machine.
    """
    yield f"{HEAD}{TITLE}\n"
    for title, words, table in _sections(graph, problems):
        lines = ["", f"## {title}", ""]
        lines += [words, ""] if words else []
        lines += tables.markdown(table) if table.rows else ["None."]
        yield "\n".join(lines) + "\n"


def _sections(graph: ReportGraph, problems: Iterable[Problem]) -> Iterator[tuple[str, str, Table]]:
    yield "What was read", "", _read(graph)
    yield "What it is about", "The entities mentioned in most claims.", _top(graph)
    yield "Who has numbers", "The entities with most numbers.", _measured(graph)
    yield (
        "Where notes contradict each other",
        "Values that exclude each other, with nothing in the notes to explain it; `kg conflicts` shows all pairs.",
        _contradicting(graph),
    )
    yield (
        "Where numbers differ",
        "One thing, one unit, several values: a change over time, or a dispute; growth excluded.",
        _differing(graph),
    )
    yield (
        "Repaired recordings",
        "Times that cannot be right as written; links play the repaired second.",
        _repaired(graph),
    )
    yield "Problems", "What was wrong in the notes, by kind; `kg doctor` shows every place.", _problems(problems)


def _read(graph: ReportGraph) -> Table:
    return tables.counts(graph.stats().to_dict().items())


def _top(graph: ReportGraph) -> Table:
    found = graph.entities()[:MOST]
    table = tables.entities(found.to_dicts())
    return Table(table.columns[:-1], tuple(row[:-1] for row in table.rows))


def _measured(graph: ReportGraph) -> Table:
    columns = (Column("Entity", "name"), Column("Claims", "count"), Column("Numbers", "count"))
    return _table(columns, graph.query(TIMES_MEASURED).rows)


def _contradicting(graph: ReportGraph) -> Table:
    """One pair of each attribute, from different notes; those first that time cannot explain."""
    claims = {row.name: row.claims for row in graph.entities()}
    apart = (row for row in graph.conflicts(verdict=VERDICTS[0]) if row.first.claim.note != row.second.claim.note)
    pairs: dict[tuple[object, ...], Conflict] = {}
    for row in sorted(apart, key=lambda row: (not _at_one_time(row), -claims.get(row.entity, 0))):
        pairs.setdefault((row.entity, row.property, row.of, row.what, row.unit), row)
    best = islice(pairs.values(), MOST)
    return pair_tables.table((row.to_dict() for row in best), judged=False)


def _at_one_time(row: Conflict) -> bool:
    """Whether time cannot explain it: the values are dates, hold for one date, or were said in one moment."""
    first, second = row.first.stated, row.second.stated
    if first.quantity is None or (first.date is not None and first.date == second.date):
        return True
    one, other = row.first.claim.source, row.second.claim.source
    return one is not None and other is not None and one.media == other.media and abs(one.start - other.start) <= MOMENT


def _differing(graph: ReportGraph) -> Table:
    columns = (
        Column("Entity", "name"),
        Column("What", "text"),
        Column("Values", "count"),
        Column("From", "number"),
        Column("To", "number"),
    )
    rows = (
        (name, label, values, _measure(low, unit), _measure(high, unit))
        for name, label, unit, values, low, high in graph.query(differing())
    )
    return _table(columns, rows)


def differing() -> str:
    """The query for attributes with several values, of the properties whose values are compared."""
    names = sorted(name for name, row in property_table().items() if row.change or row.nameless)
    return DIFFERING % (" ".join(f'FILTER (!STRENDS(STR(?property), "/{name}"))' for name in names), MOST)


def _measure(value: Any, unit: Any) -> str:
    return figures.quantity({"value": value, "unit": unit})


def _repaired(graph: ReportGraph) -> Table:
    columns = (
        Column("Recording", "text"),
        Column("Notes", "count"),
        Column("Claims", "count"),
        Column("Why", "text"),
    )
    rows = graph.query(REPAIRED).rows
    return Table(columns, tuple((Cell(str(row[0]), link=str(row[0])), *_cells(row[1:])) for row in rows))


def _problems(problems: Iterable[Problem]) -> Table:
    kinds: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        kinds[problem.code].append(problem)
    columns = (
        Column("Problem", "code"),
        Column("Times", "count"),
        Column("Notes", "count"),
        Column("For example", "text"),
        Column("In", "note"),
    )
    return _table(columns, _kinds(kinds))


def _kinds(kinds: dict[str, list[Problem]]) -> Iterator[tuple[object, ...]]:
    for code, found in sorted(kinds.items(), key=lambda item: (-len(item[1]), item[0])):
        first = min(found, key=lambda problem: (problem.path, problem.span or (-1, -1), problem.message))
        notes = len({problem.path for problem in found})
        yield code, len(found), notes, first.message, tables.note_name(first.path)


def _table(columns: tuple[Column, ...], rows: Iterable[Sequence[object]]) -> Table:
    return Table(columns, tuple(map(_cells, rows)))


def _cells(row: Sequence[object]) -> tuple[Cell, ...]:
    return tuple(Cell(f"{value:,}" if isinstance(value, int) else str(value)) for value in row)
