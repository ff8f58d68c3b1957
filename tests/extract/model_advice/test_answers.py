"""What a model says is held against the notes' own words: the table tells what is kept and what is dropped."""

from __future__ import annotations

import json
from typing import Any, get_args, get_type_hints

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.model_advice import answers
from kg.extract.model_advice.answers import UNSAID, Answer, Placed, Section, Triple
from kg.llm import prompt
from tests.llm_server import NOTHING

TEXT = "CoreWeave sold GPUs to Microsoft, and Microsoft says it needs more."
SECTION = Section("Neoclouds", ("CoreWeave Inc.",), (TEXT, "The company lost $900 million."), 7)
EMPTY = {"n": 1, **NOTHING}


def align(**said: Any) -> tuple[answers.ModelOpinion, int]:
    found = answers.decode(json.dumps({"sentences": [{**EMPTY, **said}]}))
    assert isinstance(found, Answer), found
    aligned = answers.align(SECTION, found)
    (opinion,) = aligned.opinions.values()
    return opinion, aligned.dropped


def mention(quote: str, entity: str = "", kind: str = "name", type_: str = "Organization", sure: float = 0.9) -> Any:
    return {"quote": quote, "kind": kind, "entity": entity or quote, "type": type_, "confidence": sure}


@pytest.mark.parametrize(
    ("given", "kept", "dropped"),
    [
        ([mention("CoreWeave")], [Placed(0, 9, "name", "CoreWeave", "Organization", 0.9)], 0),
        # a fuller name that stands in a heading is a name of the entity
        ([mention("CoreWeave", "CoreWeave Inc.")], [Placed(0, 9, "name", "CoreWeave Inc.", "Organization", 0.9)], 0),
        # one that stands nowhere is not: the quote is its name
        ([mention("CoreWeave", "CoreWeave LLC")], [Placed(0, 9, "name", "CoreWeave", "Organization", 0.9)], 0),
        # the second of equal quotes is the second place, the third is none
        (
            [mention("Microsoft")] * 3,
            [Placed(23, 32, "name", "Microsoft", "Organization", 0.9),
             Placed(38, 47, "name", "Microsoft", "Organization", 0.9)],
            1,
        ),
        ([mention("it", "Microsoft", "pronoun")], [Placed(53, 55, "pronoun", "Microsoft", "Organization", 0.9)], 0),
        ([mention("it", "Apple", "pronoun")], [], 1),
        ([mention("Core")], [], 1),  # a part of a word
        ([mention("coreweave")], [], 1),  # another spelling
        ([mention("Nvidia")], [], 1),
        ([mention("")], [], 1),
        ([mention("CoreWeave", type_="Company")], [], 1),
        ([mention("CoreWeave", kind="noun")], [], 1),
        # of two that overlap the first, and there the longer one, stays
        ([mention("GPUs", type_="Product"), mention("sold GPUs", type_="Product")],
         [Placed(10, 19, "name", "sold GPUs", "Product", 0.9)], 1),
        ([mention("CoreWeave", sure=7)], [Placed(0, 9, "name", "CoreWeave", "Organization", 1.0)], 0),
        ([mention("CoreWeave", sure=-1)], [Placed(0, 9, "name", "CoreWeave", "Organization", 0.0)], 0),
    ],
)  # fmt: skip
def test_mentions_are_quotes(given: list[Any], kept: list[Placed], dropped: int) -> None:
    opinion, lost = align(mentions=given)
    assert (list(opinion.mentions), lost) == (kept, dropped)


@pytest.mark.parametrize(
    ("subject", "relation", "thing", "kept"),
    [
        ("CoreWeave", "sold GPUs to", "Microsoft", True),
        ("CoreWeave", "sold to", "Microsoft", False),  # a gap
        ("CoreWeave", "supplies", "Microsoft", False),  # another word
        ("Nvidia", "sold GPUs to", "Microsoft", False),
        ("CoreWeave", "sold", "chips", False),
        ("CoreWeave Inc.", "sold", "GPUs", True),  # the name of a mention's entity
        ("CoreWeave", "", "GPUs", False),
    ],
)
def test_statements_are_quotes(subject: str, relation: str, thing: str, kept: bool) -> None:  # noqa: FBT001
    triple = {"subject": subject, "relation": relation, "object": thing}
    opinion, lost = align(statements=[triple], mentions=[mention("CoreWeave", "CoreWeave Inc.")])
    assert (opinion.statements, lost) == (((Triple(subject, relation, thing),), 0) if kept else ((), 1))


def test_what_a_sentence_is_about_stands_in_the_section_at_most_four_times() -> None:
    assert align(about=["CoreWeave", "Neoclouds", "Intel"])[0].about == ("CoreWeave", "Neoclouds")
    opinion, lost = align(about=["CoreWeave", "GPUs", "Microsoft", "Neoclouds", "company", "CoreWeave"])
    assert (opinion.about, lost) == (("CoreWeave", "GPUs", "Microsoft", "Neoclouds"), 0)


@pytest.mark.parametrize(
    ("given", "kept", "dropped"), [("Microsoft", "Microsoft", 0), (None, None, 0), ("Intel", UNSAID, 1)]
)
def test_a_source_stands_in_the_sentence(given: str | None, kept: str | None, dropped: int) -> None:
    opinion, lost = align(attribution=given)
    assert (opinion.attribution, lost) == (kept, dropped)


def test_an_unknown_modality_leaves_the_rules_their_own() -> None:
    assert align(modality="hedged")[0].modality == "hedged"
    opinion, lost = align(modality="maybe")
    assert (opinion.modality, lost) == (UNSAID, 1)


def test_of_two_records_for_a_sentence_and_of_strange_numbers_only_the_first_true_one_counts() -> None:
    said = [{**EMPTY, "n": n, "modality": "hedged" if place else "asserted"} for place, n in enumerate([2, 2, 0, 3])]
    found = answers.decode(json.dumps({"sentences": said}))
    assert isinstance(found, Answer)
    aligned = answers.align(SECTION, found)
    assert {index: opinion.modality for index, opinion in aligned.opinions.items()} == {1: "asserted"}
    assert aligned.dropped == 3


@pytest.mark.parametrize("written", ["", "{", "[]", '{"sentences": {}}', '{"sentences": [{"n": "one"}]}', "null", "12"])
def test_what_is_no_answer_is_told(written: str) -> None:
    assert isinstance(answers.decode(written), str)


@given(st.text())
def test_no_text_makes_reading_an_answer_raise(written: str) -> None:
    answers.decode(written)


def test_the_schema_asks_for_just_what_is_read() -> None:
    def check(schema: dict[str, Any], kind: Any) -> None:
        hints = get_type_hints(kind)
        assert schema["required"] == list(schema["properties"]) == [each.name for each in msgspec.structs.fields(kind)]
        assert schema["additionalProperties"] is False
        for name, inner in schema["properties"].items():
            if inner["type"] == "array" and inner["items"]["type"] == "object":
                check(inner["items"], get_args(hints[name])[0])

    check(prompt.SCHEMA, Answer)
