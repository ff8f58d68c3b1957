"""Capitalised phrases of single sentences; what is no part of a name is cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.names.name_candidates import candidates
from kg.extract.names.name_evidence import surface
from kg.extract.words.wordlists import words
from kg.model import Sentence, Span, Token

if TYPE_CHECKING:
    from collections.abc import Callable

    Read = Callable[[str], tuple[Sentence, ...]]


def found(sentence: Sentence) -> list[tuple[str, str]]:
    return [(surface(sentence, each), each.place) for each in candidates(sentence, words().types.__contains__)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Reporters met Dr. Mara Holt in Lisbon.", [("Reporters", "first"), ("Mara Holt", "mid"), ("Lisbon", "mid")]),
        ("I saw it in Rome, and I left.", [("Rome", "mid")]),
        ("The Holt Research Group grew.", [("Holt Research Group", "mid")]),
        ("He lost the Battle of the Two Rivers.", [("Battle of the Two Rivers", "mid")]),
        (
            "They like Vincent van Gogh and Marie de la Cruz.",
            [("Vincent van Gogh", "mid"), ("Marie de la Cruz", "mid")],
        ),
        ("Fans watched Acme vs. Initech twice.", [("Fans", "first"), ("Acme vs. Initech", "mid")]),
        (
            "**Old Town Tours:** Guides meet at Rossio Square.",
            [("Old Town Tours", "label"), ("Guides", "first"), ("Rossio Square", "mid")],
        ),
        ("Prices: Bread costs more in Porto.", [("Prices", "label"), ("Bread", "first"), ("Porto", "mid")]),
        (
            "Sales rose in March 2020 at the Vila Gale hotel.",
            [("Sales", "first"), ("March", "mid"), ("Vila Gale", "mid")],
        ),
        ("They flew the Falcon 9: two of them.", [("Falcon 9", "mid")]),
        ("They own a Tesla 3-door and a Quellon 3310.", [("Tesla", "mid"), ("Quellon 3310", "mid")]),
        ("We sold the iPhone 13 mini twice.", [("iPhone 13 mini", "mid")]),
        ("The U.S. Administration paid.", [("U.S.", "mid"), ("Administration", "mid")]),
        ("She joined General Dynamics Land Systems.", [("General Dynamics Land Systems", "mid")]),
        ("The Prime Minister spoke.", []),
        ("They asked the Office of CEO Ann Lee.", [("Office", "mid"), ("Ann Lee", "mid")]),
        ("They asked Acme-CEO Ann Lee.", [("Acme", "mid"), ("Ann Lee", "mid")]),
        ("They asked Acme & CEO Ann Lee.", [("Acme", "mid"), ("Ann Lee", "mid")]),
        ("**Old Town** Lisbon grew.", [("Old Town", "label"), ("Lisbon", "first")]),
        ("They fly the Quellon 9", [("Quellon 9", "mid")]),
        ("They lost Quellon 9 million times.", [("Quellon", "mid")]),
        ("They won at Quellon 9-2 twice.", [("Quellon", "mid")]),
        ("A post-Brexit plan for Mercedes-Benz", [("Brexit", "mid"), ("Mercedes-Benz", "mid")]),
        ("Some read the Sumerian Epic of Uruk.", [("Sumerian", "mid"), ("Epic of Uruk", "mid")]),
        ("They met at the Chinese Communist Party Museum.", [("Chinese Communist Party Museum", "mid")]),
    ],
)
def test_candidates(line: str, expected: list[tuple[str, str]], read: Read) -> None:
    assert found(*read(line)) == expected


def test_quotation_marks_are_noted(read: Read) -> None:
    (sentence,) = read('They call it "Silent Harbor" here.')
    assert [each.quoted for each in candidates(sentence, words().types.__contains__)] == [True]


WORDS = st.sampled_from(
    ["Ann", "Lee", "Acme", "of", "the", "and", "&", "-", "9", "French", "GPUs", "CEO", "No", ".", "x"]
)


@given(st.lists(WORDS, min_size=1, max_size=30))
def test_candidates_stand_in_order_and_never_overlap(line: list[str]) -> None:
    text, tokens = " ".join(line), []
    for number, word in enumerate(line):
        start = len(" ".join(line[:number])) + bool(number)
        tokens.append(Token(start, start + len(word), word, word.lower(), "PROPN", "NNP", "nsubj", 0))
    sentence = Sentence(text, Span(0, len(text)), tuple(range(len(text))), tuple(tokens), "paragraph")
    last = 0
    for each in candidates(sentence, words().types.__contains__):
        assert last <= each.first < each.last <= len(tokens)
        last = each.last
