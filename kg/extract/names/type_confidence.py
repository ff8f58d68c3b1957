"""Tells how likely the type is that the votes give a name: the learned chance of each type, by all that is known of it.

How often the name occurs plays no part, so that a new note that only repeats a name changes nothing for the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.extract.names.type_cues import shape
from kg.extract.names.type_votes import voted
from kg.extract.words.learned_weights import step, weights
from kg.extract.words.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

CONCEPT = "Concept"  # what notes introduce as a term is no guess
POINTS = (-20, -8, 0, 4, 8, 14, 20, 30, 40, 55, 70, 90, 110)
MARGINS = (-70, -45, -25, -12, -5, 1, 5, 12, 25, 45, 70)
WIDE_MARGINS = (-25, -5, 1, 12, 25)
ENDING = 3  # letters of the last word
LONG_NAME, LONG_PERSON = 4, 3  # words beyond which names are not told apart
NOBODY = "-"  # where nothing speaks for another type


class TypeVotes(NamedTuple):
    """What is known of a name.

    Attributes:
        name: As usually spelt.
        points: Of all types, as ``name_decision.points_of`` adds them up.
        own: Of them, those of the note at hand, in the order of ``voted``.
    """

    name: str
    points: Mapping[str, float]
    own: Sequence[int]


def kinds() -> tuple[str, ...]:
    """The types that a name may have."""
    return tuple(kind for kind in voted() if kind != CONCEPT)


def options(votes: TypeVotes) -> list[tuple[str, ...]]:
    """What the probability of each of ``kinds`` is learned from."""
    own = dict(zip(voted(), votes.own, strict=False))
    known = words().types.get(votes.name) or words().folded.get(votes.name.casefold())
    formed = (f"known={known or NOBODY}", *_formed(votes.name))
    return [
        (
            kind,
            f"known={known == kind if known else NOBODY}",
            *_voted(votes, kind),
            f"own={step(own.get(kind, 0), POINTS)}|{kind}",
            *[f"{each}|{kind}" for each in formed],
        )
        for kind in kinds()
    ]


def chance(votes: TypeVotes, kind: str) -> float:
    """How likely the name is of a type; a term is one for sure."""
    if kind == CONCEPT:
        return 1.0
    return weights("types").chances(options(votes))[kinds().index(kind)]


def _voted(votes: TypeVotes, kind: str) -> Iterator[str]:
    mine = votes.points.get(kind, 0)
    most, rival = max(((value, other) for other, value in votes.points.items() if other != kind), default=(0.0, NOBODY))
    yield f"top={step(mine, POINTS)}"
    yield f"top={step(mine, POINTS)}|{kind}"
    yield f"margin={step(mine - max(most, 0), MARGINS)}"
    yield f"margin={step(mine - max(most, 0), WIDE_MARGINS)}|{kind}"
    yield f"{kind}<{rival}"


def _formed(name: str) -> Iterator[str]:
    """What the name's own form tells."""
    split, table = name.split(), words()
    yield f"len={min(len(split), LONG_NAME)}"
    yield f"shape={shape(name)}"
    yield f"common={all(word.lower() in table.common for word in split)}"
    yield f"last={split[-1].lower()[-ENDING:]}"
    yield f"given={split[0] in table.given}|{min(len(split), LONG_PERSON)}"
    yield f"capitals={name.isupper()}"
    yield f"digit={any(map(str.isdigit, name))}"
