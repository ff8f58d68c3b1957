"""How far a transfer of graphs is, for whoever waits for it."""

from __future__ import annotations

from typing import Protocol


class TransferProgress(Protocol):
    """Hears how far a transfer is."""

    def phase(self, name: str, total: int, unit: str) -> None:
        """It begins, with so many graphs."""

    def advance(self, n: int = 1) -> None:
        """So many are there."""


class Unwatched:
    """A TransferProgress for a transfer that nobody watches."""

    def phase(self, name: str, total: int, unit: str) -> None:
        """Ignore it."""

    def advance(self, n: int = 1) -> None:
        """Ignore it."""
