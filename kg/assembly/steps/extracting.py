"""The second step of a build: every note whose graph would differ from the one stored is extracted and stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kg.assembly.notes import vault_index
from kg.assembly.notes.extract_note import Work, extract_note, outcome_key
from kg.assembly.notes.indexed_facts import IndexedFacts
from kg.assembly.notes.note_surroundings import Vault
from kg.assembly.notes.vault_transcripts import NOTHING, NoteTranscripts
from kg.assembly.state import census, code_hashes
from kg.assembly.state.batches import NOTES, batches
from kg.assembly.steps import describing
from kg.assembly.steps.up_to_date import AROUND, around
from kg.assembly.steps.worker_pool import Failed
from kg.rdf.terms import note_iri
from kg.reader.problems import problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from kg.assembly.notes.extract_note import Extracted, ExtractionTask
    from kg.assembly.notes.vault_index import IndexRow
    from kg.assembly.state.build_state import BuildState
    from kg.assembly.steps.advising import Advice
    from kg.assembly.steps.build_context import BuildContext
    from kg.assembly.steps.worker_pool import Mapper
    from kg.model import Problem
    from kg.reader.vault_folder import Scan

LOAD = 16_000_000  # bytes of N-Quads that are stored at once: what the memory of a build is bounded by
OWN = "own words"  # a hash of the rules in the last build, with the vault's own words, properties and types
HEARD = "heard"  # the transcripts of each note in the last build
CORRECTIONS = "corrections"  # what was corrected when the last build looked


def survey(site: BuildContext, found: Scan, advice: Advice | None) -> Vault:
    """What all notes say together; every note that may have to be extracted again by it is marked in the index."""
    state, base = site.state, site.config.base_iri
    if advice is not None or _differs(state, AROUND, around(site.config)):
        vault_index.suspect_all(state)
    if _differs(state, OWN, code_hashes.rules()):  # labels, classes and the votes on types, too
        describing.doubt(state)
    _reconcile(site)
    paths = (*found.notes, *found.canvases, *found.others)
    vault = Vault(IndexedFacts(state), paths, base, site.config.trust, found.excluded | found.conflicts)
    _suspect_newly_heard(state, vault)
    if _differs(state, CORRECTIONS, vault.corrections.weight()):
        vault_index.suspect_all(state)
    state.commit()
    return vault


def _reconcile(site: BuildContext) -> None:
    """Have the state think of no note that the store holds its graph, unless it does: the store may have been lost."""
    state, base = site.state, site.config.base_iri
    stored, pages = set(site.store.note_iris()), vault_index.page_paths(state)
    for number in vault_index.converted(state):
        census.forget(state, number)
    for path, note in state.known().items():
        if note.outcome is not None and path not in pages and note_iri(path, base) not in stored:
            state.stored(state.number(path), None)
            describing.doubt(state)


def _strays(site: BuildContext, pages: Collection[str]) -> list[str]:
    """What the store holds of notes that went away, or became generated pages; also where the state was lost."""
    wanted = {note_iri(path, site.config.base_iri) for path in site.state.known().keys() - pages}
    return sorted(set(site.store.note_iris(partly=True)) - wanted)


def _suspect_newly_heard(state: BuildState, vault: Vault) -> None:
    """Have the notes looked at whose transcripts are others than in the last build."""
    now = vault.transcripts.of_notes
    kept = state.recall(HEARD)
    before = {} if kept is None else msgspec.msgpack.decode(kept, type=dict[str, NoteTranscripts])
    if now != before:
        changed = sorted(path for path in now.keys() | before if now.get(path) != before.get(path))
        vault_index.suspect(state, changed)
        vault_index.suspect(state, {file.path for path in changed for file in now.get(path, NOTHING).files})
        vault_index.suspect(state, {file.path for path in changed for file in before.get(path, NOTHING).files})
        state.record(HEARD, msgspec.msgpack.encode(now))
    due = vault_index.due_paths(state)
    vault_index.suspect(state, {file.path for path in due & now.keys() for file in now[path].files})


def _differs(state: BuildState, name: str, value: object) -> bool:
    """Whether something of the vault is not what it was; remembers it."""
    data = msgspec.msgpack.encode(value)
    if state.recall(name) == data:
        return False
    state.record(name, data)
    return True


def extract(site: BuildContext, vault: Vault, advice: Advice | None, apply: Mapper) -> tuple[int, tuple[Problem, ...]]:
    """Extract and store every note whose graph would differ from the one stored; return how many, and which failed."""
    state = site.state
    keys: dict[int, str] = {}  # of the notes at work

    def outdated(due: Iterable[int]) -> Iterator[Work]:
        for note, plain in tasks_of(state, vault, due):
            task = plain
            if advice is not None and plain.spoken is None:
                task = plain._replace(answers=advice.of(state.analysis(note.number)))
            key = outcome_key(task, note.recipe)
            if note.outcome == key:
                vault_index.cleared(state, note.number)
                site.told.advance()
            else:
                keys[note.number] = key
                yield Work(note.number, task, state.analysis(note.number), vault.cues(task.facts.path))

    due = vault_index.due(state)
    total = vault_index.count(state)
    site.told.phase("Extracting", total, "notes")
    site.told.advance(total - len(due))
    replaced = 0
    failed: list[Problem] = []
    strays = _strays(site, vault.pages.keys())
    for batch in loads(apply(extract_note, outdated(due))):
        made = [(note, keys.pop(note.number)) for note in batch if not isinstance(note, Failed)]
        _keep(site, made, strays)
        strays = []
        replaced += len(made)
        failed += [_drop(site, note.task, note.reason) for note in batch if isinstance(note, Failed)]
    _keep(site, (), strays)
    return replaced, tuple(failed)


def tasks_of(state: BuildState, vault: Vault, due: Iterable[int]) -> Iterator[tuple[IndexRow, ExtractionTask]]:
    """All that decides the claims of each note, its analysis apart; a few are held at a time."""
    for some in batches(due):
        rows = list(vault_index.rows(state, some))
        yield from zip(rows, vault.tasks([row.local for row in rows]), strict=True)


def loads(found: Iterable[Extracted | Failed], most: int = LOAD) -> Iterator[list[Extracted | Failed]]:
    """Gather what is stored at once: notes differ in size a thousandfold, so a number of them is no bound."""
    load: list[Extracted | Failed] = []
    size = 0
    for note in found:
        load.append(note)
        size += 0 if isinstance(note, Failed) else len(note.stored.nquads)
        if size >= most or len(load) >= NOTES:
            yield load
            load, size = [], 0
    if load:
        yield load


def _drop(site: BuildContext, work: Work, reason: str) -> Problem:
    """Take a note's graph, which would be out of date, out of the store; the next build tries again."""
    path = work.task.facts.path
    site.store.replace_notes((), gone=[note_iri(path, site.config.base_iri)])
    census.forget(site.state, work.number)
    site.state.stored(work.number, None)
    site.state.commit()
    site.told.advance()
    return problem(path, "failed", None, reason)


def _keep(site: BuildContext, made: Sequence[tuple[Extracted, str]], strays: Sequence[str]) -> None:
    """Store notes and drop strays; only then do they count as stored, each as made from all that its key stands for."""
    site.store.replace_notes((note.stored for note, _ in made), strays)
    for note, key in made:
        census.count(site.state, note.number, note.held)
        site.state.stored(note.number, key)
        vault_index.cleared(site.state, note.number)
        site.told.advance()
    site.state.commit()
