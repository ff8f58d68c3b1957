"""``kg query``: SPARQL over the graph: typed in, from a file, or one of the queries that come with kg."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg import config
from kg.cli import output
from kg.cli.command import QUERY_SECONDS, Command, limit_option, store_option, vault_option
from kg.cli.completed_names import query_names
from kg.cli.open_graph import be_ready, cut, graph_of
from kg.rdf.terms import prefixes
from kg.views.render.answer_tables import answer_table
from kg.views.render.figures import counted
from kg.views.render.tables import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NONE = "Nothing fits. kg entities lists the names that ent: takes, kg query --list the queries that come with kg."
FORMATS = ("table", "json", "csv", "tsv", "xml", "ttl", "nt", "jsonld", "rdfxml")
LIST_COLUMNS = (Column("Query", "name"), Column("What it answers", "text"), Column("Parameters", "code"))


def _be_ready(options: Mapping[str, Any]) -> None:
    """As ``be_ready``, where a query will be answered within a time limit."""
    if options["timeout"] and options["query"] is not None and not options["listed"]:
        be_ready(options)


@click.command(
    cls=Command,
    first=_be_ready,
    short_help="Ask in SPARQL, or with a named query.",
    examples=(
        "kg query --list",
        "kg query risks --param entity=CoreWeave",
        "kg query 'SELECT ?text { ?claim schema:about ent:CoreWeave ; schema:text ?text } LIMIT 5'",
        "kg query 'DESCRIBE ent:CoreWeave' -f ttl",
        "kg query my.rq -f csv --timeout 300 > answer.csv",
        "kg query 'CONSTRUCT { ?n dct:references ?m } { ?n dct:references ?m }' -f nt",
    ),
)
@click.argument("query", required=False, metavar="[SPARQL|FILE.rq|NAME|-]", shell_complete=query_names)
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter of a named query.")
@click.option("--list", "listed", is_flag=True, help="List the named queries with their parameters.")
@limit_option("rows in a table")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0),
    metavar="SECONDS",
    default=QUERY_SECONDS,
    show_default=True,
    help="Give up after this long; 0 means no limit.",
)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(FORMATS, case_sensitive=False),
    default="table",
    show_default=True,
    help="table, json, csv, tsv, xml for SELECT; json, xml for ASK; ttl, nt, jsonld, rdfxml for CONSTRUCT, DESCRIBE.",
)
@store_option
@vault_option
def command(
    query: str | None,
    params: Sequence[str],
    vault: Path | None,
    *,
    limit: int | None,
    timeout: float,
    form: str,
    listed: bool,
) -> None:
    """Ask the graph in SPARQL: a query as text, in a FILE.rq, on standard input (-), or one of kg's own by NAME.

    A table shows IRIs shortened and decoded; every other format gives them exactly.

    Predeclared prefixes: ent: for entities, p: for properties, note:, kg:, schema:, prov:, dct:, rdf: …
    """
    if listed:
        _list()
        return
    if query is None:
        raise click.UsageError("give a query, a FILE.rq or a NAME; 'kg query --list' shows the names")
    text = _text(query)
    with graph_of(vault) as (root, graph):
        result = graph.query(text, timeout=timeout or None, **_parameters(params))
    if form != "table":
        output.chunks([result.serialize(form)], None)
    elif result.kind == "ask":
        output.lines(["yes" if result else "no"])
    else:
        shown, rest = cut(result.rows, limit, form)
        if not result:
            output.note(NONE)
        spaces = tuple(prefixes(config.load(root, os.environ).base_iri).items())
        table = answer_table(result.columns, shown, spaces)
        output.show(table, footer=f"{counted(len(result), 'row')}{rest}")


def _list() -> None:
    from kg.store.ask.named_queries import named_queries

    rows = (
        (
            Cell(query.name),
            Cell(query.description),
            Cell(" ".join(f"{parameter.name}=" for parameter in query.parameters)),
        )
        for query in named_queries().values()
    )
    output.show(Table(LIST_COLUMNS, tuple(rows)))


def _text(query: str) -> str:
    """The query's text, or the name that the graph knows it by."""
    if query == "-":
        return sys.stdin.read()
    if query.endswith(".rq"):
        return Path(query).read_text(encoding="utf-8")
    return query


def _parameters(params: Sequence[str]) -> dict[str, str]:
    given = {}
    for param in params:
        name, equals, value = param.partition("=")
        if not equals:
            raise click.BadParameter(f"{param!r} has no '='; write --param entity=CoreWeave", param_hint="--param")
        given[name] = value
    return given
