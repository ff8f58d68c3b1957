"""What an opened graph is made of: a generation of a store with its readers, exchanged whole for the next one."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from kg.errors import StoreMissing, StoreVersion
from kg.store.ask.claim_reader import ClaimReader
from kg.store.ask.sandbox import answer, answer_bytes
from kg.store.ask.sparql import ALL
from kg.store.ask.stored_corrections import CorrectionReader
from kg.store.engine.store import Store, newest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.store.ask.sparql import QueryScope
    from kg.store.engine.generation import Generation
    from kg.store.engine.query_results import AnswerForms, QueryResult, SerializedAnswer

LOOK = 0.5  # seconds between two looks for a new generation


class Session:
    """An open generation.

    Attributes:
        store: Its store.
        reader: Reads its claims.
        corrections: Reads its corrections.
        fetch: Brings the store's files up to date where they are a copy; None where they are not.
    """

    def __init__(self, store: Store, fetch: Callable[[], None] | None = None) -> None:
        self.fetch = fetch
        self.begin(store)

    def begin(self, store: Store) -> None:
        """Go on with another store; who still reads from the one before keeps it open."""
        self.store = store
        self.reader = ClaimReader(store)
        self.corrections = CorrectionReader(store)


@dataclass(frozen=True, slots=True)
class Opened:
    """An open graph that shows one generation until it is asked for the next; a context manager."""

    _session: Session = field(repr=False)

    @property
    def _store(self) -> Store:
        return self._session.store

    @property
    def _reader(self) -> ClaimReader:
        return self._session.reader

    @property
    def corrections(self) -> CorrectionReader:
        """What users corrected: ``all()``, ``of(entity)``, and ``opinion(entity)``, what the notes alone say of it."""
        return self._session.corrections

    @property
    def generation(self) -> Generation:
        """Which generation this shows: its number, and what the build says of the vault."""
        return self._store.generation

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store's files."""
        self._store.close()

    def ask(self, text: str, seconds: float, scope: QueryScope = ALL) -> QueryResult:
        """Answer a SPARQL text of somebody else's: in a process of its own, limited in time, memory and bytes.

        Args:
            text: The query; every prefix of ``kg.rdf.terms.prefixes`` is declared.
            seconds: After which it is given up.
            scope: The graphs that it is over, and its base IRI, as the SPARQL 1.1 Protocol lets a request name them.

        Raises:
            QueryRefused: It wants to change something, or asks another server.
            QueryExhausted: It takes too long or too much memory, or its answer is too large.
            QueryError: It does not parse, or names a graph that is not here.
        """
        return answer(self._store, text, seconds, scope)

    def ask_bytes(self, text: str, seconds: float, forms: AnswerForms, scope: QueryScope = ALL) -> SerializedAnswer:
        """Answer a SPARQL text as ``ask`` does, in bytes that are made where it is answered.

        Args:
            text: The query.
            seconds: After which it is given up.
            forms: The format that is wanted, by kind of query.
            scope: The graphs that it is over.

        Raises:
            QueryError: As ``ask``.
        """
        return answer_bytes(self._store, text, seconds, forms, scope)

    def refresh(self) -> bool:
        """Go on to the newest generation, if there is a newer one; answers that were given before stay as they are.

        Returns:
            Whether there was one.

        Raises:
            StoreMissing: A build that makes everything again is at work; the generation from before stays open.
            StoreVersion: Another version of kg built it, or with another base IRI; as above.
            RemoteStoreError: It is a copy of a SPARQL store that cannot be asked; as above.
            StoreError: It cannot be read; as above.
        """
        before = self._store
        if self._session.fetch is not None:
            self._session.fetch()
        if before.watch.current() == before.generation or newest(before.folder) == before.generation:
            return False
        fresh = Store.open(before.folder, read_only=True)
        if fresh.base != before.base:
            fresh.close()
            raise StoreVersion(before.folder, fresh.base, before.base)
        fresh.vault = before.vault
        self._session.begin(fresh)
        return True

    def follow(self, every: float = LOOK) -> Iterator[Self]:
        """Yield this graph, and again whenever a build has published: it then shows the new generation. Has no end.

        Args:
            every: Seconds between two looks for a new generation.

        Raises:
            StoreVersion, StoreError: As in ``refresh``.
        """
        yield self
        while True:
            time.sleep(every)
            with suppress(StoreMissing):  # until the build that is at work has published
                if self.refresh():
                    yield self
