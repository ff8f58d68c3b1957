"""What the commands that ask the graph share: opening it, understanding names, and keeping a screen readable."""

from __future__ import annotations

import os
from collections.abc import Sized
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from kg import config
from kg.cli import find_vault, output, progress
from kg.cli.command import store_option_value
from kg.errors import UnknownName, VaultError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.graph import Graph
    from kg.store.ask.answer_rows import EntityRow

ON_A_SCREEN = 100  # rows that a terminal shows unless --limit asks for others


class Sliceable(Sized, Protocol):
    """Rows that can be cut, such as the graph's answers."""

    def __getitem__(self, part: slice, /) -> Self:
        """Some of the rows."""


Rows = TypeVar("Rows", bound=Sliceable)


class Limited(Sized, Protocol):
    """Rows of which a limit may have left some out, such as the graph's answers."""

    @property
    def total(self) -> int:
        """How many there are in all."""


@contextmanager
def graph_of(vault: Path | None, *, local: bool = False) -> Iterator[tuple[Path, Graph]]:
    """The vault that the command line means, and its graph.

    Args:
        vault: What ``--vault`` says.
        local: Whether it must be the graph that was built here, whatever SPARQL store is named.

    Raises:
        VaultError: There is no such vault, and no SPARQL store is named.
        ConfigError: Its settings are wrong.
        StoreError: Nothing was built for it yet, or it cannot be read.
    """
    from kg.graph import Graph

    root = find_vault.find(vault) if local else asked_vault(vault)
    settings = config.load(root, os.environ, store_url="" if local else store_option_value())
    with progress.telling(passing=True) as told:
        graph = Graph.open(root, settings, told)
    with graph:
        yield root, graph


def asked_vault(vault: Path | None) -> Path:
    """The vault that the command line means; the current folder where there is none and a SPARQL store is asked.

    Raises:
        VaultError: There is no such vault, and no SPARQL store is named.
        ConfigError: A setting is wrong.
    """
    try:
        return find_vault.find(vault)
    except VaultError:
        here = Path.cwd()
        if vault is not None or not config.load(here, os.environ, store_url=store_option_value()).store_url:
            raise
        return here


def be_ready(_: Mapping[str, Any]) -> None:
    """Start the process that answers SPARQL while there is no other thread yet; for what a command does first."""
    from kg.store.ask import sandbox

    sandbox.be_ready()


def known(graph: Graph, names: Sequence[str]) -> tuple[EntityRow, ...]:
    """The entities that are meant by name or alias; words without quotes are tried together: ``Elon Musk``.

    Raises:
        UnknownName: One of them is no entity; close names are offered.
    """
    try:
        return tuple(map(graph.entity, names))
    except UnknownName as unknown:
        if len(names) > 1:
            try:
                return (graph.entity(" ".join(names)),)
            except UnknownName:
                raise unknown from None
        raise


def at_most(limit: int | None, form: str) -> int | None:
    """How many rows are wanted; None for all.

    Args:
        limit: What ``--limit`` says: None when it was not given, 0 for all.
        form: What ``--format`` says; a table on a terminal is cut even without a limit.
    """
    if limit is None:
        limit = ON_A_SCREEN if form == "table" and output.on_terminal() else 0
    return limit or None


def cut(rows: Rows, limit: int | None, form: str) -> tuple[Rows, str]:
    """As many rows as are wanted of all that were found, and a word on the rest; ``limit`` and ``form`` as above."""
    most = at_most(limit, form)
    if most is None or len(rows) <= most:
        return rows, ""
    return rows[:most], _left_out(most)


def rest(found: Limited) -> str:
    """A word on the rows that a limit left out."""
    return _left_out(len(found)) if len(found) < found.total else ""


def _left_out(shown: int) -> str:
    return f", the first {shown:,} shown (--limit 0 shows all)"
