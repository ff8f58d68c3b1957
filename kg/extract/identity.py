"""Decides within one note which spellings name the same thing, and gives each thing one name.

Rules, first match wins:

=========== =======================================================================================
defined     "Ethereum Object Format (EOF)": the short form stands for the long one
people      "Bezos" and "Jeff" stand for "Jeff Bezos" when the note names one such person, or the latest of several
initials    "EU" stands for "European Union" when the note writes both
nation      "Turkish" stands for "Turkey" when the note names the country, else for the people
number      "iPhones" stands for "iPhone", "Live Activity" for "Live Activities"
lexicon     the usual spelling in the vault ("Nvidia" and "NVIDIA")
=========== =======================================================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.extract.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.extract.lexicon import Entry

SMALL = frozenset("of the and for in on de la".split())


class Identity(NamedTuple):
    """Whom a spelling names: the entity's name, its type, and the rule that said so."""

    name: str
    type: str
    rule: str


class Identities:
    """Name and type of every spelling of one note; people known by part of their name are resolved by position."""

    def __init__(self, spellings: Iterable[str], table: Mapping[str, Entry], pairs: Mapping[str, str]) -> None:
        """Work out who is who.

        Args:
            spellings: The names found in the note, each once.
            table: The lexicon's entries.
            pairs: Abbreviation -> expansion, as the note defines them.
        """
        self._table = table
        self._spellings = set(spellings)
        self._pairs = {short: long for short, long in pairs.items() if short in self._spellings}
        self._people = _people(self._spellings, table)
        self._initials = {initials(text): text for text in sorted(self._spellings) if " " in text}
        self._fixed = {text: found for text in self._spellings if (found := self._resolve(text))}

    def of(self, text: str, recent: Mapping[str, int]) -> Identity:
        """Whom a spelling names.

        Args:
            text: The spelling.
            recent: Full name of a person -> number of its latest mention so far.
        """
        fixed = self._fixed.get(text)
        if fixed:
            return fixed
        full = max(self._people[text], key=lambda name: (recent.get(name, -1), name))
        return Identity(self._entry(full).name, "Person", "people")

    def _resolve(self, text: str) -> Identity | None:
        """Identity of a spelling where position does not matter; None where it does."""
        if text in self._pairs:
            long = self._pairs[text]
            return Identity(self._entry(long).name, self._entry(long).type, "defined") if long in self._table else None
        people = self._people.get(text)
        if people:
            return Identity(self._entry(people[0]).name, "Person", "people") if len(people) == 1 else None
        return self._nation(text) or self._initialism(text) or self._number(text) or self._own(text)

    def _own(self, text: str) -> Identity:
        entry = self._entry(text)
        return Identity(entry.name, entry.type, "lexicon")

    def _entry(self, text: str) -> Entry:
        return self._table[text]

    def _nation(self, text: str) -> Identity | None:
        whole = words().adjectives.get(text)
        if whole is None:
            return None
        for spelling in sorted(self._spellings):
            if words().canonical.get(spelling, spelling) == whole and spelling in self._table:
                if text.endswith("s") and words().types.get(whole) == "Place":
                    return None
                return Identity(self._entry(spelling).name, self._entry(spelling).type, "nation")
        return None

    def _initialism(self, text: str) -> Identity | None:
        plain = text.replace(".", "")
        long = self._initials.get(plain) if plain.isupper() and len(plain) > 1 else None
        if long is None or long == text or (text in words().types and self._entry(long).type != self._entry(text).type):
            return None
        return Identity(self._entry(long).name, self._entry(long).type, "initials")

    def _number(self, text: str) -> Identity | None:
        for other in _numbers(text):
            if other in self._spellings and (len(other) < len(text)) == text.endswith("s"):
                return Identity(self._entry(other).name, self._entry(other).type, "number")
        return None


def _people(spellings: Iterable[str], table: Mapping[str, Entry]) -> dict[str, tuple[str, ...]]:
    """Part of a person's name -> the full names in the note that it may stand for."""
    full = sorted(text for text in spellings if " " in text and table[text].type == "Person")
    found: dict[str, tuple[str, ...]] = {}
    for text in sorted(spellings):
        known = words().types.get(text, "Person")
        if known != "Person":
            continue
        split = text.split()
        last = tuple(name for name in full if len(name.split()) > len(split) and name.split()[-len(split) :] == split)
        start = tuple(name for name in full if len(name.split()) > len(split) and name.split()[: len(split)] == split)
        if last or start:
            found[text] = last or start
    return found


def initials(text: str) -> str:
    """The capitals of a name's words, small words left out: "European Union" -> "EU"."""
    return "".join(word[0].upper() for word in text.replace("-", " ").split() if word not in SMALL)


def _numbers(text: str) -> tuple[str, ...]:
    """Singular and plural forms that a spelling may have."""
    if text.endswith("ies"):
        return (text[:-3] + "y", text[:-1])
    if text.endswith("s"):
        return (text[:-1],)
    return (text[:-1] + "ies", text + "s") if text.endswith("y") else ()
