"""``kg explain``: each field of a claim with the rule that gave it, for claims named in any of the usual ways."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kg.errors import AmbiguousName, UnknownName
from kg.graph import Graph
from kg.rdf.terms import claim_keys, note_iri
from kg.store.engine.fact_packing import stored_note
from kg.store.engine.store import Store
from kg.views.page.explanation import explain
from tests.cli.conftest import NOTES, claims_of, facts_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Typed

EARNED, DEPENDS, FOUNDED = (text for text, *_ in NOTES["shop/Acme.md"])
KEYS = dict(zip((EARNED, DEPENDS, FOUNDED), claim_keys([EARNED, DEPENDS, FOUNDED]), strict=True))
IRI = f"{note_iri('shop/Acme.md')}#{KEYS[EARNED]}"


@pytest.mark.parametrize(
    "name",
    [IRI, f"<{IRI}>", f"#{KEYS[EARNED]}", KEYS[EARNED], KEYS[EARNED][:8], KEYS[EARNED].removeprefix("c-")],
    ids=["iri", "brackets", "fragment", "key", "beginning", "digits"],
)
def test_a_claim_is_found_by_any_part_of_its_name(asked: Path, name: str) -> None:
    with Graph.open(asked) as graph:
        assert graph.explain(name).claim.text == EARNED


@pytest.mark.parametrize("name", ["", "c-", "#", "#c-", "zzz", f"{note_iri('shop/Globex.md')}#{KEYS[EARNED]}"])
def test_a_claim_that_is_not_there_is_told(asked: Path, name: str) -> None:
    with Graph.open(asked) as graph, pytest.raises(UnknownName, match="no claim"):
        graph.explain(name)


def test_claims_of_one_name_are_listed(tmp_path: Path) -> None:
    """The same sentence in two notes has the same key in both; the note's IRI tells them apart."""
    iris = []
    with Store.open(tmp_path / ".kg") as store:
        for path in ("a.md", "b.md"):
            iris.append(f"{note_iri(path)}#{KEYS[EARNED]}")
            claim = replace(claims_of("shop/Acme.md")[0], id=iris[-1], note=path)
            store.replace_note(stored_note(facts_of(path), [claim], store.base))
    with Graph.open(tmp_path) as graph:
        with pytest.raises(AmbiguousName) as caught:
            graph.explain(KEYS[EARNED])
        assert caught.value.found == tuple(iris)
        assert graph.explain(iris[1]).claim.note == "b.md"


def test_of_many_claims_the_first_are_listed() -> None:
    error = AmbiguousName("claim", "c-1", ["a", "b"], 12)
    assert str(error) == "'c-1' matches 12 claims; name one in full: a, b and 10 more"


def test_every_field_has_its_rule(kg: Typed) -> None:
    lines = [line.split() for line in kg("explain", KEYS[EARNED]).stdout.splitlines()]
    assert [line[0] for line in lines] == [
        "FIELD", "text", "section", "timestamps", "source", "mentions", "about", "statements", "quantities", "dates",
        "modality", "negated", "attribution",
    ]  # fmt: skip
    assert lines[5][1:3] == ["lexicon", "100%"]


def test_as_json_the_claim_comes_with_its_reasons(kg: Typed) -> None:
    told = json.loads(kg("explain", KEYS[DEPENDS], "-f", "json").stdout)
    assert told["claim"]["text"] == DEPENDS
    reasons = {reason["field"]: reason for reason in told["reasons"]}
    assert reasons["callout"]["value"] == "warning"
    assert reasons["mentions"]["rule"] == "lexicon"
    assert set(reasons["text"]) == {"field", "value", "rule", "module", "confidence"}


def test_rules_that_were_recorded_are_told() -> None:
    claim = replace(
        claims_of("shop/Acme.md")[2],
        negated=True,
        negation_rule="never",
        attribution="analysts",
        attribution_rule="active: say",
        about_rule="topic",
    )
    told = {
        reason.field: (reason.value, reason.rule)
        for reason in explain(claim, {"Acme": ("type Organization: 4 of 4 mentions",)}).reasons
    }
    assert told["negated"] == ("yes", "never")
    assert told["attribution"] == ("analysts", "active: say")
    assert told["about"] == ("Ada Byron", "topic")
    assert told["entity"] == ("Acme (Organization)", "type Organization: 4 of 4 mentions")
    assert "source" not in told
