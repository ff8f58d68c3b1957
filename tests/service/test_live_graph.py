"""A graph for many askers: each question meets the newest generation."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

import kg
from kg.config import Config
from kg.errors import StoreMissing
from kg.graph import Graph
from kg.service.live_graph import LiveGraph

if TYPE_CHECKING:
    from kg.store.ask.answer_rows import Stats
    from tests.conftest import MakeVault


def test_questions_are_answered_from_the_newest_generation(make_vault: MakeVault) -> None:
    vault = make_vault({"Sales.md": "Acme Corporation sold 40 anvils to Globex in 2019.\n"})
    live = LiveGraph(vault, Config())
    try:
        with pytest.raises(StoreMissing):
            live.ask(Graph.stats).result()
        kg.build(vault, workers=1).close()
        assert [live.ask(Graph.stats, long=long).result().notes for long in (False, True)] == [1, 1]
        (vault / "More.md").write_text("Globex bought Initech in 2019.\n", encoding="utf-8")
        kg.build(vault, workers=1).close()
        assert [live.ask(Graph.stats, long=long).result().notes for long in (False, True)] == [2, 2]
    finally:
        live.close()


def test_what_is_kept_is_asked_once_for_each_generation(make_vault: MakeVault) -> None:
    vault = make_vault({"Sales.md": "Acme Corporation sold 40 anvils to Globex in 2019.\n"})
    kg.build(vault, workers=1).close()
    asked = []

    def counted(graph: Graph) -> Stats:
        asked.append(graph.generation.number)
        return graph.stats()

    live = LiveGraph(vault, Config())
    try:
        first = [live.ask(lambda graph: live.kept(graph, counted)).result().notes for _ in range(3)]
        (vault / "More.md").write_text("Globex bought Initech in 2019.\n", encoding="utf-8")
        kg.build(vault, workers=1).close()
        later = [live.ask(lambda graph: live.kept(graph, counted)).result().notes for _ in range(3)]
    finally:
        live.close()
    assert (first, later) == ([1, 1, 1], [2, 2, 2])
    assert len(asked) == 2


def test_an_answer_is_remembered_until_a_build_publishes(make_vault: MakeVault) -> None:
    vault = make_vault({"Sales.md": "Acme Corporation sold 40 anvils to Globex in 2019.\n"})
    kg.build(vault, workers=1).close()
    asked = []

    def notes(graph: Graph) -> int:
        asked.append(graph.generation.number)
        return graph.stats().notes

    live = LiveGraph(vault, Config())
    try:
        first = [asyncio.run(live.remembered("notes", notes, lambda _: 1)) for _ in range(3)]
        (vault / "More.md").write_text("Globex bought Initech in 2019.\n", encoding="utf-8")
        kg.build(vault, workers=1).close()
        later = [asyncio.run(live.remembered("notes", notes, lambda _: 1)) for _ in range(3)]
        never = [asyncio.run(live.remembered("other", notes, lambda _: 0)) for _ in range(2)]
    finally:
        live.close()
    assert (first, later, never) == ([1, 1, 1], [2, 2, 2], [2, 2])
    assert asked == [1, 2, 2, 2]
