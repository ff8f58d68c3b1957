"""The store on disk: a named graph per note in Oxigraph, the search file next to it, and generations for readers.

::

    VAULT/.kg/
      layout         which version wrote this, and with which base IRI
      lock           locked by the process that writes
      seal           what the last writer left, signed
      store/         Oxigraph
      search.sqlite  full text, names and counts; which generation it is; what is staged for the next one
      published-7/   an immutable snapshot of store/ (hard links, so it costs little)

**Crash safety.** A note's graph is replaced in one atomic update, then its search rows in one transaction. Whoever is
killed between the two does the same replacement again on the next build, which gives the same state as if nothing had
happened.

**Generations.** A finished build publishes: it makes a snapshot of the graph and then, in one transaction of the search
file, applies what it has staged there and names the snapshot. A reader reads inside one transaction, and holds a lease
on the snapshot that this names; so it sees one whole generation for as long as it is open.
"""

from __future__ import annotations

from contextlib import ExitStack, closing, suppress
from typing import TYPE_CHECKING, Self

import pyoxigraph as ox

from kg.errors import StoreMissing
from kg.files.cache_seal import close_seal, open_seal
from kg.files.database import FAILED
from kg.files.own_folder import own_folder
from kg.rdf import vocabulary as v
from kg.rdf.nquads import value_of
from kg.rdf.terms import DEFAULT_BASE
from kg.store.engine import entity_descriptions, snapshots, store_files
from kg.store.engine.engine import Engine
from kg.store.engine.generation import Generation, GenerationFacts
from kg.store.engine.generation_watch import GenerationWatch
from kg.store.engine.note_rows import RowsOfNote
from kg.store.engine.search_index import SearchFile
from kg.store.engine.store_files import trouble

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from kg.files.safe_folder import Folder
    from kg.model.transcript import Cue
    from kg.store.engine.cue_index import IndexedTranscript
    from kg.store.engine.fact_packing import StoredNote
    from kg.store.engine.value_table import PairCounter

CHUNK = 500_000  # quads written at a time, at most, whatever is handed over; one bulk load is atomic in Oxigraph
HEAVY = 200_000_000  # bytes of a graph's files from which on it pays to open it again, which takes some 15 ms
NOTHING = Generation(0, "")
BULK = 20_000  # from so many new quads on a bulk load is faster than an update


