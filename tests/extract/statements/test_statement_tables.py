"""The small parts under the statements: properties, word forms, relations and the dependency tree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.grammar.sentence_tree import SentenceTree
from kg.extract.reference import topics
from kg.extract.statements import attribute_properties, relation_phrases
from kg.extract.words import verb_forms
from kg.model import Token
from tests.extract.sentence_samples import item, name, words


@pytest.mark.parametrize(
    ("unit", "near", "far", "verbs", "property_"),
    [
        ("USD", ["valuation"], [], [], "valuation"),
        ("EUR", [], ["debt"], [], "debt"),
        ("USD", ["year"], ["debt"], ["raise"], "fundingRaised"),
        ("percent", ["revenue"], [], ["account", "account for"], "shareOfRevenueOf"),
        ("percent", [], ["revenue"], ["grow"], "growth"),
        ("percent", [], ["revenue"], [], None),
        ("percent", ["stake"], [], [], "stake"),
        ("times", [], [], ["increase"], "growth"),
        ("employee", ["employee"], [], [], "headcount"),
        ("lb", [], ["weight"], [], "weight"),
        ("date", [], [], ["found", "found in"], "foundingDate"),
        ("usd", ["valuation"], [], [], None),
        ("cat", ["valuation"], [], [], None),
        ("USD", ["tree"], ["tree"], ["climb"], None),
    ],
)
def test_a_value_is_of_the_property_that_its_unit_and_words_fit(
    unit: str, near: list[str], far: list[str], verbs: list[str], property_: str | None
) -> None:
    row = attribute_properties.match(unit, near, far, verbs)
    assert (row.name if row else None) == property_


@pytest.mark.parametrize(
    ("lemma", "gerund", "past", "present", "plural"),
    [
        ("lead", "leading", "led", "leads", "lead"),
        ("create", "creating", "created", "creates", "create"),
        ("plan", "planning", "planned", "plans", "plan"),
        ("reach", "reaching", "reached", "reaches", "reach"),
        ("apply", "applying", "applied", "applies", "apply"),
        ("play", "playing", "played", "plays", "play"),
        ("be", "being", "was", "is", "are"),
        ("have", "", "had", "has", "have"),
        ("oversee", "overseeing", "oversaw", "oversees", "oversee"),
        ("underwrite", "", "underwrote", "underwrites", "underwrite"),
        ("walk", "", "walked", "walks", "walk"),
        ("walk", "sing", "walked", "walks", "walk"),
    ],
)
def test_verb_forms(lemma: str, gerund: str, past: str, present: str, plural: str) -> None:
    assert verb_forms.past(lemma, gerund) == past
    assert verb_forms.present(lemma) == present
    assert verb_forms.present(lemma, many=True) == plural


def test_a_relation_has_a_text_and_a_name() -> None:
    relation = relation_phrases.Relation(("can", "not", "be"), ("is", "not")).plus("capable", "able").plus("of")
    assert relation.text == "cannot be capable of"
    assert relation.property == "isNotAbleOf"
    assert relation_phrases.Relation(("–",), ("–",)).property == ""


HEADS = st.lists(st.integers(-3, 12), max_size=12)


def graph(heads: list[int], first: int = 0, text: str = "w") -> SentenceTree:
    return SentenceTree([Token(i, i + 1, text, text, "NOUN", "NN", "dep", head) for i, head in enumerate(heads)], first)


@given(HEADS, st.integers(0, 12))
def test_any_heads_make_a_forest(heads: list[int], first: int) -> None:
    """Every token leads to a root, is a child of its head and of no other, and a label's words stay apart."""
    tree = graph(heads, first)
    for i in range(len(heads)):
        assert len(list(tree.upward(i))) <= len(heads)
        assert [k for k in range(len(heads)) if i in tree.children[k]] == (
            [] if tree.heads[i] == i else [tree.heads[i]]
        )
        assert i >= first or tree.heads[i] == i
    roots = [i for i in range(len(heads)) if tree.deps[i] == "ROOT"]
    assert tree.descend(roots) == list(range(len(heads)))


def test_words_outside_brackets_do_not_hang_on_words_inside() -> None:
    """``debt ( this rose ) fell``: with the subject hung on the inner verb, it moves to the outer one."""
    heads = [3, 3, 3, 5, 3, 5]
    tokens = [
        Token(i, i + 1, w, w, "NOUN", "NN", "dep", h) for i, (w, h) in enumerate(zip("d(tr)f", heads, strict=True))
    ]
    assert SentenceTree(tokens).heads == [5, 3, 3, 5, 3, 5]


def test_topics_are_told_by_the_opening_sentence_the_heading_the_section_and_the_note() -> None:
    opening = "Acme offers plans:"
    tokens = tuple(t._replace(dep="nsubj") if t.text == "Acme" else t for t in words(opening))
    sentences = [
        item("Omega and Omega.", section=("History",)),
        item("Pure gold.", section=("About Vega",)),
        item("Vega rose.", section=("About Vega",)),
        item(opening, tokens=tokens, section=("Offers",)),
        item("Cheap.", section=("Offers",)),
        item(
            "One long sentence about a thing that nobody has ever named before in this long note.", section=("Offers",)
        ),
        item("Nothing here.", section=("Rest",)),
    ]
    vega = name("Vega rose.", "Vega", "Vega Line")
    omega = [name("Omega and Omega.", "Omega"), name("Omega and Omega.", "Omega", kind="nominal", type_="Concept")]
    mentions = [omega, [], [vega], [name(opening, "Acme"), name(opening, "plans", type_="Concept")], [], [], []]
    assert topics.find(sentences, mentions) == ["Omega", "Vega Line", "Vega Line", "Acme", "Acme", "Acme", "Acme"]


def test_a_note_without_names_has_no_topic() -> None:
    assert topics.find([item("Nothing here:"), item("Or here.")], [[], []]) == [None, None]
