"""The assembly line: scan the vault, analyse what changed, extract what that touches, store it, write the outputs.

1. *read*     every note's bytes are hashed; those that are new or changed are analysed, in worker processes
2. *extract*  every note whose analysis, names, times or links changed is extracted and encoded, in worker processes,
              and its graph replaced
3. *describe* what is described once for the vault (entities, properties, recordings) is brought up to date
4. *write*    the outputs and the explorer, from the store alone

Whatever is on disk after a crash, the next build completes it: each step first compares what is there with what is
wanted, and a note counts as stored only after its graph is.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

import msgspec

from kg.assembly import explorer, outputs
from kg.assembly.local import Local, Task, analyse_note, recipe
from kg.assembly.pool import mapper
from kg.assembly.result import BuildResult, Silent, Stopwatch
from kg.assembly.state import State
from kg.assembly.whole import LEVEL, Summary, Vault, extract_note, outcome_key
from kg.errors import StoreVersion, VaultError
from kg.extract import entities, properties
from kg.extract.nlp import load
from kg.model import Problem
from kg.rdf.encode import entity_quads
from kg.rdf.terms import note_iri
from kg.reader.problems import problem
from kg.reader.vault import read_bytes, scan
from kg.store.store import Store
from kg.sync.blocks import without_ours

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kg.assembly.pool import Mapper
    from kg.assembly.result import Progress
    from kg.assembly.whole import Extracted
    from kg.assembly.whole import Task as ExtractTask
    from kg.config import Config
from kg.reader.vault import Scan

FOLDER = ".kg"
STATE = "state.sqlite"
CAMEL = re.compile(r"(?<=[a-z0-9])[A-Z]")
BATCH = 100  # notes after which what was done is made durable

Item = TypeVar("Item")


def build(
    vault: Path, *, config: Config, out: Path | None = None, progress: Progress | None = None, full: bool = False
) -> BuildResult:
    """Bring a vault's graph up to date with its notes.

    Args:
        vault: The folder of notes; nothing in it is written but ``.kg/``.
        config: The settings.
        out: A folder for ``graph.trig``, ``claims.jsonl``, ``report.md`` and the explorer; none are written without it.
        progress: Told how far the build is.
        full: Forget what earlier builds learned and start anew.

    Raises:
        VaultError: The folder is missing, cannot be read, or holds no notes.
        ModelMissing: The NLP pipeline of the settings is not installed.
        StoreError: The store cannot be written, or another build is at work.
    """
    found = scan(vault)
    if not found.notes:
        raise VaultError(vault, "holds no notes (no file ends in .md); nothing was changed")
    load(config.model)  # a missing pipeline is told before anything is touched
    told = Stopwatch(progress or Silent())
    folder = vault / FOLDER
    with _opened(folder, config.base_iri, full=full) as store, State(folder / STATE, fresh=full) as state:
        explorer.remember(folder, "")
        site = _Site(vault, config, store, state, told)
        with mapper(config.processes) as apply:
            read = _read(site, found, apply)
            replaced = _extract(site, found, apply)
        described = _describe(site)
    problems = tuple(sorted({*found.problems, *read.problems, *described.problems}, key=_place))
    written: tuple[Path, ...] = ()
    with Store.open(folder, read_only=True) as store, State(folder / STATE) as state:
        made = explorer.fingerprint(store, state)
        explorer.remember(folder, made)
        if out is not None:
            written = outputs.write_all(store, state, out, problems, told)
            told.phase("Drawing", 1, "page")
            written += (outputs.write_page(store, state, out, config, made),)
            told.advance()
    told.done()
    return BuildResult(
        vault=vault,
        notes=described.notes,
        claims=described.claims,
        entities=described.entities,
        timestamps_repaired=described.timestamps_repaired,
        notes_repaired=described.notes_repaired,
        analysed=read.analysed,
        replaced=replaced,
        removed=read.removed,
        problems=problems,
        outputs=written,
        seconds=told.seconds,
    )


@dataclass(frozen=True, slots=True)
class _Site:
    """What every step works on."""

    vault: Path
    config: Config
    store: Store
    state: State
    told: Stopwatch


@dataclass(frozen=True, slots=True)
class _Read:
    """What reading brought: how many notes were analysed or had gone, and files that could not be read."""

    analysed: int
    removed: int
    problems: tuple[Problem, ...]


def _read(site: _Site, found: Scan, apply: Mapper) -> _Read:
    """Bring the state's findings up to date with the files, and drop what belongs to files that are gone."""
    known = site.state.known()
    wanted = recipe(site.config.model)
    present: set[str] = set()
    problems: list[Problem] = []

    named: dict[str, str] = {}

    def changed() -> Iterator[Task]:
        for path in found.notes:
            same = named.setdefault(note_iri(path, site.config.base_iri), path)
            data = read_bytes(site.vault, path) if same == path else problem(path, "name-form", None, same)
            if isinstance(data, Problem):
                problems.append(data)
                site.told.advance()
                continue
            present.add(path)
            data = without_ours(data)
            task = Task(path, data, path in found.excluded, site.config.model, site.config.conflict_copies)
            old = known.get(path)
            if old is not None and (old.key, old.recipe) == (task.key(), wanted):
                site.told.advance()
            else:
                yield task

    site.told.phase("Reading", len(found.notes), "notes")
    analysed = 0
    for batch in _batches(apply(analyse_note, changed())):
        for note in batch:
            site.state.remember(note.path, (note.key, wanted), note.local, note.analysis)
            site.told.advance()
        site.state.commit()
        analysed += len(batch)
    gone = sorted(known.keys() - present)
    for path in gone:
        site.store.remove_note(note_iri(path, site.config.base_iri))
    site.state.forget(gone)
    site.state.commit()
    return _Read(analysed, len(gone), tuple(problems))