class Store:
    """An open store; a context manager.

    Attributes:
        folder: The vault's ``.kg`` folder.
        vault: The vault, whose name pages show; a copy of another store is told whose it is.
        base: The base IRI that the stored IRIs begin with.
        search: The search file.
        generation: What a reader has open; what a writer found published, number 0 for nothing.
        engine: Holds the graphs; for the other modules of this room only.
        watch: Sees which generation is published now, at little cost.
        mended: A writer's: what was set aside or rebuilt because it was damaged or foreign, for a person.
    """

    def __init__(self, folder: Path, base: str, engine: Engine, search: SearchFile) -> None:
        self.generation = search.generation or NOTHING
        self.base = base
        self.search = search
        self.folder = folder
        self.vault = folder.absolute().parent
        self.engine = engine
        self.watch = GenerationWatch(folder)
        self.mended: tuple[str, ...] = ()
        self._kg: Folder | None = None
        self._held = ExitStack()  # what is open; ``open`` fills it
        self._writes = 0
        self._published = 0

    @classmethod
    def open(cls, folder: Path, *, read_only: bool = False, base: str = DEFAULT_BASE) -> Store:
        """Open the store in a vault's ``.kg`` folder.

        Args:
            folder: ``VAULT/.kg``; made when missing, unless read-only.
            read_only: Open what the last finished build published; any number of readers may, also while a build
                writes. Oxigraph itself opens the graph when it is first asked.
            base: The base IRI to write with; readers take the stored one.

        Raises:
            StoreMissing: Read-only, and nothing was published yet.
            StoreForeign: Read-only, and somebody else published it.
            StoreLocked: Another process is writing.
            StoreVersion: Another version of kg wrote it, or another base IRI; ``discard`` it and build again.
            StoreError: The folder cannot be read or written.
        """
        if not read_only:
            return _writer(folder, base)
        with trouble(folder), ExitStack() as opened:
            base = store_files.readable(folder)
            engine, search = _generation(folder, opened)
            store = cls(folder, base, engine, search)
            opened.callback(store.watch.close)
            store._held = opened.pop_all()
            return store

    @staticmethod
    def discard(folder: Path) -> None:
        """Delete what ``open`` made in a folder, but its lock, and nothing else.

        Raises:
            StoreLocked: Another process is writing.
            StoreError: It cannot be deleted; or the disk would not take another one, and then it stays.
        """
        with trouble(folder), own_folder(folder, make=True) as kg, store_files.lock(kg):
            store_files.try_disk(kg)
            store_files.discard(kg)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(publish=kind is None)

    def close(self, *, publish: bool = True) -> None:
        """Close the store; a writer first publishes what it wrote, unless asked not to."""
        try:
            if publish:
                self.flush()
        finally:
            self._held.close()

    def release(self) -> None:
        """Give back what the engine took of memory to answer what a reader asked, where that can be much."""
        with suppress(OSError, RuntimeError):  # the snapshot may be deleted, or half so: what is open stays whole
            if self.engine.size >= HEAVY:
                self.engine.renew()

    def flush(
        self,
        facts: GenerationFacts | None = None,
        *,
        everything: bool = False,
        counter: PairCounter | None = None,
    ) -> None:
        """Make sure that everything is on disk, and publish it to readers.

        Args:
            facts: What there is to say of the vault; without it, what was said stays true of what is not changed.
            everything: Publish also what this store did not write: a process before it may have died before it could.
            counter: Counts pairs of values, so that readers need not.
        """
        with trouble(self.folder):
            if self._kg is None:
                return
            now = self.search.generation
            snapshot = "" if now is None else now.snapshot
            known = snapshots.is_snapshot(self._kg, snapshot)
            if everything or self._writes != self._published or not known:
                self.engine.tidy()
                self.engine.graph.flush()
                snapshot = snapshots.make(self._kg, self.engine.graph.backup, snapshot)
                facts = facts or GenerationFacts()
            if now is None or snapshot != now.snapshot or facts not in (None, now.facts):
                number = 1 if now is None else now.number + 1
                self.search.publish(Generation(number, snapshot, facts or GenerationFacts()), counter)
            snapshots.sweep(self._kg, snapshot)
        self._published = self._writes

    def replace_note(self, note: StoredNote) -> None:
        """Replace one note's graph in one atomic update, then its search rows."""
        self.replace_notes([note])

    def replace_notes(self, notes: Iterable[StoredNote], gone: Sequence[str] = ()) -> None:
        """Replace many notes, each of them whole or not at all; those that are new are loaded in bulk.

        Notes are consumed as they are written, about 500,000 quads at a time; a few are one transaction.

        Args:
            notes: The notes.
            gone: IRIs of notes to remove, in the same transaction as the first notes; some may not be stored.

        Raises:
            StoreError: The disk is full or cannot be written; what was written before is kept.
        """
        for chunk in _chunks(notes):
            self._write(chunk, gone)
            gone = ()
        if gone:
            self._write((), gone)

    def _write(self, notes: Sequence[StoredNote], gone: Sequence[str]) -> None:
        self._writes += 1
        with trouble(self.folder):
            updates = [f"DROP SILENT GRAPH <{iri}>" for iri in gone]
            known: list[StoredNote] = []
            new: list[StoredNote] = []
            for note in notes:
                (known if self.engine.graph.contains_named_graph(ox.NamedNode(note.iri)) else new).append(note)
            updates += [update for note in known for update in _difference(self.note_nquads(note.iri), note)]
            fresh = b"".join(note.nquads for note in new)
            if (quads := fresh.count(b"\n")) >= BULK:
                self.engine.load(fresh, quads)
            else:
                updates += [_data("INSERT", note.iri, note.nquads) for note in new]
            if updates:
                self.engine.graph.update(";\n".join(updates))
            with self.search.transaction():
                for iri in gone:
                    self.search.remove_note(iri)
                for note in notes:
                    rows = RowsOfNote(tuple(note.rows), note.facts, note.lines, note.path, note.counts)
                    self.search.replace_note(note.iri, rows)

    def replace_entities(self, nquads: bytes | Iterable[bytes], among: Collection[str] | None = None) -> int:
        """Replace the graph of entities, properties, recordings and channels; only what differs is written.

        Args:
            nquads: The sorted N-Quads of ``encode.entity_quads``, whole or in pieces of one subject each.
            among: IRIs of the subjects to replace or remove, where the others are to stay as they are.

        Returns:
            How many subjects were added, changed or removed.
        """
        with trouble(self.folder):
            changed = entity_descriptions.replace(self.engine, self.search, self.base, nquads, among)
        self._writes += changed
        return changed

    def replace_transcripts(
        self, transcripts: Iterable[tuple[IndexedTranscript, Sequence[Cue]]], gone: Iterable[str]
    ) -> None:
        """Replace transcripts in the search file, each of them whole or not at all.

        Args:
            transcripts: Those that are new or differ, with their cues; each is read when its turn comes.
            gone: Paths of transcripts to remove.
        """
        with trouble(self.folder):
            for path in gone:
                with self.search.transaction():
                    self.search.cues.remove(path)
                self._writes += 1
            for transcript, cues in transcripts:
                with self.search.transaction():
                    self.search.cues.replace(transcript, cues)
                self._writes += 1

    def note_iris(self, *, partly: bool = False) -> tuple[str, ...]:
        """Return the IRIs of all stored notes, sorted.

        Those alone whose search rows are there too: when a writer asks, a crash may have come between the two.

        Args:
            partly: Give also those of which only the graph, or only the search rows, are there.
        """
        with trouble(self.folder):
            quads = self.engine.graph.quads_for_pattern(None, _node(v.A), _node(v.NOTE), None)
            found = {value_of(str(quad.subject)) for quad in quads}
            rows = self.search.notes()
            return tuple(sorted(found | rows if partly else found & rows))

    def note_nquads(self, iri: str) -> bytes:
        """Return the canonical, sorted N-Quads of a note's graph, or of any other; b"" when it is not stored."""
        with trouble(self.folder):
            dumped = self.engine.graph.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(iri)) or b""
        end = f" <{iri}> .\n".encode()
        lines = sorted(dumped.split(b" .\n"))[1:]
        return b"".join(line + end for line in lines)


