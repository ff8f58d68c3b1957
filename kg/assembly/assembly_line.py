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

import zlib
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kg.assembly.notes import vault_index
from kg.assembly.notes.extract_note import added_stages
from kg.assembly.state import census, code_hashes
from kg.assembly.state.build_state import STATE, BuildState
from kg.assembly.steps import absent_notes, advising, describing, outputs
from kg.assembly.steps.build_context import BuildContext
from kg.assembly.steps.build_result import BuildResult, Silent, Stopwatch, in_order
from kg.assembly.steps.extracting import extract, survey
from kg.assembly.steps.progress_report import ProgressReport
from kg.assembly.steps.reading import Read, read
from kg.assembly.steps.transcript_indexing import index_transcripts
from kg.assembly.steps.up_to_date import VaultTotals, around, last_around, news, settle, settled, unsettle
from kg.assembly.steps.worker_pool import mapper
from kg.errors import ConfigError, StoreDamaged, StoreVersion, VaultError
from kg.files.progress_file import progress_file
from kg.model.decoding_errors import UNDECODABLE
from kg.model.media import hosts
from kg.own_words import vault_words
from kg.own_words.vault_words import using
from kg.rdf.terms import note_iri
from kg.reader.vault_folder import scan, selected
from kg.store.engine.entity_descriptions import doubt_entities
from kg.store.engine.generation import GenerationFacts
from kg.store.engine.store import Store
from kg.store.engine.store_files import trouble
from kg.views.compare.pair_counts import VerdictCounter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from kg.assembly.notes.note_surroundings import Vault
    from kg.assembly.steps.advising import Advice, Consent, Preview
    from kg.assembly.steps.build_result import Progress
    from kg.assembly.steps.worker_pool import Mapper
    from kg.config import Config
    from kg.llm.ask_model import ModelUsage
    from kg.model import Problem
    from kg.reader.vault_folder import Scan

FOLDER = ".kg"
LARGE = 500  # notes of a vault from which on its outputs are worth processes of their own


def build(  # noqa: PLR0913 - each is one wish that a user may have
    vault: Path,
    *,
    config: Config,
    out: Path | None = None,
    data: bool = True,
    progress: Progress | None = None,
    full: bool = False,
    forget: bool = False,
    hurry: Callable[[], bool] | None = None,
    consent: Consent = advising.nobody_asked,
) -> BuildResult:
    """Bring a vault's graph up to date with its notes.

    Args:
        vault: The folder of notes; nothing in it is written but ``.kg/``.
        config: The settings.
        out: A folder for ``graph.trig``, ``claims.jsonl``, ``report.md`` and the explorer; none are written without it.
        data: Whether the first two are asked for; else they are written only where they are there already, or where
            the settings want them.
        progress: Told how far the build is.
        full: Forget what earlier builds learned and make everything again; readers have the old graph until then.
        forget: Whether notes that vanished in numbers, or cannot be read, are gone; else their claims stay.
        hurry: Asked again and again while the files of a large vault are written, in processes of their own; when it
            is true, those that are not there yet are left, and the result has no outputs.
        consent: Asked whether notes may leave this machine, before a language model on another one is asked anything;
            where it says no, the rules' findings stand.

    Raises:
        VaultError: The folder is missing, cannot be read, or holds no notes; or notes that are only not seen would be
            lost.
        ModelMissing: The NLP pipeline of the settings is not installed.
        OwnWordsError: A file with the vault's own words, properties or types cannot be used.
        PluginError: A pipeline stage or medium that an installed package adds cannot be used.
        StoreError: The store cannot be written, or another build is at work.
        FileExistsError: A file in ``out`` has the name of an output and is not kg's.
    """
    with using(vault_words.load(vault)):
        return _build(vault, config, progress or Silent(), consent, _Wanted(out, data, full, forget, hurry))


class _Wanted(NamedTuple):
    """What a build is to do beside bringing the graph up to date; fields as the arguments of ``build``."""

    out: Path | None
    data: bool
    full: bool
    forget: bool
    hurry: Callable[[], bool] | None


