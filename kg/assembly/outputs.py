"""Writes what a build leaves in the outputs folder: the same bytes as ``kg export``, from pieces kept per note.

Reading a graph back out of the store costs about as much as putting it in, so each note's piece of the outputs is made
where its graph is made, in the worker processes, and kept in the build state.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from kg.assembly.explorer import write_explorer
from kg.files import write
from kg.formats import claim_lines
from kg.graph import Graph
from kg.rdf.decode import decode_note
from kg.rdf.write import declared, trig_block
from kg.store.overview import entity_graphs, entity_rows
from kg.store.reader import ClaimReader
from kg.views.explorer.explorer import files
from kg.views.report import render

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kg.assembly.result import Progress
    from kg.assembly.state import State
    from kg.config import Config
    from kg.model import Claim, NoteFacts, Problem
    from kg.store.store import Store

GRAPH, CLAIMS, REPORT, EXPLORER = "graph.trig", "claims.jsonl", "report.md", "explorer"


def write_all(store: Store, state: State, out: Path, problems: Sequence[Problem], told: Progress) -> tuple[Path, ...]:
    """Write the graph, the claims and the report into a folder, each file whole or not at all.

    Returns:
        The files, in the order they were written.

    Raises:
        OSError: The folder cannot be written.
    """
    told.phase("Writing", 3, "files")
    out.mkdir(parents=True, exist_ok=True)
    for name, data in ((GRAPH, _trig(store, state)), (CLAIMS, _claims(store, state))):
        write(out / name, data)
        told.advance()
    write(out / REPORT, [render(Graph(store, ClaimReader(store)), problems).encode()])
    told.advance()
    return out / GRAPH, out / CLAIMS, out / REPORT


def write_page(store: Store, state: State, out: Path, config: Config, found: str) -> Path:
    """Write the explorer into its folder among the outputs and return its page; ``found`` is the graph's fingerprint.

    Raises:
        BundleMissing: The page's script was not made when kg was installed.
        OSError: The folder cannot be written.
    """
    vault = store.folder.absolute().parent
    return write_explorer(lambda: files(store, _notes(store, state), config), vault, out / EXPLORER, config, found)


def _trig(store: Store, state: State) -> Iterator[bytes]:
    yield declared(store.base)
    for _, block in state.outputs("trig"):
        yield zlib.decompress(block)
    for name, lines in entity_graphs(store):
        yield trig_block(name, lines, store.base)


def _claims(store: Store, state: State) -> Iterator[bytes]:
    for _, claims in _notes(store, state):
        yield from claim_lines(claims)


def _notes(store: Store, state: State) -> Iterator[tuple[NoteFacts, tuple[Claim, ...]]]:
    types = {entity.name: entity.type for entity in entity_rows(store)}
    for _, quads in state.outputs("quads"):
        yield decode_note(zlib.decompress(quads), types.__getitem__, store.base)
