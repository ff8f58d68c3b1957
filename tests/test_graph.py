"""The graph as users see it, on two small notes."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from kg.claim_json import claim_record
from kg.config import Config
from kg.errors import QueryError, StoreMissing, StoreVersion, UnknownName
from kg.graph import Graph
from kg.rdf.normal import normal_claim
from kg.views.render.exports import FORMATS
from tests.graph_samples import IPO_CLAIMS, IPO_NOTE, MEDIA, NOTES, build_store, entities_graph_quads, stored

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ALL = tuple(normal_claim(claim) for _, claims in NOTES for claim in claims)

# arguments of claims() -> places of the claims in ALL
FINDS: tuple[tuple[tuple[str, ...], dict[str, Any], list[int]], ...] = (
    ((), {}, [0, 1, 2, 3, 4, 5, 6]),
    (("CoreWeave",), {}, [0, 1, 2, 3, 4, 5, 6]),
    (("core weave",), {"limit": 2}, [0, 1]),
    (("CoreWeave", "msft"), {}, [2, 5, 6]),
    (("CoreWeave",), {"mentions": "OpenAI"}, [5]),
    ((), {"mentions": ["OpenAI", "MSFT"]}, [5]),
    ((), {"about": "CoreWeave"}, [1, 2, 3, 6]),
    (("CoreWeave", "Microsoft"), {"about": True}, [2]),
    (("CoreWeave",), {"about": False}, [0, 1, 2, 3, 4, 5, 6]),
    ((), {"about": ["nvidia"]}, [4]),
    ((), {"note": "allin/OpenAI*"}, [5, 6]),
    ((), {"note": "OpenAI Restructuring"}, [5, 6]),
    ((), {"note": "*.md"}, [0, 1, 2, 3, 4, 5, 6]),
    ((), {"note": "openai*"}, []),
    ((), {"note": "b/*"}, []),
    (("Microsoft",), {"note": "*CoreWeave*"}, [2]),
    ((), {"callout": "Warning"}, [2]),
    ((), {"modality": "predicted"}, [0]),
    (("CoreWeave",), {"modality": "asserted", "callout": "warning"}, [2]),
    ((), {"start": 3261}, [0, 1, 4]),
    ((), {"start": 3262, "end": 3270}, [1, 4]),
    ((), {"end": 100}, [2, 5]),  # the repaired second counts, not the one written
    ((), {"with_": "USD"}, [0, 1]),
    ((), {"with_": ">=30 billion $"}, [0]),
    ((), {"with_": "60 percent"}, [2]),
    ((), {"with_": "%"}, [2, 5]),
    ((), {"with_": "4 years", "start": 0}, []),
    (("neocloud",), {}, []),
)


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("vault")
    build_store(folder / ".kg")
    return folder


@pytest.fixture(scope="module")
def graph(vault: Path) -> Iterator[Graph]:
    with Graph.open(vault, Config()) as opened:
        yield opened


@pytest.mark.parametrize(("names", "filters", "places"), FINDS)
def test_claims_are_found(graph: Graph, names: tuple[str, ...], filters: dict[str, Any], places: list[int]) -> None:
    assert list(graph.claims(*names, **filters)) == [ALL[place] for place in places]


def test_claims_are_a_frozen_sequence_that_reads_when_asked(graph: Graph) -> None:
    found = graph.claims("CoreWeave")
    assert len(found) == 7
    assert found[0] == ALL[0]
    assert list(found[1:3]) == list(ALL[1:3])
    assert found[:2] == graph.claims("CoreWeave", limit=2)
    assert found.to_dicts() == [claim_record(claim) for claim in ALL]
    assert ALL[3] in found
    assert list(pd.DataFrame(found.to_dicts())["note"].unique()) == [facts.path for facts, _ in NOTES]


@pytest.mark.parametrize(
    ("names", "filters", "told"),
    [
        (("CoreWaeve",), {}, "no entity 'CoreWaeve'; did you mean 'CoreWeave'"),
        ((), {"about": "Mircosoft"}, "Microsoft"),
        ((), {"modality": "sure"}, "known: asserted, hedged"),
    ],
)
def test_unknown_names_come_with_a_way_out(
    graph: Graph, names: tuple[str, ...], filters: dict[str, Any], told: str
) -> None:
    with pytest.raises(UnknownName, match=told):
        graph.claims(*names, **filters)


def test_entities_with_their_counts(graph: Graph) -> None:
    assert [row.name for row in graph.entities()] == [
        "CoreWeave", "Microsoft", "NVIDIA", "OpenAI", "analysts", "neocloud",
    ]  # fmt: skip
    assert graph.entities("organization", 2).to_dicts() == [
        {"name": "CoreWeave", "type": "Organization", "claims": 7, "notes": 2, "aliases": ["CRWV", "Core Weave"]},
        {"name": "Microsoft", "type": "Organization", "claims": 3, "notes": 2, "aliases": ["MSFT"]},
    ]
    assert graph.entities()[:1] == graph.entities(min_claims=7)
    assert graph.entity("msft") == graph.entities()[1]
    with pytest.raises(UnknownName, match="known: Person, Organization"):
        graph.entities("company")


def test_search_finds_words_and_says_where(graph: Graph) -> None:
    hits = graph.search("secondary market")
    assert [hit.claim for hit in hits] == [ALL[1]]
    assert [ALL[1].text[start:end] for start, end in hits[0].marks] == ["secondary", "market"]
    assert hits.to_dicts() == [claim_record(ALL[1]) | {"marks": [list(mark) for mark in hits[0].marks]}]
    assert len(graph.search("CoreWeave", limit=3)) == 3


def test_a_hit_that_the_snapshot_does_not_hold_yet_is_left_out(vault: Path, tmp_path: Path) -> None:
    """The search file may be ahead of the graph while a build writes."""
    from kg.store.engine.store import Store

    build_store(tmp_path / ".kg")
    writer = Store.open(tmp_path / ".kg")
    writer.replace_note(stored(*_renamed()))
    with Graph.open(tmp_path) as graph:
        assert {hit.claim.note for hit in graph.search("secondary")} == {IPO_NOTE.path}
    writer.close(publish=False)


def _renamed() -> Any:
    from dataclasses import replace

    path = "allin/New.md"
    claims = tuple(
        replace(claim, id=claim.id.replace("CoreWeave%20IPO%20and%20Neocloud%20Infrastructure", "New"), note=path)
        for claim in IPO_CLAIMS
    )
    return replace(IPO_NOTE, path=path), claims


def test_named_queries_take_aliases_and_plain_values(graph: Graph) -> None:
    assert len(graph.query("risks", entity="core weave")) == 1
    assert len(graph.query("claims-by-time", recording=MEDIA, start=0, end=9999)) == 5
    assert [query.name for query in graph.queries][:2] == ["claims-by-entity", "claims-by-note"]
    assert graph.query("ASK { ?note a kg:Note }")
    with pytest.raises(UnknownName, match="did you mean 'CoreWeave'"):
        graph.query("risks", entity="CoreWeav")
    with pytest.raises(UnknownName, match="known: claims-by-entity"):
        graph.query("risk")
    with pytest.raises(UnknownName, match="parameter of a SPARQL text 'entity'"):
        graph.query("ASK {}", entity="x")
    with pytest.raises(QueryError, match="line 1"):
        graph.query("SELECT {")


def test_notes_and_totals(graph: Graph) -> None:
    assert [row.to_dict() for row in graph.notes()] == [
        {"path": IPO_NOTE.path, "title": IPO_NOTE.title, "claims": 5, "media": MEDIA, "channel": "allin"},
        {"path": NOTES[1][0].path, "title": "OpenAI Restructuring", "claims": 2, "media": None, "channel": None},
    ]
    stats = graph.stats().to_dict()
    quads = sum(stored(*note).nquads.count(b"\n") for note in NOTES) + sum(
        p.count(b"\n") for p in entities_graph_quads()
    )
    assert stats == {
        "notes": 2, "claims": 7, "entities": 6, "statements": 9, "recordings": 1, "repaired": 1, "quads": quads,
        "times_unreached": 0, "transcripts": 0, "cues": 0,
    }  # fmt: skip


def test_the_entity_graph_has_claims_on_its_edges(graph: Graph) -> None:
    network = graph.to_networkx()
    assert network.nodes["CoreWeave"] == {"type": "Organization", "claims": 7}
    edge = network.edges["CoreWeave", "Microsoft"]
    assert edge["weight"] == 3
    assert edge["claims"] == tuple(sorted(ALL[place].id for place in (2, 5, 6)))


def test_a_neighbourhood_is_drawn(graph: Graph) -> None:
    around = graph.neighbourhood("core weave")
    assert [(one.name, one.shared) for one in around.neighbours[:1]] == [("Microsoft", 3)]
    with pytest.raises(UnknownName):
        graph.neighbourhood("nobody")


@pytest.mark.parametrize("name", FORMATS)
def test_every_export_gives_the_same_bytes_every_time(graph: Graph, name: str) -> None:
    first = b"".join(graph.export(name))
    assert first == b"".join(graph.export(name))
    assert first


def test_exports_hold_everything(graph: Graph) -> None:
    quads = b"".join([*(stored(*note).nquads for note in NOTES), *entities_graph_quads()])
    assert b"".join(graph.export("nq")) == quads
    assert sorted(b"".join(graph.export("nt")).splitlines()) == sorted(
        line.rpartition(b" <")[0] + b" ." for line in quads.splitlines()
    )
    lines = b"".join(graph.export("jsonl")).splitlines()
    assert [json.loads(line) for line in lines] == [claim_record(claim) for claim in ALL]
    rows = list(csv.DictReader(io.StringIO(b"".join(graph.export("csv")).decode())))
    assert [row["text"] for row in rows] == [claim.text for claim in ALL]
    with pytest.raises(UnknownName, match="known: trig, ttl, nq"):
        graph.export("doc")


def test_the_entities_are_exported_in_pieces(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = b"".join(graph.export("nq"))
    monkeypatch.setattr("kg.store.ask.overview._PIECE", 2)
    assert b"".join(graph.export("nq")) == whole


def test_a_graph_that_is_not_there_or_has_another_base(vault: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        Graph.open(tmp_path)
    with pytest.raises(StoreVersion, match=r"my\.example"):
        Graph.open(vault, Config(base_iri="https://my.example/"))
