"""The form of a language model's answers: what is read, what is asked for, and ids for names."""

from __future__ import annotations

import types
from typing import Any, get_args, get_type_hints

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.model_advice import answers
from kg.extract.model_advice.answers import Answer
from kg.extract.model_advice.roster import Roster, RosterEntry
from kg.llm import prompt


@pytest.mark.parametrize("written", ["", "{", "[]", '{"sentences": {}}', '{"sentences": [{"n": "one"}]}', "null", "12"])
def test_what_is_no_answer_is_told(written: str) -> None:
    assert isinstance(answers.decode(written), str)


@given(st.text())
def test_no_text_makes_reading_an_answer_raise(written: str) -> None:
    answers.decode(written)


def test_the_schema_asks_for_just_what_is_read() -> None:
    def check(schema: dict[str, Any], kind: Any) -> None:
        hints = get_type_hints(kind)
        assert set(schema["properties"]) == {each.name for each in msgspec.structs.fields(kind)}
        assert schema["required"] == list(schema["properties"])
        assert schema["additionalProperties"] is False
        for name, inner in schema["properties"].items():
            if inner["type"] == "array" and inner["items"]["type"] == "object":
                hint = hints[name]
                hint = get_args(hint)[0] if isinstance(hint, types.UnionType) else hint
                check(inner["items"], get_args(hint)[0])

    check(prompt.SCHEMA, Answer)


def test_names_take_the_place_of_ids_and_an_answer_is_kept_as_it_was_read() -> None:
    roster = Roster((RosterEntry("E1", "Acme"), RosterEntry("T1", "anvil", "key term")))
    mention = answers.Quoted("It", "pronoun", ["E1", "E9"], "Organization", 0.5)
    triple = answers.Triple("E1", "sells E1", "T1")
    said = answers.Said(1, [mention], ["E1", "Globex"], [triple], "asserted", False, "E1", ["T1"])  # noqa: FBT003
    found = answers.named(Answer([said]), roster)
    (one,) = found.sentences
    assert one.mentions[0].entities == ["Acme", "E9"]
    assert one.about == ["Acme", "Globex"]
    assert one.statements == [answers.Triple("Acme", "sells E1", "anvil")]
    assert (one.attribution, one.terms, one.quantities) == ("Acme", ["anvil"], None)
    assert answers.decode(answers.encode(found)) == found
