"""However a vault came to be as it is, its graph is the same: incremental equals full, quad for quad."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kg
from kg import assembly
from kg.assembly.steps.build_result import Silent
from kg.config import Config
from kg.store.engine.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeVault

ACME = """---
title: Acme and its rivals
videoId: aaaaaaaaaaa
---
From: [[shop]] <br/>

Acme Corporation sold 40 anvils in 2023 [00:01:00]. The company expects to sell at least 60 anvils [00:01:30].

## Rivals
Acme competes with [[Globex | Globex]] in Germany [00:02:00].
"""
GLOBEX = """---
title: Globex
videoId: bbbbbbbbbbb
---
Globex is a company that was founded by Hank Scorpio in 1996 [00:00:10].
Hank Scorpio says it makes a profit of $3 million [00:00:20].
"""
ONE = Config(workers=1)


def quads(vault: Path) -> list[bytes]:
    return sorted(b"".join(kg.open_graph(vault).export("nq")).splitlines())


def fresh(vault: Path, make_vault: MakeVault) -> list[bytes]:
    """The quads of a first build of the same notes elsewhere."""
    notes: dict[str, str | bytes] = {str(p.relative_to(vault)): p.read_bytes() for p in vault.rglob("*.md")}
    copy = make_vault(notes, "copy")
    assembly.build(copy, config=ONE, full=True)
    return quads(copy)


def test_a_second_build_of_the_same_notes_does_nothing(make_vault: MakeVault) -> None:
    vault = make_vault({"shop/Acme.md": ACME, "shop/Globex.md": GLOBEX})
    first = assembly.build(vault, config=ONE)
    before = quads(vault)
    second = assembly.build(vault, config=ONE)
    assert (first.notes, first.analysed, first.replaced) == (2, 2, 2)
    assert (second.notes, second.analysed, second.replaced, second.removed) == (2, 0, 0, 0)
    assert (second.claims, second.entities) == (first.claims, first.entities)
    assert quads(vault) == before


@pytest.mark.parametrize(
    "change",
    [
        {"shop/Acme.md": ACME.replace("40 anvils", "45 anvils")},
        {"shop/Acme.md": ACME.replace("Acme", "Bolt")},
        {"shop/Acme.md": None},
        {"shop/Globex.md": None},
        {"shop/Globex.md": None, "shop/deep/Globex.md": GLOBEX},
        {"shop/Third.md": "Globex was bought by Initech, an insurance company, for $2 billion in 2024."},
        {"shop/Globex.md": GLOBEX.replace("Globex is a company", "Globex is a city")},
        {"shop/Other.md": GLOBEX.replace("00:00:10", "00:59:10")},
    ],
    ids=["number", "name", "delete", "delete-linked", "move", "add", "type", "sibling"],
)
def test_incremental_equals_full(make_vault: MakeVault, change: dict[str, str | None]) -> None:
    vault = make_vault({"shop/Acme.md": ACME, "shop/Globex.md": GLOBEX})
    assembly.build(vault, config=ONE)
    for path, text in change.items():
        if text is None:
            (vault / path).unlink()
    make_vault({path: text for path, text in change.items() if text is not None})
    assembly.build(vault, config=ONE)
    assert quads(vault) == fresh(vault, make_vault)


def test_the_number_of_workers_changes_nothing(make_vault: MakeVault) -> None:
    vault = make_vault({"shop/Acme.md": ACME, "shop/Globex.md": GLOBEX})
    assembly.build(vault, config=Config(workers=2))
    assert quads(vault) == fresh(vault, make_vault)


def test_a_lost_store_or_state_is_made_again(make_vault: MakeVault, tmp_path: Path) -> None:
    vault = make_vault({"shop/Acme.md": ACME, "shop/Globex.md": GLOBEX})
    assembly.build(vault, config=ONE)
    wanted = quads(vault)
    for number, part in enumerate(sorted((vault / ".kg").iterdir())):
        if not part.exists():  # an older snapshot that a build since then has dropped
            continue
        part.rename(tmp_path / f"lost-{number}")
        assembly.build(vault, config=ONE)
        assert quads(vault) == wanted, part.name
        assert [c.text for c in kg.open_graph(vault).claims("Globex")], part.name


def test_outputs_are_what_an_export_gives(make_vault: MakeVault, tmp_path: Path) -> None:
    vault = make_vault({"shop/Acme.md": ACME, "shop/Globex.md": GLOBEX})
    written = assembly.build(vault, config=ONE, out=tmp_path / "out").outputs
    graph = kg.open_graph(vault)
    assert written[0].read_bytes() == b"".join(graph.export("trig"))
    assert written[1].read_bytes() == b"".join(graph.export("jsonl"))


def test_outputs_are_the_same_bytes_each_time(make_vault: MakeVault, tmp_path: Path) -> None:
    vault = make_vault({"shop/Acme.md": ACME, "shop/Globex.md": GLOBEX})
    first = assembly.build(vault, config=ONE, out=tmp_path / "one")
    second = assembly.build(vault, config=Config(workers=2), out=tmp_path / "two", full=True)
    assert [p.name for p in first.outputs] == ["graph.trig", "claims.jsonl", "report.md", "index.html"]
    assert [p.read_bytes() for p in first.outputs] == [p.read_bytes() for p in second.outputs]
    assert all(p.stat().st_size for p in first.outputs)


def test_every_entity_that_is_mentioned_is_described(make_vault: MakeVault) -> None:
    """Also one that claims refer to by other words alone: a question names it, and a question is no claim."""
    note = "What did Acme Corporation do in Germany? The company sold 40 anvils in 2023.\n"
    vault = make_vault({"shop/Acme.md": note})
    assembly.build(vault, config=ONE)
    graph = kg.open_graph(vault)
    mentioned = {(m.entity, m.kind) for claim in graph.claims() for m in claim.mentions}
    assert ("Acme Corporation", "nominal") in mentioned
    assert {entity for entity, _ in mentioned} <= {row.name for row in graph.entities()}


def test_a_note_that_went_while_the_state_was_lost_is_gone(make_vault: MakeVault) -> None:
    vault = make_vault({"shop/Acme.md": ACME, "shop/Globex.md": GLOBEX})
    assembly.build(vault, config=ONE)
    (vault / ".kg/state.sqlite").unlink()
    (vault / "shop/Globex.md").unlink()
    assembly.build(vault, config=ONE)
    assert quads(vault) == fresh(vault, make_vault)


class Reader(Silent):
    """Asks the graph whenever a build begins another phase."""

    def __init__(self, vault: Path) -> None:
        self.answers: dict[str, list[str]] = {}
        self._vault = vault

    def phase(self, name: str, total: int, unit: str) -> None:
        with kg.open_graph(self._vault) as graph:
            self.answers[name] = [claim.text for claim in graph.claims("Hank Scorpio")]


def test_readers_have_the_old_graph_until_a_full_build_has_made_the_new_one(make_vault: MakeVault) -> None:
    vault = make_vault({"shop/Acme.md": ACME, "shop/Globex.md": GLOBEX})
    assembly.build(vault, config=ONE)
    make_vault({"shop/Globex.md": GLOBEX.replace("1996", "1997")})
    reader = Reader(vault)
    assembly.build(vault, config=ONE, out=vault.parent / "out", progress=reader, full=True)
    told = {name: "1997" in said[0] for name, said in reader.answers.items()}
    assert told == {"Reading": False, "Extracting": False, "Describing": False, "Writing": True}
    assert quads(vault) == fresh(vault, make_vault)


def test_a_full_build_mends_a_graph_that_was_tampered_with(make_vault: MakeVault) -> None:
    vault = make_vault({"shop/Acme.md": ACME, "shop/Globex.md": GLOBEX})
    assembly.build(vault, config=ONE)
    wanted = quads(vault)
    with Store.open(vault / ".kg") as store:
        store.engine.graph.update(
            "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o FILTER (isLiteral(?o)) } }"
        )
        store.flush(everything=True)
    assert quads(vault) != wanted
    assembly.build(vault, config=ONE, full=True)
    assert quads(vault) == wanted
