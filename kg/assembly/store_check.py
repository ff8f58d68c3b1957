"""Checks what builds and syncs keep in ``.kg``: against the notes, part against part, and each file for itself.

Nothing is changed but the seal: files in which something is found wrong are noted there, so that the next build makes
them again. What is wrong in sync's history, nothing can mend.
"""

from __future__ import annotations

import zlib
from contextlib import closing, suppress
from typing import TYPE_CHECKING, NamedTuple

from kg.assembly.notes.analyse_note import AnalysisTask
from kg.assembly.state import transcript_table
from kg.assembly.state.build_state import STATE, BuildState
from kg.assembly.steps.transcript_reading import candidates, key_of, read_candidate
from kg.errors import KgError, StoreForeign, StoreLocked, UnsafePath
from kg.files.cache_seal import SEAL, UNFLUSHED, doubt, is_sealed
from kg.files.database import FAILED
from kg.files.open_database import open_database
from kg.files.own_folder import own_folder
from kg.files.safe_folder import Folder
from kg.model.transcript import is_candidate
from kg.own_words import vault_words
from kg.own_words.vault_words import using
from kg.rdf.terms import note_iri
from kg.rdf.vocabulary import CLAIM
from kg.rdf.write import trig_block
from kg.reader.vault_folder import read_bytes, scan, selected
from kg.store.ask.select import select
from kg.store.engine import snapshots
from kg.store.engine.cue_index import cue_digest
from kg.store.engine.kept_check import differing
from kg.store.engine.store import Store
from kg.store.engine.store_files import SEARCH, lock
from kg.sync.pages.managed_blocks import without_ours
from kg.sync.write import history, journal
from kg.views.compare.pair_counts import VerdictCounter
from kg.views.render.figures import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kg.config import Config
    from kg.files.folder_handle import LookedInto
    from kg.store.engine.generation import Generation

FOLDER = ".kg"
OF_STORE = frozenset({"graph", "search", "cues", "counts"})  # parts that are rebuilt with the store
SOME = 3  # names that a finding gives of many


class StoreFinding(NamedTuple):
    """What was found of one part.

    Attributes:
        part: Its name.
        right: Whether it is whole and fits the other parts.
        text: What there is to say of it.
        stale: Whether files of the vault changed since the build that made it; nothing is wrong then.
    """

    part: str
    right: bool
    text: str
    stale: bool = False


def checked(vault: Path, config: Config) -> Iterator[StoreFinding]:
    """Check everything, part by part.

    Raises:
        VaultError: The vault cannot be read.
        StoreMissing: Nothing was built yet.
        UnsafePath: ``.kg`` is a link.
    """
    folder, found = vault / FOLDER, list[StoreFinding]()
    try:
        with Store.open(folder, read_only=True) as store, own_folder(folder) as kg:  # says what is missing altogether
            seal = kg.read(SEAL) or b""
            changed, names = is_sealed(kg), [name for name in kg.names() if name.endswith(".sqlite")]
            generation = _generation(store.generation, store.search.staged.count(), _left(kg, store.generation))
    except StoreForeign:
        yield StoreFinding("files", right=False, text="not sealed by you with this kg: none of them is opened")
        yield from _history(vault)
        return
    yield _seal(changed)
    yield generation if changed is not None else generation._replace(right=True)  # a build may be making the next one
    for finding in _inside(vault, config, names):
        found.append(finding)
        yield finding
    _doubt(folder, seal, found)
    yield from _history(vault)


def _inside(vault: Path, config: Config, databases: Sequence[str]) -> Iterator[StoreFinding]:
    """What is in the files: each database by itself, then part against part."""
    yield from (_database(vault / FOLDER / name) for name in databases)
    for check in (_notes, _transcripts, _graph, _search, _cues, _counts):
        try:
            yield from check(vault, config)
        except (KgError, *FAILED, OSError, RuntimeError, ValueError, LookupError, zlib.error) as error:
            yield StoreFinding(check.__name__[1:], right=False, text=" ".join(str(error).split()))


def _doubt(folder: Path, seal: bytes, found: Sequence[StoreFinding]) -> None:
    """Have the next build make the files again in which something is wrong, unless one is at work on them already."""
    wrong = {finding.part for finding in found if not finding.right}
    doubted = {SEARCH for part in wrong if part in OF_STORE} | {part for part in wrong if part.endswith(".sqlite")}
    if not doubted:
        return
    with suppress(StoreLocked, OSError, UnsafePath), own_folder(folder) as kg, lock(kg):
        doubt(kg, doubted, seal)


def _seal(changed: frozenset[str] | None) -> StoreFinding:
    if changed is None:
        return StoreFinding("files", right=True, text="a build is at work, or was killed: nothing is sealed")
    if changed == UNFLUSHED:
        return StoreFinding("files", right=False, text="the machine went down while a build was at work")
    return StoreFinding("files", right=not changed, text=_listed("changed since a build, or found wrong", changed))


def _left(kg: LookedInto, published: Generation) -> frozenset[str]:
    """Snapshots that are not published, and that nobody has open."""
    return frozenset(
        name for name in snapshots.names(kg) if name != published.snapshot and not snapshots.is_held(kg, name)
    )


def _generation(published: Generation, staged: int, left: frozenset[str]) -> StoreFinding:
    """What readers see, and what is there besides: a build that was killed leaves some for the next one."""
    number = f"number {published.number:,} in {published.snapshot}"
    if staged:
        return StoreFinding("generation", right=False, text=f"{number}; {counted(staged, 'change')} not published")
    return StoreFinding("generation", right=not left, text=f"{number}; {_listed('left behind', left)}")


