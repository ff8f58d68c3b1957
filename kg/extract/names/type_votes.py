"""Votes on what kind of thing a name is: each clue gives points to types, all clues of all notes are added up.

Points come from tables of words that say it outright (``last_words``, ``kind_nouns``: "Acme **University**", "Acme, a
**startup**"), and from the weights of ``type_cues`` for all clues, which were learned from a sample of notes with
well-known names as examples. One point is a tenth of a natural logarithm of the odds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.words.word_data import of_words, word_table
from kg.extract.words.wordlists import words
from kg.model.entity_types import type_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LAST = 30  # points for the last word of a name ("… University")
NUMBERED = 20  # for a digit in its last word ("Falcon 9", "A15")
SAID = {
    "is": 60,
    "p": 20,
}  # for a noun that says what it is ("X, a startup"), and one right before it ("the podcast X")
BEFORE = 25  # for the noun that it comes before ("an X phone", "X founders")
NAMING = 38  # the same after "the", or where the noun leaves little doubt ("the X podcast", "an X award")
OWNING = 25  # for the noun that it possesses ("X's CEO", "founder of X")
# For a given name alone or with a family name, and a title before the name.
FIXED = {"given1": ("Person", 12), "given2": ("Person", 25), "title": ("Person", 30)}
SURE = frozenset({"Award", "Work", "Law", "Event"})


def voted() -> tuple[str, ...]:
    """The types that get votes: all but the last, for nothing speaks for "not known"."""
    return type_names()[:-1]


@of_words
def _learned() -> dict[str, tuple[tuple[str, int], ...]]:
    """The weights of ``type_cues.tsv``: cue -> (type, points) pairs."""
    table: dict[str, tuple[tuple[str, int], ...]] = {}
    for cue, rest in word_table("type_cues").items():
        pairs = (pair.partition("=") for pair in rest.split("\t"))
        table[cue] = tuple((kind, int(points)) for kind, _, points in pairs)
    return table


def votes(found: Iterable[str]) -> dict[str, int]:
    """Points per type that the cues of one occurrence give (see ``cues``)."""
    learned, points = _learned(), dict[str, int]()
    for cue in found:
        feature, _, value = cue.partition(":")
        for kind, weight in (*learned.get(cue, ()), *_told(feature, value)):
            points[kind] = points.get(kind, 0) + weight
    return points


def _told(feature: str, value: str) -> Iterator[tuple[str, int]]:
    """What the tables of words say of one cue."""
    if feature in FIXED:
        yield FIXED[feature]
    elif feature in {"last", "shape"} and any(map(str.isdigit, value)):
        yield "Product", NUMBERED
    elif feature == "last" and value in words().last:
        yield words().last[value], LAST
    elif feature in SAID and value in words().isa:
        yield words().isa[value], SAID[feature]
    elif feature in {"h", "th"} and value in words().isa:
        yield _before(words().isa[value], feature)
    elif feature == "o" and value in word_table("owned_nouns"):
        yield word_table("owned_nouns")[value], OWNING
    elif feature == "of" and word_table("owned_nouns").get(value.removesuffix(" of")) == "Organization":
        yield "Organization", OWNING


def _before(kind: str, feature: str) -> tuple[str, int]:
    """What the type of the noun after a name says: "Acme founders" are people of an organization."""
    if kind == "Person":
        return "Organization", BEFORE
    return kind, NAMING if feature == "th" or kind in SURE else BEFORE
