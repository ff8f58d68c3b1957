"""What an opened graph is made of, and how it is let go: a store, and the reader of its claims."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from kg.store.ask.claim_reader import ClaimReader
    from kg.store.engine.store import Store


@dataclass(frozen=True, slots=True)
class Opened:
    """A store with its reader; a context manager."""

    _store: Store = field(repr=False)
    _reader: ClaimReader = field(repr=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store's files."""
        self._store.close()
