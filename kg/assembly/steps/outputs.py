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
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.assembly.steps.build_result import Progress
    from kg.config import Config
    from kg.model import Problem
    from kg.views.explorer.explorer_files import File
    from kg.views.explorer.note_texts import Passages

WRITTEN = "outputs"
GRAPH, CLAIMS, REPORT, EXPLORER = "graph.trig", "claims.jsonl", "report.md", "explorer"
DATA = (GRAPH, CLAIMS)  # what other programs read
# what is at the beginning of each when kg wrote it
MARKS = {GRAPH: b"@prefix itsrdf:", CLAIMS: b'{"id":"', REPORT: TITLE.encode()}


def last_written(folder: Path, out: Path) -> dict[str, tuple[str, Stamp]]:
    """The outputs that the last build wrote into a folder: for each single file its key, and its stamp then."""
    try:
        with own_folder(folder) as kg:
            last = msgspec.msgpack.decode(kg.read(WRITTEN) or b"", type=dict[str, dict[str, tuple[str, Stamp]]])
    except (*UNDECODABLE, UnsafePath, PermissionError):
        return {}
    return last.get(str(out.resolve()), {})


def remember(folder: Path, out: Path, names: Iterable[str], key: str) -> None:
    """Remember in the vault's ``.kg`` folder that the outputs of this key are in a folder."""
    stamps = ((name, _stamp(out / name)) for name in names)
    record = {str(out.resolve()): {name: (key, stamp) for name, stamp in stamps if stamp is not None}}
    with own_folder(folder) as kg:
        make_room(kg, WRITTEN)
        kg.replace(WRITTEN, msgspec.msgpack.encode(record), durable=False)


def key_of(vault_key: str, problems: Sequence[Problem]) -> str:
    """A hash of all that the outputs depend on: the vault, what is wrong in it, and the code that writes them."""
    digest = hashlib.sha256(vault_key.encode() + hash_of(["."]).encode())
    digest.update(msgspec.msgpack.encode(problems))
    return digest.hexdigest()


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
        data: Whether the files for other programs are asked for.
    """

    folder: Path
    out: Path
    config: Config
    key: str
    problems: tuple[Problem, ...]
    data: bool = True


def wanted(order: Order) -> tuple[str, ...]:
    """The outputs that a build leaves in a folder, in the order in which they are listed.

    The report and the explorer always; the files for other programs, which are the largest by far, where the order or
    the settings ask for them. One that is there already was asked for once, and is kept up to date.
    """
    asked = order.data or order.config.outputs_always
    return *(name for name in DATA if asked or _stamp(order.out / name)), REPORT, EXPLORER


def write(order: Order, processes: int, told: Progress, hurry: Callable[[], bool] | None = None) -> tuple[Path, ...]:
    """Write the wanted outputs that are not there already, each file whole or not at all, and return where they are.

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
    names, page = wanted(order), order.out / EXPLORER
    key = order.key and key_of(order.key, order.problems)
    due = [name for name in WRITERS if name in names and not _is_there(name, order, key)]
    told.phase(WRITING, len(names), "files")
    told.advance(len(names) - len(due))
    try:
        with swept(order.out, page, page / "shards"):
            for _ in side_by_side(write_one, [(name, order) for name in due], processes, _leaving(hurry)):
                told.advance()
    except _Left:
        return ()
    if key and {*due} - {EXPLORER}:
        remember(order.folder, order.out, [name for name in names if name != EXPLORER], key)
    return tuple(page / PAGE if name == EXPLORER else order.out / name for name in names)


def _is_there(name: str, order: Order, key: str) -> bool:
    """Whether a build wrote this output, of this very key, and nobody touched it since."""
    if name == EXPLORER:
        return is_there(order.folder.parent, order.out / EXPLORER, order.config, order.key)
    return bool(key) and last_written(order.folder, order.out).get(name) == (key, _stamp(order.out / name))


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


# the one that takes the longest is begun first
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
