"""What a flow is to build, and what each of its workers must have: the same kg, plugins, pipeline and folder."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from socket import gethostname
from typing import TYPE_CHECKING, NamedTuple

import kg
from kg.assembly.notes.extract_note import added_stages
from kg.assembly.state import code_hashes
from kg.assembly.steps.reading import first_forms
from kg.assembly.steps.transcript_reading import candidates
from kg.config import LLM, Config
from kg.errors import ConfigError, KgError, VaultError, WorkerUnfit
from kg.model.media import hosts
from kg.own_words import vault_words
from kg.own_words.vault_words import VaultWords, using
from kg.reader.vault_folder import Scan, scan, selected

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PART = 100  # notes of a partition


class CodeVersion(NamedTuple):
    """What decides the graph besides the notes; all but ``kg`` are hashes as in ``kg.assembly.state.code_hashes``."""

    kg: str
    reading: str
    rules: str
    encoding: str
    transcripts: str
    stages: str


WHAT = CodeVersion(
    "version of kg", "reading code or pipeline", "rules", "encoding", "reading of transcripts", "installed stages"
)


@dataclass(frozen=True, slots=True)
class FlowOrder:
    """What a worker needs to know.

    Attributes:
        vault: The folder of notes, absolute; every worker reads it.
        out: The folder of the partitions, absolute; every worker writes there.
        config: The settings.
        own: The vault's own words, properties and types.
        found: What is in the vault.
        doubles: Sources with the IRI of another one, each with that one.
        code: What the machine has that gives the order.
        part: How many sources a partition has.
    """

    vault: Path
    out: Path
    config: Config
    own: VaultWords
    found: Scan
    doubles: dict[str, str]
    code: CodeVersion
    part: int = PART

    @classmethod
    def of(cls, vault: Path, out: Path, config: Config, part: int = PART) -> FlowOrder:
        """Look at a vault.

        Raises:
            VaultError: The folder is missing, cannot be read, or holds no notes.
            ConfigError: The settings name a language model, which no flow asks.
            ModelMissing, OwnWordsError, PluginError: As in a local build.
        """
        if config.backend == LLM:
            raise ConfigError("settings", "extract.backend", f"is {LLM!r}; only a build on one machine asks a model")
        own = vault_words.load(vault)
        with using(own):
            found = selected(scan(vault), config.include, config.exclude)
            if not found.notes:
                raise VaultError(vault, "contains no notes (no file ends in .md); nothing was changed")
            hosts(), added_stages()
            forms = first_forms((*found.notes, *candidates(found)), config.base_iri)
            doubles = {path: first for path, first in forms if path != first}
            return cls(vault.absolute(), out.absolute(), config, own, found, doubles, this_code(config), part)

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
    missing = [folder for folder in (order.vault, order.out) if not folder.is_dir()]
    return f"it does not see the folder {str(missing[0])!r}" if missing else ""
