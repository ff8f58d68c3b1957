"""Writes how far a build is where other programs can see it, and passes it on to whoever started the build."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from kg.files.progress_file import ProgressRecord

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.assembly.steps.build_result import Progress

EVERY = 0.2  # seconds between two times that it is written, at least


class ProgressReport:
    """A Progress that passes on what it hears, and writes it now and then."""

    def __init__(self, told: Progress, write: Callable[[ProgressRecord], None]) -> None:
        self._told = told
        self._write = write
        self._record = ProgressRecord("Scanning", 0, 0, "files")
        self._written = 0.0
        self._report()

    def phase(self, name: str, total: int, unit: str) -> None:
        """A new phase begins."""
        self._record = ProgressRecord(name, 0, total, unit)
        self._report()
        self._told.phase(name, total, unit)

    def advance(self, n: int = 1) -> None:
        """So many units are done."""
        self._record = self._record._replace(done=self._record.done + n)
        if time.monotonic() - self._written >= EVERY:
            self._report()
        self._told.advance(n)

    def note(self, text: str) -> None:
        """Something that a person should know."""
        self._told.note(text)

    def done(self) -> None:
        """The last phase has ended."""
        self._told.done()

    def _report(self) -> None:
        self._written = time.monotonic()
        self._write(self._record)
