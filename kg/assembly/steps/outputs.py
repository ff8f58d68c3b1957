"""Writes what a build leaves in the outputs folder: the same bytes as ``kg export``, from pieces kept per note.

Reading a graph back out of the store costs about as much as putting it in, so each note's block of TriG is made where
its graph is made, in the worker processes, and kept in the build state. Files that nobody touched since a build
of the same vault wrote them are left as they are.
"""

from __future__ import annotations

import hashlib
import zlib
from contextlib import suppress
from errno import EEXIST
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kg.assembly.state import census
from kg.assembly.state.build_state import STATE, BuildState
from kg.assembly.state.code_hashes import hash_of
from kg.assembly.steps.build_result import WRITING
from kg.assembly.steps.explorer_output import is_there, write_explorer
from kg.assembly.steps.up_to_date import Stamp, settled
from kg.assembly.steps.worker_pool import side_by_side
from kg.errors import UnsafePath
from kg.files import guard, made, swept
from kg.files import write_in as write_file
from kg.files.folder_handle import FOLDER as IS_FOLDER
from kg.files.own_folder import make_room, own_folder
from kg.files.safe_folder import Folder
from kg.graph import Graph, GraphSession
from kg.model.decoding_errors import UNDECODABLE
from kg.rdf.write import declared, trig_block
from kg.store.ask.claim_reader import ClaimReader
from kg.store.ask.overview import entity_graphs
from kg.store.engine.store import Store
from kg.views.explorer.explorer_files import PAGE
from kg.views.explorer.explorer_files import files as page_files
from kg.views.page.report import TITLE, render
from kg.views.render.exports import export

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from kg.assembly.steps.build_result import Progress
    from kg.config import Config
    from kg.model import Problem
    from kg.views.explorer.explorer_files import File
    from kg.views.explorer.note_texts import Passages

WRITTEN = "outputs"
GRAPH, CLAIMS, REPORT, EXPLORER = "graph.trig", "claims.jsonl", "report.md", "explorer"
# what is at the beginning of each when kg wrote it
MARKS = {GRAPH: b"@prefix itsrdf:", CLAIMS: b'{"id":"', REPORT: TITLE.encode()}


def are_there(folder: Path, out: Path, key: str) -> bool:
    """Whether a build wrote the outputs of this very key into a folder, and nobody touched them since."""
    try:
        with own_folder(folder) as kg:
            last = msgspec.msgpack.decode(kg.read(WRITTEN) or b"", type=dict[str, tuple[str, list[Stamp | None]]])
    except (*UNDECODABLE, UnsafePath, PermissionError):
        return False
    return last.get(str(out.resolve())) == (key, [_stamp(file) for file in files(out)])


def remember(folder: Path, out: Path, key: str) -> None:
    """Remember in the vault's ``.kg`` folder that the outputs of this key are in a folder."""
    record = {str(out.resolve()): (key, [_stamp(file) for file in files(out)])}
    with own_folder(folder) as kg:
        make_room(kg, WRITTEN)
        kg.replace(WRITTEN, msgspec.msgpack.encode(record), durable=False)


def key_of(vault_key: str, problems: Sequence[Problem]) -> str:
    """A hash of all that the outputs depend on: the vault, what is wrong in it, and the code that writes them."""
    digest = hashlib.sha256(vault_key.encode() + hash_of(["."]).encode())
    digest.update(msgspec.msgpack.encode(problems))
    return digest.hexdigest()


def files(out: Path) -> tuple[Path, ...]:
    """The outputs that are single files."""
    return out / GRAPH, out / CLAIMS, out / REPORT


def check(out: Path) -> None:
    """Refuse a folder where a file of the user's has the name of an output, whoever wrote there last.

    Raises:
        FileExistsError: A file of that name is not kg's.
        OSError: One cannot be read.
    """
    for name, mark in MARKS.items():
        guard(out / name, mark)
    with suppress(FileNotFoundError), Folder(out) as place:
        if place.obstacle(EXPLORER) not in {"", IS_FOLDER}:
            raise FileExistsError(EEXIST, "is a link or a file; name another folder with --out", str(out / EXPLORER))