def _database(path: Path) -> StoreFinding:
    try:
        with closing(open_database(path, write=False)) as database:
            told = [str(row[0]) for row in database.execute("PRAGMA integrity_check(3)")]
    except (UnsafePath, *FAILED) as error:
        told = [str(error)]
    return StoreFinding(path.name, right=told == ["ok"], text="whole" if told == ["ok"] else "; ".join(told))


def _notes(vault: Path, config: Config) -> Iterator[StoreFinding]:
    """The notes as they are against those that were read."""
    found = scan(vault)
    with BuildState(vault / FOLDER / STATE, read_only=True) as state:
        known = state.known()
    differing = []
    for path in {*found.notes, *known}:
        spoken = is_candidate(path)
        data = read_candidate(vault, path) if spoken else read_bytes(vault, path)
        if not isinstance(data, bytes):
            continue
        data = data if spoken else without_ours(data)
        task = AnalysisTask(path, data, path in found.excluded, config.model, config.conflict_copies)
        if path not in known or known[path].key != task.key():
            differing.append(path)
    yield _read("notes", differing)


def _transcripts(vault: Path, config: Config) -> Iterator[StoreFinding]:
    """The files that may be transcripts as they are against those that were read."""
    found = selected(scan(vault), config.include, config.exclude)
    with BuildState(vault / FOLDER / STATE, read_only=True) as state:
        known = transcript_table.keys(state)
    differing = []
    for path in candidates(found):
        data = read_candidate(vault, path)
        if isinstance(data, bytes) and known.get(path) != key_of(data):
            differing.append(path)
    yield _read("transcripts", differing)


def _read(part: str, differing: Sequence[str]) -> StoreFinding:
    """What builds read: files that changed later are not wrong, only not read yet."""
    text = _listed("changed since the last build", differing)
    return StoreFinding(part, right=True, text=text, stale=bool(differing))


def _graph(vault: Path, config: Config) -> Iterator[StoreFinding]:
    """The published graph of each note against the copy that was made with it, which is read in full."""
    folder = vault / FOLDER
    wrong = []
    with Store.open(folder, read_only=True) as store, BuildState(folder / STATE, read_only=True) as state:
        query = "SELECT path, trig FROM note JOIN output ON note = id WHERE path > ? ORDER BY path LIMIT ?"
        notes = 0
        for path, block in state.walk(query):
            notes += 1
            iri = note_iri(path, config.base_iri)
            lines = [f"{line} ." for line in store.note_nquads(iri).decode().split(f" <{iri}> .\n")[:-1]]
            if trig_block(iri, lines, config.base_iri) != zlib.decompress(block):
                wrong.append(path)
        stray = len(store.note_iris()) - notes
    yield StoreFinding("graph", right=not wrong, text=_listed("other than it was made", wrong))
    if stray:
        yield StoreFinding("graph", right=False, text=f"{stray:+,} notes against the build state")


def _search(vault: Path, _: Config) -> Iterator[StoreFinding]:
    """Each note's claims in the search file against those in the graph."""
    with Store.open(vault / FOLDER, read_only=True) as store:
        rows = select(store, f"SELECT ?g (COUNT(DISTINCT ?c) AS ?n) {{ GRAPH ?g {{ ?c a {CLAIM} }} }} GROUP BY ?g")
        graph = {note.value: int(number.value) for note, number in rows}
        search = {note: number for note, number in store.search.claim_counts().items() if number}
    differing = [note for note in graph.keys() | search.keys() if graph.get(note) != search.get(note)]
    yield StoreFinding("search", right=not differing, text=_listed("with other claims than the graph", differing))


def _counts(vault: Path, _: Config) -> Iterator[StoreFinding]:
    """What builds keep so that questions need not count, against the graph."""
    with using(vault_words.load(vault)), Store.open(vault / FOLDER, read_only=True) as store:
        wrong = list(differing(store, VerdictCounter(vault_words.current().rules)))
    yield StoreFinding("counts", right=not wrong, text=_listed("other than the graph gives", wrong))


def _cues(vault: Path, _: Config) -> Iterator[StoreFinding]:
    """Each transcript's cues in the search file against those that were read."""
    folder = vault / FOLDER
    with Store.open(folder, read_only=True) as store, BuildState(folder / STATE, read_only=True) as state:
        indexed = store.search.cues
        read = transcript_table.transcripts(state)
        differing = sorted(read.keys() ^ indexed.keys().keys())
        for path in read.keys() - set(differing):
            cues = transcript_table.unpacked_cues(transcript_table.cues(state, path))
            if cue_digest(indexed.cues(path)) != cue_digest(cues):
                differing.append(path)
    yield StoreFinding("cues", right=not differing, text=_listed("other than in the transcripts", differing))


def _history(vault: Path) -> Iterator[StoreFinding]:
    """Sync's journals: whose they are, and whether the old bytes that they need are there."""
    with Folder(vault) as folder:
        for entry in history.entries(folder):
            part = f"sync {entry.number}"
            if not history.is_own(folder, entry):
                yield StoreFinding(part, right=False, text="not written by you; kg leaves it alone")
                continue
            record = history.record_of(folder, entry)
            needed = {sha for sha in (record.memory, *(step.before for step in record.steps)) if sha}
            lost = [sha for sha in needed if not journal.is_kept(folder, sha)]
            text = _listed("lost of what was there before", lost)
            yield StoreFinding(part, right=not lost, text=text if record.ended else f"{text}; it was cut off")


def _listed(what: str, names: object) -> str:
    """``2 not as in the last build: a.md, b.md``."""
    found = sorted(map(str, names)) if isinstance(names, list | frozenset) else []
    if not found:
        return f"none {what}"
    more = f" and {counted(len(found) - SOME, 'other')}" if len(found) > SOME else ""
    return f"{len(found):,} {what}: {', '.join(found[:SOME])}{more}"
