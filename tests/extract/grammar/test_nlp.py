"""spaCy's parse becomes our tokens: one root per text, the same each time, and a clear word when it is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import ModelMissing
from kg.extract.grammar import nlp

if TYPE_CHECKING:
    from spacy.language import Language

TEXTS = [
    ("She cannot stop the plan.", 0),
    ("Main Network: Decides where people look.", len("Main Network:")),
    ("", 0),
    ("Stop", 0),
    ("He met Ada Lovelace. Then he left.", 0),
]


@pytest.fixture(scope="module")
def engine() -> Language:
    return nlp.load()


def test_tokens_know_their_place_and_their_head(engine: Language) -> None:
    for (text, _), tokens in zip(TEXTS, nlp.parse(engine, TEXTS), strict=True):
        assert [text[token.start : token.end] for token in tokens] == [token.text for token in tokens]
        assert all(0 <= token.head < len(tokens) for token in tokens)
        assert sum(token.head == i for i, token in enumerate(tokens)) == bool(text)


def test_a_token_carries_lemma_tags_and_names(engine: Language) -> None:
    [first, *_, named] = nlp.parse(engine, TEXTS)
    stop = next(token for token in first if token.text == "stop")
    assert (stop.lemma, stop.pos, stop.tag, stop.dep) == ("stop", "VERB", "VB", "ROOT")
    assert [(token.text, token.ent, token.ent_start) for token in named if token.ent] == [
        ("Ada", "PERSON", True),
        ("Lovelace", "PERSON", False),
    ]


def test_a_label_is_a_tree_of_its_own(engine: Language) -> None:
    tokens = list(nlp.parse(engine, TEXTS))[1]
    assert [(token.text, token.head) for token in tokens if token.dep in {nlp.LABEL, "ROOT"}] == [
        ("Network", 3),
        ("Decides", 3),
    ]


def test_a_text_is_never_broken(engine: Language) -> None:
    tokens = list(nlp.parse(engine, TEXTS))[4]
    assert [token.text for token in tokens if token.dep == "ROOT"] in (["met"], ["left"])


def test_the_same_note_gives_the_same_tokens_whatever_was_parsed_before(engine: Language) -> None:
    first = list(nlp.parse(engine, TEXTS * 30))
    list(nlp.parse(engine, [("An unseen wordlet zorgles.", 0)]))
    assert list(nlp.parse(engine, TEXTS * 30)) == first


def test_a_parsed_span_gives_tokens_of_its_own(engine: Language) -> None:
    doc = engine("It fell. She stopped.")
    tokens = nlp.tokens(doc[3:])
    assert [(token.text, token.start, token.head) for token in tokens] == [
        ("She", 0, 1),
        ("stopped", 4, 1),
        (".", 11, 1),
    ]


def test_nothing_that_nobody_reads_is_loaded(engine: Language) -> None:
    assert set(engine.pipe_names) == {"tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner"}


@pytest.mark.parametrize("name", ["en_core_web_nowhere", "no/such/folder"])
def test_a_pipeline_that_is_missing_is_named_with_those_that_are_there(name: str) -> None:
    with pytest.raises(ModelMissing, match=rf"{name}.*installed"):
        nlp.load(name)


def test_the_version_names_the_pipeline_and_spacy() -> None:
    assert nlp.version().startswith("en_core_web_sm")
    assert ", spaCy 3." in nlp.version()