class Order(NamedTuple):
    """What to write and from what: all that a process of its own needs for it.

    Attributes:
        folder: The vault's ``.kg`` folder.
        out: The outputs' folder.
        config: The settings.
        key: What the graph was made from; "" when that is not known: then everything is written in any case.
        problems: What is wrong in the vault.
    """

    folder: Path
    out: Path
    config: Config
    key: str
    problems: tuple[Problem, ...]


def write(order: Order, processes: int, told: Progress, hurry: Callable[[], bool] | None = None) -> tuple[Path, ...]:
    """Write all outputs that are not there already, each file whole or not at all, and return where they are.

    Each is made in a process of its own, where there are several: that takes half the time, and none of the memory
    of the process that has made the graph.

    Args:
        order: What to write.
        processes: How many at once.
        told: Hears how far it is.
        hurry: Asked while others are at work; when true they leave what they have not written, and none are returned.

    Raises:
        FileExistsError: A file of that name is not kg's.
        BundleMissing: The page's script was not made when kg was installed.
        OSError: The folder cannot be written.
    """
    made(order.out, order.folder.parent)
    check(order.out)
    page = order.out / EXPLORER
    key = order.key and key_of(order.key, order.problems)
    due = [] if key and are_there(order.folder, order.out, key) else [CLAIMS, GRAPH, REPORT]
    if not is_there(order.folder.parent, page, order.config, order.key):
        due.insert(0, EXPLORER)  # it takes the longest
    told.phase(WRITING, len(WRITERS), "files")
    told.advance(len(WRITERS) - len(due))
    try:
        with swept(order.out, page, page / "shards"):
            for _ in side_by_side(write_one, [(name, order) for name in due], processes, _leaving(hurry)):
                told.advance()
    except _Left:
        return ()
    if key and GRAPH in due:
        remember(order.folder, order.out, key)
    return *files(order.out), page / PAGE


class _Left(Exception):
    """There is something more urgent than outputs."""


def _leaving(hurry: Callable[[], bool] | None) -> Callable[[], None] | None:
    if hurry is None:
        return None

    def look() -> None:
        if hurry():
            raise _Left

    return look


def write_one(task: tuple[str, Order]) -> None:
    """Write the output of that name."""
    name, order = task
    with Store.open(order.folder, read_only=True) as store:
        WRITERS[name](store, order)


class _Moved(Exception):
    """Another build is at work in the build state."""


def _write_graph(store: Store, order: Order) -> None:
    """Write the graph from the blocks that were made with the notes' graphs, and the store's others.

    Where another build is at work, or has been since, the blocks are not those of the store's generation.
    """
    with BuildState(order.folder / STATE, read_only=True) as state:
        try:
            write_file(order.out, GRAPH, _trig(store, state))
        except _Moved:
            write_file(order.out, GRAPH, export(store, "trig"))


def _write_claims(store: Store, order: Order) -> None:
    write_file(order.out, CLAIMS, export(store, "jsonl"))


def _write_report(store: Store, order: Order) -> None:
    write_file(order.out, REPORT, _report(store, order))


def _write_page(store: Store, order: Order) -> None:
    def make(media: str, passages: Passages | None) -> Iterator[File]:
        return page_files(store, ClaimReader(store).notes(), order.config, media, passages)

    write_explorer(make, order.folder.absolute().parent, order.out / EXPLORER, order.config, order.key)


WRITERS = {EXPLORER: _write_page, CLAIMS: _write_claims, GRAPH: _write_graph, REPORT: _write_report}


def _stamp(file: Path) -> Stamp | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _report(store: Store, order: Order) -> Iterator[bytes]:
    for piece in render(Graph(GraphSession(store)), order.problems):
        yield piece.encode()
        store.release()  # what one section's questions took of memory is more than what the next one's need


def _trig(store: Store, state: BuildState) -> Iterator[bytes]:
    yield declared(store.base)
    for block in census.blocks(state):
        yield zlib.decompress(block)
    for name, lines in entity_graphs(store):
        yield trig_block(name, lines, store.base)
    made_from = store.generation.facts.made_from
    if made_from and settled(state, made_from) is None:
        raise _Moved
