"""What a shell offers for a name that is typed in part: from the graph of the vault that the command line means.

Completion never fails and never explains: without a vault or a graph there is nothing to offer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.cli.open_graph import graph_of
from kg.cli.quick_completion import MOST, beginning
from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import click

    from kg.graph import Graph


def entity_names(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Names and aliases of entities that begin so; words before the last may be the beginning of the same name."""
    before = context.params.get(parameter.name or "") or ()
    if not isinstance(before, tuple):
        before = ()

    return _asked(context, lambda graph: beginning(graph.names, before, typed))


def note_paths(context: click.Context, _: click.Parameter, typed: str) -> list[str]:
    """Paths of notes that begin so."""
    return _beginning(context, typed, lambda graph: (row.path for row in graph.notes()))


def type_names(context: click.Context, _: click.Parameter, typed: str) -> list[str]:
    """Types of entities that begin so, the vault's own among them."""
    return _beginning(context, typed, lambda graph: graph.own.types.names)


def property_names(context: click.Context, _: click.Parameter, typed: str) -> list[str]:
    """Properties of which values can be compared that begin so."""
    return _beginning(context, typed, lambda graph: graph.properties)


def query_names(_: click.Context, __: click.Parameter, typed: str) -> list[str]:
    """Named queries that begin so."""
    from kg.store.ask.named_queries import named_queries

    return [name for name in named_queries() if name.startswith(typed)]


def _beginning(context: click.Context, typed: str, names: Callable[[Graph], Iterable[str]]) -> list[str]:
    return _asked(context, lambda graph: (name for name in names(graph) if name.lower().startswith(typed.lower())))


def _asked(context: click.Context, names: Callable[[Graph], Iterable[str]]) -> list[str]:
    """What a graph has to offer, without what a terminal would obey."""
    try:
        with graph_of(context.params.get("vault"), local=True) as (_, graph):
            return [name for name in dict.fromkeys(names(graph)) if name.isprintable()][:MOST]
    except (KgError, OSError):
        return []
