"""The word lists that ship with kg: names everybody knows, and words that are no names, read once per process."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

SHORT = 4  # letters up to which capitals tell a name from a word


@dataclass(frozen=True, slots=True)
class Words:
    """Names known in advance and word tables, all read from ``kg/extract/words/data``.

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
        inside: Small words that may stand inside a name.
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
    last: dict[str, str]
    isa: dict[str, str]


@lru_cache(maxsize=1)
def words() -> Words:
    """Read the lists; about 20 ms, once per process."""
    rules = _toml("rules.toml")
    groups, places = _toml("groups.toml"), _toml("places.toml")
    types, canonical, adjectives = _countries(places["countries"])
    _religions(groups["religions"], types, adjectives)
    people = _toml("people.toml")
    for table in (groups["names"], _toml("organizations.toml")["names"]):
        for kind, text in table.items():
            _add(types, _list(text), kind)
    for text in places["places"].values():
        _add(types, _list(text), "Place")
    _add(types, _list(people["known"]), "Person")
    canonical |= _spellings(types)
    given, female = frozenset(people["given"].split()), frozenset(people["female"].split())
    return Words(
        types=types,
        folded={name.casefold(): kind for name, kind in types.items() if len(name) > SHORT},
        canonical=canonical,
        adjectives=adjectives,
        nations=frozenset(adjectives.values()) - set(groups["religions"]),
        given=given,
        female=female,
        male=given - female - set(people["either"].split()),
        common=_common(),
        generic=frozenset(_list(rules["generic"])),
        never=frozenset(_list(rules["never"])),
        titles=frozenset(_list(rules["titles"])),
        inside=frozenset(_list(rules["inside"])),
        openers=frozenset(_list(rules["openers"])),
        sports=frozenset(_list(rules["sports"])),
        last=_by_word(rules["last"]),
        isa=_by_word(rules["isa"]),
    )


def _countries(table: dict[str, str]) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    types: dict[str, str] = {}
    canonical: dict[str, str] = {}
    adjectives: dict[str, str] = {}
    for country, text in table.items():
        spellings, _, peoples = text.partition("|")
        types[country] = "Place"
        for spelling in _list(spellings):
            types[spelling] = "Place"
            canonical[spelling] = country
        for adjective in _list(peoples):
            adjectives[adjective] = country
            types[adjective] = "Group"
    return types, canonical, adjectives


def _spellings(types: dict[str, str]) -> dict[str, str]:
    """Usual name of each other spelling of well-known names; all of them get their type."""
    canonical: dict[str, str] = {}
    for kind, table in _toml("spellings.toml").items():
        for usual, text in table.items():
            others = _list(text)
            _add(types, [usual, *others], kind)
            canonical |= dict.fromkeys(others, usual)
    return canonical


def _religions(table: dict[str, str], types: dict[str, str], adjectives: dict[str, str]) -> None:
    for religion, text in table.items():
        types[religion] = "Group"
        for adjective in _list(text):
            types[adjective] = "Group"
            adjectives[adjective] = religion


def _add(types: dict[str, str], names: list[str], kind: str) -> None:
    for name in names:
        types.setdefault(name, kind)


def _by_word(tables: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, text in tables.items():
        _add(found, _list(text), kind)
    return found


def _list(text: str) -> list[str]:
    return [part for part in (piece.strip() for piece in text.replace("\n", ",").split(",")) if part]


def _common() -> frozenset[str]:
    text = (files("kg.extract.words") / "data" / "common.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((files("kg.extract.words") / "data" / name).read_text(encoding="utf-8"))
