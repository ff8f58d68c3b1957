"""What a flow is to build, and what each of its workers must have: the same kg, plugins, pipeline and folder."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import gethostname
from typing import TYPE_CHECKING, NamedTuple

import kg
from kg.assembly.notes.extract_note import added_stages
from kg.assembly.state import code_hashes
from kg.assembly.steps.reading import first_forms
from kg.assembly.steps.transcript_reading import candidates
from kg.config import LLM, Config
from kg.errors import ConfigError, KgError, VaultError, WorkerUnfit
from kg.flow import claim_table
from kg.flow.address import is_remote
from kg.flow.notes_folder import LocalNotes, RemoteNotes
from kg.flow.output_folder import LocalOutput, RemoteOutput
from kg.flow.remote_folder import RemoteFolder
from kg.model.media import hosts
from kg.own_words import vault_words
from kg.own_words.vault_words import VaultWords, using
from kg.reader.vault_folder import Scan, selected

if TYPE_CHECKING:
    from collections.abc import Iterator

PART = 100  # notes of a partition


class CodeVersion(NamedTuple):
    """What decides the files besides the notes: versions, and hashes as in ``kg.assembly.state.code_hashes``."""

    kg: str
    reading: str
    rules: str
    encoding: str
    transcripts: str
    stages: str
    pyarrow: str


WHAT = CodeVersion(
    "version of kg",
    "reading code or pipeline",
    "rules",
    "encoding",
    "reading of transcripts",
    "installed stages",
    "version of pyarrow",
)


@dataclass(frozen=True, slots=True)
class FlowOrder:
    """What a worker needs to know.

    Attributes:
        vault: The folder of notes; every worker reads it.
        out: The folder of the partitions; every worker writes there.
        config: The settings.
        own: The vault's own words, properties and types.
        found: What is in the vault.
        doubles: Sources with the IRI of another one, each with that one.
        code: What the machine has that gives the order.
        part: How many sources a partition has.
    """

    vault: LocalNotes | RemoteNotes
    out: LocalOutput | RemoteOutput
    config: Config
    own: VaultWords
    found: Scan
    doubles: dict[str, str]
    code: CodeVersion
    part: int = PART

    @classmethod
    def of(cls, vault: Path | str, out: Path | str, config: Config, part: int = PART) -> FlowOrder:
        """Look at a vault.

        Args:
            vault: Its folder, or an address as ``kg.flow.address.is_remote`` knows them.
            out: The folder for the output, or an address.
            config: The settings.
            part: How many sources a partition has.

        Raises:
            VaultError: The folder is missing, cannot be read, or holds no notes.
            ConfigError: The settings name a language model, which no flow asks.
            ModelMissing, OwnWordsError, PluginError: As in a local build.
            RemoteFailed: An address cannot be opened.
        """
        if config.backend == LLM:
            raise ConfigError("settings", "extract.backend", f"is {LLM!r}; only a build on one machine asks a model")
        notes, place = _notes(vault), _output(out, vault)
        if reason := place.unseen() if isinstance(place, RemoteOutput) else "":
            raise VaultError(out, reason, "name another folder with --out")
        with notes.listed() as listing, using(vault_words.load(listing.root)):
            found = selected(listing.scan, config.include, config.exclude)
            if not found.notes:
                raise VaultError(vault, "contains no notes (no file ends in .md); nothing was changed")
            hosts(), added_stages()
            forms = first_forms((*found.notes, *candidates(found)), config.base_iri)
            doubles = {path: first for path, first in forms if path != first}
            if isinstance(notes, RemoteNotes):
                notes = notes._replace(large=listing.large)
            return cls(notes, place, config, vault_words.current(), found, doubles, this_code(config), part)

    @property
    def parts(self) -> list[tuple[str, ...]]:
        """The notes, and the files that may be transcripts, by path, cut into partitions."""
        paths = sorted((*self.found.notes, *candidates(self.found)))
        return [tuple(paths[at : at + self.part]) for at in range(0, len(paths), self.part)]

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Have the vault's own words in force, in a process that has what the order asks for.

        Raises:
            WorkerUnfit: It has not.
        """
        if reason := unfit(self):
            raise WorkerUnfit(gethostname(), reason)
        with using(self.own):
            yield


def this_code(config: Config) -> CodeVersion:
    """What this process has; the vault's own words must be in force.

    Raises:
        ModelMissing, ModelUnfit, PluginError: As in ``kg.assembly.state.code_hashes``.
    """
    return CodeVersion(
        kg.__version__,
        code_hashes.reading(config.model, config.languages),
        code_hashes.rules(),
        code_hashes.encoding(),
        code_hashes.transcripts(),
        code_hashes.stages(),
        claim_table.version(),
    )


def unfit(order: FlowOrder) -> str:
    """Why this process cannot work for an order; "" when it can."""
    with using(order.own):
        try:
            mine = this_code(order.config)
        except KgError as error:
            return str(error)
    for what, here, there in zip(WHAT, mine, order.code, strict=True):
        if here != there:
            return f"it has another {what} ({here[:24]}) than the machine that builds ({there[:24]})"
    return order.vault.unseen() or order.out.unseen()


def _notes(vault: Path | str) -> LocalNotes | RemoteNotes:
    return RemoteNotes(RemoteFolder(str(vault)), {}) if is_remote(vault) else LocalNotes(Path(vault).absolute())


def _output(out: Path | str, vault: Path | str) -> LocalOutput | RemoteOutput:
    if is_remote(out):
        return RemoteOutput(RemoteFolder(str(out)))
    return LocalOutput(Path(out).absolute(), None if is_remote(vault) else Path(vault).absolute())
