"""What entities can be coloured by: the folder that most of their claims are in, and the year these speak of."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Claim

NO_YEAR = 0


class NodeTraits:
    """Folders and years of the claims of each drawn entity, counted while notes are walked over."""

    def __init__(self, drawn: int) -> None:
        self._folders: list[Counter[int]] = [Counter() for _ in range(drawn)]
        self._years: list[Counter[int]] = [Counter() for _ in range(drawn)]

    def add(self, claim: Claim, folder: int, entities: Iterable[int]) -> None:
        """Count a claim.

        Args:
            claim: The claim, with its dates.
            folder: The number of its note's folder.
            entities: Numbers of the drawn entities that it mentions.
        """
        years = {int(one.value[:4]) for one in claim.dates if one.value[:4].isdecimal()}
        for entity in entities:
            self._folders[entity][folder] += 1
            self._years[entity].update(years)

    def folders(self) -> list[int]:
        """Return for each entity the folder with most of its claims, the first of several; -1 where it has none."""
        return [min(folders, key=lambda one: (-folders[one], one), default=-1) for folders in self._folders]

    def years(self) -> list[int]:
        """Return for each entity the middle one of the years that its claims speak of, the earlier of two; else 0."""
        return [_middle(years) for years in self._years]


def _middle(years: Counter[int]) -> int:
    every = sorted(years.elements())
    return every[(len(every) - 1) // 2] if every else NO_YEAR
