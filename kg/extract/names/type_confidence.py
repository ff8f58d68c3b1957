"""Tells how likely the type is that the votes give a name: by what speaks for it, for others, and by its form.

How often the name occurs plays no part, so that a new note that only repeats a name changes nothing for the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.names.type_cues import shape
from kg.extract.words.learned_weights import step
from kg.extract.words.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

POINTS = (-20, 0, 8, 20, 40, 70, 110)
MARGINS = (1, 5, 12, 25, 45, 70)
ENDING = 3  # letters of the last word
NOBODY = ("-", 0.0)  # where nothing speaks for another type
LONG_NAME = 4  # words beyond which names are not told apart


def features(name: str, kind: str, points: Mapping[str, float], own: float) -> tuple[str, ...]:
    """What the probability that a name is a name, and of this type, is learned from.

    Args:
        name: As usually spelt.
        kind: The type that the votes give it.
        points: Of all types, as ``name_decision.points_of`` adds them up.
        own: Of them for this type, those of the note at hand.
    """
    return (*_voted(name, kind, points, own), *_formed(name, kind))


def _voted(name: str, kind: str, points: Mapping[str, float], own: float) -> Iterator[str]:
    known = words().types.get(name) or words().folded.get(name.casefold())
    yield f"known={known == kind if known else '-'}|{kind}"
    yield f"known={bool(known)}"
    if known:
        return
    mine = points.get(kind, 0)
    others = [(other, value) for other, value in points.items() if other != kind]
    rival, most = max(others, key=_by_points, default=NOBODY)
    yield f"top={step(mine, POINTS)}"
    yield f"top={step(mine, POINTS)}|{kind}"
    yield f"margin={step(mine - most, MARGINS)}"
    yield f"{kind}<{rival}"
    yield f"own={step(own, POINTS)}|{kind}"


def _formed(name: str, kind: str) -> Iterator[str]:
    split, outline = name.split(), shape(name)
    yield f"len={min(len(split), LONG_NAME)}|{kind}"
    yield f"shape={outline}"
    yield f"shape={outline}|{kind}"
    yield f"common={all(word.lower() in words().common for word in split)}"
    yield f"last={split[-1].lower()[-ENDING:]}"


def _by_points(one: tuple[str, float]) -> tuple[float, str]:
    return one[1], one[0]
