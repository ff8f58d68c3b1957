"""What measures something is found with value, unit and comparator; what names or orders is left alone."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.grammar import nlp
from kg.extract.numbers import numerals, quantities
from kg.model import Quantity, Sentence, Span, Token
from kg.model.claim import COMPARATORS

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLE = Path(__file__).parent / "quantities.md"
CASES = [
    (line.split("|")[1].strip(), line.split("|")[2].strip())
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| ---", "| sentence"))
]


def plain(text: str, tokens: tuple[Token, ...] = ()) -> Sentence:
    return Sentence(text, Span(0, len(text)), tuple(range(len(text))), tokens, "paragraph")


@pytest.fixture(scope="module")
def parsed() -> Mapping[str, Sentence]:
    texts = [text for text, _ in CASES]
    tokens = nlp.parse(nlp.load(), [(text, 0) for text in texts])
    return {text: plain(text, words) for text, words in zip(texts, tokens, strict=True)}


def shown(quantity: Quantity) -> str:
    """A quantity as the table writes it: ``>= 3..5 year``."""
    sign = "" if quantity.comparator == "=" else f"{quantity.comparator} "
    most = "" if quantity.value_max is None else f"..{quantity.value_max.normalize():f}"
    return f"{sign}{quantity.value.normalize():f}{most} {quantity.unit}".rstrip()


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_quantities_of_a_sentence(text: str, expected: str, parsed: Mapping[str, Sentence]) -> None:
    assert "; ".join(map(shown, quantities.find(parsed[text]))) == expected


def test_text_of_a_quantity_spans_comparator_number_and_unit(parsed: Mapping[str, Sentence]) -> None:
    sentence = parsed["They will raise at least $3.5 billion."]
    (quantity,) = quantities.find(sentence)
    assert quantity.text == "at least $3.5 billion"
    assert sentence.text[quantity.start : quantity.end] == quantity.text


def test_a_year_that_is_a_date_is_no_quantity_but_a_count_of_the_same_digits_is() -> None:
    assert quantities.find(plain("It opened in 2004 with a fee of $2004."))[0].unit == "USD"
    assert len(quantities.find(plain("It opened in 2004 with a fee of $2004."))) == 1


def test_a_plural_noun_that_the_parser_took_for_a_verb_is_counted() -> None:
    tokens = (Token(0, 1, "5", "5", "NUM", "CD", "nsubj", 1), Token(2, 7, "leads", "lead", "VERB", "VBZ", "ROOT", 1))
    assert shown(quantities.find(plain("5 leads", tokens))[0]) == "5 lead"


@pytest.mark.parametrize(
    ("written", "scale"), [("million", 10**6), ("2 lakh crore", 10**12), ("250", 1), ("20m", 10**6)]
)
def test_the_scale_of_a_written_number(written: str, scale: int) -> None:
    assert numerals.scale(written) == scale


PIECES = st.sampled_from(
    [
        "3", "3.5", "1,000", "10", "0", "$", "€", "%", " ", " ", " ", "-", "–", "to", "and", "between", "from",
        "million", "bn", "k", "m", "x", "one", "two", "half a", "a third of", "twice", "dozen", "thousands of",
        "tenfold", "in", "of", "f/2", "per", "month", "/", "more than", "at least", "+", "or less", "years",
        "GPT", "-4", ".", ",", "(", ")", "½", "multi-", "1990s", "Q3 2024", "once", "quarter",
        "an order of magnitude", "٣", "²", "age", "top", "7B", "\n",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join) | st.lists(PIECES, max_size=30).map(" ".join) | st.text(max_size=80))
def test_any_text_gives_quantities_that_slice_back_and_never_overlap(text: str) -> None:
    found = quantities.find(plain(text, _words(text)))
    for quantity in found:
        assert text[quantity.start : quantity.end] == quantity.text != ""
        assert quantity.value.is_finite()
        assert quantity.value_max is None or quantity.value < quantity.value_max
        assert quantity.comparator in COMPARATORS
    assert all(left.end <= right.start for left, right in pairwise(found))


def _words(text: str) -> tuple[Token, ...]:
    """Every word as a plural noun that hangs on the first: a parse that no parser gives, but that must do no harm."""
    return tuple(
        Token(match.start(), match.end(), match.group(), match.group().lower(), "NOUN", "NNS", "pobj", 0)
        for match in re.finditer(r"\w+|[^\w\s]", text)
    )


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece", ["1", "1,", "1-", "$1 ", "1 to ", "one ", "hundred ", "a half ", "(", "1.", "of tens "]
)
def test_hostile_input_takes_linear_time(piece: str) -> None:
    assert len(quantities.find(plain(piece * 20_000))) >= 0
