"""How a build knows that it has nothing to do: stamps of files, and the key of a vault whose graph is complete.

A file whose stamp is that of the last build is not read again, and a vault whose key is that of the last complete
build is not looked at again: its totals and problems are kept beside the key.
"""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import msgspec

from kg.assembly.state import code_hashes
from kg.assembly.steps.advising import key_of_backend
from kg.config.trust_thresholds import USUAL, TrustThresholds
from kg.model import Problem  # noqa: TC001 - msgspec reads the annotations
from kg.own_words.vault_words import current

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kg.assembly.state.build_state import BuildState, Known
    from kg.config import Config
    from kg.reader.vault_folder import Scan

STAMPS, SETTLED, AROUND = "stamps", "settled", "around"
FRESH = 2 * 10**9  # nanoseconds in which a file may change twice under one time stamp on the coarsest file systems

Stamp: TypeAlias = tuple[int, int, int]  # size in bytes, time of change and of change of the entry in nanoseconds


class FileAsRead(msgspec.Struct, frozen=True, array_like=True):
    """A file as a build has read it: its stamp, what else decides how it is read, and the key of the note."""

    stamp: Stamp
    options: str
    key: str


class VaultTotals(msgspec.Struct, frozen=True, array_like=True):
    """Totals over all notes, and the problems that their files have."""

    notes: int
    claims: int
    entities: int
    timestamps_repaired: int
    notes_repaired: int
    problems: tuple[Problem, ...]


class _Settled(msgspec.Struct, frozen=True, array_like=True):
    key: str
    described: VaultTotals


def stamp_of(file: Path) -> Stamp | None:
    """The stamp of a file; None when it has changed so lately that its stamp says nothing, or cannot be had."""
    try:
        found = file.stat()
    except OSError:
        return None
    stamp = found.st_size, found.st_mtime_ns, found.st_ctime_ns
    return stamp if time.time_ns() - max(stamp[1:]) > FRESH else None


def stamps(state: BuildState) -> dict[str, FileAsRead]:
    """The files that the last build saw, by path."""
    kept = state.recall(STAMPS)
    return {} if kept is None else msgspec.msgpack.decode(kept, type=dict[str, FileAsRead])


def keep_stamps(state: BuildState, seen: Mapping[str, FileAsRead]) -> None:
    """Keep the files that this build saw for the next one."""
    state.record(STAMPS, msgspec.msgpack.encode(seen))


def vault_key(found: Scan, known: Mapping[str, Known], heard: Mapping[str, str], config: Config) -> str:
    """A hash of everything that the graph of a vault depends on: the same key, the same graph.

    Args:
        found: What is in the vault.
        known: The notes, by path.
        heard: The keys of files that may be transcripts, by path.
        config: The settings.
    """
    notes = sorted((path, note.key) for path, note in known.items())
    paths = (found.notes, found.canvases, found.others)
    return hashlib.sha256(msgspec.msgpack.encode((around(config), notes, sorted(heard.items()), paths))).hexdigest()


class Around(NamedTuple):
    """What the graph of every note depends on besides the notes: settings, and hashes of the code.

    Fields as in ``kg.assembly.state.code_hashes``; ``backend`` says which language model is asked, if any,
    and ``trust`` how sure an inference must be.
    """

    base: str
    reading: str
    rules: str
    encoding: str
    backend: tuple[str, ...]
    stages: str = ""
    trust: TrustThresholds = USUAL
    own: str = ""


def around(config: Config) -> Around:
    """What it is today."""
    return Around(
        config.base_iri,
        code_hashes.reading(config.model, config.languages),
        code_hashes.rules(),
        code_hashes.encoding(),
        key_of_backend(config),
        code_hashes.stages(),
        config.trust,
        current().rules,
    )


def last_around(state: BuildState) -> Around | None:
    """What it was for the last build."""
    kept = state.recall(AROUND)
    return None if kept is None else msgspec.msgpack.decode(kept, type=Around)


def news(before: Around | None, now: Around) -> str:
    """What of it has changed since the last build and what that costs, for a person; "" for nothing."""
    if before is None or before == now:
        return ""
    if before.reading != now.reading:
        return "kg, its language pipeline or a plugin reads notes differently now: re-analysing every note"
    if before.own != now.own:
        return "the vault's own words, properties or types changed: re-extracting every note"
    if (before.rules, before.encoding) != (now.rules, now.encoding):
        return "kg's rules changed since the last build: re-extracting every note (no re-parsing)"
    if before.stages != now.stages:
        return "the installed pipeline stages changed since the last build: re-extracting every note (no re-parsing)"
    return "the settings changed since the last build: re-checking every note (no re-parsing)"


def settled(state: BuildState, key: str) -> VaultTotals | None:
    """What the last complete build described, when nothing has changed since."""
    kept = state.recall(SETTLED)
    if kept is None:
        return None
    last = msgspec.msgpack.decode(kept, type=_Settled)
    return last.described if last.key == key else None


def settle(state: BuildState, key: str, described: VaultTotals) -> None:
    """Say that the store holds, and readers find, the whole graph of the vault with this key."""
    state.record(SETTLED, msgspec.msgpack.encode(_Settled(key, described)))
    state.commit()


def unsettle(state: BuildState) -> None:
    """Say that the store is about to be changed."""
    state.record(SETTLED, None)
    state.commit()
