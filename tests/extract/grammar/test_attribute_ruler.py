"""The quick attribute ruler sets what spaCy's own sets, and leaves a ruler alone that it does not understand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.grammar import nlp
from kg.extract.grammar.attribute_ruler import RULER, quicken

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language
    from spacy.tokens import Doc

WORDS = [
    "I",
    "ai",
    "n't",
    "gon",
    "na",
    "is",
    "have",
    "that",
    "'s",
    "Acme",
    "me",
    "to",
    "\n",
    "better",
    "who",
    "24",
    ".",
]


def told(doc: Doc) -> list[tuple[str, ...]]:
    return [(t.text, t.tag_, t.pos_, t.dep_, t.lemma_, str(t.morph)) for t in doc]


def test_the_sample_vault_is_read_as_by_the_plain_pipeline(plain: Language, sample_vault: Path) -> None:
    texts = [line for note in sorted(sample_vault.rglob("*.md"))[:6] for line in note.read_text("utf-8").splitlines()]
    quick = nlp.load()
    assert type(quick.get_pipe(RULER).matcher).__name__ == "_Remembering"  # type: ignore[attr-defined]
    assert list(map(told, quick.pipe(texts))) == list(map(told, plain.pipe(texts)))


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_any_words_match_the_patterns_that_they_match_in_full(words: list[str]) -> None:
    quick = nlp.load()
    doc = spacy.tokens.Doc(quick.vocab, words=words)
    ruler: Any = quick.get_pipe(RULER)
    for name in ("tok2vec", "tagger", "parser"):
        doc = quick.get_pipe(name)(doc)
    own = ruler.matcher
    assert sorted(own(doc, allow_missing=True)) == sorted(own.matcher(doc, allow_missing=True))


@pytest.mark.parametrize(
    "pattern", [[{"ORTH": "Acme"}], [{"TAG": "NN"}, {"TAG": "NN", "OP": "+"}], [{"LOWER": {"NOT_IN": ["a"]}}]]
)
def test_a_ruler_with_other_patterns_is_left_alone(pattern: list[dict[str, Any]]) -> None:
    engine = spacy.blank("en")
    ruler: Any = engine.add_pipe(RULER)
    ruler.add([pattern], {"POS": "NOUN"})
    matcher = ruler.matcher
    quicken(engine)
    assert ruler.matcher is matcher


def test_a_pipeline_without_ruler_is_left_alone() -> None:
    engine = spacy.blank("en")
    quicken(engine)
    assert engine.pipe_names == []


def test_rules_told_by_shape_or_by_exclusion_are_kept() -> None:
    """Words told by a regular expression, tags told by what they are not, longer patterns with nothing listed."""
    engine = spacy.blank("en")
    ruler: Any = engine.add_pipe(RULER)
    ruler.add([[{"LOWER": {"REGEX": "^ac"}}]], {"LEMMA": "shaped"})
    ruler.add([[{"IS_SPACE": False}, {"TAG": {"NOT_IN": ["NN"]}}]], {"LEMMA": "other"}, index=1)
    texts = ["Acme grows fast", "acts", "", "grows Acme"]
    before = [[t.lemma_ for t in doc] for doc in engine.pipe(texts)]
    quicken(engine)
    assert [[t.lemma_ for t in doc] for doc in engine.pipe(texts)] == before
    assert before[:2] == [["shaped", "other", "other"], ["shaped"]]
