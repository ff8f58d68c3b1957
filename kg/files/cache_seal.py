"""The seal on what kg keeps in ``.kg``: which files a run left there, so that the next one knows what has changed.

SQLite does not notice a bit that has changed, nor either engine a file of another vault. So a writer notes the size and
the time of change of each file when it ends, signed with the user's key; while it is at work the seal says *open*:
what a killed run left is whole, for the engines see to that. What is not as it was sealed is made again, and so is what
somebody who looked into it found wrong (``doubt``).

A machine that goes down takes with it what was not flushed, and the engine flushes the graph only when it is
published. So an open seal names the boot in which it was written; after another one the store is made again.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import stat
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import UnsafePath
from kg.files.user_key import sign

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.files.folder_handle import LookedInto
    from kg.files.safe_folder import Folder

SEAL = "seal"
EVERYTHING = frozenset({"*"})  # stands for files of which nothing is known
UNFLUSHED = frozenset({"store"})  # stands for what a machine that went down may have lost
BOOT = Path("/proc/sys/kernel/random/boot_id")  # Linux has it; elsewhere no boot is told from another
_TREES = re.compile(r"store|published-\d+")
_FILES = re.compile(r"layout|\w+\.sqlite(-wal|-journal)?")
_PASSING = re.compile(r"LOCK|LOG(\.old\.\d+)?|IDENTITY")  # files of the engine that it writes when it only reads, too

Stamps = dict[str, list[int]]  # size and time of change in nanoseconds, by path


def open_seal(folder: Folder) -> frozenset[str]:
    """Break the seal for the time of writing; returns the files that are not as they were sealed.

    These are files that changed, went, came or are in doubt; ``EVERYTHING`` where this user sealed nothing here, but
    files are there.
    """
    changed = is_sealed(folder) if stamps(folder) else frozenset()
    _write(folder, {"open": boot()})
    return changed or frozenset()


def close_seal(folder: Folder) -> None:
    """Seal what is there now; on a full disk the seal stays open."""
    with suppress(OSError):
        _write(folder, {"files": stamps(folder)})


def doubt(folder: Folder, names: Iterable[str], seen: bytes) -> bool:
    """Have the next writer take these files for changed: what is in them was found wrong.

    Args:
        folder: The folder, which the caller has locked.
        names: The files.
        seen: The seal as it was when they were looked at; with another one nothing is done, for they may be others.

    Returns:
        Whether it was done.
    """
    found = _read(folder)
    if found is None or "files" not in found or folder.read(SEAL) != seen:
        return False
    _write(folder, {"files": found["files"], "doubted": sorted({*found.get("doubted", ()), *names})})
    return True


def is_sealed(folder: LookedInto) -> frozenset[str] | None:
    """The files that are not as they were sealed, or that are in doubt; None when a writer is at work, or was killed.

    ``UNFLUSHED`` when the machine went down while one was at work.
    """
    found, now = _read(folder), stamps(folder)
    if found is None:
        return EVERYTHING
    if "files" not in found:
        return None if found.get("open") == boot() else UNFLUSHED
    before: Stamps = found["files"]
    changed = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
    return frozenset(changed.union(found.get("doubted", ())))


def is_own(folder: LookedInto) -> bool:
    """Whether this user sealed what is there, or is at work on it: what came with a vault has no such seal."""
    return _read(folder) is not None


def stamps(folder: LookedInto) -> Stamps:
    """The files that are sealed, as they are now; a link or the like has the size -1."""
    found: Stamps = {}
    for name in folder.names():
        if _TREES.fullmatch(name) and folder.is_folder(name):
            found |= {
                f"{name}/{inner}": _stamp(folder, f"{name}/{inner}")
                for inner in folder.names(name)
                if not _PASSING.fullmatch(inner)
            }
        elif _TREES.fullmatch(name) or _FILES.fullmatch(name):
            found[name] = _stamp(folder, name)
    return {name: stamp for name, stamp in found.items() if stamp[0] or not name.endswith(("-wal", "-journal"))}


def _stamp(folder: LookedInto, path: str) -> list[int]:
    found = folder.stat(path)
    if found is None or not stat.S_ISREG(found.st_mode):
        return [-1, 0]
    return [found.st_size, found.st_mtime_ns]


@lru_cache(maxsize=1)
def boot() -> str:
    """What tells this boot of the machine from all others; "" where the system does not say."""
    with suppress(OSError):
        return BOOT.read_text(encoding="ascii").strip()
    return ""


def _read(folder: LookedInto) -> dict[str, Any] | None:
    try:
        signature, _, text = (folder.read(SEAL) or b"").partition(b"\n")
        if not hmac.compare_digest(signature, _signature(text)):
            return None
        found: dict[str, Any] = json.loads(text)
    except (OSError, UnsafePath, ValueError):
        return None
    return found


def _write(folder: Folder, record: dict[str, object]) -> None:
    text = json.dumps(record).encode()
    if not folder.is_file(SEAL):
        folder.remove_tree(SEAL)
    folder.replace(SEAL, _signature(text) + b"\n" + text)  # readers need it whole, also after a loss of power


def _signature(text: bytes) -> bytes:
    """The user's, or a sum alone where no key can be kept: then nobody's seal is told from another's."""
    try:
        return sign(b"seal" + text).encode()
    except OSError:
        return hashlib.sha256(text).hexdigest().encode()
