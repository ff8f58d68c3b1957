"""A folder among the system's temporary ones for copies of files that lie elsewhere; gone when it is left."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kg.files.safe_folder import Folder

if TYPE_CHECKING:
    from collections.abc import Iterator


class ScratchFolder(Folder):
    """The folder while it is there."""

    def copy(self, path: str, data: bytes) -> None:
        """Put a file there, and the folders above it.

        Raises:
            OSError: There is no room for it.
        """
        if "/" in path:
            (self.path / path).parent.mkdir(parents=True, exist_ok=True)
        self.put(path, data, durable=False)

    def hollow(self, path: str, size: int) -> None:
        """Put a file of so many bytes there that takes no room."""
        self.copy(path, b"")
        with (self.path / path).open("r+b") as file:
            file.truncate(size)


@contextmanager
def scratch_folder() -> Iterator[ScratchFolder]:
    """Make one.

    Raises:
        OSError: The system has no room for it.
    """
    with TemporaryDirectory(prefix="kg-", ignore_cleanup_errors=True) as place, ScratchFolder(Path(place)) as folder:
        yield folder
