"""What the page holds is what the graph holds, whether in one file or in many."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from kg.claim_json import plain_number
from kg.config import Config
from kg.model.claim import MENTION_KINDS, MODALITIES
from kg.model.entity_types import ENTITY_TYPES
from kg.model.properties import property_of
from kg.views.explorer import shards as division
from tests.graph_samples import IPO_NOTE, MEDIA, OPENAI_NOTE
from tests.views.explorer.conftest import contents, held, made, shards

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.graph import Graph
    from kg.model import Claim, NoteFacts
    from kg.views.explorer.note_texts import TextBlock

Json = dict[str, Any]


def as_shown(row: list[Any], core: Json) -> Json:
    """A row of the page, its numbers as names again: the public JSON, as far as the page holds it."""
    names, note = core["entities"]["name"], row[2]
    return {
        "id": f"{core['base']}note/{row[1]}",
        "note": core["notes"]["path"][note],
        "text": row[3],
        "section": row[4],
        "callout": None if row[5] < 0 else core["callouts"][row[5]],
        "modality": core["modalities"][row[6]],
        "negated": bool(row[7]),
        "attribution": row[8],
        "start": row[9],
        "timestamps": row[10],
        "repaired": bool(row[11]),
        "mentions": [[start, end, names[entity], MENTION_KINDS[kind]] for start, end, entity, kind in row[12]],
        "about": [names[entity] for entity in row[13]],
        "statements": [
            [
                *one[:3],
                *(None if end < 0 else names[end] for end in one[3:5]),
                None if one[5] < 0 else one[5],
                one[6],
                None if one[8] < 0 else core["properties"]["name"][one[8]],
            ]
            for one in row[14]
        ],
        "quantities": [[*one[:3], core["units"]["name"][one[3]], one[4]] for one in row[15]],
        "dates": row[16],
    }


def as_stored(claim: Claim, base: str) -> Json:
    return {
        "id": f"{base}note/{claim.id.partition('#')[2]}",
        "note": claim.note,
        "text": claim.text,
        "section": list(claim.section),
        "callout": claim.callout,
        "modality": claim.modality,
        "negated": claim.negated,
        "attribution": claim.attribution,
        "start": claim.source and claim.source.start,
        "timestamps": list(claim.timestamps),
        "repaired": claim.source is not None and claim.source.repaired,
        "mentions": [[one.start, one.end, one.entity, one.kind] for one in claim.mentions],
        "about": list(claim.about),
        "statements": [
            [
                *(
                    one.subject,
                    one.predicate,
                    one.object,
                    one.subject_entity,
                    one.object_entity,
                    one.quantity,
                    one.date,
                ),
                one.property if property_of(one.property).label else None,
            ]
            for one in claim.statements
        ],
        "quantities": [
            [
                one.text,
                plain_number(one.value),
                None if one.value_max is None else plain_number(one.value_max),
                one.unit,
                one.comparator,
            ]
            for one in claim.quantities
        ],
        "dates": [[one.text, one.value] for one in claim.dates],
    }


def test_the_page_holds_every_claim_as_the_store_does(graph: Graph) -> None:
    page = held(made(graph)["index.html"])
    core = page["kg-core"]
    rows = page["kg-claims"]["claims"]
    assert [row[0] for row in rows] == list(range(7))
    assert [as_shown(row, core) for row in rows] == [as_stored(claim, core["base"]) for claim in graph.claims()]
    assert page["kg-licences"] == []


def test_the_core_describes_the_vault(graph: Graph) -> None:
    core = held(made(graph)["index.html"])["kg-core"]
    assert core["totals"] == {"notes": 2, "claims": 7, "entities": 6, "recordings": 1, "conflicts": 1}
    assert (core["version"], core["vault"], core["obsidian"]) == (1, "my vault", None)
    assert core["types"] == list(ENTITY_TYPES)
    assert core["modalities"] == list(MODALITIES)
    said = Counter(claim.attribution for claim in graph.claims() if claim.attribution)
    assert dict(zip(core["speakers"]["name"], core["speakers"]["claims"], strict=True)) == said
    assert core["speakers"]["claims"] == sorted(said.values(), reverse=True)
    assert core["speakers"]["left"] == 0
    assert core["callouts"] == ["warning"]
    assert core["folders"] == ["allin"]
    assert core["sharded"] is False
    assert core["limits"] == {"claims": 100_000, "bytes": 12_000_000}
    assert core["drawn"] == {"entities": 6, "limit": 5_000, "edges": 5, "edgesLeftOut": 0}
    notes = core["notes"]
    assert notes["path"] == [IPO_NOTE.path, OPENAI_NOTE.path]
    assert notes["play"] == [f"{MEDIA}&t={{s}}s", ""]
    assert notes["claims"] == [5, 2]
    assert notes["first"] == [0, 5]
    assert core["channels"]["notes"] == [2]
    assert core["channels"]["claims"] == [7]
    assert core["noteEdges"] == {"source": [0], "target": [1]}


def test_entities_are_ranked_and_all_there(graph: Graph) -> None:
    entities = held(made(graph)["index.html"])["kg-core"]["entities"]
    assert entities["name"][:2] == ["CoreWeave", "Microsoft"]
    assert {
        name: (ENTITY_TYPES[type_], claims, notes, tuple(aliases))
        for name, type_, claims, notes, aliases in zip(
            *(entities[column] for column in ("name", "type", "claims", "notes", "aliases")), strict=True
        )
    } == {row.name: (row.type, row.claims, row.notes, row.aliases) for row in graph.entities()}


def test_edges_join_entities_that_share_claims(graph: Graph) -> None:
    core = held(made(graph)["index.html"])["kg-core"]
    names, edges = core["entities"]["name"], core["edges"]
    columns = (edges[column] for column in ("source", "target", "weight", "label"))
    found = {
        (names[source], names[target]): (weight, label) for source, target, weight, label in zip(*columns, strict=True)
    }
    network = graph.to_networkx()
    assert {frozenset(pair): weight for pair, (weight, _) in found.items()} == {
        frozenset(pair): network.edges[pair]["weight"] for pair in network.edges
    }
    assert found["CoreWeave", "Microsoft"] == (3, "depends on")
    assert found["CoreWeave", "OpenAI"] == (1, "")


def test_entities_beyond_the_limit_are_not_drawn_but_there(graph: Graph) -> None:
    core = held(made(graph, view_entities=2)["index.html"])["kg-core"]
    assert core["drawn"] == {"entities": 2, "limit": 2, "edges": 1, "edgesLeftOut": 0}
    assert len(core["entities"]["name"]) == 6
    assert [x is None for x in core["entities"]["x"]] == [False, False, True, True, True, True]
    assert core["entities"]["community"][2:] == [-1] * 4
    assert max(core["edges"]["target"]) == 1


@pytest.mark.parametrize("settings", [{"view_claims": 6}, {"view_megabytes": 0}])
def test_beyond_a_limit_claims_have_files_of_their_own(graph: Graph, settings: dict[str, int]) -> None:
    files = made(graph, **settings)
    core = held(files["index.html"])["kg-core"]
    assert list(files)[-1] == "index.html"
    assert core["sharded"] is True
    assert "kg-claims" not in held(files["index.html"])
    assert sorted(shards(files)) == ["e0", "n0"]


def test_up_to_the_limit_the_page_is_one_file(graph: Graph) -> None:
    assert list(made(graph, view_claims=7)) == ["index.html"]


def test_files_hold_the_same_claims_as_one_page(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = held(made(graph)["index.html"])
    rows = whole["kg-claims"]["claims"]
    monkeypatch.setattr(division, "SIZE", 3)
    files = made(graph, view_claims=1)
    core, beside = held(files["index.html"])["kg-core"], shards(files)
    by_note = [beside[f"n{number}"]["claims"] for number in dict.fromkeys(core["notes"]["shard"])]
    assert [row for part in by_note for row in part] == rows
    assert core["notes"]["shard"] == [0, 1]
    for entity, (name, shard) in enumerate(zip(core["entities"]["name"], core["entities"]["shard"], strict=True)):
        ids = [row[1] for row in beside[f"e{shard}"]["entities"][str(entity)]]
        assert ids == [claim.id.partition("#")[2] for claim in graph.claims(name)]
    assert {key: value for key, value in core.items() if key not in {"sharded", "limits", "notes", "entities"}} == {
        key: value for key, value in whole["kg-core"].items() if key not in {"sharded", "limits", "notes", "entities"}
    }


def blocks(facts: NoteFacts, claims: Sequence[Claim]) -> list[TextBlock]:
    """A block for each note, which begins with its path and holds its claims."""
    return [[0, facts.path, *range(len(claims))]]


@pytest.mark.parametrize("limit", [7, 1])
def test_the_text_of_notes_is_where_their_claims_are(graph: Graph, monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    monkeypatch.setattr(division, "SIZE", 3)
    files = contents(graph.explorer(Config(view_claims=limit), "", blocks))
    page = held(files["index.html"])
    core = page["kg-core"]
    assert core["texts"] is True
    parts = [page["kg-texts"]] if limit == 7 else [shards(files)["t0"], shards(files)["t1"]]
    assert [part["first"] for part in parts] == list(range(len(parts)))
    assert [note for part in parts for note in part["notes"]] == [
        [[0, path, *range(many)]] for path, many in zip(core["notes"]["path"], core["notes"]["claims"], strict=True)
    ]


def test_without_what_reads_it_the_page_has_no_text(graph: Graph) -> None:
    page = held(made(graph)["index.html"])
    assert page["kg-core"]["texts"] is False
    assert "kg-texts" not in page


@pytest.mark.parametrize("settings", [{}, {"view_claims": 1}])
def test_the_same_graph_gives_the_same_bytes(graph: Graph, settings: dict[str, int]) -> None:
    assert made(graph, **settings) == made(graph, **settings)


def test_entities_have_the_folder_of_most_of_their_claims_and_the_middle_year_these_speak_of(graph: Graph) -> None:
    core = held(made(graph)["index.html"])["kg-core"]
    rows = core["entities"]
    years: dict[str, list[int]] = {name: [] for name in rows["name"]}
    folders: dict[str, Counter[str]] = {name: Counter() for name in rows["name"]}
    for claim in graph.claims():
        for name in {one.entity for one in claim.mentions if one.entity in years} | set(claim.about):
            folders[name][claim.note.partition("/")[0] if "/" in claim.note else ""] += 1
            years[name] += {int(one.value[:4]) for one in claim.dates if one.value[:4].isdecimal()}
    assert any(years.values())
    for place, name in enumerate(rows["name"][: core["totals"]["entities"]]):
        spoken = sorted(years[name])
        assert rows["year"][place] == (spoken[(len(spoken) - 1) // 2] if spoken else 0), name
        most = max(folders[name].values(), default=0)
        assert (folders[name][core["folders"][rows["folder"][place]]] if most else 0) == most, name
