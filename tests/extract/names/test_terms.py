"""Terms stand again in singular and plural, and are named in small letters where their words are ordinary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.extract.names.concepts import name_of, proper_expansion
from kg.extract.names.name_identity import initials
from kg.extract.names.term_recurrence import MOST_TERMS, Recurrence, forms
from kg.extract.words.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import Sentence

    Read = Callable[[str], tuple[Sentence, ...]]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Divergent Thinking", "divergent thinking"),
        ("“Large Models”,", "large models"),
        ("AI Models", "AI models"),
        ("Quellon effect", "Quellon effect"),
        ("the Hamster-Wheel", "the Hamster-Wheel" if "hamster" not in words().common else "the hamster-wheel"),
    ],
)
def test_name_of_a_term(text: str, name: str) -> None:
    assert name_of(text) == name


@pytest.mark.parametrize(
    ("long", "proper"),
    [
        ("Structured Query Language", True),
        ("Java virtual machine", True),
        ("World Health Organization", True),
        ("Retrieval Augmented Generation", False),
        ("Universal Business Registration", False),
        ("Continuous Integration/Continuous Deployment", True),
        ("Large Language Models", False),
        ("non-performing loans", False),
        ("Modern Monetary Theory", False),
        ("cost per click", False),
    ],
)
def test_is_an_expansion_a_proper_name(long: str, *, proper: bool) -> None:
    assert proper_expansion(long, "XYZ") is proper


def test_the_long_form_of_a_well_known_name_is_one() -> None:
    assert proper_expansion("International Business Machines", "IBM")
    assert not proper_expansion("international business machines", "IBM")
    assert not proper_expansion("Incremental Batch Machines", "QBM")


def test_forms_and_initials() -> None:
    assert [forms(term) for term in ("tax", "taxes", "glass", "tax!")] == [
        ("tax", "taxs"),
        ("taxes", "taxe"),
        ("glass", "glasss"),
        ("tax!",),
    ]
    assert initials("United Nations of the Sea-Bed") == "UNSB"


def test_a_word_that_is_a_verb_here_is_no_term(read: Read) -> None:
    (sentence,) = read("They invest, but the invest is small, and Investment is not it.")
    found = [sentence.text[start:end] for start, end in Recurrence(["invest"]).find(sentence)]
    assert "They" not in found
    assert len(found) <= 1


def test_no_terms_no_places(read: Read) -> None:
    (sentence,) = read("Nothing stands here.")
    assert list(Recurrence([]).find(sentence)) == []


def test_only_so_many_terms_are_looked_for(read: Read) -> None:
    (sentence,) = read("The last term of all stands here.")
    many = [f"term {number}" for number in range(MOST_TERMS)]
    assert list(Recurrence([*many, "last term"]).find(sentence)) == []
    assert len(list(Recurrence(["last term", *many]).find(sentence))) == 1


def test_the_word_lists_agree_with_themselves() -> None:
    table = words()
    assert all(table.types[short] == table.types[usual] for short, usual in table.canonical.items())
    assert not table.canonical.keys() & set(table.canonical.values())
    assert set(table.adjectives.values()) <= set(table.types)
    assert table.female <= table.given
    assert not table.male & table.female
    assert not table.never & {"may"}
    assert {"France", "Brazil"} <= table.nations
    assert "Islam" not in table.nations
