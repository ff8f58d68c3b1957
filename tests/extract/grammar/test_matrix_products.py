"""The pipeline multiplies with numpy on one thread, and nothing else in the user's process does so because of it."""

from __future__ import annotations

import spacy
from thinc.api import Model
from threadpoolctl import threadpool_info

from kg.extract.grammar import nlp
from kg.extract.grammar.matrix_products import one_thread


def products(pipeline: spacy.language.Language) -> set[bool]:
    """Whether the pipeline's layers multiply with BLIS: both answers where they differ."""
    models = (getattr(component, "model", None) for _, component in pipeline.pipeline)
    return {layer.ops.use_blis for model in models if isinstance(model, Model) for layer in model.walk()}  # type: ignore[attr-defined]


def threads() -> set[int]:
    return {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"}


def test_every_layer_of_the_loaded_pipeline_multiplies_with_numpy() -> None:
    assert products(nlp.load()) == {False}


def test_a_pipeline_that_the_user_loads_keeps_its_own_product() -> None:
    nlp.load()
    assert products(spacy.load(nlp.home(nlp.DEFAULT_MODEL))) == {True}


def test_numpy_works_on_one_thread_in_a_parse_and_on_as_many_as_before_between_and_after() -> None:
    before = threads()
    with one_thread():
        assert threads() == {1}
    assert threads() == before
    for _ in nlp.parse(nlp.load(), [("Acme grew.", 0)] * (nlp.BATCH + 1)):
        assert threads() == before
