"""Errors are told in words, counted, and shown where they happened."""

from __future__ import annotations

from typing import Any

import pytest

from kg.score.gold import GoldNote
from kg.score.kinds import ErrorKind, kinds
from tests.score.samples import ENTITIES, TEXT, annotated, extracted

ACME = ["Acme", "Acme", "Organization", "name"]
IT = ["it", "Acme", "Organization", "pronoun"]
FIRM = ["the firm", "Acme", "Organization", "nominal"]
STATED = ["Acme", "raised", "money"]


def told(gold: dict[str, Any], found: dict[str, Any]) -> list[str]:
    note = GoldNote("a.md", (annotated(gold),), ENTITIES)
    return [name for kind in kinds([note], lambda _: [extracted(found)]) for name in [kind.name] * kind.times]


@pytest.mark.parametrize(
    ("gold", "found", "names"),
    [
        ({"mentions": [ACME]}, {"mentions": [ACME]}, []),
        ({"mentions": [ACME]}, {}, ["name missed: Organization"]),
        ({}, {"mentions": [ACME]}, ["no name, taken for one: Organization"]),
        (
            {"mentions": [ACME]},
            {"mentions": [["Acme", "Acme", "Person", "name"]]},
            ["type of a name: Organization taken for Person"],
        ),
        ({"mentions": [["cloud", "cloud", "Concept", "name"]]}, {}, ["concept missed"]),
        ({"mentions": [IT]}, {}, ["coreference: 'it' left open"]),
        ({"mentions": [FIRM]}, {}, ["coreference: a description left open"]),
        (
            {"mentions": [IT]},
            {"mentions": [["it", "Globex", "Organization", "pronoun"]]},
            ["coreference: 'it' given to another entity"],
        ),
        ({}, {"mentions": [IT]}, ["coreference: 'it' that stands for nothing named"]),
        ({"terms": ["sleep"]}, {}, ["term missed"]),
        ({"terms": []}, {"terms": ["sleep"]}, ["term that is none"]),
        ({}, {"terms": ["sleep"]}, []),
        ({"about": ["Acme"]}, {}, ["about: an entity that was not found there"]),
        (
            {"about": ["Acme"], "mentions": [ACME]},
            {"mentions": [ACME]},
            ["about: an entity taken for background"],
        ),
        ({}, {"about": ["Acme"]}, ["about: background taken for the subject"]),
        ({"triples": [STATED]}, {}, ["statement missed altogether"]),
        ({"triples": [STATED]}, {"statements": [["Acme", "spent", "money"]]}, ["statement: relation differs"]),
        ({"triples": [STATED]}, {"statements": [["Acme", "raised", "hopes"]]}, ["statement: object differs"]),
        ({"triples": [STATED]}, {"statements": [["Globex", "raised", "money"]]}, ["statement: subject differs"]),
        ({"triples": [STATED]}, {"statements": [["Globex", "spent", "time"]]}, ["statement missed altogether"]),
        ({}, {"statements": [STATED]}, ["statement that the annotation lacks"]),
        ({"quantities": [[3, "USD", "="]]}, {}, ["number missed"]),
        ({}, {"quantities": [[3, "USD", "="]]}, ["number that is none"]),
        ({"quantities": [[3, "USD", ">"]]}, {"quantities": [[3, "USD", "="]]}, ["comparator of a number"]),
        ({"dates": ["2024"]}, {}, ["date missed"]),
        ({"modality": "hedged"}, {}, ["modality: hedged taken for asserted"]),
        ({"negated": True}, {}, ["negation missed"]),
        ({"attribution": "Acme"}, {}, ["attribution missed"]),
        ({}, {"attribution": "Acme"}, ["attribution that is none, or another"]),
        ({"claim": False, "about": ["Acme"]}, {}, []),  # what is no claim has no errors but that one
    ],
)
def test_an_error_has_a_kind(gold: dict[str, Any], found: dict[str, Any], names: list[str]) -> None:
    assert told(gold, found) == names


def test_the_commonest_kind_comes_first_with_a_sentence_that_shows_it() -> None:
    sentences = (annotated({"negated": True}), annotated({"negated": True, "dates": ["2024"]}))
    note = GoldNote("a.md", sentences, ENTITIES)
    claims = [extracted({}), extracted({})]
    found = kinds([note], lambda _: claims[:1])
    assert found == (ErrorKind("negation missed", 1, TEXT),), (
        "a sentence without a claim is one error, counted elsewhere"
    )
    apart = GoldNote("b.md", (annotated({"negated": True}),), ENTITIES)
    found = kinds(
        [apart, GoldNote("c.md", (annotated({"negated": True, "dates": ["2024"]}),), ENTITIES)], lambda _: claims[:1]
    )
    assert found == (ErrorKind("negation missed", 2, TEXT), ErrorKind("date missed", 1, TEXT))
