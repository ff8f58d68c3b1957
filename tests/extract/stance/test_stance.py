"""Modality, negation and source are those of the main proposition, by the order conditional … asserted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.grammar import nlp
from kg.extract.grammar.sentence_tree import SentenceTree
from kg.extract.stance import attribution, stance
from kg.model import Sentence, Span, Token
from kg.model.claim import MODALITIES

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLE = Path(__file__).parent / "stance.md"
CASES = [
    tuple(cell.strip() for cell in line.split("|")[1:5])
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| ---", "| sentence"))
]


def sentence(text: str, tokens: tuple[Token, ...] = ()) -> Sentence:
    return Sentence(text, Span(0, len(text)), tuple(range(len(text))), tokens, "paragraph")


@pytest.fixture(scope="module")
def parsed() -> Mapping[str, Sentence]:
    texts = [case[0] for case in CASES]
    labels = [text.index(":") + 1 if ":" in text else 0 for text in texts]
    tokens = nlp.parse(nlp.load(), list(zip(texts, labels, strict=True)))
    return {text: sentence(text, words) for text, words in zip(texts, tokens, strict=True)}


@pytest.mark.parametrize(("text", "modality", "negated", "source"), CASES, ids=[case[0] for case in CASES])
def test_stance_of_a_sentence(
    text: str, modality: str, negated: str, source: str, parsed: Mapping[str, Sentence]
) -> None:
    judged = stance.judge(parsed[text])
    assert (judged.modality, judged.negated, judged.attribution or "") == (modality, negated == "yes", source)


def test_a_source_that_is_an_entity_is_given_by_its_name() -> None:
    text = "He said that the dam leaks."
    (tokens,) = nlp.parse(nlp.load(), [(text, 0)])
    judged = stance.judge(sentence(text, tokens), [(0, 2, "Mara Holt")])
    assert (judged.attribution, judged.attribution_span) == ("Mara Holt", (0, 2))


def test_a_document_is_attributed_to_the_entity_that_made_it() -> None:
    text = "A letter from Holt stated that the dam leaks."
    (tokens,) = nlp.parse(nlp.load(), [(text, 0)])
    assert stance.judge(sentence(text, tokens), [(14, 18, "Mara Holt")]).attribution == "Mara Holt"


def test_the_rule_that_decided_is_told() -> None:
    text = "The dam could not hold if it rained, but may hold now."
    (tokens,) = nlp.parse(nlp.load(), [(text, 0)])
    judged = stance.judge(sentence(text, tokens))
    assert (judged.rule, judged.negation_rule) == ("conditional: if", "not")


def test_a_sentence_without_a_parse_is_plainly_asserted() -> None:
    assert stance.judge(sentence("Dam.")) == stance.Stance()


def chain(*words: tuple[str, str, int]) -> Sentence:
    """A sentence of (verb, dependency, head) with no more grammar than that."""
    tokens, place = [], 0
    for word, dep, head in words:
        tokens.append(Token(place, place + len(word), word, word, "VERB", "VBZ", dep, head))
        place += len(word) + 1
    return sentence(" ".join(word for word, _, _ in words), tuple(tokens))


@pytest.mark.parametrize(("depth", "modality"), [(1, "conditional"), (5, "conditional"), (9, "asserted")])
def test_a_condition_is_followed_up_to_the_main_clause_but_not_without_end(depth: int, modality: str) -> None:
    nested = [("runs", "ccomp", index) for index in range(depth)]
    words = [("runs", "ROOT", 0), *nested, ("if", "mark", depth + 2), ("rains", "advcl", depth)]
    assert stance.judge(chain(*words)).modality == modality


def test_a_verb_without_a_subject_anywhere_has_none() -> None:
    tree = SentenceTree(chain(("stop", "ROOT", 0), ("say", "conj", 0)).tokens)
    assert attribution.subject(tree, 1) is None


LEMMAS = [
    "say",
    "believe",
    "not",
    "if",
    "will",
    "may",
    "as",
    "that",
    "according",
    "to",
    "view",
    "be",
    "dam",
    ":",
    ";",
    "no",
]
DEPS = [
    "nsubj",
    "aux",
    "neg",
    "ccomp",
    "prep",
    "pobj",
    "advcl",
    "mark",
    "auxpass",
    "agent",
    "attr",
    "dobj",
    "expl",
    "acomp",
]


@st.composite
def trees(draw: st.DrawFn) -> Sentence:
    """A sentence with any heads at all: cycles, several roots, heads outside."""
    size = draw(st.integers(1, 14))
    words = [draw(st.sampled_from(LEMMAS)) for _ in range(size)]
    tokens, place = [], 0
    for word in words:
        pos = draw(st.sampled_from(["VERB", "NOUN", "AUX", "PROPN", "PRON", "ADP"]))
        head, dep = draw(st.integers(-2, size + 1)), draw(st.sampled_from(DEPS))
        tokens.append(Token(place, place + len(word), word, word, pos, "VBZ", dep, head))
        place += len(word) + 1
    return sentence(" ".join(words), tuple(tokens))


@given(trees())
def test_any_parse_gives_a_judgement(broken: Sentence) -> None:
    judged = stance.judge(broken, [(0, len(broken.text), "Mara Holt")])
    assert judged.modality in MODALITIES
    assert judged.negated == bool(judged.negation_rule)
    assert (judged.attribution is None) == (judged.attribution_span is None)