def _extract(site: _Site, found: Scan, apply: Mapper) -> int:
    """Extract and store every note whose graph would differ from the one stored; tells how many those were."""
    state, base = site.state, site.config.base_iri
    whole = Vault.of(_locals(state), (*found.notes, *found.canvases, *found.others))
    stored = set(site.store.note_iris())
    known = state.known()
    keys: dict[str, str] = {}

    def outdated() -> Iterator[tuple[ExtractTask, bytes]]:
        for note in _locals(state):
            path = note.facts.path
            task = whole.task(note, base)
            key = outcome_key(task, known[path].recipe)
            if known[path].outcome == key and note_iri(path, base) in stored:
                site.told.advance()
            else:
                keys[path] = key
                yield task, state.analysis(path)

    site.told.phase("Extracting", len(known), "notes")
    for batch in _batches(apply(extract_note, outdated())):
        _keep(site, batch, keys)
    return len(keys)


def _keep(site: _Site, batch: Sequence[Extracted], keys: Mapping[str, str]) -> None:
    """Store a batch of notes; only then do they count as stored."""
    site.store.replace_notes(note.stored for note in batch)
    for note in batch:
        output = zlib.compress(note.stored.nquads, LEVEL), note.trig
        site.state.stored(note.path, keys[note.path], note.summary, output)
        site.told.advance()
    site.state.commit()


@dataclass(frozen=True, slots=True)
class _Described:
    """Totals over all notes, and the problems that their files have."""

    notes: int
    claims: int
    entities: int
    timestamps_repaired: int
    notes_repaired: int
    problems: tuple[Problem, ...]


def _describe(site: _Site) -> _Described:
    """Describe entities, properties, recordings and channels as the stored notes mention them."""
    site.told.phase("Describing", 1, "vault")
    notes = [msgspec.msgpack.decode(row, type=Summary) for _, row in site.state.summaries()]
    things = tuple(entities.entities(note.entities for note in notes))
    used = sorted({name for note in notes for name in note.properties})
    site.store.replace_entities(
        entity_quads(
            things,
            properties=_labels(used),
            recordings=sorted({note.media for note in notes if note.media}),
            channels=sorted({note.channel for note in notes if note.channel}),
            base=site.config.base_iri,
        )
    )
    site.told.advance()
    return _Described(
        notes=len(notes),
        claims=sum(note.claims for note in notes),
        entities=len(things),
        timestamps_repaired=sum(note.repaired for note in notes),
        notes_repaired=sum(note.repaired > 0 for note in notes),
        problems=tuple(problem for note in _locals(site.state) for problem in note.problems),
    )


def _labels(names: Iterable[str]) -> dict[str, str]:
    """A label for people of each property: from the table of attributes, else the words of its camelCase name."""
    known = {each.name: each.label for each in properties.table()}
    return {name: known.get(name) or CAMEL.sub(lambda found: f" {found[0].lower()}", name) for name in names}


def _locals(state: State) -> Iterator[Local]:
    decoder = msgspec.msgpack.Decoder(Local)
    return (decoder.decode(row) for _, row in state.locals())


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    source = iter(items)
    while batch := list(islice(source, BATCH)):
        yield batch


def _place(problem: Problem) -> tuple[str, int, str, str]:
    return problem.path, problem.span.start if problem.span else -1, problem.code, problem.message


def _opened(folder: Path, base: str, *, full: bool) -> Store:
    """The store, emptied first when asked to or when this version cannot read it."""
    if full:
        Store.open(folder, base=base).close(publish=False)  # refuses while another build writes
        Store.discard(folder)
    try:
        return Store.open(folder, base=base)
    except StoreVersion:
        Store.discard(folder)
        return Store.open(folder, base=base)
