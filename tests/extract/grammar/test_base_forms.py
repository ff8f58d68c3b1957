"""Lemmas that are remembered are those that spaCy's rules give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.grammar.base_forms import lemmatize, lemmatizes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.language import Language
    from spacy.tokens import Doc

SENTENCES = (
    "The geese were flying over the harbours.",
    "He saw that she saws the boards; the saw is hers.",
    "They're better, aren't they?",
    "MEETINGS met Meeting meetings",
    "  ",
    "",
)


def tagged(plain: Language, texts: Sequence[str]) -> list[Doc]:
    """Texts with all but their lemmas."""
    with plain.select_pipes(disable=["lemmatizer"]):
        return list(plain.pipe(texts))


@settings(deadline=None, max_examples=30)
@given(texts=st.lists(st.one_of(st.sampled_from(SENTENCES), st.text(max_size=20)), max_size=4))
def test_lemmas_are_those_of_spacys_rules(plain: Language, texts: list[str]) -> None:
    ours, lemmatizer = tagged(plain, texts), plain.get_pipe("lemmatizer")
    lemmatize(lemmatizer, ours)
    assert [[word.lemma_ for word in doc] for doc in ours] == [
        [word.lemma_ for word in lemmatizer(doc)] for doc in tagged(plain, texts)
    ]


@pytest.mark.parametrize(("overwrite", "expected"), [(False, "given"), (True, "goose")])
def test_a_lemma_that_is_given_stays_unless_the_component_overwrites_it(
    plain: Language, monkeypatch: pytest.MonkeyPatch, *, overwrite: bool, expected: str
) -> None:
    lemmatizer: Any = plain.get_pipe("lemmatizer")
    monkeypatch.setattr(lemmatizer, "overwrite", overwrite)
    [doc] = tagged(plain, SENTENCES[:1])
    doc[1].lemma_ = "given"
    lemmatize(lemmatizer, [doc])
    assert doc[1].lemma_ == expected


def test_other_ways_to_lemmas_are_left_to_their_components(plain: Language) -> None:
    table = spacy.blank("en").add_pipe("lemmatizer", config={"mode": "lookup"})
    assert [lemmatizes(each) for each in (table, plain.get_pipe("tagger"), plain.get_pipe("lemmatizer"))] == [
        False,
        False,
        True,
    ]
