"""Vaults in which a file or folder is exchanged for a link, and back, over and over while kg is at work."""

from __future__ import annotations

import shutil
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from kg.files.exchange_files import exchange
from tests.hostile.hostile_vault import BUILT, HostileVault

if TYPE_CHECKING:
    from tests.hostile.ground import Ground

AWAY = ".exchanged"  # the folder of the vault where what is not in its place waits


def waiting(ground: Ground, path: str, target: str) -> None:
    """A link waits for being exchanged with what is at a path."""
    (ground.vault / AWAY).mkdir()
    (ground.vault / AWAY / "link").symlink_to(ground.outside / target)
    place = ground.vault / path
    if not place.exists():
        place.mkdir(parents=True)


def exchanged(ground: Ground, path: str) -> None:
    """Exchange what is at a path with what waits."""
    with suppress(OSError):  # it may not be there at the moment
        exchange((str(ground.vault / AWAY / "link"), None), (str(ground.vault / path), None))


def decoy(ground: Ground, path: str, target: str) -> None:
    """A folder of the user's that looks like the one it is exchanged with, each file a second chance to do harm."""
    waiting(ground, path, target)
    shutil.rmtree(ground.outside / target, ignore_errors=True)
    shutil.copytree(ground.vault / path, ground.outside / target, symlinks=True)


def swapping(path: str, target: str, *, alike: bool = False) -> HostileVault:
    """A vault in which what is at a path is now a link and now itself."""
    return HostileVault(
        partial(decoy if alike else waiting, path=path, target=target), BUILT, meanwhile=partial(exchanged, path=path)
    )


SWAPPED_VAULTS: dict[str, HostileVault] = {
    ".kg is exchanged for a link": swapping(".kg", "store"),
    ".kg is exchanged for a link to a copy": swapping(".kg", "copy", alike=True),
    "the store is exchanged for a link": swapping(".kg/store", "store"),
    "the store is exchanged for a link to a copy": swapping(".kg/store", "copy", alike=True),
    "the state is exchanged for a link": swapping(".kg/state.sqlite", "accounts.sqlite"),
    "the search file is exchanged for a link": swapping(".kg/search.sqlite", "accounts.sqlite"),
    "what sync keeps is exchanged for a link": swapping(".kg/sync", "copy", alike=True),
    "the pages' folder is exchanged for a link": swapping("Knowledge", "pages"),
    "a note is exchanged for a link": swapping("Talks/1.md", "secret.txt"),
    "a folder of notes is exchanged for a link": swapping("Talks", "pages"),
}
