"""Key terms of claims: small notes of many fields, canonical forms, and what changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.extract.grammar.labels import tree_of
from kg.extract.terms.key_terms import KeyTerms
from kg.extract.terms.note_terms import NoteTerms, parts
from kg.extract.terms.term_candidates import candidates
from kg.model import Mention, Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import Sentence, Token

    Read = Callable[[str], tuple[Sentence, ...]]

CASES = "key_terms.md"


def terms(sentences: tuple[Sentence, ...]) -> list[str]:
    found = KeyTerms(sentences[0].section[0], sentences)
    return [
        ", ".join(term.text for term in found.of(number, tree_of(each), ())) for number, each in enumerate(sentences)
    ]


def test_key_terms(case: tuple[str, str, list[str]], read: Read) -> None:
    _, note, expected = case
    assert terms(read(note)) == [line.removesuffix("none") for line in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Beta blockers slow the heart rate.", ["beta blocker", "heart", "heart rate"]),
        ("Many new GPUs need a lot of electricity.", ["GPU", "lot", "electricity"]),
        ("The carbon-plated shoes broke.", ["carbon-plated shoe"]),
        ("The higher dose helps.", ["dose"]),
        ("Analyses of such data take time.", ["analysis", "data", "time"]),
        ("It rains.", []),
    ],
)
def test_noun_phrases_in_canonical_form(
    text: str, expected: list[str], tokens: Callable[[str], tuple[Token, ...]]
) -> None:
    found = [each.text for each in candidates(tokens(text))]
    assert [each for each in found if each in expected] == expected
    assert not {"many new GPU", "such data", "higher dose"} & set(found)


def test_a_name_is_no_term(read: Read) -> None:
    note = "# Airlines\nBudget airlines charge for cabin baggage."
    (sentence,) = read(note)
    named = Mention("Budget airlines", 0, 15, Span(0, 15), "name", "Budget Airlines", "Organization", "lexicon")
    found = KeyTerms("Airlines", [sentence])
    assert found.of(0, tree_of(sentence), ())[:1] == (("budget airline", "budget airlines"),)
    assert "budget airline" not in {each.text for each in found.of(0, tree_of(sentence), [named])}


def test_c_value_discounts_what_only_occurs_inside_longer_phrases(read: Read) -> None:
    note = "# Fats\nSoft contact lenses dry out.\nSoft contact lenses are cheap.\nSoft contact lenses tear."
    counted = NoteTerms("Fats", read(note))
    whole, inner = ("soft", "contact", "lens"), ("contact", "lens")
    assert counted.counts[whole] == counted.counts[inner] == 3
    assert counted.c_value(inner) == 0
    assert counted.c_value(whole) == 6


def test_parts_of_a_phrase() -> None:
    assert list(parts(("a", "b", "c"))) == [("a",), ("a", "b"), ("a", "b", "c"), ("b",), ("b", "c"), ("c",)]


def test_terms_are_the_same_each_time_and_whatever_else_the_vault_holds(read: Read) -> None:
    note = "# Sleep\nDeep sleep restores the immune system.\nCaffeine blocks adenosine receptors for hours."
    first = terms(read(note))
    terms(read("# Cars\nA turbocharger raises the power of an engine."))
    assert terms(read(note)) == first
