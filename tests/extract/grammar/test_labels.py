"""Where a sentence's label ends: one rule for the parse, names, statements and stance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.extract.analysis import analyse
from kg.extract.grammar import labels, nlp
from kg.model import Sentence, Span
from kg.reader.read_note import read_note
from kg.reader.render import passages
from tests.extract.sentence_samples import item, name, words

if TYPE_CHECKING:
    from spacy.language import Language


def read(line: str, engine: Language) -> Sentence:
    """The one sentence of a note of one line, parsed."""
    note = read_note("Note.md", line.encode())
    [sentence] = analyse(note, passages(note), engine).sentences
    return sentence


@pytest.fixture(scope="module")
def engine() -> Language:
    return nlp.load()


@pytest.mark.parametrize(
    ("line", "label", "opening"),
    [
        ("Revenue: two million", "Revenue:", "Revenue:"),
        ("- **Revenue:** it grew", "Revenue:", "Revenue:"),
        ("- **Revenue**: it grew", "Revenue:", "Revenue:"),
        ("- **Revenue:**", "Revenue:", "Revenue:"),
        (
            "- **Costs of Trams with More Decks**: Most towns gave them up.",
            "Costs of Trams with More Decks:",
            "",
        ),
        ("- **Years spent waiting**: The first search took long.", "Years spent waiting:", ""),
        ("**Cost of Living** Prices rise.", "Cost of Living", ""),
        ("**Seeking more riders** Trams were painted anew.", "Seeking more riders", ""),
        ("**Early Trams** carried horses.", "", "Early Trams"),
        ("**this is** a sentence", "", ""),
        ("- **Revenue** grew: yes", "", "Revenue"),
        ("- The **revenue:** it grew", "The revenue:", ""),
        ("What they said about it all: nothing", "", ""),
        ("The two kinds of trams on all of the hills: cable and rack", "", ""),
        ("It sells two trams: One and Two.", "", ""),
        ("No label here.", "", ""),
    ],
)
def test_where_a_label_ends(line: str, label: str, opening: str, engine: Language) -> None:
    sentence = read(line, engine)
    assert sentence.text[: labels.label_end(sentence)] == label
    assert sentence.text[: labels.opening_end(sentence)] == (opening or label)


def test_what_is_marked_as_a_label_is_told_before_the_parse(engine: Language) -> None:
    sentence = read("**Cost of Living** Prices rise.", engine)
    assert labels.marked_end(sentence) == len("Cost of Living")
    assert [token.text for token in sentence.tokens if token.dep == nlp.LABEL] == ["Cost"]


def test_a_callout_title_is_all_label() -> None:
    sentence = Sentence("Mind the Gap", Span(0, 12), tuple(range(12)), (), "callout-title")
    assert labels.label_end(sentence) == 12


@pytest.mark.parametrize(
    ("text", "strong", "label", "body"),
    [
        ("Revenue: $2 billion last year.", 0, "Revenue", "$2"),
        ("Revenue: $2 billion last year.", 7, "Revenue", "$2"),
        ("Revenue: $2 billion last year.", 8, "Revenue", "$2"),
        ("“Rising rents”: Tenants leave.", 0, "Rising rents", "Tenants"),
        ("Easy start Everybody can join.", 10, "Easy start", "Everybody"),
    ],
)
def test_a_label_is_set_apart(text: str, strong: int, label: str, body: str) -> None:
    sentence = item(text, strong)
    found = labels.split(sentence, ())
    assert found is not None
    assert (found.text, sentence.tokens[found.body].text) == (label, body)


@pytest.mark.parametrize(
    ("text", "strong"),
    [
        ("No label here.", 0),
        ("Nothing after it:", 0),
        ("Well, first: a list.", 0),
        ("Acme grows quickly.", 4),
        ("Acme Grows.", 4),
        ("", 0),
    ],
)
def test_what_is_no_label(text: str, strong: int) -> None:
    assert labels.split(item(text, strong), ()) is None


def test_a_clause_before_a_colon_is_no_label() -> None:
    text = "Acme sells two phones: One and Two."
    tokens = tuple(t._replace(tag="VBZ", pos="VERB") if t.text == "sells" else t for t in words(text))
    assert labels.split(item(text, tokens=tokens), ()) is None


@pytest.mark.parametrize(
    ("text", "mention", "entity"),
    [
        ("Vega 2: Sails fast.", "Vega 2", "Vega 2"),
        ("Ship prices of Vega: They fell.", "Vega", None),
        ("Price: Vega costs much.", "Vega", None),
    ],
)
def test_a_label_is_an_entity_when_its_name_is_most_of_it(text: str, mention: str, entity: str | None) -> None:
    found = labels.split(item(text), (name(text, mention),))
    assert found is not None
    assert found.entity == entity
