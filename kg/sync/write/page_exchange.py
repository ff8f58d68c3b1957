"""How a page is replaced: exchange the files, then look at what came out; what a user saved meanwhile goes back.

The new page is made in ``.kg/sync/out`` and exchanged with the old one in one step. So the old file itself, whoever
still has it open, is afterwards in ``out``, where an editor's last write cannot get lost: it is looked at again when
the run ends, and when the next one begins.
"""

from __future__ import annotations

import stat
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.sync.plan.plan import digest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from kg.files.safe_folder import Folder

OUT = ".kg/sync/out"
BACKUP = ".kg/backup"
MARK = 16  # characters of a sha256 that stand for a page
UNFINISHED, ASIDE = ".new", ".out"  # how the name of a file ends that is being written, and that is away for a moment


@dataclass(frozen=True, slots=True)
class _Old:
    """A file that came out: of which page, its sha256, and what took its place (None where it is to stay out)."""

    page: str
    sha256: str
    data: bytes | None


class Pages:
    """Replaces, makes and removes pages of one vault; ``.kg/sync/out`` must be there."""

    def __init__(self, vault: Folder) -> None:
        self._vault = vault
        self._out: dict[str, _Old] = {}  # by name
        self._late: list[tuple[str, str]] = []
        self._folders: set[str] = set()  # in which names changed that may not be on the disk yet

    def replace(self, page: str, planned: str, data: bytes) -> bool:
        """Put new bytes in the place of a page, with its mode.

        Args:
            page: Vault path.
            planned: The sha256 of the bytes that are to be replaced.
            data: The new bytes.

        Returns:
            Whether it was done; else the page was saved meanwhile and is as its user saved it.

        Raises:
            FileNotFoundError: The page is gone.
            UnsafePath: It is no file, or lies behind a link.
            OSError: It cannot be written; it is as it was.
        """
        old = self._vault.stat(page)
        if old is None:
            raise FileNotFoundError(page)
        name = _name(page, planned)
        self._vault.rename(_fresh(self._vault, name, data, stat.S_IMODE(old.st_mode)), name)
        try:
            self._vault.exchange(name, page)
        except FileExistsError:
            done = False
        except OSError:
            self._vault.remove(name)
            raise
        else:
            done = self._looked(name, page, planned, data)
        self._folders.add(page.rpartition("/")[0])
        return done

    def _looked(self, name: str, page: str, planned: str, data: bytes) -> bool:
        """Look at what came out of a page; give back what is newer than what was planned for."""
        came = self._sha(name)
        if came == planned:
            self._out[name] = _Old(page, planned, data)
            return True
        with suppress(FileNotFoundError):  # moved or deleted in this very moment: what came out is kept
            self._vault.exchange(name, page)  # the newer one is in its place again
            if self._sha(name) != digest(data) and self._sha(page) == came:
                self._vault.exchange(name, page)  # saved once more in between: that is the newest
                if self._sha(name) != came:
                    self._vault.exchange(name, page)  # and once more
        self._set_aside(name, page, data)
        return False

    def _set_aside(self, name: str, page: str, data: bytes) -> None:
        """Keep what is the page no more: a save, or kg's page that was it for a moment, and may be open somewhere."""
        if self._sha(name) != digest(data):
            self._late.append((page, _backed_up(self._vault, name, page)))
            return
        spare = f"{_name(page, digest(data))}.{len(self._out)}"
        self._vault.rename(name, spare)
        self._out[spare] = _Old(page, digest(data), None)

    def create(self, page: str, data: bytes) -> None:
        """Make a new page.

        Raises:
            FileExistsError: There is one of that name by now.
            OSError: It cannot be written.
        """
        fresh = _fresh(self._vault, _name(page, "new"), data, None)
        try:
            self._vault.rename_new(fresh, page)
        except OSError:
            self._vault.remove(fresh)
            raise
        self._folders.add(page.rpartition("/")[0])

    def remove(self, page: str, planned: str) -> bool:
        """Remove a page that has these bytes; False when it was saved meanwhile, and then it stays."""
        name = _name(page, planned)
        self._vault.rename(page, name)
        self._folders.add(page.rpartition("/")[0])
        if self._sha(name) == planned:
            self._out[name] = _Old(page, planned, None)
            return True
        if place := self._put_back(name, page):
            self._late.append((page, place))
        return False

    def settle(self) -> list[tuple[str, str]]:
        """Look once more at the files that came out: who had one open may have written to it since.

        When this returns, all that was done is on the disk: until then each page may be the old one or the new one
        after a loss of power, and the journal knows both.

        Returns:
            Saves that came too late for their file: (page, where the save is now, "" where it is the page again).
        """
        for name, old in list(self._out.items()):
            if self._sha(name) not in {old.sha256, None}:
                self._late.append((old.page, self._given_back(name, old)))
                del self._out[name]
        for folder in sorted(self._folders):
            with suppress(FileNotFoundError):  # moved or deleted meanwhile
                self._vault.flush(folder)
        self._folders.clear()
        return self._late

    def _given_back(self, name: str, old: _Old) -> str:
        """Make a late save the page again, if the page is as kg wrote it; else say where it is kept."""
        page, vault = old.page, self._vault
        if vault.stat(page) is None:
            return self._put_back(name, page)
        if old.data is None or vault.obstacle(page) or vault.read(page) != old.data:
            return _backed_up(vault, name, page)
        vault.exchange(name, page)
        if vault.read(name) == old.data:
            vault.remove(name)
            return ""
        return _backed_up(vault, name, page)

    def _put_back(self, name: str, page: str) -> str:
        try:
            self._vault.rename_new(name, page)
        except FileExistsError:  # saved again under its name: both are kept
            return _backed_up(self._vault, name, page)
        return ""

    def _sha(self, path: str) -> str | None:
        found = self._vault.read(path)
        return None if found is None else digest(found)


