"""Builds that ask a language model, a real server on this machine: what it says counts where the notes bear it out."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyshacl
import pytest
import rdflib

import kg
from kg import assembly
from kg.assembly.assembly_line import preview
from kg.config import Config
from kg.errors import ConfigError, EndpointRefused
from kg.views.page import explanation
from tests import llm_server
from tests.llm_server import recorded, says, status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import MakeVault

FIRST = "Zentrix bought Acme Corporation for $40 million in 2019."
SECOND = "The anvil giant may never have made a profit, says Hank Scorpio."
THIRD = "Globex lost at least $3 million in Germany."
NOTE = f"""---
title: Anvils
videoId: aaaaaaaaaaa
---
{FIRST[:-1]} [00:01:00]. {SECOND[:-1]} [00:01:30].

## Rivals
{THIRD[:-1]} [00:02:00].
"""


def mention(quote: str, entity: str, kind: str = "name", type_: str = "Organization") -> dict[str, Any]:
    return {"quote": quote, "entities": [entity], "kind": kind, "type": type_, "confidence": 0.75}


ANSWERS: dict[str, dict[str, Any]] = {
    FIRST: {
        "mentions": [mention("Zentrix", "Zentrix", type_="Product"), mention("Acme Corporation", "Acme Corporation")],
        "about": ["Zentrix", "Acme Corporation"],
        "statements": [
            {"subject": "Zentrix", "relation": "bought", "object": "Acme Corporation"},
            {"subject": "Zentrix", "relation": "stole", "object": "Acme Corporation"},
        ],
    },
    SECOND: {
        "mentions": [
            mention("The anvil giant", "Acme Corporation", "nominal"),
            mention("profit", "profit", type_="Concept"),
            mention("Hank Scorpio", "Hank Scorpio", type_="Person"),
        ],
        "about": ["Acme Corporation"],
        "statements": [{"subject": "Acme Corporation", "relation": "never have made", "object": "a profit"}],
        "modality": "hedged",
        "negated": True,
        "attribution": "Hank Scorpio",
    },
    THIRD: {
        "mentions": [mention("Globex", "Globex")],
        "about": ["Globex"],
        "statements": [{"subject": "Globex", "relation": "lost", "object": "at least $3 million"}],
    },
}


@pytest.fixture
def endpoint() -> Iterator[llm_server.Endpoint]:
    yield from llm_server.running(llm_server.Endpoint(always=recorded(ANSWERS)))


def asking(endpoint: llm_server.Endpoint, **more: Any) -> Config:
    return Config(
        workers=1, backend="llm", llm_url=endpoint.url, llm_model="small", llm_timeout=5, llm_at_once=2, **more
    )


def claims(vault: Path) -> dict[str, dict[str, Any]]:
    """The public records of all claims, by their text."""
    lines = b"".join(kg.open_graph(vault).export("jsonl")).splitlines()
    return {record["text"]: record for record in map(json.loads, lines)}


def test_what_the_model_says_stands_in_the_place_of_the_rules(
    make_vault: MakeVault, endpoint: llm_server.Endpoint
) -> None:
    vault = make_vault({"Anvils.md": NOTE})
    result = assembly.build(vault, config=asking(endpoint))
    found = claims(vault)
    assert [(m["text"], m["entity"], m["type"], m["method"]) for m in found[FIRST]["mentions"]] == [
        ("Zentrix", "Zentrix", "Product", "llm"),
        ("Acme Corporation", "Acme Corporation", "Organization", "llm"),
    ]
    assert {m["confidence"] for m in found[FIRST]["mentions"]} == {0.75}
    assert found[FIRST]["about"] == ["Zentrix", "Acme Corporation"]
    assert [(s["subject"], s["predicate"], s["property"], s["object"]) for s in found[FIRST]["statements"]] == [
        ("Zentrix", "bought", "buys", "Acme Corporation")
    ]
    assert [(m["text"], m["entity"], m["type"], m["kind"]) for m in found[SECOND]["mentions"]] == [
        ("The anvil giant", "Acme Corporation", "Organization", "nominal"),
        ("profit", "profit", "Concept", "name"),
        ("Hank Scorpio", "Hank Scorpio", "Person", "name"),
    ]
    judged = found[SECOND]
    assert (judged["modality"], judged["negated"], judged["attribution"]) == ("hedged", True, "Hank Scorpio")
    (lost,) = found[THIRD]["statements"]
    assert (lost["property"], lost["subject_entity"], lost["quantity"]) == ("loss", "Globex", 0)
    assert result.asked is not None
    asked = result.asked
    assert (asked.sections, asked.kept, asked.failed, asked.dropped) == (2, 0, (), 1), "that anybody stole is no quote"
    assert (asked.tokens_in, asked.tokens_out) == (200, 40)


def test_what_the_model_leaves_open_stays_the_rules(make_vault: MakeVault, endpoint: llm_server.Endpoint) -> None:
    ours, theirs = make_vault({"Anvils.md": NOTE}, "ours"), make_vault({"Anvils.md": NOTE}, "theirs")
    assembly.build(ours, config=Config(workers=1))
    assembly.build(theirs, config=asking(endpoint))
    kept = ("text", "span", "section", "callout", "timestamps", "source", "quantities", "dates")
    by_rules, by_model = claims(ours), claims(theirs)
    assert by_rules.keys() == by_model.keys() == {FIRST, SECOND, THIRD}
    for text, record in by_rules.items():
        assert {name: by_model[text][name] for name in kept} == {name: record[name] for name in kept}


def test_mentions_slice_back_and_the_graph_has_its_shape(
    make_vault: MakeVault, endpoint: llm_server.Endpoint, project: Path
) -> None:
    vault = make_vault({"Anvils.md": NOTE})
    assembly.build(vault, config=asking(endpoint))
    for record in claims(vault).values():
        for each in record["mentions"]:
            assert record["text"][each["start"] : each["end"]] == each["text"]
    data, shapes = rdflib.Graph(), rdflib.Graph()
    data.parse(data=b"".join(kg.open_graph(vault).export("nt")), format="nt")
    shapes.parse(project / "kg" / "rdf" / "shapes.ttl")
    ontology = rdflib.Graph().parse(project / "kg" / "rdf" / "ontology.ttl")
    conforms, _, report = pyshacl.validate(data, shacl_graph=shapes, ont_graph=ontology)
    assert conforms, report


def test_what_is_known_is_not_asked_again(make_vault: MakeVault, endpoint: llm_server.Endpoint) -> None:
    vault = make_vault({"Anvils.md": NOTE})
    config = asking(endpoint)
    assembly.build(vault, config=config)
    before = b"".join(kg.open_graph(vault).export("nq"))
    again = assembly.build(vault, config=config, full=True)
    assert len(endpoint.asked) == 2
    assert (again.asked and again.asked.kept) == 2
    assert b"".join(kg.open_graph(vault).export("nq")) == before
    (vault / "Anvils.md").write_text(NOTE.replace("Germany", "France"))
    assembly.build(vault, config=config)
    assert len(endpoint.asked) == 3, "the section that changed, and no other"
    assembly.build(vault, config=replace(config, llm_model="large"))
    assert len(endpoint.asked) == 5, "another model has not said anything yet"


def test_the_rules_stand_where_no_true_answer_comes_and_the_next_build_asks_again(
    make_vault: MakeVault, endpoint: llm_server.Endpoint
) -> None:
    ours, vault = make_vault({"Anvils.md": NOTE}, "ours"), make_vault({"Anvils.md": NOTE})
    assembly.build(ours, config=Config(workers=1))
    endpoint.script = [says('{"sentences": [')] * 2
    result = assembly.build(vault, config=asking(endpoint))
    assert b"".join(kg.open_graph(vault).export("jsonl")) == b"".join(kg.open_graph(ours).export("jsonl"))
    assert [problem.code for problem in result.problems] == ["model-failed"]
    assert "not in the form asked for" in result.problems[0].message
    again = assembly.build(vault, config=asking(endpoint))
    assert again.problems == ()
    assert claims(vault)[SECOND]["attribution"] == "Hank Scorpio"


def test_one_failing_section_costs_only_itself(make_vault: MakeVault, endpoint: llm_server.Endpoint) -> None:
    vault = make_vault({"Anvils.md": NOTE})
    endpoint.script = [says(json.dumps({"sentences": [{**llm_server.NOTHING, "n": 9}]}))]
    result = assembly.build(vault, config=replace(asking(endpoint), llm_at_once=1))
    assert result.asked is not None
    assert result.asked.failed == (("Anvils.md", "the answer says nothing about the sentences in question"),)
    assert claims(vault)[THIRD]["about"] == ["Globex"]


def test_a_silent_endpoint_is_given_up(make_vault: MakeVault, endpoint: llm_server.Endpoint) -> None:
    notes = {f"{n}.md": f"Acme Corporation sold {n + 2} anvils to Globex.\n" for n in range(9)}
    vault = make_vault(dict(notes))
    endpoint.always = status(500)
    result = assembly.build(vault, config=replace(asking(endpoint), llm_at_once=1))
    assert result.asked is not None
    reasons = [reason for _, reason in result.asked.failed]
    assert len(reasons) == 9
    assert sum("not asked" in reason for reason in reasons) == 4
    assert result.claims == 9


def test_a_wrong_key_ends_the_build_and_the_next_one_goes_on(
    make_vault: MakeVault, endpoint: llm_server.Endpoint
) -> None:
    vault = make_vault({"Anvils.md": NOTE})
    endpoint.script = [status(401)] * 2
    with pytest.raises(EndpointRefused):
        assembly.build(vault, config=asking(endpoint))
    assembly.build(vault, config=asking(endpoint))
    assert claims(vault)[THIRD]["about"] == ["Globex"]


def test_a_models_type_counts_before_the_vote_and_a_correction_before_both(
    make_vault: MakeVault, endpoint: llm_server.Endpoint
) -> None:
    known = "Globex is a company. Globex hired Hank Scorpio. Globex sells anvils.\n"
    page = '---\nkg_id: "https://kg.example/entity/Zentrix"\ntype: Organization\n---\n'
    vault = make_vault({"Anvils.md": NOTE, "Known.md": known, "Knowledge/Zentrix.md": page})
    endpoint.always = recorded({**ANSWERS, THIRD: {"mentions": [mention("Globex", "Globex", type_="Place")]}})
    assembly.build(vault, config=asking(endpoint))
    types = {row.name: row.type for row in kg.open_graph(vault).entities()}
    assert types["Globex"] == "Place", "the rules have it for an organization"
    assert types["Zentrix"] == "Organization", "the user says so"


def test_an_ignored_entity_is_nowhere_and_what_the_model_leaves_open_the_rules_decide(
    make_vault: MakeVault, endpoint: llm_server.Endpoint
) -> None:
    page = '---\nkg_id: "https://kg.example/entity/Zentrix"\nignore: true\n---\n'
    vault = make_vault({"Anvils.md": NOTE, "Knowledge/Zentrix.md": page})
    open_ = {**ANSWERS[SECOND], "modality": "maybe", "attribution": "Ada Byron"}
    bare = {**ANSWERS[THIRD], "mentions": []}
    endpoint.always = recorded({**ANSWERS, SECOND: open_, THIRD: bare})
    assembly.build(vault, config=asking(endpoint))
    found = claims(vault)
    assert found[FIRST]["about"] == ["Acme Corporation"]
    assert (found[SECOND]["modality"], found[SECOND]["attribution"]) == ("reported", "Hank Scorpio"), "by the rules"
    assert found[THIRD]["about"] == [], "nothing in the note stands for Globex"
    (lost,) = found[THIRD]["statements"]
    assert (lost["property"], lost["subject_entity"]) == ("loss", None)


def test_the_preview_tells_what_would_be_asked_and_asks_nothing(
    make_vault: MakeVault, endpoint: llm_server.Endpoint
) -> None:
    vault = make_vault({"Anvils.md": NOTE})
    found = preview(vault, config=asking(endpoint, llm_price_in=2.0, llm_price_out=8.0))
    assert endpoint.asked == []
    asked = [question.partition("\n\n")[2] for question in found.questions]
    assert asked == [f"Note: Anvils\n\n1. {FIRST}\n2. {SECOND}", f"Note: Anvils > Rivals\n\n1. {THIRD}"]
    assert found.questions[0].startswith("Roster:\nE1 = Anvils (title)\nE2 = Rivals (heading)\nE3 = ")
    assert "asking small at 127.0.0.1:" in found.told
    assert "2 of 2 sections are new, about" in found.told
    assert ", about USD 0.00" in found.told
    assembly.build(vault, config=asking(endpoint))
    assert preview(vault, config=asking(endpoint)).questions == ()
    with pytest.raises(ConfigError, match="asks no language model"):
        preview(vault, config=Config())


def test_a_field_that_the_model_decided_says_so(make_vault: MakeVault, endpoint: llm_server.Endpoint) -> None:
    vault = make_vault({"Anvils.md": NOTE})
    assembly.build(vault, config=asking(endpoint))
    graph = kg.open_graph(vault)
    told = graph.explain(claims(vault)[SECOND]["id"])
    decided = {reason.field for reason in told.reasons if reason.rule == "llm"}
    assert decided == {"mentions", "about", "statements", "modality", "negated", "attribution"}
    assert {reason.module for reason in told.reasons if reason.rule == "llm"} == {explanation.MODEL}


@pytest.mark.parametrize(
    ("sentence", "lie", "saying"),
    [
        (
            FIRST,
            {"statements": [{"subject": "Acme Corporation", "relation": "bought", "object": "Zentrix"}]},
            "statement: Acme Corporation | bought | Zentrix (",
        ),
        (FIRST, {"negated": True}, "negated: true (no word of the text denies it)"),
        (SECOND, {"negated": False}, "negated: false (the text denies it: 'never')"),
        (FIRST, {"attribution": "$40 million"}, "attribution: $40 million (the text does not have it say anything)"),
        (THIRD, {"attribution": "Germany"}, "attribution: Germany (the text does not have it say anything)"),
    ],
)
def test_what_reverses_the_words_is_a_candidate_and_not_said(
    make_vault: MakeVault, endpoint: llm_server.Endpoint, sentence: str, lie: dict[str, Any], saying: str
) -> None:
    ours, vault = make_vault({"Anvils.md": NOTE}, "ours"), make_vault({"Anvils.md": NOTE})
    assembly.build(ours, config=Config(workers=1))
    endpoint.always = recorded({**ANSWERS, sentence: {**ANSWERS[sentence], **lie}})
    result = assembly.build(vault, config=asking(endpoint))
    (found,) = [each for each in result.problems if each.code == "model-reversed"]
    assert saying in found.message
    record, by_rules = claims(vault)[sentence], claims(ours)[sentence]
    assert (record["negated"], record["attribution"]) == (by_rules["negated"], by_rules["attribution"])
    told = kg.open_graph(vault).explain(record["id"]).reasons
    assert any(saying in each.value for each in told if (each.field, each.rule) == ("candidate", "llm"))
    assert ("Acme Corporation", "Zentrix") not in {(s["subject"], s["object"]) for s in record["statements"]}
    again = assembly.build(vault, config=asking(endpoint))
    assert again.problems == result.problems, "it stays a candidate when nothing has changed"
    assert not [each for each in assembly.build(vault, config=Config(workers=1)).problems if "model" in each.code]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('{"sentences": ' + "[" * 100_000 + "]" * 100_000 + "}", "not in the form asked for"),
        ('{"x": ' + "[" * 100_000 + "]" * 100_000 + ', "sentences": []}', "it is nested too deep"),
    ],
)
def test_a_deep_answer_is_no_answer(
    make_vault: MakeVault, endpoint: llm_server.Endpoint, written: str, told: str
) -> None:
    vault = make_vault({"Anvils.md": NOTE})
    endpoint.always = says(written)
    result = assembly.build(vault, config=asking(endpoint))
    assert result.asked is not None
    assert len(result.asked.failed) == 2
    assert all(told in why for _, why in result.asked.failed)
    assert result.claims == 3


def test_an_answer_that_says_too_much_is_cut(make_vault: MakeVault, endpoint: llm_server.Endpoint) -> None:
    vault = make_vault({"Anvils.md": NOTE})
    triple = {"subject": "Zentrix", "relation": "bought", "object": "Acme Corporation"}
    many = {**ANSWERS[FIRST], "mentions": [mention("Zentrix", "Zentrix")] * 2_000, "statements": [triple] * 2_000}
    endpoint.always = recorded({**ANSWERS, FIRST: many})
    began = time.monotonic()
    result = assembly.build(vault, config=asking(endpoint))
    assert time.monotonic() - began < 20, "seconds, for an answer of some hundred kilobytes"
    assert result.asked is not None
    assert result.asked.dropped > 3_000
    assert len(claims(vault)[FIRST]["statements"]) == 1


def test_a_huge_answer_leaves_its_section_to_the_rules(make_vault: MakeVault, endpoint: llm_server.Endpoint) -> None:
    vault = make_vault({"Anvils.md": NOTE})
    endpoint.always = llm_server.huge
    result = assembly.build(vault, config=asking(endpoint))
    assert result.asked is not None
    assert all("sent more than 1,000,000 bytes" in why for _, why in result.asked.failed)
    assert result.claims == 3
