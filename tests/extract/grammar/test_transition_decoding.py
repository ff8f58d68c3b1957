"""Trees and names found step by step are those that spaCy finds by itself, in any batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.grammar import nlp
from kg.extract.grammar.transition_decoding import decode, decodes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.language import Language
    from spacy.tokens import Doc

SENTENCES = (
    "Ada Lovelace wrote to Charles Babbage in London on 9 June 1837.",
    "Revenue: $2 billion, up 40% from a year ago",
    "The harbour that the storm destroyed was rebuilt by volunteers, who asked for nothing.",
    "Stop!",
    "   ",
    "",
    "If the Bank of England raises rates again, Sarah says, Barratt and Persimmon will build fewer houses.",
)


@pytest.fixture(scope="module")
def engine() -> Language:
    return nlp.load()


def found(docs: Sequence[Doc]) -> list[list[tuple[str, int, str, str, str]]]:
    """What the parser and the name tagger wrote into texts."""
    return [[(word.text, word.head.i, word.dep_, word.ent_type_, word.ent_iob_) for word in doc] for doc in docs]


def parsed(engine: Language, texts: Sequence[str]) -> list[Doc]:
    """Texts with what the pipeline finds, its parser and its name tagger driven step by step."""
    docs = list(map(engine.make_doc, texts))
    for name in engine.pipe_names:
        component: Any = engine.get_pipe(name)
        if decodes(component):
            decode(component, docs)
        else:
            docs = list(component.pipe(docs))
    return docs


@settings(deadline=None, max_examples=30)
@given(texts=st.lists(st.one_of(st.sampled_from(SENTENCES), st.text(max_size=30)), max_size=6))
def test_the_steps_lead_where_spacys_own_loop_leads(engine: Language, texts: list[str]) -> None:
    assert found(parsed(engine, texts)) == found(list(engine.pipe(texts)))


def test_the_parser_and_the_name_tagger_are_driven_and_nothing_else(engine: Language) -> None:
    assert [name for name, component in engine.pipeline if decodes(component)] == ["parser", "ner"]


def test_a_beam_of_steps_is_left_to_spacy() -> None:
    pipeline = spacy.blank("en")
    beam = pipeline.add_pipe("beam_ner")
    assert not decodes(beam)


def test_names_that_a_ruler_found_first_are_kept() -> None:
    """A label that the name tagger does not know, and a name across what it would find."""
    pipeline = spacy.load(nlp.home(nlp.DEFAULT_MODEL), exclude=list(nlp.UNUSED))
    ruler = pipeline.add_pipe("entity_ruler", before="ner")
    ruler.add_patterns([{"label": "MACHINE", "pattern": "Charles Babbage in London"}])  # type: ignore[attr-defined]
    plain, stepped = list(pipeline.pipe(SENTENCES)), parsed(pipeline, SENTENCES)
    assert found(stepped) == found(plain)
    assert [(name.text, name.label_) for name in stepped[0].ents if name.label_ == "MACHINE"] == [
        ("Charles Babbage in London", "MACHINE")
    ]
