"""The script that counts ordinary words: what notes write in lower case, and its British spelling."""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

SCRIPT = Path(__file__).resolve().parents[3] / "scripts/common_words.py"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("common_words", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_words_are_counted_in_lower_case_and_capitalised_inside_sentences(script: Any) -> None:
    notes = [
        ["Trams run to Lisbon, and a tram isn't slow.", "The Tram of Porto"],
        ["She took the tram of the Tram Museum; see @tram and tram/line."],
    ]
    total, noted, lower, capital = script.counted(notes)
    assert total == 2
    assert (noted["tram"], lower["tram"], capital["tram"]) == (2, 2, 1)
    assert (lower["lisbon"], capital["lisbon"]) == (0, 1)
    assert (lower["isn"], lower["t"]) == (1, 0)


def test_a_word_is_ordinary_when_notes_rarely_capitalise_it(script: Any) -> None:
    noted = Counter({"tram": 3, "porto": 3, "rare": 2, "odd": 30, "us": 40})
    lower = Counter({"tram": 8, "porto": 7, "rare": 9, "odd": 40, "us": 90})
    capital = Counter({"tram": 2, "porto": 2, "odd": 20})
    assert script.ordinary(noted, lower, capital) == {"tram", "odd"}


@pytest.mark.parametrize(
    ("word", "british"),
    [
        ("organized", ["organised"]),
        ("color-coded", ["colour-coded"]),
        ("centered", ["centred"]),
        ("size", []),
        ("laboratory", []),
        ("remodeled", ["remodelled"]),
    ],
)
def test_british_spellings(script: Any, word: str, british: list[str]) -> None:
    assert list(script.british(word)) == british


def test_a_word_of_a_topic_is_in_few_notes_and_often_in_these(script: Any) -> None:
    notes = [["The enzyme cuts; enzymes bind, and an enzyme folds."], ["An enzyme at work."], ["Enzymes at home."]]
    notes += [["They work at home."]] * 13
    _, noted, lower, _ = script.counted(notes)
    spread = script.spread(noted, lower)
    assert spread["home"] == (3, 0)
    assert "enzyme" not in spread, "two notes have the singular, two the plural"
    noted["enzyme"] = 4
    assert script.spread(noted, lower)["enzyme"] == (2, 0)
    lower["enzyme"] = 16
    assert script.spread(noted, lower)["enzyme"] == (2, 4)
    assert "enzymes" not in script.spread(noted, lower)