def newest(folder: Path) -> Generation:
    """Return the generation that readers open now.

    Raises:
        StoreMissing, StoreForeign, StoreVersion, StoreError: As in ``Store.open``.
    """
    with trouble(folder):
        store_files.readable(folder)
        with closing(SearchFile.open(folder / store_files.SEARCH, read_only=True)) as search:
            if search.generation is None:
                raise StoreMissing(folder)
            return search.generation


def _writer(folder: Path, base: str) -> Store:
    """Open a store to write in: what is not as the last writer left it is removed first."""
    with trouble(folder), ExitStack() as opened:
        kg = opened.enter_context(own_folder(folder, make=True))
        opened.enter_context(store_files.lock(kg))
        mended = store_files.mend(kg, open_seal(kg))
        opened.callback(close_seal, kg)  # when all below is closed
        store_files.prepare(kg, base)
        try:
            engine, search = _engines(folder, opened)
        except (OSError, RuntimeError, *FAILED) as error:
            if not store_files.is_damage(error):
                raise
            store_files.try_disk(kg)
            store_files.discard(kg)
            store_files.prepare(kg, base)
            mended.append(f"the store in {folder.name} was damaged and is rebuilt")
            engine, search = _engines(folder, opened)
        store = Store(folder, base, engine, search)
        store._kg, store.mended = kg, tuple(mended)  # noqa: SLF001
        store._held = opened.pop_all()  # noqa: SLF001 - it is its own
        return store


def _engines(folder: Path, opened: ExitStack) -> tuple[Engine, SearchFile]:
    """The engine and the search file, which are closed with the stack; if one cannot be opened, neither is."""
    with ExitStack() as both:
        engine = both.enter_context(closing(Engine(folder / store_files.GRAPH)))
        search = both.enter_context(closing(SearchFile.open(folder / store_files.SEARCH, read_only=False)))
        opened.push(both.pop_all())
    return engine, search


def _generation(folder: Path, opened: ExitStack) -> tuple[Engine, SearchFile]:
    """The published generation, which is closed with the stack; another may be published while it is opened.

    Raises:
        StoreMissing: There is none, or its snapshot is lost.
    """
    seen = 0
    while True:
        with ExitStack() as both:
            search = both.enter_context(closing(SearchFile.open(folder / store_files.SEARCH, read_only=True)))
            found = search.generation
            if found is None or found.number == seen:
                raise StoreMissing(folder)
            seen = found.number
            with suppress(FileNotFoundError, NotADirectoryError):
                engine = both.enter_context(closing(Engine(folder / found.snapshot, read_only=True)))
                opened.push(both.pop_all())
                return engine, search


def _node(term: str) -> ox.NamedNode:
    return ox.NamedNode(term[1:-1])


def _difference(stored: bytes, note: StoredNote) -> Iterator[str]:
    """Yield the updates from the stored graph to the new one: most of a note stays when one sentence changes."""
    end = f" <{note.iri}> .\n".encode()
    before, after = set(stored.split(end)), set(note.nquads.split(end))
    for verb, lines in (("DELETE", before - after), ("INSERT", after - before)):
        if lines:
            yield _data(verb, note.iri, end.join(sorted(lines)) + end)


def _data(verb: str, graph: str, nquads: bytes) -> str:
    triples = nquads.replace(f" <{graph}> .\n".encode(), b" .\n").decode()  # a raw line end is never inside a literal
    return f"{verb} DATA {{ GRAPH <{graph}> {{\n{triples}}} }}"


def _chunks(notes: Iterable[StoredNote]) -> Iterator[list[StoredNote]]:
    """Gather notes until a chunk has enough quads; of notes with one IRI the last one counts."""
    chunk: dict[str, StoredNote] = {}
    quads = 0
    for note in notes:
        chunk[note.iri] = note
        quads += note.nquads.count(b"\n")
        if quads >= CHUNK:
            yield list(chunk.values())
            chunk, quads = {}, 0
    if chunk:
        yield list(chunk.values())
