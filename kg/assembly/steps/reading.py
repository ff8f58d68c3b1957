"""The first step of a build: what is known of each note is brought up to date with the files of the vault."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.assembly.notes import vault_index
from kg.assembly.notes.analyse_note import AnalysisTask, Findings, gather_note, options
from kg.assembly.notes.analyse_transcript import analyse_source
from kg.assembly.state import census, code_hashes, transcript_table
from kg.assembly.state.batches import batches
from kg.assembly.state.build_state import Keys
from kg.assembly.steps import absent_notes
from kg.assembly.steps.transcript_reading import candidates, read_candidate, read_transcripts
from kg.assembly.steps.up_to_date import FileAsRead, keep_stamps, stamp_of, stamps, unsettle, vault_key
from kg.assembly.steps.worker_pool import Failed
from kg.config.value_limits import CLAIMS
from kg.extract.grammar.other_pipelines import OtherPipelines
from kg.model import Problem
from kg.model.transcript import is_candidate
from kg.rdf.terms import note_iri
from kg.reader.problems import problem
from kg.reader.vault_folder import read_bytes
from kg.sync.pages.managed_blocks import without_ours

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from kg.assembly.state.build_state import Known
    from kg.assembly.steps.build_context import BuildContext
    from kg.assembly.steps.worker_pool import Mapper
    from kg.config import Config
    from kg.reader.vault_folder import Scan


@dataclass(frozen=True, slots=True)
class Read:
    """What reading brought.

    Attributes:
        analysed: How many notes, and transcripts that give claims, were new or changed.
        removed: How many had gone.
        problems: Files that could not be read.
        failed: Notes that could not be analysed; nothing is known of them.
        key: A hash of all that the vault's graph depends on.
        found: What is in the vault, together with the notes that are not seen.
        absent: The notes and transcripts that are not seen, each with the day since when.
    """

    analysed: int
    removed: int
    problems: tuple[Problem, ...]
    failed: tuple[Problem, ...]
    key: str
    found: Scan
    absent: Mapping[str, str]


def read(site: BuildContext, found: Scan, apply: Mapper, *, forget: bool = False) -> Read:
    """Analyse the notes that are new or changed, and forget those that are gone, but not those only not seen.

    Args:
        site: The vault and its state.
        found: What is in the vault.
        apply: Spreads the work.
        forget: Whether what is not seen is gone.

    Raises:
        VaultError: What is not seen was read by another version of kg.
    """
    unread, unheard = read_transcripts(site, found, apply, forget=forget)
    desk = _Desk(site, found, site.state.known(), stamps(site.state), _speaking(site, found), unheard)
    site.told.phase("Reading", len(desk.sources), "notes")
    analysed = 0
    for batch in batches(apply(analyse_source, desk.changed())):
        analysed += sum(desk.take(note) for note in batch)
        site.state.commit()
    absent = {} if forget else desk.absent()
    for batch in batches(apply(gather_note, desk.outgrown())):
        for note in batch:
            desk.take(note)
        site.state.commit()
    gone = desk.known.keys() - desk.present - set(absent)
    if gone:
        unsettle(site.state)
    for path in sorted(gone):
        census.forget(site.state, site.state.number(path))
    if desk.seen != desk.before:
        keep_stamps(site.state, desk.seen)
    unseen = {path: since for path, since in absent.items() if not is_candidate(path)}
    absent_notes.record(site.state, unseen)
    site.state.commit()
    found = _with_absent(site, found, unseen, unheard)
    vault_index.refresh(site.state, gone, (*found.notes, *found.canvases, *found.others), site.config.trust.types)
    key = vault_key(found, site.state.known(), transcript_table.keys(site.state), site.config)
    return Read(analysed, len(gone), (*desk.problems, *unread), tuple(desk.failed), key, found, {**unseen, **unheard})


def first_forms(paths: Iterable[str], base: str) -> Iterator[tuple[str, str]]:
    """Each path with the first of those that have its IRI: names that differ in their Unicode form alone share one."""
    named: dict[str, str] = {}
    return ((path, named.setdefault(note_iri(path, base), path)) for path in paths)


def two_forms(path: str, first: str) -> Problem:
    """What is wrong with a path that is not the first of its IRI."""
    return problem(path, "name-form", None, first)


def source_task(vault: Path, path: str, config: Config, *, hidden: bool) -> AnalysisTask | Problem:
    """A note or transcript to analyse, with its bytes, or why they cannot be had.

    Args:
        vault: The vault's folder.
        path: In the vault.
        config: The settings.
        hidden: Whether the user leaves it out.
    """
    data = read_candidate(vault, path) if is_candidate(path) else read_bytes(vault, path)
    if isinstance(data, Problem):
        return data
    data = data if is_candidate(path) else without_ours(data)
    return AnalysisTask(path, data, hidden, config.model, config.conflict_copies, OtherPipelines(config.languages))


def _with_absent(site: BuildContext, found: Scan, unseen: Mapping[str, str], unheard: Mapping[str, str]) -> Scan:
    """What is in the vault, together with the notes and transcripts that are not seen; the user is told of them."""
    for kind, missing in ((absent_notes.ABSENT, unseen), (absent_notes.UNHEARD, unheard)):
        if missing:
            site.told.note(absent_notes.told(missing, kind))
    notes, others = tuple(sorted({*found.notes, *unseen})), tuple(sorted({*found.others, *unheard}))
    return replace(found, notes=notes, others=others)


def _speaking(site: BuildContext, found: Scan) -> tuple[str, ...]:
    """The transcripts that are to give claims."""
    if site.config.transcripts != CLAIMS:
        return ()
    known = transcript_table.transcripts(site.state)
    return tuple(path for path in candidates(found) if path in known)


@dataclass(slots=True)
class _Desk:
    """Sorts the notes of a vault, and the transcripts that speak, into those that are as they were and the others."""

    site: BuildContext
    found: Scan
    known: dict[str, Known]
    before: dict[str, FileAsRead]
    speaking: tuple[str, ...] = ()
    unheard: Mapping[str, str] = field(default_factory=dict)
    seen: dict[str, FileAsRead] = field(default_factory=dict)
    present: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    failed: list[Problem] = field(default_factory=list)
    _outgrown: list[str] = field(default_factory=list)

    @property
    def sources(self) -> tuple[str, ...]:
        """Every file that claims are taken from; notes first, for a transcript may bear the IRI of a note."""
        return (*self.found.notes, *self.speaking)

    def changed(self) -> Iterator[AnalysisTask]:
        """Yield the notes to analyse; a file is only opened when its stamp has changed."""
        config, told = self.site.config, self.site.told
        wanted = self._recipe()
        for path, same in first_forms(self.sources, config.base_iri):
            if same == path and self._as_before(path, wanted):
                self._kept(path, self.known[path])
                continue
            stamp = stamp_of(self.site.vault / path)  # before the bytes: a later change makes it differ
            hidden = path in self.found.excluded
            task = source_task(self.site.vault, path, config, hidden=hidden) if same == path else two_forms(path, same)
            if isinstance(task, Problem):
                self.problems.append(task)
                told.advance()
                continue
            self.present.add(path)
            if stamp is not None:
                self.seen[path] = FileAsRead(stamp, self._options(path), task.key())
            old = self.known.get(path)
            if old is not None and (old.key, old.recipe) == (task.key(), wanted):
                self._kept(path, old)
            else:
                yield task

    def absent(self) -> dict[str, str]:
        """The known notes that are not seen, or cannot be read, each with the day since when; they stay as they are."""
        missing = self.known.keys() - self.present - {each.path for each in self.failed}
        gone = {path for path in missing if not is_candidate(path)}
        speaking = missing & self.unheard.keys() if self.site.config.transcripts == CLAIMS else ()
        found = {path: self.unheard[path] for path in speaking} | self._absent_notes(gone)
        self._outgrown += [path for path in found if self.known[path].rules != code_hashes.rules()]
        return dict(sorted(found.items()))

    def _absent_notes(self, gone: AbstractSet[str]) -> dict[str, str]:
        if not gone:
            return {}
        state = self.site.state
        locked = {each.path for each in self.problems if each.code in absent_notes.UNREACHABLE} & gone
        before = absent_notes.recalled(state)
        keys, now = ({path: each.key for path, each in known.items()} for known in (self.known, state.known()))
        found = absent_notes.not_seen(gone - locked, self.found, keys, now, before)
        found |= {path: before.get(path, absent_notes.today()) for path in locked}
        wanted = self._recipe()
        absent_notes.refuse_other_rules(self.site.vault, found, self.known, wanted)
        return found

    def outgrown(self) -> Iterator[Findings]:
        """Yield the notes that are as they were, but were gathered by the rules of another version of kg."""
        if self._outgrown:
            self.site.told.phase("Gathering", len(self._outgrown), "notes")
        for path in self._outgrown:
            yield Findings(path, self.known[path].key, *self.site.state.found(path))

    def _kept(self, path: str, old: Known) -> None:
        """Take a note as it was read before."""
        if old.rules != code_hashes.rules():
            self._outgrown.append(path)
        self.site.told.advance()

    def take(self, note: Findings | Failed) -> bool:
        """Remember what was found in a note, if anything was."""
        self.site.told.advance()
        if isinstance(note, Failed):
            path = note.task.path
            self.present.discard(path)
            self.seen.pop(path, None)
            self.failed.append(problem(path, "failed", None, note.reason))
            return False
        keys = Keys(note.key, self._recipe(), code_hashes.rules())
        self.site.state.remember(note.path, keys, note.local, note.analysis)
        return True

    def _as_before(self, path: str, wanted: str) -> bool:
        """Whether a file's stamp says that it is the one that an earlier build read."""
        old, last = self.known.get(path), self.before.get(path)
        if old is None or last is None or (old.key, old.recipe) != (last.key, wanted):
            return False
        if last.options != self._options(path) or last.stamp != stamp_of(self.site.vault / path):
            return False
        self.present.add(path)
        self.seen[path] = last
        return True

    def _recipe(self) -> str:
        """A hash of what reads and parses notes."""
        return code_hashes.reading(self.site.config.model, self.site.config.languages)

    def _options(self, path: str) -> str:
        return options(path, excluded=path in self.found.excluded, conflict_copies=self.site.config.conflict_copies)
