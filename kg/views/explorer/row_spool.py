"""Keeps rows on disk while a page is made, so that memory does not grow with the vault."""

from __future__ import annotations

from array import array
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

IN_MEMORY = 32_000_000  # bytes of rows that are kept in memory before they go to disk


class Spool:
    """Rows of bytes that are appended once and then read by number; a context manager."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed on leaving the spool's own block
        self._ends = array("Q", [0])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._ends) - 1

    def append(self, row: bytes) -> None:
        """Add a row; its number is the length before. All rows are added before the first is read."""
        self._file.write(row)
        self._ends.append(self._ends[-1] + len(row))

    def rows(self, numbers: Iterable[int]) -> Iterator[bytes]:
        """Yield the rows of these numbers."""
        for number in numbers:
            begin, end = self._ends[number : number + 2]
            self._file.seek(begin)
            yield self._file.read(end - begin)
