"""Where a flow's files go: a folder that every machine sees, or an address that each writes to for itself."""

from __future__ import annotations

import re
from errno import EEXIST
from typing import TYPE_CHECKING, NamedTuple

from kg.files import guard, keep_only, made, replace, write_in
from kg.files.output_files import ELSEWHERE
from kg.files.safe_folder import Folder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.flow.remote_folder import RemoteFolder

MANIFEST = "manifest.json"
MARK = b'"kg":"partitions"'  # near the beginning of every manifest
MARKS = re.compile(rb"\x1f\x8b|PAR1")  # at the beginning of every other file


class LocalOutput(NamedTuple):
    """A folder that all machines see under the same path, absolute, and the vault, which it may lie in."""

    path: Path
    vault: Path | None

    def begin(self) -> None:
        """Make the folder; what is there counts as unfinished until there is a manifest again.

        Raises:
            FileExistsError: A file there has the name of the manifest and is not kg's.
            OSError: The folder cannot be made or written.
        """
        made(self.path, self.vault)
        guard(self.path / MANIFEST, MARK)
        keep_only(self.path, (), re.compile(re.escape(MANIFEST)), MARK)

    def write(self, name: str, data: bytes) -> None:
        """Write a file, whole or not at all.

        Raises:
            OSError: It cannot be written.
        """
        write_in(self.path, name, [data])

    def read(self, name: str) -> bytes | None:
        """The bytes of a file; None when it is not there."""
        with Folder(self.path) as place:
            return place.read(name)

    def keep_only(self, names: Iterable[str], of: re.Pattern[str]) -> None:
        """Remove kg's files whose whole name fits a pattern, but a few."""
        for mark in (b"\x1f\x8b", b"PAR1"):
            keep_only(self.path, names, of, mark)

    def finish(self, manifest: bytes) -> None:
        """Write the manifest."""
        replace(self.path / MANIFEST, manifest, MARK)

    def unseen(self) -> str:
        """Why this machine does not have it; "" when it has."""
        return "" if self.path.is_dir() else f"it does not see the folder {str(self.path)!r}"

    def __str__(self) -> str:
        """As users write it."""
        return str(self.path)


class RemoteOutput(NamedTuple):
    """An address that fsspec writes to; there, each file comes whole or not at all."""

    folder: RemoteFolder

    def begin(self) -> None:
        """Make sure that nothing of somebody else's is there; see ``LocalOutput``.

        Raises:
            FileExistsError, RemoteFailed, OSError: As there, or the address cannot be read.
        """
        manifest = self.read(MANIFEST)
        if manifest is None:
            return
        if manifest and MARK not in manifest:
            raise FileExistsError(EEXIST, f"is there already and not kg's; {ELSEWHERE}", f"{self}/{MANIFEST}")
        self.folder.remove(MANIFEST)

    def write(self, name: str, data: bytes) -> None:
        """Write a file."""
        self.folder.write(name, data)

    def read(self, name: str) -> bytes | None:
        """The bytes of a file; None when it is not there."""
        return self.folder.read([name]).get(name)

    def keep_only(self, names: Iterable[str], of: re.Pattern[str]) -> None:
        """Remove kg's files whose whole name fits a pattern, but a few."""
        for name in sorted(set(filter(of.fullmatch, self.folder.files())) - set(names)):
            if MARKS.match(self.read(name) or b""):
                self.folder.remove(name)

    def finish(self, manifest: bytes) -> None:
        """Write the manifest."""
        self.folder.write(MANIFEST, manifest)

    def unseen(self) -> str:
        """Why this machine cannot open it; "" when it can."""
        return self.folder.unreadable()

    def __str__(self) -> str:
        """As users write it."""
        return self.folder.url.rstrip("/")
