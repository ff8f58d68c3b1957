"""Where a note names an entity: the words that its sentences share, and what a section says of it so far."""

from __future__ import annotations

from kg.extract.reference.entity_places import EntityPlaces, SectionUse
from tests.extract.sentence_samples import name, parsed

TEXTS = (
    "Acme opens a brewery in Leeds.",
    "Globex sells tractors to farmers.",
    "It bottles the beer of its brewery.",
    "Farmers repair tractors.",
    "Globex and Acme share a warehouse.",
)
NAMED = (
    (name(TEXTS[0], "Acme"), name(TEXTS[0], "Leeds", type_="Place")),
    (name(TEXTS[1], "Globex"),),
    (),
    (),
    (name(TEXTS[4], "Globex"), name(TEXTS[4], "Acme")),
)
PLACES = EntityPlaces(parsed(*TEXTS, section=("Business",)), NAMED)


def test_a_sentence_shares_words_with_the_entity_whose_sentences_hold_them() -> None:
    assert PLACES.shared_words(2, "Acme") > PLACES.shared_words(2, "Globex") == 0.0
    assert PLACES.shared_words(3, "Globex") > PLACES.shared_words(3, "Acme") == 0.0


def test_a_sentence_shares_nothing_with_itself_nor_a_name_with_its_own_words() -> None:
    assert PLACES.shared_words(0, "Leeds") == 0.0
    assert PLACES.shared_words(1, "Nobody") == 0.0
    alone = EntityPlaces(parsed("Acme opens.", "The acme is near."), ((name("Acme opens.", "Acme"),), ()))
    assert alone.shared_words(1, "Acme") == 0.0


def test_rare_words_count_for_more() -> None:
    texts = ("Acme pays a dividend.", "Globex pays a fine.", "They pay.", "It pays the dividend.")
    named = ((name(texts[0], "Acme"),), (name(texts[1], "Globex"),), (), ())
    places = EntityPlaces(parsed(*texts), named)
    assert places.shared_words(3, "Acme") > places.shared_words(3, "Globex") > 0


def test_a_section_says_how_it_named_an_entity_up_to_a_sentence() -> None:
    assert PLACES.section_use(0, "Acme") == SectionUse(first=True, before=0, naming=0, later=True)
    assert PLACES.section_use(3, "Acme") == SectionUse(first=True, before=1, naming=2, later=True)
    assert PLACES.section_use(3, "Globex") == SectionUse(first=False, before=1, naming=2, later=True)
    assert PLACES.section_use(4, "Leeds") == SectionUse(first=False, before=1, naming=2, later=False)


def test_what_another_section_names_is_not_of_this_one() -> None:
    one, two = parsed("Acme brews.", section=("Beer",)), parsed("It ships.", "Globex ships.", section=("Trade",))
    places = EntityPlaces((*one, *two), ((name("Acme brews.", "Acme"),), (), (name("Globex ships.", "Globex"),)))
    assert places.section_use(1, "Acme") == SectionUse(first=False, before=0, naming=0, later=False)
    assert places.section_use(1, "Globex") == SectionUse(first=False, before=0, naming=0, later=True)


def test_concepts_are_no_names_of_a_section() -> None:
    text = "CoWoS beats the rest."
    places = EntityPlaces(parsed(text), ((name(text, "CoWoS", type_="Concept"),),))
    assert places.section_use(0, "CoWoS") == SectionUse(first=False, before=0, naming=0, later=False)
