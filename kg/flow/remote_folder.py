"""A folder that a machine reaches through fsspec, such as a bucket of an object store or a zip file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import fsspec

from kg.errors import RemoteFailed

if TYPE_CHECKING:
    from collections.abc import Sequence


class RemoteFolder(NamedTuple):
    """An address of a folder, as fsspec reads it; what opens it there, keys included, is each machine's own."""

    url: str

    def opened(self) -> tuple[Any, str]:
        """Its file system, and its path there.

        Raises:
            RemoteFailed: Nothing that is installed reads such addresses, or what they name is not there.
        """
        try:
            system, path = fsspec.core.url_to_fs(self.url)
        except (ImportError, ValueError, OSError) as error:
            raise RemoteFailed(self.url, str(error)) from error
        return system, str(path).rstrip("/")

    def unreadable(self) -> str:
        """Why this machine cannot open it; "" when it can."""
        try:
            self.opened()
        except RemoteFailed as error:
            return str(error)
        return ""

    def files(self) -> dict[str, int]:
        """The size in bytes of every file, by its path below this folder.

        Raises:
            RemoteFailed: It cannot be listed.
        """
        system, root = self.opened()
        above = f"{root}/" if root else ""
        try:
            system.invalidate_cache()
            found = system.find(root, detail=True)
        except OSError as error:
            raise RemoteFailed(self.url, f"cannot be listed ({error})") from error
        return {path.removeprefix(above): int(about["size"] or 0) for path, about in found.items()}

    def read(self, paths: Sequence[str]) -> dict[str, bytes]:
        """The bytes of some files; those that are not there are left out.

        Raises:
            RemoteFailed: One cannot be read.
        """
        system, root = self.opened()
        whole = [_below(root, path) for path in paths]
        nothing = [None] * len(whole)
        found = system.cat_ranges(whole, nothing, nothing, on_error="return") if whole else []
        for path, data in zip(paths, found, strict=True):
            if isinstance(data, Exception) and not isinstance(data, FileNotFoundError):
                raise RemoteFailed(self.url, f"{path!r} cannot be read ({data})")
        return {path: bytes(data) for path, data in zip(paths, found, strict=True) if not isinstance(data, Exception)}

    def write(self, name: str, data: bytes) -> None:
        """Write a file; an older one of its name is replaced.

        Raises:
            OSError: It cannot be written.
        """
        system, root = self.opened()
        system.pipe_file(_below(root, name), data)

    def remove(self, name: str) -> None:
        """Remove a file.

        Raises:
            OSError: It cannot be removed.
        """
        system, root = self.opened()
        system.rm_file(_below(root, name))


def _below(root: str, path: str) -> str:
    return f"{root}/{path}" if root else path