def _build(vault: Path, config: Config, progress: Progress, consent: Consent, wanted: _Wanted) -> BuildResult:
    out = wanted.out
    found = selected(scan(vault), config.include, config.exclude)
    if not found.notes:
        raise VaultError(vault, "contains no notes (no file ends in .md); nothing was changed")
    code_hashes.reading(config.model, config.languages)  # a missing pipeline is reported before anything is touched
    hosts(), added_stages()  # so is a package whose medium or stage cannot be used
    if out is not None:
        outputs.check(out)
    with progress_file(vault / FOLDER) as write:
        told = Stopwatch(ProgressReport(progress, write))
        order = _BuildOrder(vault, config, found, told, consent, full=wanted.full, forget=wanted.forget)
        return _built(order, wanted)


def _built(asked: _BuildOrder, wanted: _Wanted) -> BuildResult:
    """Bring the graph up to date, and write the outputs."""
    vault, config, found, told, out = asked.vault, asked.config, asked.found, asked.told, wanted.out
    done, made = _healed(asked)
    described, failed = made.described, (*done.failed, *made.failed)
    key = "" if failed else done.key
    unsaid = advising.problems(made.asked)
    problems = in_order((*found.problems, *done.problems, *described.problems, *failed, *unsaid))
    written: tuple[Path, ...] = ()
    if out is not None:
        order = outputs.Order(vault / FOLDER, out, config, key, problems, wanted.data)
        written = outputs.write(order, config.processes if described.notes >= LARGE else 1, told, wanted.hurry)
    told.done()
    return BuildResult(
        vault=vault,
        notes=described.notes,
        claims=described.claims,
        entities=described.entities,
        timestamps_repaired=described.timestamps_repaired,
        notes_repaired=described.notes_repaired,
        analysed=done.analysed,
        replaced=made.replaced,
        removed=done.removed,
        absent=done.absent,
        problems=problems,
        asked=made.asked,
        outputs=written,
        seconds=told.seconds,
    )


def preview(vault: Path, *, config: Config, progress: Progress | None = None) -> Preview:
    """What ``build`` would ask a language model; notes are read, nothing is asked, and the graph stays as it is.

    Raises:
        ConfigError: The settings name no language model.
        VaultError, ModelMissing, StoreError: As in ``build``.
    """
    with using(vault_words.load(vault)):
        found = selected(scan(vault), config.include, config.exclude)
        folder = vault / FOLDER
        told = Stopwatch(progress or Silent())
        with (
            _opened(folder, config.base_iri) as store,
            BuildState(folder / STATE) as state,
            mapper(config.processes) as apply,
            advising.advice(folder, config) as advice,
        ):
            if advice is None:
                raise ConfigError("settings", "extract.backend", f"is {config.backend!r}, which asks no language model")
            read(BuildContext(vault, config, store, state, told), found, apply)
            told.done()
            return advice.preview(state, config)


def _healed(order: _BuildOrder) -> tuple[Read, _Made]:
    """Bring the graph up to date; what turns out to be damaged is rebuilt, if the disk takes it."""
    try:
        return _graph(order)
    except (StoreDamaged, *UNDECODABLE, zlib.error) as error:
        damage = str(error)
    folder = order.vault / FOLDER  # only here is nothing left of the error, whose frames hold the engine open
    Store.discard(folder)
    order.told.note(f"what earlier builds kept in {FOLDER} is damaged ({damage}) and is rebuilt")
    return _graph(order, afresh=True)


@dataclass(frozen=True, slots=True)
class _BuildOrder:
    """What is to be built, as for ``build``."""

    vault: Path
    config: Config
    found: Scan
    told: Stopwatch
    consent: Consent
    full: bool
    forget: bool


def _state(order: _BuildOrder, *, afresh: bool) -> BuildState:
    """The build state; with ``afresh`` it holds nothing but notes that are not there, which nothing else has."""
    file = order.vault / FOLDER / STATE
    if afresh and not order.full:
        with suppress(StoreDamaged, *UNDECODABLE), ExitStack() as opened:
            state = opened.enter_context(BuildState(file))
            absent_notes.keep_alone(state, order.found)
            opened.pop_all()
            return state
    return BuildState(file, fresh=afresh or order.full)


