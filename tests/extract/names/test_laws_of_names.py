"""What holds for the mentions of any note: exact places, no overlap, the same answer twice, and no quadratic time."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.names.lexicon import Lexicon, LexiconView, collect
from kg.extract.names.named_mentions import named
from kg.extract.reference.coreference import resolve
from kg.extract.words.wordset import wordset
from kg.model import PassageLink, Sentence, Span, Token
from kg.model.claim import MENTION_KINDS
from kg.model.entity_types import ENTITY_TYPES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.model import Mention

    Case = tuple[str, str, list[str]]
    Read = Callable[[str], tuple[Sentence, ...]]

CASES = "../reference/coreference.md"
OFFSET = 100
LINE = """Ann Lee Acme Paris of the and , it they both his I this company these French GPUs ( ) " 9 . - models"""
WORDS = st.sampled_from(sorted(wordset(LINE)))
PARTS = ("PROPN", "NOUN", "PRON", "VERB", "ADJ", "DET", "NUM")
ROLES = ("nsubj", "dobj", "pobj", "conj", "appos", "poss", "compound", "attr", "relcl", "xcomp", "prep", "ROOT")


@st.composite
def sentences(draw: st.DrawFn) -> Sentence:
    """Any words with any parse."""
    line = draw(st.lists(WORDS, min_size=1, max_size=25))
    text, tokens, at = " ".join(line), [], 0
    for word in line:
        pos, dep = draw(st.sampled_from(PARTS)), draw(st.sampled_from(ROLES))
        head = draw(st.integers(0, len(line) - 1))
        ent = draw(st.sampled_from(["", "ORG", "PERSON"]))
        tokens.append(Token(at, at + len(word), word, word.lower(), pos, "NNS", dep, head, ent))
        at += len(word) + 1
    places = tuple(range(OFFSET, OFFSET + len(text)))
    start = draw(st.integers(0, len(text)))
    links = (PassageLink(start, draw(st.integers(start, len(text))), "wikilink", "x", draw(st.booleans())),)
    return Sentence(text, Span(OFFSET, OFFSET + len(text)), places, tuple(tokens), "paragraph", ("Acme",), links=links)


def mentions(note: Sequence[Sentence]) -> tuple[tuple[Mention, ...], ...]:
    evidence = collect("a.md", "A", note)
    return resolve(note, named(note, Lexicon.build([evidence]).view(evidence)))


@settings(deadline=None, max_examples=200)
@given(st.lists(sentences(), min_size=1, max_size=4))
def test_any_parse_gives_exact_mentions(note: list[Sentence]) -> None:
    for sentence, row in zip(note, mentions(note), strict=True):
        last = 0
        for each in row:
            assert each.text == sentence.text[each.start : each.end]
            assert each.span == Span(each.start + OFFSET, each.end + OFFSET)
            assert each.type in ENTITY_TYPES
            assert each.kind in MENTION_KINDS
            assert 0 < each.confidence <= 1
            if each.kind == "name":
                assert each.start >= last
                last = each.end


def test_a_view_that_was_stored_gives_the_same_mentions(case: Case, read: Read) -> None:
    note = read(case[1])
    evidence = collect("a.md", "A", note)
    view = Lexicon.build([evidence]).view(evidence)
    again = msgspec.msgpack.decode(view.encoded(), type=LexiconView)
    assert resolve(note, named(note, view)) == resolve(note, named(note, again))


def test_places_in_the_file_follow_the_markup(read: Read) -> None:
    (sentence,) = read("They met Mara Holt.")
    moved = replace(sentence, places=tuple(place + 2 * (place >= 9) for place in sentence.places))
    ((mention,),) = mentions([moved])
    assert (mention.start, mention.span) == (9, Span(11, 20))


def test_a_sentence_that_was_not_parsed_holds_only_its_terms() -> None:
    text = 'Fishing is described as the "slow art" approach by it.'
    links = (PassageLink(0, 7, "wikilink", "x", aliased=False),)
    unparsed = Sentence(text, Span(0, len(text)), tuple(range(len(text))), (), "paragraph", links=links)
    ((*found,),) = mentions([unparsed])
    assert [each.text for each in found] == ["Fishing", "slow art"]


def row_of(words: Sequence[str], dep: str) -> Sentence:
    text, tokens, at = " ".join(words), [], 0
    for number, word in enumerate(words):
        pos = "PROPN" if word[0].isupper() else "NOUN"
        tokens.append(Token(at, at + len(word), word, word.lower(), pos, "NN", dep, max(0, number - 1)))
        at += len(word) + 1
    return Sentence(text, Span(0, len(text)), tuple(range(len(text))), tuple(tokens), "paragraph")


@pytest.mark.parametrize(
    "words",
    [
        ["Aa"] * 10_000,
        ["Aa", ",", "Bb"] * 3_000,
        [f"Name{number}" for number in range(5_000)],
        ['"', "a", "b"] * 4_000,
        ["("] * 5_000 + ["AB", ")"] * 3_000,
        ["it", "they", "both"] * 3_000,
        ["the", "company"] * 5_000,
        ["thing"] * 10_000,
        ["A", "effect"] * 4_000,
    ],
    ids=lambda words: " ".join(words[:3]),
)
def test_hostile_sentences_take_linear_time(words: list[str]) -> None:
    def took(part: Sequence[str]) -> float:
        begin = time.process_time()
        mentions([row_of(part, "conj")])
        return time.process_time() - begin

    quarter = min(took(words[3 * len(words) // 8 : 5 * len(words) // 8]) for _ in range(3))
    assert min(took(words) for _ in range(2)) < 9 * max(quarter, 0.01), "four times the words; squared it would be 16"
