"""The folders with the published graphs: made by hard links, leased by who reads them, removed when nobody does.

A reader holds a lease on the folder that it has open; the lease ends with its process. Where the system knows no such
leases, the folder before the published one stays for a while, and a system that deletes nothing that is open says so.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from kg.files.folder_handle import LookedInto, lease

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.files.safe_folder import Folder

NAME = re.compile(r"published-([1-9]\d{0,17})")
GOING = re.compile(r"removed-\d+")


def is_snapshot(kg: LookedInto, name: str) -> bool:
    """Whether a folder of such a name is there."""
    return NAME.fullmatch(name) is not None and kg.is_folder(name)


def names(kg: LookedInto) -> list[str]:
    """Return the snapshots that are there, the oldest first."""
    return sorted((name for name in kg.names() if is_snapshot(kg, name)), key=number)


def number(name: str) -> int:
    """Return the number of a snapshot, 0 of anything else."""
    found = NAME.fullmatch(name)
    return int(found[1]) if found else 0


def make(kg: Folder, backup: Callable[[Path], None], before: str) -> str:
    """Make a snapshot, which survives a loss of power when this returns; returns its name.

    Args:
        kg: The folder, which the caller has locked.
        backup: Fills a folder that is not there yet.
        before: The snapshot that was published last; "" for none.
    """
    latest = max(map(number, (before, *names(kg))), default=0) + 1
    name = f"published-{latest}"
    kg.remove_tree(name)  # a file or a link of that name is no snapshot
    backup(kg.reach(name))
    kg.flush("")
    return name


def sweep(kg: Folder, published: str) -> None:
    """Remove the snapshots that nobody holds but the published one; what cannot be removed is tried again later."""
    for name in kg.names():
        if GOING.fullmatch(name):
            with suppress(OSError):
                kg.remove_tree(name)
    for name in names(kg):
        if name != published:
            with suppress(OSError):
                _remove(kg, name, recent=number(name) == number(published) - 1)


def remove(kg: Folder, name: str) -> None:
    """Remove a snapshot unless somebody holds it.

    Raises:
        OSError: It cannot be removed.
    """
    _remove(kg, name, recent=False)


def is_held(kg: LookedInto, name: str) -> bool | None:
    """Whether a process has a snapshot open; None where the system cannot say."""
    with LookedInto(kg.reach(name), follow=False) as folder:
        alone = lease(folder, alone=True)
    return None if alone is None else not alone


def _remove(kg: Folder, name: str, *, recent: bool) -> None:
    """Rename it first: who comes now finds nothing, and a system that minds open files says so of the whole folder."""
    with LookedInto(kg.reach(name), follow=False) as folder:
        alone = lease(folder, alone=True)
        if alone is False or (alone is None and recent):
            return
        going = f"removed-{number(name)}"
        kg.remove_tree(going)
        kg.rename(name, going)
    kg.remove_tree(going)
