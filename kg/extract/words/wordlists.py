"""Names everybody knows, and words that are no names: the lists that tell the two apart, put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.words.word_data import of_words, own_words, word_list, word_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SHORT_NAME = 4  # letters up to which capitals tell a name from a word


@dataclass(frozen=True, slots=True)
class Words:
    """Names known in advance and word tables, read from ``data/names``.

    Attributes:
        types: Type of each well-known name, by its exact spelling.
        folded: The same without regard to capitals, for names long enough.
        canonical: Usual name of a spelling ("US" -> "United States"); absent when it is the name itself.
        nations: Countries and regions that have a people.
        adjectives: Adjective or people of a country or religion -> that country or religion.
        given: Given names of persons; ``female`` and ``male`` those that tell the gender.
        common: Ordinary words in lower case.
        generic: Abbreviations that are words ("gpu"), in lower case.
        never: Capitalised words that are no names (months, weekdays …), in lower case.
        titles: Words before a person's name that are no part of it, in lower case.
        inside: Small words that may be inside a name.
        openers: Words after which "of" goes on with the same name, in lower case.
        sports: Words of team sports.
        last: Last word of a name -> the type that it gives.
        isa: Noun that says what a name is -> type.
    """

    types: dict[str, str]
    folded: dict[str, str]
    canonical: dict[str, str]
    adjectives: dict[str, str]
    nations: frozenset[str]
    given: frozenset[str]
    female: frozenset[str]
    male: frozenset[str]
    common: frozenset[str]
    generic: frozenset[str]
    never: frozenset[str]
    titles: frozenset[str]
    inside: frozenset[str]
    openers: frozenset[str]
    sports: frozenset[str]
    last: Mapping[str, str]
    isa: Mapping[str, str]


# The list of well-known names of each type; of a name in two of them the first counts.
WELL_KNOWN = {
    "Group": "well_known_groups",
    "Law": "well_known_laws",
    "Award": "well_known_awards",
    "Event": "well_known_events",
    "Work": "well_known_works",
    "Organization": "well_known_organizations",
    "Product": "well_known_products",
    "Place": "well_known_places",
    "Person": "well_known_people",
}


@of_words
def words() -> Words:
    """The names and tables in use; reading them takes about 20 ms, once."""
    types, canonical, adjectives = _countries()
    religions = _religions(types, adjectives)
    for kind, name in WELL_KNOWN.items():
        _add(types, word_table(name), kind)
    canonical |= _spellings(types)
    types |= {word: kind for kind, name in WELL_KNOWN.items() for word in own_words(name)}
    types |= word_table("other_names")
    given, female = word_list("given_names"), word_list("female_given_names")
    return Words(
        types=types,
        folded={name.casefold(): kind for name, kind in types.items() if len(name) > SHORT_NAME},
        canonical=canonical,
        adjectives=adjectives,
        nations=frozenset(adjectives.values()) - religions,
        given=given,
        female=female,
        male=given - female - word_list("unisex_given_names"),
        common=word_list("common_words") | word_list("capitalized_common_words"),
        generic=word_list("word_abbreviations"),
        never=word_list("never_names"),
        titles=word_list("person_titles"),
        inside=word_list("name_inner_words"),
        openers=word_list("name_openers"),
        sports=word_list("team_sport_words"),
        last=word_table("last_words"),
        isa=word_table("kind_nouns"),
    )


def _countries() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    types: dict[str, str] = {}
    canonical: dict[str, str] = {}
    adjectives: dict[str, str] = {}
    for country, rest in word_table("countries").items():
        spellings, _, peoples = rest.partition("\t")
        types[country] = "Place"
        for spelling in _listed(spellings):
            types[spelling] = "Place"
            canonical[spelling] = country
        for adjective in _listed(peoples):
            adjectives[adjective] = country
            types[adjective] = "Group"
    return types, canonical, adjectives


def _religions(types: dict[str, str], adjectives: dict[str, str]) -> frozenset[str]:
    for religion, text in word_table("religions").items():
        types[religion] = "Group"
        for adjective in _listed(text):
            types[adjective] = "Group"
            adjectives[adjective] = religion
    return word_list("religions")


def _spellings(types: dict[str, str]) -> dict[str, str]:
    """Usual name of each other spelling of well-known names; all of them get their type."""
    canonical: dict[str, str] = {}
    for other, rest in word_table("other_spellings").items():
        usual, _, kind = rest.partition("\t")
        _add(types, [usual, other], kind)
        canonical[other] = usual
    return canonical


def _add(types: dict[str, str], names: Iterable[str], kind: str) -> None:
    for name in names:
        types.setdefault(name, kind)


def _listed(text: str) -> list[str]:
    return [part for part in (piece.strip() for piece in text.split(",")) if part]
