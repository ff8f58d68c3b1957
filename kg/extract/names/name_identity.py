"""Decides within one note which spellings name the same thing, and gives each thing one name.

Rules, first match wins:

=========== =======================================================================================
defined     "Ethereum Object Format (EOF)": the short form stands for the long one
people      "Bezos" and "Jeff" stand for "Jeff Bezos" when the note names one such person; see ``Identities.of``
nation      "Turkish" stands for "Turkey" when the note names the country, else for the people
initials    "EU" stands for "European Union" when the note writes both
number      "iPhones" stands for "iPhone", "Live Activity" for "Live Activities"
lexicon     the usual spelling in the vault ("Nvidia" and "NVIDIA")
=========== =======================================================================================
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.names.abbreviations import JUNIOR, is_initialism
from kg.extract.words.wordlists import words
from kg.extract.words.wordset import wordset

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.extract.names.lexicon import Entry

UNSPOKEN_INITIALS = wordset("of the and for in on de la")
NUMERAL = re.compile(r"[IVX]+|\d+")
NOT_YET = -9  # number of the sentence that named somebody not named yet


class Identity(NamedTuple):
    """Whom a spelling names: the entity's name, its type, and the rule that said so."""

    name: str
    type: str
    rule: str


class Identities:
    """Name and type of every spelling of one note."""

    def __init__(self, spellings: Iterable[str], table: Mapping[str, Entry], pairs: Mapping[str, str]) -> None:
        """Work out who is who.

        Args:
            spellings: The names found in the note.
            table: The lexicon's entries; it holds every spelling, and every expansion in ``pairs``.
            pairs: Abbreviation -> expansion, as the note defines them.
        """
        found = sorted(set(spellings))
        self._table = table
        self._pairs = pairs
        self._spellings = frozenset(found)
        self._people = _people(found, table)
        self._initials = _spelled_once(text for text in found if " " in text)
        self._wholes = {words().canonical.get(text, text): text for text in reversed(found)}
        self._latest: dict[str, int] = {}
        self._often: dict[str, int] = {}

    def of(self, text: str, number: int) -> Identity:
        """Whom a spelling names in the sentence of that number; to be asked in reading order.

        A family name that several people share stands for the one named in full in this sentence or the one before,
        else for the one named most so far.
        """
        people = self._people.get(text, ())
        if text in self._pairs or not people:
            found = self._resolved(text)
            if found.type == "Person":
                self._name(text, number)
            return found
        full = max(
            people,
            key=lambda name: (self._latest.get(name, NOT_YET) >= number - 1, self._often.get(name, 0), name),
        )
        self._often[full] = self._often.get(full, 0) + 1
        return self._as(full, "people")

    def _name(self, full: str, number: int) -> None:
        """Remember that somebody was named in full."""
        self._latest[full] = number
        self._often[full] = self._often.get(full, 0) + 1

    def _as(self, text: str, rule: str) -> Identity:
        entry = self._table[text]
        return Identity(entry.name, entry.type, rule)

    def _resolved(self, text: str) -> Identity:
        """Identity of a spelling where its place does not matter."""
        for rule, other in (
            ("defined", self._pairs.get(text)),
            ("nation", self._nation(text)),
            ("initials", self._spelled_out(text)),
            ("number", self._other_number(text)),
        ):
            if other is not None:
                return self._as(other, rule)
        return self._as(text, "lexicon")

    def _nation(self, text: str) -> str | None:
        """The country or religion of an adjective, where the note names it; a plural means the people."""
        whole = words().adjectives.get(text)
        if whole is None or (text.endswith("s") and words().types.get(whole) == "Place"):
            return None
        return self._wholes.get(whole)

    def _spelled_out(self, text: str) -> str | None:
        """The name whose initials an abbreviation is."""
        plain = text.replace(".", "")
        long = self._initials.get(plain) if plain.isupper() and len(plain) > 1 else None
        if long is None or long == text:
            return None
        other_thing = text in words().types and self._table[long].type != self._table[text].type
        return None if other_thing else long

    def _other_number(self, text: str) -> str | None:
        """The singular of a plural, or the plural that a singular belongs to, where the note writes it."""
        if text in words().adjectives:
            return None
        if text.endswith("s"):
            forms = [text[:-3] + "y"] if text.endswith("ies") else []
            forms.append(text[:-1])
        else:
            forms = [text[:-1] + "ies"] if text.endswith("y") else []
        return next((form for form in forms if form in self._spellings), None)


def _people(spellings: Iterable[str], table: Mapping[str, Entry]) -> dict[str, tuple[str, ...]]:
    """Part of a person's name -> the full names in the note that it may stand for; family names before given names."""
    family: dict[str, list[str]] = {}
    given: dict[str, list[str]] = {}
    for text in spellings:
        if " " in text and table[text].type == "Person":
            split = text.split()
            core = split[:-1] if split[-1] in JUNIOR else split
            for size in range(1, 1 if is_initialism(core[-1]) else len(core)):
                family.setdefault(" ".join(core[-size:]), []).append(text)
            given.setdefault(split[0], []).append(text)
    found = {}
    for text in spellings:
        people = family.get(text) or given.get(text)
        if people and words().types.get(text, "Person") == "Person":
            found[text] = tuple(people)
    return found


def _spelled_once(names: Iterable[str]) -> dict[str, str]:
    """Initials -> the one name that has them; those of several names stand for none."""
    found: dict[str, list[str]] = {}
    for text in names:
        found.setdefault(initials(text), []).append(text)
    return {short: same[0] for short, same in found.items() if len(same) == 1}


def initials(text: str) -> str:
    """The first letters of a name's words, small words left out and numerals whole.

    "European Union" -> "EU", "World War II" -> "WWII".
    """
    split = [word for word in text.replace("-", " ").split() if word not in UNSPOKEN_INITIALS]
    return "".join(word if NUMERAL.fullmatch(word) else word[0].upper() for word in split)
