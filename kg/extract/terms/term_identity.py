"""Gives names and terms the one name that they have in the vault, and the type that the user gave it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.terms.term_candidates import lowered
from kg.extract.terms.term_variants import ALIAS, DEFINED, LETTERS, LINKED, term_key
from kg.extract.terms.vault_terms import TermName

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.extract.terms.vault_terms import VaultTerms
    from kg.model import Mention

CONCEPT = "Concept"
OF_NAMES = frozenset({ALIAS, DEFINED, LETTERS, LINKED})  # what makes another name of a proper name
SINGULAR = "number"  # the rule that joins singular and plural (``name_identity``)


class TermIdentity:
    """What the spellings of one note mean.

    Args:
        terms: As the vault has it.
    """

    __slots__ = ("_names", "_types")

    def __init__(self, terms: VaultTerms) -> None:
        self._names = dict(terms.names)
        self._types = dict(terms.types)

    def name(self, term: str) -> str:
        """The name of a key term in canonical form."""
        found = self._names.get(term_key(term))
        return term if found is None else found.name

    def applied(self, rows: Iterable[tuple[Mention, ...]]) -> tuple[tuple[Mention, ...], ...]:
        """The named mentions of each sentence with the names and types that they have in the vault."""
        if not self._names and not self._types:
            return tuple(tuple(map(_singular, row)) for row in rows)
        return tuple(tuple(self._typed(self._named(each)) for each in row) for row in rows)

    def told(self, entity: str) -> bool:
        """Whether the user gave an entity its type."""
        return term_key(entity) in self._types

    def _named(self, mention: Mention) -> Mention:
        found = self._names.get(term_key(mention.entity))
        if mention.type == CONCEPT:
            return _singular(mention) if found is None else _renamed(mention, found)
        if found is None or found.why not in OF_NAMES or "+" in mention.method:
            return mention
        return _renamed(mention, found)

    def _typed(self, mention: Mention) -> Mention:
        kind = self._types.get(term_key(mention.entity), mention.type)
        return mention if kind == mention.type else replace(mention, type=kind)


def _singular(mention: Mention) -> Mention:
    """A concept is named in the singular, whatever its mentions are."""
    if mention.type != CONCEPT or not _is_common(mention.entity):
        return mention
    return _renamed(mention, TermName(lowered(mention.entity), SINGULAR))


def _is_common(name: str) -> bool:
    """Whether a name is a common noun, perhaps with abbreviations before it: "AI agents", not "Enterprise Scale"."""
    *before, last = name.split(" ")
    return last.islower() and all(word.islower() or any(map(str.isupper, word[1:])) for word in before)


def _renamed(mention: Mention, found: TermName) -> Mention:
    if mention.entity == found.name:
        return mention
    return replace(mention, entity=found.name, method=f"{mention.method.partition('+')[0]}+{found.why}")
