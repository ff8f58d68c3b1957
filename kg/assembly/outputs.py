"""Writes what a build leaves in the outputs folder: the same bytes as ``kg export``, from pieces kept per note.

Reading a graph back out of the store costs about as much as putting it in, so each note's block of TriG is made where
its graph is made, in the worker processes, and kept in the build state. Files that nobody touched since a build
of the same vault wrote them are left as they are.
"""

from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING

import msgspec

from kg.assembly import census
from kg.assembly.explorer import write_explorer
from kg.assembly.recipes import hash_of
from kg.assembly.result import WRITING
from kg.assembly.settled import Stamp
from kg.files import guard, write
from kg.graph import Graph
from kg.rdf.write import declared, trig_block
from kg.store.curations import CurationReader
from kg.store.overview import entity_graphs
from kg.store.reader import ClaimReader
from kg.store.store import Store
from kg.views.explorer.explorer import files as page_files
from kg.views.exports import FORMATS
from kg.views.report import TITLE, render

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kg.assembly.result import Progress
    from kg.assembly.state import State
    from kg.config import Config
    from kg.model import Problem
    from kg.views.explorer.explorer import File

WRITTEN = "outputs"
GRAPH, CLAIMS, REPORT, EXPLORER = "graph.trig", "claims.jsonl", "report.md", "explorer"
# what stands at the beginning of each when kg wrote it
MARKS = {GRAPH: b"@prefix itsrdf:", CLAIMS: b'{"id":"', REPORT: TITLE.encode()}


def are_there(state: State, out: Path, key: str) -> bool:
    """Whether a build wrote the outputs of this very key into a folder, and nobody touched them since."""
    kept = state.recall(WRITTEN)
    if kept is None:
        return False
    last = msgspec.msgpack.decode(kept, type=dict[str, tuple[str, list[Stamp | None]]])
    return last.get(str(out.resolve())) == (key, [_stamp(file) for file in files(out)])


def remember(state: State, out: Path, key: str) -> None:
    """Remember that the outputs of this key are in a folder."""
    state.record(WRITTEN, msgspec.msgpack.encode({str(out.resolve()): (key, [_stamp(file) for file in files(out)])}))
    state.commit()


def key_of(vault_key: str, problems: Sequence[Problem]) -> str:
    """A hash of all that the outputs depend on: the vault, what is wrong in it, and the code that writes them."""
    digest = hashlib.sha256(vault_key.encode() + hash_of(["."]).encode())
    digest.update(msgspec.msgpack.encode(problems))
    return digest.hexdigest()


def files(out: Path) -> tuple[Path, ...]:
    """The files that ``write_all`` writes, in its order."""
    return out / GRAPH, out / CLAIMS, out / REPORT


def check(out: Path) -> None:
    """Refuse a folder where a file of the user's has the name of an output, whoever wrote there last.

    Raises:
        FileExistsError: A file of that name is not kg's.
        OSError: One cannot be read.
    """
    for name, mark in MARKS.items():
        guard(out / name, mark)


def write_all(store: Store, state: State, out: Path, problems: Sequence[Problem], told: Progress) -> None:
    """Write the graph, the claims and the report into a folder, each file whole or not at all.

    Raises:
        OSError: The folder cannot be written.
    """
    told.phase(WRITING, 3, "files")
    check(out)
    out.mkdir(parents=True, exist_ok=True)
    for name, data in ((GRAPH, _trig(store, state)), (CLAIMS, FORMATS["jsonl"](store))):
        write(out / name, data)
        told.advance()
    write(out / REPORT, [render(Graph(store, ClaimReader(store), CurationReader(store)), problems).encode()])
    told.advance()


def _stamp(file: Path) -> Stamp | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def write_page(folder: Path, out: Path, config: Config, vault_key: str) -> Path:
    """Write the explorer into its folder among the outputs, unless it is there already, and return its page.

    Args:
        folder: The vault's ``.kg`` folder; its store is opened only when the page has to be made.
        out: The outputs folder.
        config: Tells how much is drawn.
        vault_key: What the graph was made from; "" when it is not known.

    Raises:
        BundleMissing: The page's script was not made when kg was installed.
        OSError: The folder cannot be written.
    """

    def make() -> Iterator[File]:
        with Store.open(folder, read_only=True) as store:
            yield from page_files(store, ClaimReader(store).notes(), config)

    return write_explorer(make, folder.absolute().parent, out / EXPLORER, config, vault_key)


def _trig(store: Store, state: State) -> Iterator[bytes]:
    yield declared(store.base)
    for block in census.blocks(state):
        yield zlib.decompress(block)
    for name, lines in entity_graphs(store):
        yield trig_block(name, lines, store.base)
