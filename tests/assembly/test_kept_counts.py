"""What builds count so that questions need not: after any edit it is what counting the graph gives."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import kg
from kg import assembly
from kg.config import Config
from kg.graph import Graph, GraphSession
from kg.rdf import vocabulary as v
from kg.store.engine.store import Store
from kg.views.compare import pair_counts, value_pairs
from kg.views.compare.value_pairs import AskedPairs
from kg.views.compare.verdicts import VERDICTS

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.conftest import MakeVault

ONE = Config(workers=1)
EVERY = AskedPairs(frozenset(VERDICTS))
NOTE = """---
videoId: {video}
---
Acme Corporation was founded in {year} [00:00:10]. Acme reported revenue of ${revenue} billion in 2023 [00:00:20].

> [!warning] Debt
> Acme owes Globex $2 billion [00:00:30].
"""
FIRST = {
    "a.md": NOTE.format(video="aaaaaaaaaaa", year=1996, revenue=3),
    "b.md": NOTE.format(video="bbbbbbbbbbb", year=1998, revenue=5),
    "c.md": "Globex Corporation makes anvils. Globex was founded in 1989.\n",
}
EDITS: tuple[dict[str, str | None], ...] = (
    {"b.md": NOTE.format(video="bbbbbbbbbbb", year=1996, revenue=3)},
    {"c.md": None},
    {"b.md": None, "d/e.md": NOTE.format(video="ccccccccccc", year=2001, revenue=4)},
    {"a.md": "Acme Corporation is in Germany.\n"},
)


def edited(vault: Path, change: dict[str, str | None]) -> None:
    for name, text in change.items():
        file = vault / name
        file.parent.mkdir(exist_ok=True)
        if text is None:
            file.unlink()
        else:
            file.write_text(text, encoding="utf-8")


def counted(graph: Graph, pattern: str) -> int:
    ((found,),) = graph.query(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}").rows
    return int(str(found))


def check(vault: Path) -> None:
    with kg.open_graph(vault) as graph, Store.open(vault / ".kg", read_only=True) as store:
        stats = graph.stats()
        assert stats.quads == counted(graph, "?s ?p ?o")
        assert stats.claims == counted(graph, f"?s {v.A} {v.CLAIM}")
        assert stats.statements == counted(graph, f"?s {v.A} {v.STATEMENT}")
        assert stats.recordings == counted(graph, f"?s {v.A} {v.RECORDING}")
        assert stats.notes == len(graph.notes())
        for row in graph.entities():
            claims = graph.claims(row.name)
            assert (row.claims, row.notes) == (len(claims), len({claim.note for claim in claims}))
        reader = GraphSession(store).reader
        assert store.search.values.counts(pair_counts.rules("")) is not None
        every, one = value_pairs.find(store, reader, EVERY), value_pairs.find(store, reader, EVERY, 1)
        assert (one.rows, one.total, one.verdicts) == (every[:1].rows, len(every), every.verdicts)
        assert Counter(row.verdict for row in every) == dict(every.verdicts)


def test_counts_follow_the_notes(make_vault: MakeVault) -> None:
    vault = make_vault(dict(FIRST))
    assembly.build(vault, config=ONE)
    check(vault)
    with kg.open_graph(vault) as graph:
        assert {row.verdict for row in graph.conflicts()} == {"conflict", "agree"}
    for change in EDITS:
        edited(vault, change)
        assembly.build(vault, config=ONE, forget=True)
        check(vault)


def test_pairs_are_the_same_where_other_rules_counted_them(
    make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer kg judges by its own rules; until the next build it looks at every attribute."""
    vault = make_vault(dict(FIRST))
    assembly.build(vault, config=ONE)
    with kg.open_graph(vault) as graph:
        before = graph.conflicts(limit=1)
        monkeypatch.setattr(pair_counts, "_rules", lambda: "others")
        after = graph.conflicts(limit=1)
    assert len(before) == 1 < before.total
    assert (before.rows, before.total, before.verdicts) == (after.rows, after.total, after.verdicts)


def test_a_limit_gives_the_first_of_all(make_vault: MakeVault) -> None:
    vault = make_vault(dict(FIRST))
    assembly.build(vault, config=ONE)
    with kg.open_graph(vault) as graph:
        for every, some in (
            (graph.entities(), graph.entities(limit=2)),
            (graph.entities("Organization"), graph.entities("Organization", limit=1)),
            (graph.terms(), graph.terms(limit=1)),
        ):
            assert (some.to_dicts(), some.total) == (every.to_dicts()[: len(some)], len(every))
        claims = graph.claims("Acme")
        assert (graph.claims("Acme", limit=2).ids, graph.claims("Acme", limit=2).total) == (claims.ids[:2], len(claims))
        assert graph.claims("Acme", with_="USD", limit=1).total == len(graph.claims("Acme", with_="USD")) > 1
        assert [claim.callout for claim in graph.claims(callout="warning")] == ["warning", "warning"]
