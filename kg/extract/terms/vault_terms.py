"""Decides over the vault what each spelling of a term means: of what its notes say, what most of them say.

A note's own name goes before an alias, an alias before a definition, that before initials and the words of a link; the
hyphen comes last. What notes contradict each other in counts for nothing: an alias of two notes names neither. A name
that is itself a spelling of another leads on to that one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kg.extract.terms.term_variants import ALIAS, DEFINED, HYPHEN, LETTERS, LINKED, NOTE, TYPED, is_other_name, term_key

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

ORDER = (NOTE, ALIAS, DEFINED, LETTERS, LINKED, HYPHEN)
VOTED = frozenset({NOTE, HYPHEN})  # of several names the one of most notes counts; of the others none does
STEPS = 4  # from spelling to spelling


class VariantCount(NamedTuple):
    """In how many notes of the vault a variant is; the other fields as in ``Variant``."""

    key: str
    name: str
    why: str
    notes: int


class TermName(NamedTuple):
    """What a spelling means: the name, and why (as in ``Variant``)."""

    name: str
    why: str


class VaultTerms(msgspec.Struct, frozen=True, array_like=True):
    """What spellings mean, as far as it can matter for one note.

    Attributes:
        names: By key, sorted.
        types: The types that users gave notes, by the key of the note's name, sorted.
    """

    names: tuple[tuple[str, TermName], ...] = ()
    types: tuple[tuple[str, str], ...] = ()


NO_TERMS = VaultTerms()


def followed(
    counts: Iterable[VariantCount], counted: Callable[[Collection[str]], Iterable[VariantCount]]
) -> VaultTerms:
    """Decide what spellings mean, and those that they lead to.

    Args:
        counts: All variants with the keys in question.
        counted: Gives all variants with some other keys.
    """
    found = set(counts)
    seen: set[str] = set()
    for _ in range(STEPS):
        after = {term_key(each.name) for each in found} - seen - {each.key for each in found}
        if not after:
            break
        seen |= after
        found |= set(counted(after))
    return decided(found)


def decided(counts: Iterable[VariantCount]) -> VaultTerms:
    """Decide what each spelling means.

    Args:
        counts: All variants with the keys in question, and with the keys of the names that these lead to.
    """
    by_key: dict[str, list[VariantCount]] = {}
    for each in sorted(counts):
        by_key.setdefault(each.key, []).append(each)
    first = {key: name for key, row in by_key.items() if (name := _first(row)) is not None}
    types = ((key, kind) for key, row in sorted(by_key.items()) if (kind := _only(row, TYPED)) is not None)
    return VaultTerms(tuple((key, _last(key, first)) for key in sorted(first)), tuple(types))


def _first(row: Iterable[VariantCount]) -> TermName | None:
    """What a spelling means by the first rule that says something."""
    held = list(row)
    found = ((why, _most(held, why) if why in VOTED else _only(held, why)) for why in ORDER)
    return next((TermName(name, why) for why, name in found if name is not None), None)


def _most(row: Iterable[VariantCount], why: str) -> str | None:
    said = [each for each in row if each.why == why and not (why == NOTE and is_other_name(each.name))]
    return min(said, key=lambda each: (-each.notes, each.name)).name if said else None


def _only(row: Iterable[VariantCount], why: str) -> str | None:
    """The name that all notes agree on, however they spell it."""
    said = [each for each in row if each.why == why]
    if len({term_key(each.name) for each in said}) != 1:
        return None
    return min(said, key=lambda each: (-each.notes, each.name)).name


def _last(key: str, first: Mapping[str, TermName]) -> TermName:
    """Where a spelling leads in the end; the reason is that of the first step."""
    start = found = first[key]
    seen = {key}
    for _ in range(STEPS):
        after = term_key(found.name)
        if after in seen or after not in first:
            break
        seen.add(after)
        found = first[after]
    return TermName(found.name, start.why)
