"""Draws up the roster of a note: whom and what it may speak of, each with an id that a language model can answer by.

It follows from the note alone: its title, who takes part in its recording, its headings, the names, links and
defined terms of its sentences, and its key terms.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.grammar.labels import tree_of
from kg.extract.model_advice.evidence import stands_in
from kg.extract.names.abbreviations import definitions
from kg.extract.names.name_candidates import candidates
from kg.extract.names.name_evidence import surface
from kg.extract.terms.key_terms import KeyTerms
from kg.extract.words.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.model import Sentence

MOST_NAMES, MOST_TERMS = 150, 40  # of one note; those that are left out are the rarest
INSERTED = re.compile(r"\b([A-Z]\w+(?: [A-Z]\w+)*) \([A-Z]{2,8}\) ([A-Z]\w+)")  # "Acme Widget (AW) Company"
LONGEST = 80  # code points of a name; what is longer is a clause


class RosterEntry(NamedTuple):
    """One thing that a note may speak of.

    Attributes:
        id: ``E3`` of a name, ``T2`` of a key term.
        name: As the note spells it.
        role: What it is to the note: ``title``, ``heading``, ``guest`` …; "" for what its sentences name.
    """

    id: str
    name: str
    role: str = ""


@dataclass(frozen=True)
class Roster:
    """The entries of a note, names first; those with a role come before the others, then by how often they occur.

    Attributes:
        entries: The entries.
        text: All text of the note, in lower case: a name that is anywhere in it may be used.
    """

    entries: tuple[RosterEntry, ...] = ()
    text: str = ""

    def knows(self, name: str) -> bool:
        """Whether a name is in the roster, or anywhere in the note word for word."""
        return name in self.names or stands_in(name.casefold(), self.text)

    @cached_property
    def names(self) -> frozenset[str]:
        """All names and terms."""
        return frozenset(each.name for each in self.entries)

    def resolved(self, given: str) -> str:
        """The name that an id stands for, or what is given itself where it is no id."""
        return self._by_id.get(given.strip(), given)

    @cached_property
    def _by_id(self) -> dict[str, str]:
        return {each.id: each.name for each in self.entries}

    @property
    def lines(self) -> Iterator[str]:
        """Each entry on a line: ``E3 = Ada Byron (guest)``."""
        for each in self.entries:
            yield f"{each.id} = {each.name}{f' ({each.role})' if each.role else ''}"


def roster(title: str, sentences: Sequence[Sentence], roles: Iterable[tuple[str, str]] = ()) -> Roster:
    """Draw up the roster of a note.

    Args:
        title: The note's title.
        sentences: All its sentences.
        roles: Who takes part in its recording: (role, name).
    """
    found: dict[str, str] = {title: "title"}
    for role, name in roles:
        found.setdefault(name, role)
    for sentence in sentences:
        found |= {heading: "heading" for heading in sentence.section if heading not in found}
    counts = Counter(name for sentence in sentences for name in _named(sentence) if len(name) <= LONGEST)
    ranked = sorted(counts, key=lambda name: -counts[name])  # as often: in the order of the note
    names = [*found, *(name for name in ranked if name not in found)][:MOST_NAMES]
    terms = [term for term in _key_terms(title, sentences) if term not in names][:MOST_TERMS]
    numbered = [RosterEntry(f"E{n}", name, found.get(name, "")) for n, name in enumerate(names, 1)]
    entries = (*numbered, *(RosterEntry(f"T{n}", term, "key term") for n, term in enumerate(terms, 1)))
    return Roster(entries, "\n".join(sentence.text for sentence in sentences).casefold())


def _named(sentence: Sentence) -> Iterator[str]:
    """The names and links of a sentence."""
    for each in candidates(sentence, words().types.__contains__):
        yield surface(sentence, each)
    for link in sentence.links:
        yield sentence.text[link.start : link.end]
    for definition in definitions(sentence.text):
        yield definition.long
    for found in INSERTED.finditer(sentence.text):
        yield f"{found[1]} {found[2]}"


def _key_terms(title: str, sentences: Sequence[Sentence]) -> list[str]:
    key_terms = KeyTerms(title, sentences)
    counts = Counter(
        term.text
        for number, sentence in enumerate(sentences)
        if sentence.claim and sentence.tokens
        for term in key_terms.of(number, tree_of(sentence), ())
    )
    return sorted(counts, key=lambda term: (-counts[term], term))
