"""Draws up the list of entities of a vault from what its notes' mentions say: name, type, other spellings, evidence."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from kg.model import Entity
from kg.model.entity_types import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.model import Mention

CONCEPT = "Concept"
# Rules of ``name_identity`` that join spellings, and how the evidence of a merge reads.
JOINING_RULES = {
    "defined": "abbreviation that a note defines",
    "people": "part of the person's full name in the same note",
    "initials": "its initials, both written in the same note",
    "nation": "adjective or people of the country or religion, named in the same note",
    "number": "singular or plural",
    "suffix": "the last words of its full name in the same note",
    "lexicon": "same letters, other spelling",
    "known": "well-known other name",
    "added": "given as its name by the user",
    "merged": "merged by the user",
    "model": "named so by the language model",
    "letters": "its initials, both written in one note",
    "alias": "alias of the note of that name",
    "linked": "link to the note of that name",
    "hyphen": "with or without hyphen",
    "note": "the note of that name",
}
GIVEN_NAMES = frozenset({"added", "alias", "linked", "note"})  # rules by which a spelling is somebody's own choice
POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$", re.IGNORECASE)
TERM, BROADER = "term", "broader"  # rules of uses that are no mentions: a key term's, and that a concept has above it


class Use(NamedTuple):
    """How one note uses one spelling of one entity: what a build keeps per note to draw up the vault's list.

    Attributes:
        entity: The entity's name.
        type: Of the mentions.
        text: The spelling.
        rule: The rule of ``name_identity`` that joined the spelling to the entity.
        mentions: How many.
    """

    entity: str
    type: str
    text: str
    rule: str
    mentions: int


def uses(mentions: Iterable[Sequence[Mention]]) -> tuple[Use, ...]:
    """Sum up one note's mentions, given per sentence; sorted, small, and encodable by msgspec."""
    counts: dict[tuple[str, str, str, str], int] = {}
    for row in mentions:
        for mention in row:
            named = (
                mention.kind == "name"
            )  # a pronoun or "the company" is no spelling, but its entity must be described
            spelling, rule = (mention.text, mention.method.partition("+")[2]) if named else (mention.entity, "")
            key = (mention.entity, mention.type, spelling, rule)
            counts[key] = counts.get(key, 0) + 1
    return tuple(Use(*key, counts[key]) for key in sorted(counts))


def term_uses(
    claims: Iterable[Sequence[str]], spellings: Iterable[tuple[str, str]], name: str, broader: Iterable[str]
) -> Iterator[Use]:
    """Sum up one note's key terms, and where it puts the concept of its name.

    Args:
        claims: The key terms of each claim.
        spellings: Key terms with spellings that they have in the note.
        name: Of the note's concept.
        broader: Names of concepts above it.
    """
    counts = Counter(term for row in claims for term in row)
    written = {(term, spelling) for term, spelling in spellings if term in counts}
    for term, spelling in sorted(written | {(term, term) for term in counts}):
        yield Use(term, CONCEPT, spelling, TERM, counts[term])
    for above in broader:
        yield Use(name, CONCEPT, above, BROADER, 0)
        yield Use(above, CONCEPT, above, TERM, 0)


class _Tally:
    """What all notes say of one entity."""

    __slots__ = ("broader", "spellings", "terms", "types")

    def __init__(self) -> None:
        self.types: dict[str, int] = {}
        self.spellings: dict[str, dict[str, int]] = {}
        self.terms: set[str] = set()
        self.broader: set[str] = set()

    def add(self, use: Use) -> None:
        if use.rule in (TERM, BROADER):
            (self.terms if use.rule == TERM else self.broader).add(use.text)
            return
        self.types[use.type] = self.types.get(use.type, 0) + use.mentions
        rules = self.spellings.setdefault(use.text, {})
        rules[use.rule] = rules.get(use.rule, 0) + 1


def entities(notes: Iterable[Sequence[Use]]) -> Iterator[Entity]:
    """Yield the entities of a vault, sorted by name; the order of the notes makes no difference.

    Args:
        notes: For each note, what ``uses`` gave for it.
    """
    tallies: dict[str, _Tally] = {}
    for note in notes:
        for use in note:
            tallies.setdefault(use.entity, _Tally()).add(use)
    for name in sorted(tallies):
        yield _entity(name, tallies[name])


def _entity(name: str, tally: _Tally) -> Entity:
    spellings = sorted(tally.spellings.keys() - {name} - _possessives(name, tally))
    aliases = tuple(sorted({*spellings, *tally.terms} - {name}))
    if not tally.types:
        return Entity(name, CONCEPT, aliases, (), tuple(sorted(tally.broader - {name})), term=True)
    kind = _majority(tally.types)
    broader = tuple(sorted(tally.broader - {name})) if kind == CONCEPT else ()
    return Entity(name, kind, aliases, tuple(_evidence(tally, spellings)), broader)


def _possessives(name: str, tally: _Tally) -> set[str]:
    """Spellings that only add a possessive to the name or to another spelling, unless somebody gave them as a name."""
    known = {name, *tally.spellings, *tally.terms}
    return {
        text
        for text, rules in tally.spellings.items()
        if GIVEN_NAMES.isdisjoint(rules) and (end := POSSESSIVE.search(text)) and text[: end.start()] in known
    }


def _majority(types: dict[str, int]) -> str:
    """The type of most mentions; of two with as many, rather one that is known."""
    return max(sorted(types), key=lambda kind: (types[kind], kind != UNKNOWN))


def _evidence(tally: _Tally, aliases: Sequence[str]) -> Iterator[str]:
    """One line for each merged spelling, sorted, and one for the type."""
    for text in aliases:
        for rule, notes in sorted(tally.spellings[text].items()):
            yield f"{text}: {JOINING_RULES.get(rule, JOINING_RULES['lexicon'])} ({_count(notes, 'note')})"
    total = sum(tally.types.values())
    best = _majority(tally.types)
    yield f"type {best}: {tally.types[best]} of {_count(total, 'mention')}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
