"""Vectors with a memory of words are spaCy's own, and the same ones whatever was parsed before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import spacy
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.extract.grammar import nlp, token_vectors
from kg.extract.grammar.token_vectors import TokenVectors, quicken_vectors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.language import Language

SENTENCES = (
    "The baker kneads the dough for ten minutes.",
    "Ada Lovelace wrote to Charles Babbage in London.",
    "2,000 USD!",
    "   ",
    "",
    "Unterschleißheim's naïve café-goers",
)
TEXTS = st.lists(st.one_of(st.sampled_from(SENTENCES), st.text(max_size=20)), min_size=1, max_size=5)


def nets(pipeline: Language) -> dict[str, Any]:
    """The two nets that the name tagger has for itself, and those that all other components share."""
    own: Any = pipeline.get_pipe("ner")
    shared: Any = pipeline.get_pipe("tok2vec")
    return {"ner": own.model.get_ref("tok2vec").layers[0], "shared": shared.model}


def of(vectors: TokenVectors, pipeline: Language, texts: Sequence[str]) -> list[bytes]:
    return [rows.tobytes() for rows in vectors([pipeline.make_doc(text) for text in texts])]


@pytest.mark.parametrize("whose", ["ner", "shared"])
@settings(deadline=None, max_examples=30)
@given(texts=TEXTS)
def test_vectors_are_those_of_spacys_own_nets(plain: Language, whose: str, texts: list[str]) -> None:
    node = nets(plain)[whose]
    docs = [plain.make_doc(text) for text in texts]
    for ours, theirs in zip(TokenVectors(node)(docs), node.predict(docs), strict=True):
        assert ours.shape == theirs.shape
        assert np.allclose(ours, theirs, atol=1e-4)


@settings(deadline=None, max_examples=30)
@given(before=st.lists(TEXTS, max_size=3), texts=TEXTS)
@example(before=[SENTENCES[:1]], texts=SENTENCES)
def test_the_same_texts_have_the_same_vectors_to_the_last_bit_whatever_was_parsed_before(
    plain: Language, before: list[list[str]], texts: list[str]
) -> None:
    node = nets(plain)["shared"]
    used = TokenVectors(node)
    for each in before:
        of(used, plain, each)
    assert of(used, plain, texts) == of(TokenVectors(node), plain, texts)


def test_a_full_memory_is_begun_again(plain: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    node = nets(plain)["shared"]
    expected = [of(TokenVectors(node), plain, [text]) for text in SENTENCES]
    monkeypatch.setattr(token_vectors, "MOST", 8)
    full = TokenVectors(node)
    assert [of(full, plain, [text]) for text in SENTENCES * 2] == expected * 2


def test_the_loaded_pipeline_has_a_memory_wherever_it_has_such_nets() -> None:
    models: dict[str, Any] = {name: getattr(nlp.load().get_pipe(name), "model", None) for name in nlp.load().pipe_names}
    holders = {
        name
        for name, model in models.items()
        if model is not None and any(layer.name == "token_vectors" for layer in model.walk())
    }
    assert holders == {"tok2vec", "ner"}


def test_training_is_left_to_spacys_own_nets(plain: Language) -> None:
    docs = [plain.make_doc(SENTENCES[0])]
    quick: Any = nlp.load().get_pipe("tok2vec")
    [rows], backprop = quick.model.begin_update(docs)
    assert rows.shape == (len(docs[0]), quick.model.get_dim("nO"))
    backprop([np.ones_like(rows)])
    assert any(layer.has_grad("W") for layer in quick.model.walk() if layer.has_param("W"))


@pytest.mark.parametrize("changed", [{"window_size": 2}, {"maxout_pieces": 2}])
def test_other_nets_are_left_alone(changed: dict[str, int]) -> None:
    encoder = {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": 8, "depth": 2}
    encoder |= {"window_size": 1, "maxout_pieces": 3} | changed
    embedding = {"@architectures": "spacy.MultiHashEmbed.v2", "width": 8, "attrs": ["NORM"], "rows": [50]}
    model = {"@architectures": "spacy.Tok2Vec.v2", "embed": embedding | {"include_static_vectors": False}}
    pipeline = spacy.blank("en")
    added: Any = pipeline.add_pipe("tok2vec", config={"model": model | {"encode": encoder}})
    pipeline.initialize()
    quicken_vectors(pipeline)
    assert "token_vectors" not in [layer.name for layer in added.model.walk()]
