"""Absent is not deleted: notes that vanish in numbers, or cannot be reached, keep their claims until the user says so.

Transcripts follow the same rules, counted by themselves.

A folder that is offline looks like one that was deleted. A note that is deleted alone, or that is now elsewhere, is
gone; many at once, a whole folder, or what lies behind a folder that cannot be read, is only *not seen*. Since when is
kept in the build state alone: no output depends on the clock.
"""

from __future__ import annotations

import time
import zlib
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from kg.assembly.notes.analyse_note import Local
from kg.errors import VaultError
from kg.extract import analysis_packing
from kg.model.decoding_errors import UNDECODABLE
from kg.views.render.figures import counted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from kg.assembly.state.build_state import BuildState, Known
    from kg.reader.vault_folder import Scan

ABSENT, UNHEARD = "absent", "absent transcripts"  # what the state calls notes, and transcripts, that are not seen
MANY = 5  # notes that vanish at once before they count as not seen
SHARE = 20  # percent of the known notes, likewise; of a whole folder it takes no share
UNREACHABLE = frozenset({"unreadable", "symlink"})  # codes of folders and links behind which there may be notes


def recalled(state: BuildState, kind: str = ABSENT) -> dict[str, str]:
    """The notes, or the transcripts, that were not seen, each with the day since when."""
    kept = state.recall(kind)
    return {} if kept is None else msgspec.msgpack.decode(kept, type=dict[str, str])


def record(state: BuildState, absent: Mapping[str, str], kind: str = ABSENT) -> None:
    """Keep which notes, or transcripts, are not seen."""
    if recalled(state, kind) != absent:
        state.record(kind, msgspec.msgpack.encode(dict(absent)) if absent else None)


def keep_alone(state: BuildState, found: Scan) -> None:
    """Forget everything but what is known of notes that are not there: the others can be read again.

    Raises:
        StoreError: The state is damaged.
    """
    gone = {path for path in state.known().keys() - set(found.notes) if _is_whole(state, path)}
    since = {path: day for path, day in recalled(state).items() if path in gone}
    _forget_all_but(state, gone)
    record(state, since)
    state.commit()


def _forget_all_but(state: BuildState, paths: Collection[str]) -> None:
    """Forget everything but what was found in some notes alone; their graphs count as missing."""
    for (table,) in state.rows("SELECT name FROM sqlite_master WHERE type = 'table'"):
        if table not in {"note", "found"}:
            state.change(f"DELETE FROM {table}", [()])  # noqa: S608 - ours
    gone = [(note,) for path, note in state.rows("SELECT path, id FROM note") if path not in paths]
    state.change("DELETE FROM note WHERE id = ?", gone)
    state.change("DELETE FROM found WHERE note = ?", gone)
    state.change("UPDATE note SET outcome = NULL", [()])
    state.change("UPDATE found SET indexed = x''", [()])


def _is_whole(state: BuildState, path: str) -> bool:
    """Whether what is kept of a note can be read."""
    try:
        local, analysis = state.found(path)
        msgspec.msgpack.decode(local, type=Local)
        analysis_packing.decode(analysis)
    except (*UNDECODABLE, zlib.error):
        return False
    return True


def not_seen(
    gone: Collection[str], found: Scan, before: Mapping[str, str], now: Mapping[str, str], known: Mapping[str, str]
) -> dict[str, str]:
    """Say which notes, or transcripts, are only not seen, and since when.

    Args:
        gone: Paths of known ones that are not there, or cannot be read.
        found: What is there.
        before: The keys of all that earlier builds knew.
        now: The keys of all that is known by now.
        known: As ``recalled``.
    """
    new = Counter(now[path] for path in now.keys() - before.keys())
    missing = {path for path in gone if not _moved(before[path], new)}
    kept = {path for path in missing if path in known or _is_behind(path, _unreachable(found))}
    vanished = missing - kept
    if len(vanished) >= MANY and len(vanished) * 100 > len(before) * SHARE:
        kept |= vanished
    kept |= _in_whole_folders(vanished, found)
    return {path: known.get(path, today()) for path in kept}


def today() -> str:
    """The day, for the state and for messages alone."""
    return time.strftime("%Y-%m-%d")


def told(absent: Mapping[str, str], kind: str = ABSENT) -> str:
    """What to tell a person about notes, or transcripts, that are not seen."""
    since = min(absent.values())
    folders = sorted({path.rpartition("/")[0] or "the vault" for path in absent})
    where = folders[0] if len(folders) == 1 else f"{folders[0]} and {counted(len(folders) - 1, 'other folder')}"
    what, stays = ("note", "claims") if kind == ABSENT else ("transcript", "words")
    return (
        f"{counted(len(absent), what)} in {where} not seen since {since}: their {stays} stay. "
        "If you deleted them, run 'kg build --forget'"
    )


def refuse_to_lose(vault: Path, state: BuildState, found: Scan) -> None:
    """Refuse to forget everything while notes are not seen, which nothing could bring back.

    Raises:
        VaultError: There are such notes.
    """
    known, there = state.known(), set(found.notes)
    names = Counter(path.rpartition("/")[2] for path in there - known.keys())
    gone = [path for path in known.keys() - there if not _moved(path.rpartition("/")[2], names)]
    old = recalled(state)
    if (len(gone) >= MANY and len(gone) * 100 > len(known) * SHARE) or any(path in old for path in gone):
        raise VaultError(
            vault,
            f"{counted(len(gone), 'note')} of the last build not seen now, and --full would lose their claims",
            "bring them back, or add --forget if you deleted them",
        )


def refuse_other_rules(vault: Path, absent: Iterable[str], before: Mapping[str, Known], wanted: str) -> None:
    """Refuse to go on with what another version of kg read in notes that cannot be read again.

    Raises:
        VaultError: There are such notes.
    """
    old = [path for path in absent if before[path].recipe != wanted]
    if old:
        raise VaultError(
            vault,
            f"{counted(len(old), 'note')} not seen, and this kg reads notes otherwise than the one that read them",
            "bring them back, or run 'kg build --forget' if you deleted them",
        )


def _moved(key: str, new: Counter[str]) -> bool:
    """Whether what is missing here is new elsewhere; each counts for one."""
    new[key] -= 1
    return new[key] >= 0


def _unreachable(found: Scan) -> tuple[str, ...]:
    return tuple(each.path for each in found.problems if each.code in UNREACHABLE)


def _is_behind(path: str, places: tuple[str, ...]) -> bool:
    return any(path == place or path.startswith(f"{place}/") for place in places)


def _in_whole_folders(gone: Collection[str], found: Scan) -> set[str]:
    """Those in folders of which nothing is left, and in which there were many."""
    left = {folder for path in (*found.notes, *found.canvases, *found.others) for folder in _folders(path)}
    held = Counter(folder for path in gone for folder in _folders(path) if folder not in left)
    return {path for path in gone if any(held[folder] >= MANY for folder in _folders(path))}


def _folders(path: str) -> Iterator[str]:
    """The folders that a path is in, the innermost first."""
    while path := path.rpartition("/")[0]:
        yield path