def _graph(order: _BuildOrder, *, afresh: bool = False) -> tuple[Read, _Made]:
    """Bring the graph in the store up to date; with ``afresh`` what earlier builds kept of the notes is forgotten."""
    vault, config, told = order.vault, order.config, order.told
    folder = vault / FOLDER
    with ExitStack() as opened:
        store = opened.enter_context(_opened(folder, config.base_iri))
        if order.full and not (afresh or order.forget):
            with BuildState(folder / STATE) as state:
                absent_notes.refuse_to_lose(vault, state, order.found)
        state = opened.enter_context(_state(order, afresh=afresh))
        for line in (*store.mended, *state.mended):
            told.note(line)
        if order.full:
            doubt_entities(store)
        site = BuildContext(vault, config, store, state, told)
        with mapper(config.processes) as apply, advising.advice(folder, config) as advice:
            if changed := news(last_around(state), around(config)):
                told.note(changed)
            done = read(site, order.found, apply, forget=order.forget)
            near = Surroundings(done.found, advice, order.consent)
            return done, _unchanged(site, done) or _make(site, done, near, apply)


@dataclass(frozen=True, slots=True)
class _Made:
    """What became of the vault's graph: how many notes were written, and those of which no graph could be made."""

    described: VaultTotals
    replaced: int = 0
    failed: tuple[Problem, ...] = ()
    asked: ModelUsage | None = None


def _unchanged(site: BuildContext, done: Read) -> _Made | None:
    """What the last build made, when nothing has changed since and the store has it all."""
    described = settled(site.state, done.key)
    if described is None:
        return None
    known = site.state.known()
    wanted = {note_iri(path, site.config.base_iri) for path, note in known.items() if note.outcome is not None}
    if not wanted <= set(site.store.note_iris()):
        return None
    site.store.flush(_facts(site, done), counter=VerdictCounter(vault_words.current().rules))
    site.told.phase("Extracting", len(known), "notes")
    site.told.advance(len(known))
    site.told.phase("Describing", 1, "vault")
    site.told.advance()
    return _Made(described)


class Surroundings(NamedTuple):
    """What a build looks at besides its notes: all files of the vault, a language model's answers, the user's yes."""

    found: Scan
    advice: Advice | None
    consent: Consent


def _make(site: BuildContext, done: Read, near: Surroundings, apply: Mapper) -> _Made:
    """Bring the graph up to date; only when all of it is there and published does the vault count as settled."""
    unsettle(site.state)
    found, advice, consent = near
    asked = None if advice is None else advice.ask(site, consent)
    vault = survey(site, found, advice)
    replaced, failed = extract(site, vault, advice, apply)
    index_transcripts(site, vault.transcripts)
    problems = _described(site, vault)
    site.store.flush(_facts(site, done, failed), everything=True, counter=VerdictCounter(vault_words.current().rules))
    described = _totals(site, problems)
    if not (failed or done.failed or (asked and (asked.failed or asked.withheld))):
        settle(site.state, done.key, described)
    return _Made(described, replaced, failed, asked)


def _facts(site: BuildContext, done: Read, failed: Sequence[Problem] = ()) -> GenerationFacts:
    """What readers are to know of the vault besides its graph."""
    unseen, unheard = (absent_notes.recalled(site.state, kind) for kind in (absent_notes.ABSENT, absent_notes.UNHEARD))
    made_from = "" if failed or done.failed else done.key
    since = min((*unseen.values(), *unheard.values()), default="")
    return GenerationFacts(made_from, len(unseen), len(unheard), since)


def _described(site: BuildContext, vault: Vault) -> tuple[Problem, ...]:
    """Describe entities, properties, recordings, channels and corrections as the stored notes have them.

    Returns:
        What is wrong in the vault as a whole.
    """
    site.told.phase("Describing", 1, "vault")
    describing.describe(site.store, site.state, vault.corrections)
    site.told.advance()
    return (
        *vault.corrections.problems,
        *vault_index.problems(site.state),
        *vault.transcripts.problems(),
        *advising.held_back(site),
    )


def _totals(site: BuildContext, problems: tuple[Problem, ...]) -> VaultTotals:
    """Totals over what was published."""
    totals = census.totals(site.state)
    with trouble(site.store.folder):
        entities = site.store.search.names.number()
    return VaultTotals(
        notes=totals.notes,
        claims=totals.claims,
        entities=entities,
        timestamps_repaired=totals.repaired,
        notes_repaired=totals.notes_repaired,
        problems=problems,
    )


def _opened(folder: Path, base: str) -> Store:
    """The store, emptied first when this version cannot read it."""
    try:
        return Store.open(folder, base=base)
    except StoreVersion:
        Store.discard(folder)
        return Store.open(folder, base=base)
