"""A vault's graph for many askers at once: each question meets the newest generation, on one of a few threads."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from kg.errors import QueryExhausted, StoreMissing
from kg.graph import FOLDER, Graph
from kg.graph.store_copy import StoreCopy
from kg.own_words import vault_words
from kg.service.remembered_answers import RememberedAnswers
from kg.store.ask.sandbox import end_queries
from kg.store.engine.generation_watch import GenerationWatch

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from pathlib import Path

    from kg.config import Config
    from kg.store.engine.generation import Generation

T = TypeVar("T")
THREADS = 4  # questions that are answered at a time
QUERIES = 4  # besides, queries of unknown cost, which others do not wait for
ENDED = "the server was ended"
OVERTAKING = 0.3  # seconds that a query has which overtakes those that wait


class LiveGraph:
    """The graph of a vault as its last build left it, whenever it is asked.

    SQLite's handles belong to the thread that opened them, so each thread has a graph of its own open. Nothing need
    have been built yet: until then every question is answered with StoreMissing.

    Attributes:
        vault: The vault's folder.
        config: Its settings.
    """

    def __init__(self, vault: Path, config: Config) -> None:
        self.vault = vault
        self.config = config
        self._mine = threading.local()
        self._kept: dict[Callable[[Graph], Any], tuple[Generation, Any]] = {}
        self._watch = GenerationWatch(StoreCopy(vault, config).folder if config.store_url else vault / FOLDER)
        self._answers: RememberedAnswers[Any] = RememberedAnswers()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="graph")
        self._long = ThreadPoolExecutor(QUERIES, thread_name_prefix="query")
        self._overtaking = ThreadPoolExecutor(QUERIES, thread_name_prefix="overtaking")
        self._queries: set[Future[Any]] = set()  # those that run or wait
        self._is_closed = False

    def ask(self, question: Callable[[Graph], T], *, long: bool = False) -> Future[T]:
        """Have a question answered; what it raises comes out of the future.

        Args:
            question: Is given the open graph, and gives an answer that needs the graph no more.
            long: Whether it may take long, as a query of somebody else's.

        Raises:
            QueryExhausted: The graph was closed.
        """
        if self._is_closed:
            raise QueryExhausted(ENDED)
        if not long:
            return self._threads.submit(self._answer, question)
        future = self._long.submit(self._answer, question)
        self._queries.add(future)
        future.add_done_callback(self._queries.discard)
        return future

    def published(self) -> Generation | None:
        """The generation that is published now, as one look at the search file shows it; None where none is."""
        return self._watch.current()

    async def remembered(
        self, key: Hashable, question: Callable[[Graph], T], size: Callable[[T], int], *, long: bool = False
    ) -> T:
        """The answer to a question, which is answered once for each generation as long as it is remembered.

        Args:
            key: Says all that the answer depends on but the generation.
            question: As for ``ask``.
            size: Gives the bytes of an answer; 0 for one that is not to be remembered.
            long: As for ``ask``.
        """
        return await self._remembered(key, size, lambda asked: self.ask(asked, long=long), question)

    async def queried(
        self, key: Hashable, question: Callable[[Graph, float], T], size: Callable[[T], int], seconds: float
    ) -> T:
        """The answer to a query of somebody's, remembered as by ``remembered``; a cheap one waits for no others.

        Where all threads are busy with queries, it is tried for a moment, and waits for its turn if that is too short.

        Args:
            key: As for ``remembered``.
            question: Is given the seconds that it may take, too, after which it raises QueryExhausted.
            size: As for ``remembered``.
            seconds: That it may take once it has its turn.
        """
        if len(self._queries) >= QUERIES and seconds > OVERTAKING:
            with suppress(QueryExhausted):
                return await self._remembered(key, size, self._try, lambda graph: question(graph, OVERTAKING))
        return await self.remembered(key, lambda graph: question(graph, seconds), size, long=True)

    def _try(self, question: Callable[[Graph], T]) -> Future[T]:
        return self._overtaking.submit(self._answer, question)

    async def _remembered(
        self,
        key: Hashable,
        size: Callable[[T], int],
        ask: Callable[[Callable[[Graph], tuple[Generation, T]]], Future[tuple[Generation, T]]],
        question: Callable[[Graph], T],
    ) -> T:
        shown = None if self.config.store_url else self.published()  # a copy of a store may be out of date
        found: T | None = self._answers.get(shown, key)
        if found is not None:
            return found
        try:
            made_from, answer = await asyncio.wrap_future(ask(lambda graph: (graph.generation, question(graph))))
        except asyncio.CancelledError:
            if self._is_closed:
                raise QueryExhausted(ENDED) from None
            raise
        if number := size(answer):
            self._answers.put(made_from, key, answer, number)
        return answer

    def kept(self, graph: Graph, question: Callable[[Graph], T]) -> T:
        """The answer to a question that reads much, remembered for as long as no build publishes.

        Args:
            graph: The open graph that a question is given.
            question: A function that is the same object each time, such as ``Graph.stats``.
        """
        held = self._kept.get(question)
        if held is None or held[0] != graph.generation:
            held = self._kept[question] = graph.generation, question(graph)
        answer: T = held[1]
        return answer

    def close(self) -> None:
        """Answer nothing more: questions that wait are dropped, queries that run are ended."""
        self._is_closed = True
        for threads in (self._threads, self._long, self._overtaking):
            threads.shutdown(wait=False, cancel_futures=True)
        end_queries()

    def _answer(self, question: Callable[[Graph], T]) -> T:
        graph = self._newest()
        with vault_words.using(graph.own):
            return question(graph)

    def _newest(self) -> Graph:
        graph: Graph | None = getattr(self._mine, "graph", None)
        if graph is None:
            graph = self._mine.graph = Graph.open(self.vault, self.config)
            return graph
        with suppress(StoreMissing):  # while a build makes everything again, the generation from before answers
            graph.refresh()
        return graph
