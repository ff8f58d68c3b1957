"""English notes are told from others by script and small words, and lists, code and short notes stay in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.grammar.language import SAMPLE, detect

TABLE = Path(__file__).parent.parent / "sentences" / "languages.md"
SAMPLES = [(line[2:4], line[6:]) for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("- ")]
SPANISH = dict(SAMPLES)["es"]


@pytest.mark.parametrize(("code", "text"), SAMPLES, ids=[text[:30] for _, text in SAMPLES])
def test_the_language_of_a_paragraph(code: str, text: str) -> None:
    assert detect([text]) == code


def test_nothing_counts_as_english() -> None:
    assert detect([]) == "en"


def test_only_the_beginning_is_looked_at() -> None:
    assert detect(["The market of the city is in the middle of it. " * (SAMPLE // 40), SPANISH * 1000]) == "en"


@given(st.lists(st.text()))
def test_any_text_has_a_language(texts: list[str]) -> None:
    assert detect(texts) in {code for code, _ in SAMPLES}
