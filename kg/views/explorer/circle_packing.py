"""Packs circles close together, the first ones in the middle (the front-chain algorithm of Wang and others, 2006).

1. The first three circles touch each other; the chain of those that can be touched from outside goes around them.
2. Each further circle is put against the pair of neighbours in the chain that is nearest to the middle.
3. Where it would cut another circle of the chain, what lies between is taken off the chain, and it is tried again.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_TOUCH = 1e-6  # circles this close touch, they do not cut


class Circle(NamedTuple):
    """A circle in the plane."""

    x: float
    y: float
    r: float


def packed_circles(radii: Sequence[float]) -> list[Circle]:
    """Return circles of these radii, none of which cut each other, around the origin."""
    if len(radii) < 3:  # noqa: PLR2004 - one or two circles lie in a row
        left = -radii[0] if len(radii) > 1 else 0.0
        return [Circle(left if number == 0 else radii[1], 0.0, radius) for number, radius in enumerate(radii)]
    front = _Front(radii)
    for number in range(3, len(radii)):
        front.add(number)
    return front.circles


class _Front:
    """The circles placed so far, and the chain of those that can be touched from outside."""

    def __init__(self, radii: Sequence[float]) -> None:
        first, second = Circle(-radii[0], 0.0, radii[0]), Circle(radii[1], 0.0, radii[1])
        self.circles = [first, second, _against(second, first, radii[2])]
        self._radii = radii
        self._next = {0: 1, 1: 2, 2: 0}
        self._before = {1: 0, 2: 1, 0: 2}
        self._at = 0  # the pair nearest to the middle is this one and the next

    def add(self, number: int) -> None:
        """Place the circle of that number."""
        one, other = self._at, self._next[self._at]
        while True:
            circle = _against(self.circles[one], self.circles[other], self._radii[number])
            cut = self._cut(circle, one, other)
            if cut is None:
                break
            one, other = cut
            self._link(one, other)
        self.circles.append(circle)
        self._link(one, number)
        self._link(number, other)
        self._at = min(self._chain(number), key=lambda place: (self._distance(place), place))

    def _link(self, one: int, other: int) -> None:
        self._next[one], self._before[other] = other, one

    def _cut(self, circle: Circle, one: int, other: int) -> tuple[int, int] | None:
        """The nearest circle of the chain that a circle between these two would cut, with what stays next to it."""
        ahead, behind = self._next[other], self._before[one]
        far, back = self.circles[other].r, self.circles[one].r
        while True:
            if far <= back:
                if _cuts(self.circles[ahead], circle):
                    return one, ahead
                far += self.circles[ahead].r
                ahead = self._next[ahead]
            else:
                if _cuts(self.circles[behind], circle):
                    return behind, other
                back += self.circles[behind].r
                behind = self._before[behind]
            if ahead == self._next[behind]:
                return None

    def _chain(self, start: int) -> list[int]:
        found = [start]
        while (place := self._next[found[-1]]) != start:
            found.append(place)
        return found

    def _distance(self, place: int) -> float:
        """How far from the middle the point is where a circle touches the next one."""
        one, other = self.circles[place], self.circles[self._next[place]]
        both = one.r + other.r
        return math.hypot((one.x * other.r + other.x * one.r) / both, (one.y * other.r + other.y * one.r) / both)


def _against(one: Circle, other: Circle, radius: float) -> Circle:
    """The circle of that radius that touches both, on the outer side of the chain."""
    dx, dy = one.x - other.x, one.y - other.y
    d2 = dx * dx + dy * dy
    near, far = (other.r + radius) ** 2, (one.r + radius) ** 2
    along = (d2 + near - far) / (2 * d2)
    aside = math.sqrt(max(0.0, near / d2 - along * along))
    return Circle(other.x + along * dx - aside * dy, other.y + along * dy + aside * dx, radius)


def _cuts(one: Circle, other: Circle) -> bool:
    room = one.r + other.r - _TOUCH
    return room > 0 and room * room > (one.x - other.x) ** 2 + (one.y - other.y) ** 2