def swept(vault: Folder, known: Mapping[str, Collection[str]]) -> list[tuple[str, str]]:
    """Empty ``out`` of what an earlier run left: files that nobody wrote to go, late saves are kept in the backup.

    A page that is away because the run was killed while it was replaced is put back.

    Args:
        vault: The vault.
        known: The sha256 of all that earlier runs replaced and wrote, by page.

    Returns:
        (page, where what was saved into it too late is kept).
    """
    late: list[tuple[str, str]] = []
    names = vault.names(OUT)
    pages = {_name(page, "").rpartition("/")[2]: page for page in known} if names else {}
    for name in names:
        path, page = f"{OUT}/{name}", pages.get(name[: MARK + 1], "")
        if name.endswith(ASIDE) and page and vault.stat(page) is None:
            vault.rename_new(path, page)
        elif name.endswith(UNFINISHED) or not vault.is_file(path):
            vault.remove_tree(path)
        elif digest(vault.read(path) or b"") in {*known.get(page, ()), name.partition("-")[2].partition(".")[0]}:
            vault.remove(path)
        else:
            late.append((page or name, _backed_up(vault, path, page or name)))
    return late


def _backed_up(vault: Folder, path: str, page: str) -> str:
    place = f"{BACKUP}/{digest(vault.read(path) or b'')[:MARK]}/{page.rpartition('/')[2]}"
    vault.make(place.rpartition("/")[0])
    vault.rename(path, place)
    return place


def _fresh(vault: Folder, name: str, data: bytes, mode: int | None) -> str:
    """Make a file in ``out``, under another name until it is whole; returns that."""
    fresh = name + UNFINISHED
    try:
        vault.put(fresh, data, mode=mode)
    except FileExistsError:  # of a run that was killed
        vault.remove(fresh)
        vault.put(fresh, data, mode=mode)
    return fresh


def _name(page: str, planned: str) -> str:
    return f"{OUT}/{digest(page.encode('utf-8', 'surrogateescape'))[:MARK]}-{planned}"
