"""Reports when the notes of a vault have changed, for as long as anybody asks.

A burst of changes counts once: editors write a file beside the old one and rename it, sync programs write many. A
vault that goes away (a drive, a network folder, a renamed folder) is waited for, and looked at again when it is back.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from kg.reader.vault_folder import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from pathlib import Path

BURST = 1000  # milliseconds that one burst of changes may last
QUIET = 100  # milliseconds without a change that end a burst
HIDDEN = SETTINGS.partition("/")[0]  # when this folder is new, what comes into it at once may go unseen
PAUSE = 500  # milliseconds after which it is told that nothing has changed


def ticks(vault: Path, ignored: Sequence[Path] = ()) -> Generator[bool, None, None]:
    """Yield True at the beginning, after every burst of changes, and when a vault is back; about twice a second False.

    Changes that come while the caller is at work are told at the next tick.

    Args:
        vault: The folder; it may be missing at times.
        ignored: Folders in it whose changes do not count, as the outputs'.
    """
    while True:
        if vault.is_dir():
            yield from _while_there(vault, _counts(vault, ignored))
        yield False
        time.sleep(PAUSE / 1000)


def _while_there(vault: Path, counts: Callable[[str], bool]) -> Iterator[bool]:
    from watchfiles import watch

    here, root, first = _identity(vault), os.path.realpath(vault), True
    try:
        for found in watch(
            vault,
            watch_filter=None,  # one that filters all away would keep the tick, and us, waiting
            debounce=BURST,
            step=QUIET,
            rust_timeout=PAUSE,
            yield_on_timeout=True,
            ignore_permission_denied=True,
        ):
            if _identity(vault) != here or any(os.path.realpath(path) == root for _, path in found):
                return  # gone, or moved and back: the system tells no more of what happens in it
            yield first or any(counts(path) for _, path in found)
            first = False
    except FileNotFoundError:  # it went away in this very moment
        return


def _counts(vault: Path, ignored: Sequence[Path]) -> Callable[[str], bool]:
    """Whether a change of a path matters: the reader's rules, by which names with a dot in front are left out."""
    root = os.path.realpath(vault)
    folders = (os.path.realpath(folder) for folder in ignored)
    outside = tuple(folder for folder in folders if folder.startswith(root + os.sep))  # not one that holds the vault

    def counts(path: str) -> bool:
        real = os.path.realpath(path)
        if any(real == folder or real.startswith(folder + os.sep) for folder in outside):
            return False
        inner = os.path.relpath(real, root).replace(os.sep, "/")
        return inner in (SETTINGS, HIDDEN) or not any(step.startswith(".") for step in inner.split("/"))

    return counts


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
