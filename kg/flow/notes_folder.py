"""Where a flow's notes are: in a folder that every machine sees, or at an address that each reads for itself."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from kg.files.scratch_folder import scratch_folder
from kg.reader.read_note import MAX_BYTES
from kg.reader.vault_folder import SETTINGS, TEMPLATES, Scan, scan, scan_of
from kg.transcripts.read_transcript import MAX_BYTES as MOST_HEARD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kg.flow.remote_folder import RemoteFolder

MOST = max(MAX_BYTES, MOST_HEARD)
OWN = (".kg/config.toml", ".kg/words.toml", ".kg/properties.toml", ".kg/types.toml")
SETTINGS_FILES = (*OWN, SETTINGS, *(place for place, _ in TEMPLATES))  # what is read of the folders with a dot


class VaultListing(NamedTuple):
    """What a folder has, as the machine sees it that gives the order.

    Attributes:
        scan: The files.
        root: A folder of this machine with the vault's settings.
        large: Sizes of files that no machine is to load, by path.
    """

    scan: Scan
    root: Path
    large: dict[str, int]


class LocalNotes(NamedTuple):
    """A folder that all machines see under the same path, which is absolute."""

    path: Path

    @contextmanager
    def listed(self) -> Iterator[VaultListing]:
        """List it.

        Raises:
            VaultError: The folder is missing, or cannot be read.
        """
        yield VaultListing(scan(self.path), self.path, {})

    @contextmanager
    def at_hand(self, paths: Sequence[str]) -> Iterator[Path]:  # noqa: ARG002 - all are
        """A folder of this machine with some of the files, at their paths."""
        yield self.path

    def unseen(self) -> str:
        """Why this machine does not have it; "" when it has."""
        return "" if self.path.is_dir() else f"it does not see the folder {str(self.path)!r}"


class RemoteNotes(NamedTuple):
    """An address that fsspec reads, and the sizes of files there that are too large to be loaded."""

    folder: RemoteFolder
    large: dict[str, int]

    @contextmanager
    def listed(self) -> Iterator[VaultListing]:
        """List it, and load the vault's settings; of the notes, only names and sizes are asked for.

        Raises:
            RemoteFailed: It cannot be listed.
        """
        sizes = self.folder.files()
        seen = sorted(path for path in sizes if not any(part.startswith(".") for part in path.split("/")))
        large = {path: sizes[path] for path in seen if sizes[path] > MOST}
        with self.settings() as root:
            yield VaultListing(scan_of(root, seen), root, large)

    @contextmanager
    def settings(self) -> Iterator[Path]:
        """A folder of this machine with the files of the vault's settings and nothing else.

        Raises:
            RemoteFailed: One cannot be read.
        """
        with scratch_folder() as here:
            for path, data in self.folder.read(SETTINGS_FILES).items():
                here.copy(path, data)
            yield here.path

    @contextmanager
    def at_hand(self, paths: Sequence[str]) -> Iterator[Path]:
        """A folder of this machine with some of the files, at their paths, loaded all at once.

        Raises:
            RemoteFailed: One cannot be read.
        """
        with scratch_folder() as here:
            for path, data in self.folder.read([path for path in paths if path not in self.large]).items():
                here.copy(path, data)
            for path in self.large.keys() & set(paths):
                here.hollow(path, self.large[path])
            yield here.path

    def unseen(self) -> str:
        """Why this machine cannot open it; "" when it can."""
        return self.folder.unreadable()
