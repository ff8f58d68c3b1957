"""English sentences are told from others by words and a classifier, whatever letters the others are written in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.grammar.language import ENGLISH, SAMPLE, UNNAMED, detect, languages, main_language

TABLE = Path(__file__).parent.parent / "sentences" / "languages.md"
SAMPLES = re.findall(r"^- ([a-z]+): (.+)$", TABLE.read_text(encoding="utf-8"), re.MULTILINE)
SPANISH = dict(reversed(SAMPLES))["es"]
ENGLISH_TEXT = "The mill sold its last ship in spring, and nobody knew what to do with the empty yard."


@pytest.mark.parametrize(("code", "text"), SAMPLES, ids=[text[:30] for _, text in SAMPLES])
def test_the_language_of_a_text(code: str, text: str) -> None:
    assert detect([text]) == code


def test_there_are_many_languages_and_many_that_are_written_in_other_letters_than_their_own() -> None:
    assert len({code for code, _ in SAMPLES} - {ENGLISH, UNNAMED}) >= 20
    assert sum(code == UNNAMED for code, _ in SAMPLES) >= 25


def test_nothing_counts_as_english() -> None:
    assert detect([]) == ENGLISH


def test_only_the_beginning_of_a_sentence_is_looked_at() -> None:
    assert detect(["The market of the city is in the middle of it. " * (SAMPLE // 40) + SPANISH * 1000]) == ENGLISH


@pytest.mark.parametrize(
    ("texts", "passages", "codes"),
    [
        ([ENGLISH_TEXT, SPANISH], [0, 1], "en es"),
        ([SPANISH, ENGLISH_TEXT, SPANISH], [0, 1, 2], "es en es"),
        ([ENGLISH_TEXT, SPANISH], [0, 0], "en es"),
        ([SPANISH, "Subió mucho.", "No."], [0, 0, 1], "es es es"),
        ([ENGLISH_TEXT, "Garcia Lopez", "No."], [0, 1, 2], "en en en"),
        (["Sube el pan.", "Baja el vino.", "Nadie sabe por qué sube.", "Todo cuesta más."], [0, 1, 2, 3], "es " * 4),
        (["Open Web UI: yt-openwebui.example.com", "An agent node in n8n."], [0, 1], "en en"),
        ([ENGLISH_TEXT, "He called it la vida loca.", "It was his motto."], [0, 1, 2], "en en en"),
    ],
)  # fmt: skip
def test_a_short_sentence_goes_with_its_passage_and_its_neighbours(
    texts: list[str], passages: list[int], codes: str
) -> None:
    assert languages(texts, passages) == tuple(codes.split())


def test_a_note_is_in_the_language_that_most_of_it_is_in() -> None:
    assert main_language([ENGLISH_TEXT, SPANISH, SPANISH], ["en", "es", "es"]) == "es"
    assert main_language([ENGLISH_TEXT, "Hola."], ["en", "es"]) == ENGLISH


@given(st.lists(st.text()))
def test_each_sentence_has_a_language(texts: list[str]) -> None:
    found = languages(texts, range(len(texts)))
    assert len(found) == len(texts)
    assert all(re.fullmatch(r"[a-z]{2,3}", code) for code in found)
